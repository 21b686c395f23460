"""Two machines install the same: every requirement is exact and agrees with the lock."""

from __future__ import annotations

import importlib.metadata
import re

import pytest

from tests.architecture.source import ROOT

PIN = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[0-9][A-Za-z0-9.]*)")


def _requirements(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def _pins(name: str) -> dict[str, str]:
    pins: dict[str, str] = {}
    for line in _requirements(name):
        if not line.startswith("-"):
            match = PIN.fullmatch(line)
            assert match, f"{name}: {line!r} is not an exact pin"
            pins[_canonical(match["name"])] = match["version"]
    return pins


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_is_asked_for_is_in_the_lock(name: str) -> None:
    lock = _pins("requirements.lock")
    assert {package: lock.get(package) for package in _pins(name)} == _pins(name)


def test_the_lock_bounds_both_files() -> None:
    assert "-c requirements.lock" in _requirements("requirements.txt")
    assert "-r requirements.txt" in _requirements("requirements-dev.txt")


def test_s12_the_environment_is_the_locked_one() -> None:
    installed = {_canonical(d.metadata["Name"]): d.version for d in importlib.metadata.distributions()}
    lock = _pins("requirements.lock")
    assert {package: installed.get(package) for package in lock} == lock
    assert installed.keys() - lock.keys() <= {"pip", "setuptools", "wheel"}
