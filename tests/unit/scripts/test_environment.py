"""`scripts/environment.sh`, with a Python that only notes what it is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Stands for python3 and for .venv/bin/python: answers questions, makes an environment, notes installations.
FAKE_PYTHON = f"""#!/bin/bash
if [[ "$1 $2" = "-c import ensurepip"* && -e no-ensurepip ]]; then exit 1; fi
if [ "$1" = -c ]; then exec {sys.executable} "$@"; fi
if [ "$1" = -V ]; then echo "Python 3"; exit 0; fi
if [ "$2" = venv ]; then echo venv >>calls; mkdir -p .venv/bin; cp "$0" .venv/bin/python; exit 0; fi
if [ "$2" = pip ]; then echo "pip ${{@: -1}}" >>calls; [ ! -e pip-fails ]; exit; fi
exit 9
"""


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    for name in ("environment.sh", "packages.sh", "machine.sh"):
        shutil.copy(root / "scripts" / name, tmp_path / "scripts")
    for name in ("requirements.txt", "requirements-dev.txt", "requirements.lock"):
        (tmp_path / name).write_text("one==1\n")
    fake = tmp_path / "python"
    fake.write_text(FAKE_PYTHON)
    fake.chmod(0o755)
    return tmp_path


def _build(
    project: Path, level: str, python: str | None = None, path: str | None = None
) -> tuple[list[str], int, str]:
    """The calls of one run, its exit code and its errors."""
    (project / "calls").write_text("")
    environment = {**os.environ, "PYTHON": python or str(project / "python")}
    if path is not None:
        environment["PATH"] = path
    done = subprocess.run(
        ["/bin/bash", str(project / "scripts" / "environment.sh"), level],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return (project / "calls").read_text().split("\n")[:-1], done.returncode, done.stderr


FROM_NOTHING = ["venv", "pip requirements.txt"]
FROM_NOTHING_DEV = ["venv", "pip requirements-dev.txt"]


def test_it_is_built_once(project: Path) -> None:
    assert _build(project, "run") == (FROM_NOTHING, 0, "")
    assert _build(project, "run") == ([], 0, "")


def test_the_tools_are_added_when_they_are_asked_for_and_then_kept(project: Path) -> None:
    _build(project, "run")
    assert _build(project, "dev") == (["pip requirements-dev.txt"], 0, "")
    assert _build(project, "run") == ([], 0, "")
    assert _build(project, "dev") == ([], 0, "")
    (project / "requirements.txt").write_text("one==2\n")
    assert _build(project, "run") == (["pip requirements-dev.txt"], 0, "")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements.lock"])
def test_it_is_updated_when_the_requirements_change(project: Path, name: str) -> None:
    _build(project, "dev")
    (project / name).write_text("one==2\n")
    assert _build(project, "dev") == (["pip requirements-dev.txt"], 0, "")


def test_the_tools_do_not_concern_the_app(project: Path) -> None:
    _build(project, "run")
    (project / "requirements-dev.txt").write_text("one==2\n")
    assert _build(project, "run") == ([], 0, "")


def test_a_half_built_environment_is_rebuilt(project: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "leftover").touch()
    assert _build(project, "dev") == (FROM_NOTHING_DEV, 0, "")
    assert not (project / ".venv" / "leftover").exists()


def test_an_environment_that_was_moved_or_whose_python_is_gone_is_rebuilt(
    project: Path, tmp_path: Path
) -> None:
    _build(project, "run")
    (project / ".venv" / "bin" / "python").unlink()
    assert _build(project, "run") == (FROM_NOTHING, 0, "")
    moved = tmp_path / "moved"
    shutil.copytree(project, moved, ignore=lambda folder, _: ["moved"] if folder == str(project) else [])
    assert _build(moved, "run") == (FROM_NOTHING, 0, "")


def test_a_failed_first_installation_is_started_over(project: Path) -> None:
    (project / "pip-fails").touch()
    calls, code, errors = _build(project, "run")
    assert (calls, code) == (FROM_NOTHING, 1)
    assert "run make again" in errors
    (project / "pip-fails").unlink()
    assert _build(project, "run") == (FROM_NOTHING, 0, "")


def test_a_failed_update_leaves_what_there_was(project: Path) -> None:
    _build(project, "run")
    (project / "requirements.txt").write_text("one==none\n")
    (project / "pip-fails").touch()
    assert _build(project, "run")[:2] == (["pip requirements.txt"], 1)
    (project / "requirements.txt").write_text("one==1\n")
    assert _build(project, "run") == ([], 0, "")


def test_without_a_fitting_python_one_line_says_what_to_do(project: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "cat", "cksum", "tr", "head", "grep", "id"):
        (tools / name).symlink_to(shutil.which(name) or name)
    calls, code, errors = _build(project, "run", python="no-such-python", path=str(tools))
    assert (calls, code) == ([], 1)
    assert errors.count("\n") == 1
    assert "Python 3.11 to 3.14 is needed" in errors


def _tool(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/bash\n{script}\n")
    (folder / name).chmod(0o755)


def test_root_on_debian_gets_what_python_lacks(project: Path, tmp_path: Path) -> None:
    (project / "no-ensurepip").touch()
    _tool(tmp_path / "bin", "id", "echo 0")
    _tool(tmp_path / "bin", "apt-get", 'echo "apt-get $1 ${@: -1}" >>calls; rm -f no-ensurepip')
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    calls, code, _ = _build(project, "run", path=path)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert (calls, code) == (["apt-get update -qq", f"apt-get install {package}", *FROM_NOTHING], 0)


def test_others_read_in_one_line_what_python_lacks(project: Path, tmp_path: Path) -> None:
    (project / "no-ensurepip").touch()
    _tool(tmp_path / "bin", "id", "echo 1000")
    calls, code, errors = _build(project, "run", path=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert (calls, code) == ([], 1)
    assert errors.count("\n") == 1
    assert "sudo apt-get install python3" in errors
