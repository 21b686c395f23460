"""The commission plan as fields: rates and tiers, stretch bonus, cap, decelerator; of the company or of one team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario.pay_plan import Pay, PayTerms
from ui import state
from ui.fields.edits import Document, Path, with_document
from ui.fields.inputs import choice_field, number_field
from ui.fields.tables import Row, filled, table_field
from ui.visitors import view_mode
from ui.wording import formats
from ui.wording.text import plain

KINDS = {
    "marginal": "Only on what lies above: each rate counts from its tier on",
    "stepped": "On everything: the rate reached applies to all that was sold",
}
BOUNDARIES = {"at": "at its attainment", "above": "only above it"}
READINGS = {"exact": "as it is", "whole_percent": "in whole per cents"}
MOST_TEAMS = 10
"""Teams that get a button for a plan of their own; a file may state more."""
_PARTS: dict[str, tuple[str, Document]] = {
    "stretch": ("Stretch bonus", {"at": 1.2, "amount": 5_000.0}),
    "cap": ("Cap", {"at": 2.0}),
    "decelerator": ("Decelerator", {"below": 0.5, "times": 0.5}),
}


def draw(plan: Scenario) -> None:
    """Everything that can be changed about pay."""
    assert plan.pay is not None
    with st.expander("The pay plan", icon=":material/payments:", key="pay_terms", expanded=True):
        _terms(plan, plan.pay, ("pay",), "Company")
        for number, one in enumerate(plan.pay.teams):
            st.divider()
            st.markdown(f"**{plain(one.team)}** has a plan of its own")
            _terms(plan, one, ("pay", "teams", number), one.team)
        if view_mode.may_edit():
            _buttons(plan, plan.pay)


def _terms(plan: Scenario, terms: PayTerms, path: Path, label: str) -> None:
    first, second = st.columns([3, 2], gap="medium")
    with first:
        _tiers(terms, path, label)
    with second:
        choice_field("A higher rate counts", (*path, "kind"), list(KINDS), words=lambda one: KINDS[one])
        left, right = st.columns(2)
        with left:
            number_field(
                "Base rate, % of bookings", (*path, "base_rate"), scale=100, optional="target pay over quota"
            )
        with right:
            number_field(
                f"Target pay a year, {formats.symbol(plan.currency)}", (*path, "target_pay"), optional="none"
            )
        left, right = st.columns(2)
        with left:
            choice_field(
                "A tier is reached", (*path, "boundary"), list(BOUNDARIES), words=lambda one: BOUNDARIES[one]
            )
        with right:
            choice_field(
                "Attainment is read", (*path, "attainment"), list(READINGS), words=lambda one: READINGS[one]
            )
    parts = [name for name in _PARTS if getattr(terms, name) is not None]
    if parts:
        for column, name in zip(st.columns(3, gap="medium")[: len(parts)], parts, strict=True):
            with column:
                _part(plan, terms, path, name)


def _part(plan: Scenario, terms: PayTerms, path: Path, name: str) -> None:
    title, _ = _PARTS[name]
    st.markdown(f"**{title}**")
    sign = formats.symbol(plan.currency)
    here = (*path, name)
    if name == "stretch":
        assert terms.stretch is not None
        number_field("From, % of quota", (*here, "at"), scale=100)
        if terms.stretch.amount is not None:
            number_field(f"Paid once, {sign}", (*here, "amount"))
        else:
            number_field("Paid once, % of target pay", (*here, "share_of_target_pay"), scale=100)
    elif name == "cap":
        assert terms.cap is not None
        if terms.cap.at is not None:
            number_field("No commission beyond, % of quota", (*here, "at"), scale=100)
        else:
            number_field(f"At most a person and year, {sign}", (*here, "amount"))
    else:
        assert terms.decelerator is not None
        number_field("Who ends below, % of quota", (*here, "below"), scale=100)
        if terms.decelerator.rate is not None:
            number_field("is paid on everything, % of bookings", (*here, "rate"), scale=100)
        else:
            number_field("is paid on everything, times the base rate", (*here, "times"))
    if view_mode.may_edit():
        st.button(
            "Remove",
            key=f"pay_remove_{'_'.join(map(str, here))}",
            icon=":material/close:",
            type="tertiary",
            on_click=_put,
            args=(here, None, f"remove the {title.lower()}"),
        )


def _buttons(plan: Scenario, pay: Pay) -> None:
    with st.container(horizontal=True):
        for name, (title, usual) in _PARTS.items():
            if getattr(pay, name) is None:
                added = (("pay", name), _usual(pay, name, usual), f"add a {title.lower()}")
                _button(f"Add a {title.lower()}", f"pay_add_{name}", "add", _put, added)
        own = {one.team for one in pay.teams}
        for number, team in enumerate(plan.team_names[:MOST_TEAMS]):
            if len(plan.team_names) > 1 and team not in own:
                _button(f"Own plan for {plain(team)}", f"pay_team_{number}", "group", _own_plan, (team,))
        for number, one in enumerate(pay.teams):
            _button(
                f"{plain(one.team)} like the company", f"pay_like_{number}", "undo", _drop_team, (one.team,)
            )
        _button("Remove the pay plan", "pay_remove", "delete", _put, (("pay",), None, "remove the pay plan"))


def _button(label: str, key: str, icon: str, do: Callable[..., None], args: tuple[object, ...]) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", on_click=do, args=args)


def _usual(pay: Pay, name: str, usual: Document) -> Document:
    """What the button adds, made to fit the tiers that are there."""
    if name == "cap" and pay.tiers:
        return {"at": max(2.0, round(pay.tiers[-1].at * 1.5, 2))}
    if name == "decelerator" and pay.tiers:
        return {**usual, "below": min(0.5, pay.tiers[0].at)}
    return usual


def _put(path: Path, value: Document | None, label: str) -> None:
    def change(document: Document) -> None:
        here: Any = document
        for part in path[:-1]:
            here = here[part]
        if value is None and isinstance(here, dict):
            here.pop(path[-1], None)
        else:
            here[path[-1]] = value

    state.commit(with_document(state.scenario(), change), label, refresh=True)


def _own_plan(team: str) -> None:
    plan = state.scenario()
    if plan.pay is None or any(one.team == team for one in plan.pay.teams):
        return
    copy = plan.pay.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    copy.pop("teams", None)

    def change(document: Document) -> None:
        document["pay"].setdefault("teams", []).append({**copy, "team": team})

    state.commit(with_document(plan, change), f"own pay plan for {team}", refresh=True)


def _drop_team(team: str) -> None:
    plan = state.scenario()
    if plan.pay is not None:
        rest = tuple(one for one in plan.pay.teams if one.team != team)
        state.commit(plan.changed(pay=plan.pay.changed(teams=rest)), "pay like the company", refresh=True)


def rows_of(terms: PayTerms) -> list[Row]:
    """The tiers as the table shows them: attainment and rate in per cent."""
    return [
        {
            "at": round(100 * tier.at, 6),
            "rate": None if tier.rate is None else round(100 * tier.rate, 6),
            "times": tier.times,
        }
        for tier in terms.tiers
    ]


def write_tiers(plan: Scenario, rows: list[Row], path: Path) -> Scenario:
    """`plan` with these tiers of the terms at `path`. Raises ScenarioError where they make no sense."""
    tiers: list[Document] = []
    for row in rows:
        tier: Document = {"at": round(float(filled(row, "at", "from")) / 100, 9)}
        if row["rate"] is not None:
            tier["rate"] = round(float(row["rate"]) / 100, 9)
        if row["times"] is not None:
            tier["times"] = float(row["times"])
        tiers.append(tier)

    def put(document: Document) -> None:
        here: Any = document
        for part in path:
            here = here[part]
        here["tiers"] = tiers

    return with_document(plan, put)


def _tiers(terms: PayTerms, path: Path, label: str) -> None:
    st.markdown("**Tiers**: from an attainment on, another rate")
    table_field(
        f"Tiers of {label}",
        f"pay_tiers{path[-1]}",
        rows_of(terms),
        {
            "at": st.column_config.NumberColumn("From, % of quota", format="%g", required=True),
            "rate": st.column_config.NumberColumn("Rate, % of bookings", format="%g"),
            "times": st.column_config.NumberColumn("or times the base rate", format="%g"),
        },
        lambda plan, rows: write_tiers(plan, rows, path),
    )
