"""`make run`: the port it takes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from scripts.launch import ADDRESS, FIRST_PORT, first_free_port, is_free, wanted_port


@pytest.fixture
def taken() -> Iterator[int]:
    """A loopback port somebody listens on."""
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_gives_way_to_a_later_one(taken: int) -> None:
    assert not is_free(taken)
    port = first_free_port(taken)
    assert port > taken
    assert is_free(port)


def test_a_free_port_is_taken_as_it_is(taken: int) -> None:
    port = first_free_port(taken)
    assert first_free_port(port) == port


def test_without_a_free_port_one_sentence_says_what_to_do(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.launch.PORTS_TRIED", 1)
    with pytest.raises(SystemExit, match="make run PORT=9000"):
        first_free_port(taken)


def test_the_port_is_fixed_unless_one_is_named() -> None:
    assert wanted_port([]) == FIRST_PORT == 8501
    assert wanted_port(["9000"]) == 9000


@pytest.mark.parametrize("port", ["80", "65536", "-1", "8501.5", "all", "", "٨٥٠١x"])
def test_what_is_no_port_is_named(port: str) -> None:
    with pytest.raises(SystemExit, match="a whole number from 1024 to 65535"):
        wanted_port([port])
