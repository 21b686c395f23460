"""`scripts/packages.sh`: what the machine must have, installed where we may and named in one line where we may not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

# Answers what the script asks of a Python; what it lacks lies in the working folder as a file.
FAKE_PYTHON = """case "$2" in
*"(3, 11)"*) exit 0 ;;
*ensurepip*) [ ! -e no-ensurepip ] ;;
*libatomic*) [ ! -e no-libatomic ] ;;
*) echo python3.11-venv ;;
esac"""
LACKING = ("no-ensurepip", "no-libatomic")
EVERYTHING = "python3.11-venv chromium libatomic1 postgresql"


class Machine:
    """A machine with nothing on its path but what the script itself needs, and its project."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.project, self.tools = folder / "project", folder / "tools"
        (self.project / "scripts").mkdir(parents=True)
        for name in ("packages.sh", "machine.sh"):
            shutil.copy(root / "scripts" / name, self.project / "scripts")
        self.tools.mkdir()
        for name in ("dirname", "tr", "head", "sort"):
            (self.tools / name).symlink_to(shutil.which(name) or name)
        self.tool("id", "echo 1000")
        self.tool("ls", "exit 2")  # no folder of PostgreSQL's beside the path
        self.tool("uname", "echo Linux")
        self.tool("python3", FAKE_PYTHON)

    def tool(self, name: str, script: str = "") -> Path:
        """Put a program on the path."""
        path = self.tools / name
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)
        return path

    def lack(self, *names: str) -> None:
        """Take something away from Python."""
        for name in names:
            (self.project / name).touch()

    def own_browser_and_database(self) -> None:
        """Put there what only the tests need."""
        for name in ("chromium", "pg_ctl", "initdb"):
            self.tool(name)

    def become_root(self, installing: str = "") -> None:
        """Root with an apt-get that notes what it is asked and then does `installing`."""
        self.tool("id", "echo 0")
        self.tool(
            "apt-get",
            f'printf "%s\\n" "$*" >>whole; echo chatter\nif [ "$1" = install ]; then :; {installing}\nfi',
        )

    def prepare(self, level: str, **environment: str) -> tuple[int, str, str]:
        """Run the script; exit code, output, errors."""
        done = subprocess.run(
            [shutil.which("bash") or "bash", str(self.project / "scripts" / "packages.sh"), level],
            env={"PATH": str(self.tools), **environment},
            cwd=self.project,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def asked(self) -> list[str]:
        """Every line apt-get was called with."""
        noted = self.project / "whole"
        return noted.read_text().splitlines() if noted.exists() else []


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    return Machine(tmp_path, root)


QUIET = (0, "", "")


def test_what_is_there_is_used_without_a_word(machine: Machine) -> None:
    machine.own_browser_and_database()
    assert [machine.prepare(level) for level in ("run", "browser", "tests")] == [QUIET] * 3


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_any_chrome_will_do(machine: Machine, name: str) -> None:
    machine.tool(name)
    assert machine.prepare("browser") == QUIET


def test_a_named_browser_and_a_named_database_will_do(machine: Machine, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    for name in ("chrome", "pg_ctl", "initdb"):
        shutil.copy(machine.tool("a-program"), mine / name)
    assert machine.prepare("tests", CHROMIUM=str(mine / "chrome"), POSTGRES_BIN=str(mine)) == QUIET


def test_each_level_asks_only_for_what_it_needs(machine: Machine) -> None:
    machine.lack(*LACKING)
    lines = {level: machine.prepare(level) for level in ("run", "browser", "tests")}
    assert all((code, printed) == (1, "") for code, printed, _ in lines.values())
    for level, packages in {
        "run": "python3.11-venv",
        "browser": "python3.11-venv chromium libatomic1",
        "tests": EVERYTHING,
    }.items():
        assert f"(Debian: sudo apt-get install {packages})" in lines[level][2]


def test_others_than_root_read_in_one_line_all_there_is_to_do(machine: Machine) -> None:
    machine.lack(*LACKING)
    machine.become_root()
    machine.tool("id", "echo 1000")
    code, printed, errors = machine.prepare("tests")
    assert (code, printed, machine.asked()) == (1, "", [])
    assert errors == (
        "This machine lacks: python3.11-venv, chromium, libatomic1, postgresql. "
        f"Install that (Debian: sudo apt-get install {EVERYTHING}), "
        "or name a Chrome of your own (CHROMIUM=/path/to/chrome), "
        "or name your PostgreSQL's programs (POSTGRES_BIN=/path/to/bin), then run make again.\n"
    )


def test_root_without_apt_get_reads_the_same_line(machine: Machine) -> None:
    machine.tool("id", "echo 0")
    code, _, errors = machine.prepare("tests")
    assert code == 1
    assert errors.startswith("This machine lacks: chromium, postgresql. Install that")


def test_root_gets_everything_in_one_go_and_is_told(machine: Machine) -> None:
    machine.lack(*LACKING)
    bash = shutil.which("bash")
    remove = shutil.which("rm")
    machine.become_root(
        f"{remove} no-ensurepip no-libatomic; "
        + "".join(
            f"printf '#!{bash}\\n' >{machine.tools / name}; {shutil.which('chmod')} +x {machine.tools / name}; "
            for name in ("chromium", "pg_ctl", "initdb")
        )
    )
    code, printed, errors = machine.prepare("tests")
    assert (code, errors) == (0, "")
    assert printed == f"Installing what this machine lacks (apt-get install {EVERYTHING}).\n"
    update, install = machine.asked()
    assert update == "update -qq"
    assert install.endswith(f"--no-install-recommends {EVERYTHING}")
    assert machine.prepare("tests") == QUIET


def test_a_failed_installation_shows_what_apt_get_said_and_ends_in_the_line(machine: Machine) -> None:
    machine.become_root("echo 'E: no space left' >&2; exit 100")
    code, _, errors = machine.prepare("browser")
    assert code == 1
    assert "E: no space left" in errors
    assert errors.splitlines()[-1].startswith("This machine lacks: chromium.")


def test_a_package_that_brings_nothing_is_not_taken_for_success(machine: Machine) -> None:
    machine.become_root()  # Ubuntu's chromium-browser is such a package where no snap can run
    code, _, errors = machine.prepare("browser")
    assert code == 1
    assert "CHROMIUM=/path/to/chrome" in errors
    assert "chatter" not in errors


def test_an_environment_that_is_there_needs_nothing_to_be_made(machine: Machine) -> None:
    machine.lack("no-ensurepip")
    programs = machine.project / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(machine.tools / "python3", programs / "python")
    assert machine.prepare("run")[0] == 1
    (programs.parent / ".built").write_text(f"{machine.project / '.venv'}\n")
    assert machine.prepare("run") == QUIET
    (programs.parent / ".built").write_text("/moved/.venv\n")
    assert machine.prepare("run")[0] == 1


def test_elsewhere_than_on_linux_playwright_needs_no_library(machine: Machine) -> None:
    machine.lack("no-libatomic")
    machine.own_browser_and_database()
    assert machine.prepare("tests")[0] == 1
    machine.tool("uname", "echo Darwin")
    assert machine.prepare("tests") == QUIET


def test_an_unknown_level_is_named(machine: Machine) -> None:
    code, _, errors = machine.prepare("everything")
    assert (code, errors.count("\n")) == (2, 1)
    assert "'everything' is not a level" in errors
