"""A widget begins with what it is given, never with a value put into the session for it: see docs/adr/0025."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDED = re.compile(r"\bif ([a-z]\w*) not in st\.session_state:\s+st\.session_state\[\1\] =")


@pytest.mark.parametrize(
    "file", sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]), ids=str
)
def test_no_widget_is_given_its_value_through_the_session(file: Path) -> None:
    assert SEEDED.findall(file.read_text(encoding="utf-8")) == []


def test_such_a_widget_would_be_found() -> None:
    assert SEEDED.findall("    if key not in st.session_state:\n        st.session_state[key] = value\n") == [
        "key"
    ]
