"""What levers may be moved by and cost: the terms a plan rests on, as a table."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario import LEVERS, scenario_levers
from simulator.scenario.lever_terms import LeverTerm
from ui.fields.edits import Document, with_document
from ui.fields.tables import Row, filled, table_field
from ui.fields.typed_numbers import NotANumberError
from ui.wording.metric_words import lever_label

_PERCENT = ("least", "most", "step")
_PLAIN = ("cost", "cost_per_step", "cost_per_month_per_step")


def draw(plan: Scenario) -> None:
    """The table, folded: one row for each lever with terms of its own."""
    with st.expander("What levers may move, cost and take", icon=":material/tune:", key="lever_terms"):
        st.markdown(
            "Relative changes in %, for hires people. A cost left empty is not known, 0 is free; the pay of people "
            "hired is taken from their team. A lever without a row moves from −50 % to +100 %, at no known cost."
        )
        levers = [one.name for one in scenario_levers(plan)]
        held = [one.lever for one in plan.lever_terms]
        table_field(
            "Terms of levers",
            "lever_terms",
            rows_of(plan),
            {
                "lever": st.column_config.SelectboxColumn(
                    "Lever",
                    options=list(dict.fromkeys([*levers, *held])),
                    format_func=lambda name: _label(str(name), plan),
                    required=True,
                    width="medium",
                ),
                "team": st.column_config.SelectboxColumn("Team", options=_teams(plan)),
                "least": st.column_config.NumberColumn("Least", format="%g"),
                "most": st.column_config.NumberColumn("Most", format="%g"),
                "step": st.column_config.NumberColumn("Step", format="%g"),
                "cost": st.column_config.NumberColumn("Cost once", format="%.0f"),
                "cost_per_step": st.column_config.NumberColumn("Cost per step", format="%.0f"),
                "cost_per_month_per_step": st.column_config.NumberColumn("a step and month", format="%.0f"),
                "lead_months": st.column_config.NumberColumn("Lead, months", step=1, format="%d"),
                "probability": st.column_config.NumberColumn("Works, %", format="%g"),
                "source": st.column_config.TextColumn("Source"),
            },
            write,
        )


def _label(name: str, plan: Scenario) -> str:
    return lever_label(name, plan) if name in LEVERS or name.startswith("stage:") else name


def _teams(plan: Scenario) -> list[str]:
    several = {", ".join(one.teams) for one in plan.lever_terms if one.teams is not None}
    return list(dict.fromkeys([*plan.team_names, *sorted(several)]))


def rows_of(plan: Scenario) -> list[Row]:
    """The terms as the table shows them: shares in per cent, several teams in one cell."""
    return [
        {
            "lever": one.lever,
            "team": None if one.teams is None else ", ".join(one.teams),
            **{name: _shown(one, name) for name in _PERCENT},
            **{name: getattr(one, name) for name in _PLAIN},
            "lead_months": one.lead_months,
            "probability": round(100 * one.probability, 9),
            "source": one.source,
        }
        for one in plan.lever_terms
    ]


def _shown(one: LeverTerm, name: str) -> float | None:
    value: float | None = getattr(one, name)
    return value if value is None or one.lever == "hires" else round(100 * value, 9)


def write(plan: Scenario, rows: list[Row]) -> Scenario:
    """`plan` with these terms; what the table does not show stays with its lever and teams.

    Raises ScenarioError, NotANumberError where they make no sense.
    """
    before = {
        (one.lever, None if one.teams is None else ", ".join(one.teams)): one for one in plan.lever_terms
    }
    entries = [_entry(row, before, plan) for row in rows]

    def put(document: Document) -> None:
        if entries:
            document["lever_terms"] = entries
        else:
            document.pop("lever_terms", None)

    return with_document(plan, put)


def _entry(row: Row, before: dict[tuple[str, str | None], LeverTerm], plan: Scenario) -> dict[str, Any]:
    lever, team = str(filled(row, "lever", "lever")), row.get("team") or None
    scale = 1.0 if lever == "hires" else 100.0
    entry: dict[str, Any] = {"lever": lever}
    if team is not None:
        entry["teams"] = [team] if team in plan.team_names else str(team).split(", ")
    for name in _PERCENT:
        if row.get(name) is not None:
            entry[name] = round(float(row[name]) / scale, 12)
    for name in _PLAIN:
        if row.get(name) is not None:
            entry[name] = float(row[name])
    lead = row.get("lead_months")
    if lead is not None:
        if not float(lead).is_integer():
            raise NotANumberError(f"Lead = {lead:g}: must be a whole number of months")
        entry["lead_months"] = int(lead)
    if row.get("probability") is not None:
        entry["probability"] = round(float(row["probability"]) / 100, 12)
    if row.get("source"):
        entry["source"] = str(row["source"])
    known = before.get((lever, team))
    if known is not None:
        entry |= {
            name: getattr(known, name) for name in ("moved", "grade") if getattr(known, name) is not None
        }
    return entry
