"""A version carries the evidence it was saved with: to a reload, to a link, back again; not where money is hidden."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.backtest import PastDeals, Replay, replayed
from simulator.evidence import Evidence, build_evidence, evidence_to_scenario, read_export
from simulator.sample import sample_export, sample_scenario
from store.records import LinkKind
from tests.app.app_parts import open_page
from tests.app.share_parts import OWNER, all_words, come
from tests.app.test_keeping_pages import ANA, address_of, visit
from tests.app.test_versions import open_menu
from ui.computing import replays
from ui.kept import keeping_store
from ui.kept.keeping_beside import evidence_at, without_rows
from ui.kept.keeping_open import open_part, text_of_open

EXPORT = sample_export()
FIGURES = "852 won of 3,228 decided"


@pytest.fixture(scope="module")
def evidence_plan() -> tuple[object, object]:
    """An export's evidence (another day than the sample's own) and the plan made of it."""
    evidence = build_evidence(read_export(EXPORT, "deals.csv"))
    evidence = replace(evidence, source="deals of Ana")
    return evidence, evidence_to_scenario(evidence, name="Plan of Ana")


def saved(evidence: object, plan: object) -> AppTest:
    app = visit(ANA)
    work = app.session_state["work"]
    app.session_state["work"] = replace(work, scenario=plan, evidence=evidence)
    app.run()
    app = open_menu(app)
    app.button(key="version_save").click().run()
    assert not app.exception
    return app


def link(app: AppTest, kind: LinkKind, *, hide_money: bool = False) -> str:
    return keeping_store.store().share(OWNER, address_of(app), kind, hide_money=hide_money).token


@pytest.mark.parametrize("kind", ["view", "live", "edit"])
def test_whoever_comes_by_a_link_sees_the_evidence_and_its_dangers(
    kind: LinkKind, evidence_plan: tuple[object, object]
) -> None:
    app = come(link(saved(*evidence_plan), kind))
    assert app.session_state["work"].evidence is not None
    assert "Stale pipeline" in all_words(app)
    open_page(app, "history")
    assert not app.exception
    assert any(FIGURES in one.value for one in app.header)
    words = all_words(app)
    assert "241 of 540 open deals" in words
    assert "Ask the owners and close what is dead" in words


def test_where_money_is_hidden_there_is_no_evidence_and_the_danger_has_no_figure(
    evidence_plan: tuple[object, object],
) -> None:
    app = come(link(saved(*evidence_plan), "view", hide_money=True))
    assert app.session_state["work"].evidence is None
    assert "Stale pipeline" in all_words(app)
    open_page(app, "history")
    assert not app.exception
    assert "241 of 540" not in all_words(app)


def test_where_money_is_hidden_rates_are_compared_without_an_amount(
    evidence_plan: tuple[object, object],
) -> None:
    evidence = evidence_plan[0]
    assert isinstance(evidence, Evidence)
    assert evidence.leak is not None
    app = open_page(come(link(saved(*evidence_plan), "view", hide_money=True)), "history")
    assert not app.exception
    titles = [one.value for one in app.subheader]
    assert titles[:3] == ["Who and what wins more often", "How long deals take", "Where the funnel leaks"]
    assert "One point more is worth most at **" in all_words(app)
    assert "of bookings a month in the long run" not in all_words(app)
    part = app.session_state["open_evidence"][1]
    assert [one.key for one in part.segments] == [
        one.key for one in evidence.segments if one.key != "size_band"
    ]
    assert all(member.size is None for one in part.segments for member in one.members)
    assert max(step.a_point for step in part.leak.steps) == 1.0
    amounts = {evidence.company.size.mean, *(one.bookings for one in evidence.monthly if one.bookings)}
    amounts |= {step.a_point for step in evidence.leak.steps}
    amounts |= {one.size.value for each in evidence.segments for one in each.members if one.size is not None}
    numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", text_of_open(part))
    assert not [one for one in amounts if any(abs(float(text) / one - 1) < 1e-4 for text in numbers)]


def test_a_name_that_may_hold_an_amount_is_a_letter() -> None:
    evidence = build_evidence(read_export(EXPORT, "deals.csv"))
    segment = evidence.segments[0]
    names = ("Deal of 5,000 EUR", *(one.name for one in segment.members[1:]))
    members = tuple(replace(one, name=name) for one, name in zip(segment.members, names, strict=True))
    part = open_part(replace(evidence, segments=(replace(segment, members=members),)))
    assert part.segments[0].members[0].name == f"{segment.label} A"
    assert part.segments[0].members[1].name == segment.members[1].name


def replayed_plan(evidence_plan: tuple[object, object], replay: Replay) -> tuple[Evidence, object]:
    """The plan with its deals' replay kept, as Trust does once it is made."""
    evidence = evidence_plan[0]
    assert isinstance(evidence, Evidence)
    return replace(evidence, replayed=replayed(replay, "1.0.0")), evidence_plan[1]


