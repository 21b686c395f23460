"""A version carries the evidence it was saved with: to a reload, to a link, back again; not where money is hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.evidence import build_evidence, evidence_to_scenario, read_export
from simulator.sample import sample_export, sample_scenario
from store.records import LinkKind
from tests.app.app_parts import open_page
from tests.app.share_parts import OWNER, all_words, come
from tests.app.test_keeping_pages import ANA, address_of, visit
from tests.app.test_versions import open_menu
from ui.kept import keeping_store
from ui.kept.keeping_beside import evidence_at, without_rows

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
