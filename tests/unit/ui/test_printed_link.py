"""Which link stands on a paper: one that shows this very plan, and no more than the paper does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from simulator.sample import sample_scenario
from ui.handouts import papers

LINK = "https://plans.example.com/?s=token"
PLAN = sample_scenario()


def _printed(
    monkeypatch: pytest.MonkeyPatch, *, hide: bool = False, saved: Any = None, visitor: Any = None
) -> str | None:
    """On a page that shows PLAN. saved: the version it began from; visitor: what a link opened, if one did."""
    monkeypatch.setattr(papers, "state", SimpleNamespace(scenario=lambda: PLAN))
    place = None if saved is None else SimpleNamespace(clean=saved)
    monkeypatch.setattr(papers, "keeping", SimpleNamespace(place=lambda: place))
    here = SimpleNamespace(current=lambda: visitor, opened_here=lambda: visitor)
    monkeypatch.setattr(papers, "visit", here)
    monkeypatch.setattr("ui.screens.present.audience_address", lambda: LINK)
    return papers._printed_link(hide)


def test_the_link_of_a_saved_version_that_is_on_the_page_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _printed(monkeypatch, saved=PLAN) == LINK


def test_a_link_that_shows_another_plan_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _printed(monkeypatch, saved=PLAN.changed(seed=3)) is None
    assert _printed(monkeypatch) is None


def test_a_visitor_s_paper_bears_the_link_that_was_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _printed(monkeypatch, visitor=SimpleNamespace(hide_money=False)) == LINK


def test_a_paper_without_amounts_bears_no_link_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _printed(monkeypatch, hide=True, saved=PLAN) is None
    assert _printed(monkeypatch, hide=True, visitor=SimpleNamespace(hide_money=False)) is None
    assert _printed(monkeypatch, hide=True, visitor=SimpleNamespace(hide_money=True)) == LINK
