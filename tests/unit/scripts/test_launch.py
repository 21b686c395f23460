"""`make run`: the port it takes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from scripts.launch import (
    ADDRESS,
    ADDRESS_VARIABLE,
    FIRST_PORT,
    first_free_port,
    is_free,
    url,
    wanted_address,
    wanted_port,
)


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


def test_it_listens_on_this_machine_only_unless_another_address_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)
    assert wanted_address() == "127.0.0.1"
    monkeypatch.setenv(ADDRESS_VARIABLE, " ")
    assert wanted_address() == "127.0.0.1"
    monkeypatch.setenv(ADDRESS_VARIABLE, "0.0.0.0")
    assert wanted_address() == "0.0.0.0"


@pytest.mark.parametrize(
    "address", ["203.0.113.9", "not an address", "no-such-host.invalid", "300.1.1.1", "x" * 80]
)
def test_an_address_of_another_machine_is_named(address: str) -> None:
    with pytest.raises(SystemExit, match=f"^{ADDRESS_VARIABLE} is '{address}': an address of this machine"):
        is_free(8501, address)


def test_a_port_taken_on_one_address_is_taken_on_all(taken: int) -> None:
    assert not is_free(taken, "0.0.0.0")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),
        ("::", "http://127.0.0.1:8501"),
        ("::1", "http://[::1]:8501"),
        ("192.0.2.7", "http://192.0.2.7:8501"),
    ],
)
def test_the_address_shown_can_be_opened_on_this_machine(address: str, shown: str) -> None:
    assert url(address, 8501) == shown