@pytest.mark.parametrize("hide_money", [False, True])
def test_a_link_shows_the_deals_replay_that_was_made(
    evidence_plan: tuple[object, object], sample_replay: Replay, hide_money: bool
) -> None:
    evidence, plan = replayed_plan(evidence_plan, sample_replay)
    app = open_page(come(link(saved(evidence, plan), "view", hide_money=hide_money)), "trust")
    assert not app.exception
    assert "Deal by deal, as replayed while the deals were here" in all_words(app)
    assert any("8-in-10 ranges held" in one.value for one in app.header)
    assert not [one for one in app.button if one.key == "trust_replay"]
    assert (app.session_state["work"].evidence is None) == hide_money


def test_a_replay_of_deals_comes_back_after_a_restart(
    evidence_plan: tuple[object, object],
    sample_deals: PastDeals,
    sample_replay: Replay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = saved(*evidence_plan)
    address = address_of(app)
    past, made = sample_deals, sample_replay
    with monkeypatch.context() as there:
        there.setattr(replays, "past_of", lambda _evidence: past)
        there.setattr(replays, "backtest", lambda *_given, **_named: made)
        open_page(app, "trust")
        app.button(key="trust_replay").click().run()
        assert not app.exception
    replays.DEALS.clear()
    replays.REPLAYS.clear()
    again = open_page(visit(ANA, address), "trust")
    assert not again.exception
    assert "Deal by deal, as replayed while the deals were here" in all_words(again)
    assert f"Of {len(made.folds)} forecasts" in again.header[0].value
    assert not again.session_state["work_history"].past  # keeping it is no step to undo


def test_a_version_brought_back_brings_its_evidence(evidence_plan: tuple[object, object]) -> None:
    app = saved(*evidence_plan)
    work = app.session_state["work"]
    app.session_state["work"] = replace(work, scenario=sample_scenario().changed(name="Other"), evidence=None)
    app.run()
    open_menu(app).button(key="version_save").click().run()
    app.session_state["dialog_asked_for"] = "versions"
    app.run()
    app.button(key="restore1").click().run()
    assert not app.exception
    assert app.session_state["work"].evidence is not None
    assert app.session_state["work"].scenario.name == "Plan of Ana"


def test_the_same_evidence_is_written_once_and_other_people_s_cells_never(
    evidence_plan: tuple[object, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = saved(*evidence_plan)
    store = keeping_store.store()
    first = store.beside(OWNER, address_of(app), 1)
    assert '"examples":[{' not in first.replace(" ", "")
    written: list[int] = []
    keep = type(store).keep_beside

    def noted(own: Any, who: Any, scenario_id: str, number: int, aside: str) -> None:
        written.append(number)
        keep(own, who, scenario_id, number, aside)

    monkeypatch.setattr(type(store), "keep_beside", noted)
    work = app.session_state["work"]
    app.session_state["work"] = replace(work, scenario=work.scenario.changed(seed=5))
    app.run()
    open_menu(app).button(key="version_save").click().run()
    assert written == []
    assert store.beside(OWNER, address_of(app), 2) == first
    shown = evidence_at(OWNER, store.revision(OWNER, address_of(app), 2))
    assert shown == without_rows(evidence_plan[0])  # type: ignore[arg-type]


def test_no_sentence_of_a_shared_version_shows_a_cell() -> None:
    rows = sample_export().decode().splitlines()
    rows += [rows[1], rows[2].replace("2024-", "20x4-")]
    evidence = build_evidence(read_export("\n".join(rows).encode(), "deals.csv"))
    first_id = rows[1].split(",")[0]
    assert any(first_id in one.message for one in evidence.remarks)
    shared = without_rows(evidence)
    assert not any(first_id in one.message or "20x4" in one.message for one in shared.remarks)
    assert {one.code for one in shared.cleaning} == {one.code for one in evidence.cleaning}
