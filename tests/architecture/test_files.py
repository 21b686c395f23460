"""Files are nouns of the trade, short, and stand where they belong."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys

import pytest

from tests.architecture.source import ROOT, Source, sources

LONGEST = 300
LONGER_FOR_A_REASON: dict[str, str] = {}
WORDS_THAT_SAY_NOTHING = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "misc",
    "base",
    "core",
    "tools",
}
LAYERS = {"unit", "property", "statistical", "golden", "store", "app", "architecture"}


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.path)
def test_a_file_is_short(source: Source) -> None:
    if source.path in LONGER_FOR_A_REASON:
        return
    assert len(source.text.splitlines()) <= LONGEST


def test_no_exception_is_left_that_is_not_needed() -> None:
    long = {source.path for source in sources() if len(source.text.splitlines()) > LONGEST}
    assert LONGER_FOR_A_REASON.keys() <= long


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.path)
def test_a_file_s_name_says_what_is_in_it(source: Source) -> None:
    words = set(re.split(r"[/_.]", source.path.removesuffix(".py")))
    assert words & WORDS_THAT_SAY_NOTHING == set()


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.path)
def test_a_file_says_what_it_is_for(source: Source) -> None:
    if source.text.strip():
        assert ast.get_docstring(source.tree)


def test_no_file_of_ui_hides_a_module_of_the_same_name() -> None:
    """Streamlit puts the folder of its script, ui/, before everything else on the path while a page runs."""
    installed = set(importlib.metadata.packages_distributions())
    taken = set(sys.stdlib_module_names) | installed
    names = {path.stem for path in (ROOT / "ui").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert (names - {"__init__", "__pycache__"}) & taken == set(), (
        "rename the file: it would be imported instead"
    )


def test_every_test_stands_in_one_of_the_layers() -> None:
    tests = [s.path for s in sources("tests") if s.path.rsplit("/", 1)[1].startswith("test_")]
    assert [path for path in tests if path.split("/")[1] not in LAYERS] == []


def test_no_test_waits_for_time_to_pass_or_switches_itself_off() -> None:
    """The one reason to skip is a folder of real exports that is not here; tests/conftest.py holds it."""
    found = [
        f"{source.path}: {phrase}"
        for source in sources("tests")
        if source.path not in {"tests/conftest.py", "tests/architecture/test_files.py"}
        for phrase in ("time.sleep", "wait_for_timeout", "mark.skip", "mark.xfail", "pytest.xfail")
        if phrase in source.text
    ]
    assert found == []


def test_the_pages_and_the_router_name_each_other() -> None:
    router = (ROOT / "ui" / "router.py").read_text(encoding="utf-8")
    routed = re.findall(r'^    _page\("(\w+)"', router, re.MULTILINE)
    assert sorted(routed) == sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    assert not (ROOT / "ui" / "pages").exists()  # Streamlit would run it without the router


def test_the_map_names_every_top_folder() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()}
    tops -= {".git", ".venv", "build"} | {
        name for name in tops if name.endswith("_cache") or name == "__pycache__"
    }
    tops -= {".hypothesis"}
    assert [name for name in sorted(tops) if f"{name}/" not in page] == []


def test_app_py_holds_the_server_and_nothing_else() -> None:
    kinds = [type(node).__name__ for node in sources("app.py")[0].tree.body]
    assert set(kinds) <= {"Expr", "ImportFrom", "Import", "Assign"}
    assigned = [n for n in sources("app.py")[0].tree.body if isinstance(n, ast.Assign)]
    assert [ast.unparse(n.targets[0]) for n in assigned] == ["app"]
    assert ast.unparse(assigned[0].value).startswith("st.App('ui/router.py'")
