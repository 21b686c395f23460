"""docs/SECURITY.md names a test for every threat, and the tests it names are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "SECURITY.md").read_text(encoding="utf-8")
THREATS = [
    *(f"I{number}" for number in range(1, 9)),
    *(f"S{number}" for number in range(1, 15)),
    *(f"D{number}" for number in range(1, 10)),
    *(f"N{number}" for number in range(1, 4)),
]
ROW = re.compile(r"^\| \*\*([ISDN]\d+)\*\* (.+)$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROWS = {found[1]: found[2] for found in ROW.finditer(PAGE)}


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests in a file; none where there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def test_every_threat_has_one_row() -> None:
    assert [found[1] for found in ROW.finditer(PAGE)] == THREATS


@pytest.mark.parametrize("threat", THREATS)
def test_a_threat_s_tests_are_there(threat: str) -> None:
    named = NAMED.findall(ROWS[threat])
    assert named, "a threat without a test"
    assert named[0][1].startswith(f"test_{threat.lower()}_"), "its first test is named after it"
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
    assert ROWS[threat].count("`") == 2 * len(named), "everything in code is a test"


def test_a_test_that_is_not_there_would_be_seen() -> None:
    assert "test_a_threat_s_tests_are_there" in names_in("tests/architecture/test_security_table.py")
    assert names_in("tests/architecture/test_nothing.py") == frozenset()
