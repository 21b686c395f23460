"""`.ci/run`, with a make that only says how the tests ended."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FAKE_MAKE = """#!/bin/bash
case $1 in
check) [ ! -e check-fails ] ;;
test) cat closing; [ ! -e tests-fail ] ;;
esac
"""
PASSED = "============ 12 passed in 3.21s ============"
SKIPPED = "============ 11 passed, 1 skipped in 3.21s ============"


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    project = tmp_path / "project"
    (project / ".ci").mkdir(parents=True)
    shutil.copy(root / ".ci" / "run", project / ".ci")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "make").write_text(FAKE_MAKE)
    (tmp_path / "bin" / "make").chmod(0o755)
    (project / "closing").write_text(f"...\n{PASSED}\n")
    return project


def _run(project: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [str(project / ".ci" / "run")],
        env={**os.environ, "PATH": f"{project.parent / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip().split("\n")


def test_it_ends_with_pytest_s_closing_line(project: Path) -> None:
    code, lines = _run(project)
    assert code == 0
    assert lines[-1] == PASSED


@pytest.mark.parametrize("failure", ["check-fails", "tests-fail"])
def test_a_failure_of_either_half_is_its_failure(project: Path, failure: str) -> None:
    (project / failure).touch()
    assert _run(project)[0] != 0


def test_a_skipped_test_fails_it_where_the_data_is_here(project: Path) -> None:
    (project / "closing").write_text(f"{SKIPPED}\n")
    assert _run(project) == (0, [SKIPPED, SKIPPED])
    (project.parent / "shared" / "data").mkdir(parents=True)
    assert _run(project)[0] == 1


def test_a_run_without_a_closing_line_is_no_success(project: Path) -> None:
    (project / "closing").write_text("make: nothing to do\n")
    assert _run(project)[0] == 1
