"""Start the victims of tests/store/victim.py and hear what they have to say."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.store.places import ROOT


def command_of(*arguments: str) -> list[str]:
    """The command line of one or, with ";" between them, several commands in one process."""
    return [sys.executable, "-m", "tests.store.victim", *arguments]


def victims(*arguments: str) -> list[Any]:
    """What the commands print, line by line; AssertionError with their error output if they fail."""
    done = subprocess.run(command_of(*arguments), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def joined(commands: list[list[str]]) -> list[str]:
    """Several commands as the arguments of one process."""
    whole: list[str] = []
    for command in commands:
        whole += [";", *command] if whole else command
    return whole
