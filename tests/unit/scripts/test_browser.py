"""`scripts/browser.sh`: which Chromium the tests will drive, and what happens without one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A path with nothing on it but what the script itself needs, and a user who is not root."""
    tools = tmp_path / "tools"
    tools.mkdir()
    _tool(tools, "id", "echo 1000")
    return tools


def _tool(folder: Path, name: str, script: str) -> Path:
    (folder / name).write_text(f"#!/bin/bash\n{script}\n")
    (folder / name).chmod(0o755)
    return folder / name


def _prepare(root: Path, tools: Path, **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [shutil.which("bash") or "bash", str(root / "scripts" / "browser.sh")],
        env={"PATH": str(tools), **environment},
        cwd=tools,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_that_is_there_is_used(root: Path, tools: Path, name: str) -> None:
    _tool(tools, name, "")
    assert _prepare(root, tools) == (0, "", "")


def test_a_named_browser_is_used(root: Path, tools: Path, tmp_path: Path) -> None:
    assert _prepare(root, tools, CHROMIUM=str(_tool(tmp_path, "mine", ""))) == (0, "", "")


def test_others_than_root_read_in_one_line_what_to_do(root: Path, tools: Path) -> None:
    _tool(tools, "apt-get", "touch installed")
    code, _, errors = _prepare(root, tools)
    assert code == 1
    assert errors.count("\n") == 1
    assert "apt-get install chromium" in errors
    assert not (tools / "installed").exists()


def test_root_gets_chromium_on_debian_and_the_line_elsewhere(root: Path, tools: Path) -> None:
    _tool(tools, "id", "echo 0")
    _tool(tools, "apt-get", 'echo "$1 ${@: -1}" >>asked')
    code, printed, errors = _prepare(root, tools)
    if Path("/etc/debian_version").exists():
        assert (code, errors) == (0, "")
        assert printed == "Installing Chromium for the browser tests (apt-get install chromium).\n"
        assert (tools / "asked").read_text() == "update -qq\ninstall chromium\n"
    else:
        assert (code, printed) == (1, "")
        assert "The browser tests need Chromium" in errors


def test_a_failed_installation_ends_in_the_same_line(root: Path, tools: Path) -> None:
    _tool(tools, "id", "echo 0")
    _tool(tools, "apt-get", "exit 100")
    code, _, errors = _prepare(root, tools)
    assert code == 1
    assert "The browser tests need Chromium" in errors
