"""Time: UTC whatever the clock's zone, to the microsecond, and never the order of revisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from store import NotFound
from store.tables import UtcTime
from tests.store.places import ANA, BEN, Place, plan

ZONES = [timezone(timedelta(hours=hours)) for hours in (-11, -8, 0, 5.5, 14)]
EDGES = [
    datetime(2027, 3, 28, 1, 59, 59, 999_999, UTC),  # the hour Europe skips
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # the hour it has twice
    datetime(2028, 2, 29, 23, 59, 59, 999_999, UTC),
    datetime(2027, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2027, 3, 31, 23, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", EDGES, ids=str)
def test_a_moment_comes_back_to_the_microsecond_in_utc(place: Place, moment: datetime) -> None:
    store = place.open()
    for zone in ZONES:
        place.clock.now = moment.astimezone(zone)
        saved = store.create(ANA, plan())
        created = store.open(ANA, saved.id).saved.created_at
        assert created == moment
        assert created.tzinfo is UTC
        link = store.share(ANA, saved.id, "view").link
        assert link.expires_at == moment + timedelta(days=30)


def test_d8_a_clock_that_jumps_back_changes_neither_order_nor_numbers(place: Place) -> None:
    store = place.open()
    saved = store.create(ANA, plan(seed=1))
    place.clock.move(hours=-1)
    store.save(ANA, saved.id, plan(seed=2), expected=1)
    place.clock.move(days=-400)
    store.save(ANA, saved.id, plan(seed=3), expected=2)
    assert [line.number for line in store.history(ANA, saved.id).lines] == [3, 2, 1]
    revision = store.open(ANA, saved.id).revision
    assert revision is not None
    assert revision.scenario.seed == 3


def test_a_clock_that_jumps_ahead_and_is_put_right_ends_links_only_meanwhile(place: Place) -> None:
    store = place.open()
    token = store.share(ANA, store.create(ANA, plan()).id, "view").token
    place.clock.move(days=31)
    with pytest.raises(NotFound):
        store.resolve(BEN.actor, token)
    place.clock.move(days=-31)
    assert store.resolve(BEN.actor, token).role == "view"


def test_without_a_clock_it_is_the_database_s(place: Place) -> None:
    store = place.open(clock=None)
    before = datetime.now(UTC)
    saved = store.create(ANA, plan())
    assert abs(saved.created_at - before) < timedelta(minutes=1)


def test_a_moment_without_a_zone_is_refused(place: Place) -> None:
    store = place.open()
    place.clock.now = datetime(2027, 1, 1)  # noqa: DTZ001 — that is the point
    with pytest.raises(ValueError, match="time zone"):
        store.create(ANA, plan())
    with pytest.raises((ValueError, StatementError), match="time zone"):
        UtcTime().process_bind_param(datetime(2027, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001
