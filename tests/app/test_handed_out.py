"""A file that was made waits for its browser, whatever others do meanwhile; and not for longer than it is wanted."""

from __future__ import annotations

import pytest

from tests.app.raw_visitor import RawVisitor
from tests.app.server_process import ServerProcess


def test_others_at_work_do_not_throw_away_a_file_before_it_is_fetched(app_server: ServerProcess) -> None:
    with RawVisitor(app_server.port) as one, RawVisitor(app_server.port) as other:
        one.open_menu("Hand out")
        address = one.address_of("Plan (TOML)")
        for _ in range(4):
            other.run()
        assert b"Nordwind FY2027" in one.fetch(address)


def test_a_file_is_not_kept_once_its_own_page_went_on(app_server: ServerProcess) -> None:
    with RawVisitor(app_server.port) as one:
        one.open_menu("Hand out")
        address = one.address_of("Plan (TOML)")
        for _ in range(4):
            one.run()
        with pytest.raises(AssertionError, match="404"):
            one.fetch(address)
