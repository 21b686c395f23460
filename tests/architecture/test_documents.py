"""What the documents point at exists."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT

LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)#\s]+)[^)]*\)")
DOCUMENTS = [
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
]


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_links_within_the_project_lead_somewhere(document: str) -> None:
    path = ROOT / document
    targets = [match["target"] for match in LINK.finditer(path.read_text(encoding="utf-8"))]
    inside = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in inside if not (path.parent / target).exists()] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    beginning = (ROOT / "README.md").read_text(encoding="utf-8")[:800]
    assert "make run" in beginning
    assert "make test" in beginning


def test_every_target_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"`make ([a-z]+)", (ROOT / document).read_text(encoding="utf-8")))
        assert named <= targets, document
