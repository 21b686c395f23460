"""What was set by hand in a split: the fiscal year, one table to type parts into, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.quotas.layers import Layers
from simulator.quotas.layers_people import NO_MANAGER, seat_key
from simulator.quotas.layers_split import Key
from simulator.quotas.layers_time import year_starts
from simulator.quotas.layers_words import period_name
from simulator.quotas.seats import seats
from simulator.scenario.layer_plan import LayerOverride
from ui import state
from ui.fields import inputs, showing
from ui.fields.edits import Document, with_document
from ui.fields.tables import Row, table_field
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.metric_words import metric_words, value_text
from ui.wording.text import counted, plain, shown

FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MOST_AT_ONCE = 60
"""People in the table for the whole company; where there are more, one team's at a time."""


def draw_year(plan: Scenario) -> None:
    """The month with which the fiscal year begins."""
    here = year_starts(plan)
    if not view_mode.may_edit():
        inputs.held("Fiscal year starts in", FULL_MONTHS[here - 1])
        return
    key = showing.key_for("layers.year_starts", here, here)

    def choose(month: int | None) -> object:
        if month is not None:
            inputs.take(
                showing.present_key("layers.year_starts"),
                month,
                "Fiscal year",
                lambda: with_document(state.scenario(), lambda document: _put_year(document, month)),
            )
        return year_starts(state.scenario())

    st.selectbox(
        "Fiscal year starts in",
        range(1, 13),
        index=here - 1,
        key=key,
        on_change=showing.answered("layers.year_starts", key, choose),
        format_func=lambda month: FULL_MONTHS[month - 1],
        width=220,
        help="Quarters and years are counted from this month. Without a choice they begin with the plan.",
    )


def _put_year(document: Document, month: int) -> None:
    document.setdefault("layers", {})["year_starts"] = month


def places(plan: Scenario, found: Layers, team: str | None = None) -> list[tuple[Key, str]]:
    """Every part that can be set by hand, with its name; `team`: of people, only that team's."""
    listed = [(one.key, period_name(plan, one.period, found.calendar.year_starts)) for one in found.time]
    whole = found.goal.scope == "company"
    listed += [(one.key, f"Team {one.name}") for one in found.teams if whole]
    for key in found.people:
        if key[0] == "manager" and team in (None, key[1]):
            named = "those without a manager" if key[2] == NO_MANAGER else f"manager {key[2]}"
            listed.append((key, f"{key[1]}: {named}"))
    for seat in seats(plan):
        key = seat_key(seat)
        if key in found.people and team in (None, seat.team):
            listed.append((key, f"{seat.team}: {seat.name}"))
    return listed


def draw_editor(plan: Scenario, found: Layers) -> None:
    """One table: every part, and what a hand set for it; a cell that is emptied gives the part back to the split."""
    goal = found.goal
    count = len(found.overrides)
    box = st.expander(
        "Set parts by hand", icon=":material/edit:", key=f"layers_hands#{state.epoch()}", on_change="rerun"
    )
    if found.unused:
        _unused(found)
    if not box.open:
        return
    with box:
        st.caption(
            "Type an amount (900 k) or a share of the part above (30 %). The others of its level share what is left; "
            "what nobody can take is shown as left over. Empty a cell to give the part back."
            if found.adds_over_time
            else "Type a target for a month, a quarter or a team of its own. Empty a cell to give it back."
        )
        team = _team_choice(plan, found)
        listed = places(plan, found, team)
        cells = held_texts(found, listed)
        number = plan.goals.index(goal)

        def write(now: Scenario, rows: list[Row]) -> Scenario:
            return with_hands(now, found, listed, [row.get("amount") for row in rows])

        table_field(
            "Parts set by hand",
            f"layers.{number}.{team or ''}",
            [{"part": shown(name), "amount": cell} for (_, name), cell in zip(listed, cells, strict=True)],
            {
                "part": st.column_config.TextColumn("Part", disabled=True, width="medium"),
                "amount": st.column_config.TextColumn("By hand", width="medium"),
            },
            write,
            dynamic=False,
            height=420,
        )
        if count:
            st.button(
                "Back to the forecast's split",
                key=f"layers_reset#{state.epoch()}",
                icon=":material/restart_alt:",
                on_click=_reset,
                args=(goal.name,),
            )


def _team_choice(plan: Scenario, found: Layers) -> str | None:
    people = sum(key[0] == "rep" for key in found.people)
    names = [one.name for one in found.teams if one.seats]
    if people <= MOST_AT_ONCE or not names:
        return None
    del plan
    key = showing.key_for("layers_team", tuple(names), names[0])
    chosen: str = st.selectbox("People of", names, key=key, format_func=shown, width=320)
    return chosen


def with_hands(
    plan: Scenario, found: Layers, listed: Sequence[tuple[Key, str]], cells: Sequence[Any]
) -> Scenario:
    """`plan` with what was typed beside each of `listed`; what is not listed stays.

    Raises NotANumberError, with the part's name, and ScenarioError.
    """
    before = _by_key(found)
    typed = {
        key: _override(found, key, name, cell, before.get(key))
        for (key, name), cell in zip(listed, cells, strict=True)
    }
    return with_document(plan, lambda document: _put(document, found.goal.name, typed))


def held_texts(found: Layers, listed: Sequence[tuple[Key, str]]) -> list[str]:
    """What stands in the cell of each part: what a hand set, as it would be typed."""
    by_hand = _by_key(found)
    return [_held_text(found, by_hand.get(key)) for key, _ in listed]


def _by_key(found: Layers) -> dict[Key, LayerOverride]:
    return {(one.level, one.team or "", one.place): one for one in found.overrides}


def _held_text(found: Layers, one: LayerOverride | None) -> str:
    if one is None:
        return ""
    if one.share is not None:
        return f"{inputs.number_text(one.share, 100)} %"
    return f"{inputs.number_text(one.amount, 100)} %" if _is_share(found) else inputs.number_text(one.amount)


def _is_share(found: Layers) -> bool:
    return metric_words(found.goal.metric).unit == "share"


def _override(
    found: Layers, key: Key, name: str, typed: Any, before: LayerOverride | None
) -> Document | None:
    """What was typed for one part, as the plan holds it; NotANumberError names the part where it is not a number."""
    text = "" if typed is None else str(typed).strip()
    if not text:
        return None
    if before is not None and text == _held_text(found, before):
        return before.model_dump(exclude_none=True)  # the cell shows it rounded
    try:
        value = parse_number(text)
    except NotANumberError as error:
        raise NotANumberError(f"{shown(name)}: {error}") from None
    level, team, place = key
    one: Document = {"goal": found.goal.name, "level": level, "place": place}
    if team:
        one["team"] = team
    if before is not None and before.note:
        one["note"] = before.note
    if "%" in text and not _is_share(found):
        if not _splits(found, key):
            raise NotANumberError(f"{shown(name)}: is no part of a sum here; type its own target")
        if not 0 <= value <= 100:
            raise NotANumberError(f"{shown(name)}: a share of the part above lies between 0 % and 100 %")
        return {**one, "share": round(value / 100, 12)}
    return {**one, "amount": round(value / 100, 12) if _is_share(found) else value}


def _splits(found: Layers, key: Key) -> bool:
    return found.adds_over_time if key[0] in ("year", "quarter", "month") else found.adds_over_teams


def _put(document: Document, goal: str, typed: Mapping[Key, Document | None]) -> None:
    kept = [
        one
        for one in document.get("layers", {}).get("overrides", [])
        if one["goal"] != goal or (one["level"], one.get("team", ""), one["place"]) not in typed
    ]
    _set(document, [*kept, *(one for one in typed.values() if one is not None)])


def _set(document: Document, overrides: list[Document]) -> None:
    held = dict(document.get("layers", {}))
    held.pop("overrides", None)
    if overrides:
        held["overrides"] = overrides
    if held:
        document["layers"] = held
    else:
        document.pop("layers", None)


def _reset(goal: str) -> None:
    def change(document: Document) -> None:
        held = document.get("layers", {}).get("overrides", [])
        _set(document, [one for one in held if one["goal"] != goal])

    state.commit(with_document(state.scenario(), change), "back to the forecast's split", refresh=True)


def _unused(found: Layers) -> None:
    names = ", ".join(shown(one.place) for one in found.unused[:5])
    verb = "belongs" if len(found.unused) == 1 else "belong"
    st.markdown(
        f":material/link_off: {counted(len(found.unused), 'part')} set by hand {verb} to nothing in this goal: "
        f"{plain(names)}."
    )
    if view_mode.may_edit():
        st.button(
            "Remove them",
            key=f"layers_unused#{state.epoch()}",
            on_click=_drop_unused,
            args=(found,),
            type="tertiary",
            icon=":material/delete:",
        )


def _drop_unused(found: Layers) -> None:
    gone = {one.key for one in found.unused}

    def change(document: Document) -> None:
        held = document.get("layers", {}).get("overrides", [])
        _set(
            document,
            [
                one
                for one in held
                if (one["goal"], one["level"], one.get("team", ""), one["place"]) not in gone
            ],
        )

    state.commit(with_document(state.scenario(), change), "remove parts set by hand")


def draw_held(plan: Scenario, found: Layers) -> None:
    """What was set by hand, for somebody who may look and not change."""
    if not found.overrides:
        return
    named = dict(places(plan, found))
    told = []
    for one in found.overrides:
        key = (one.level, one.team or "", one.place)
        if one.share is not None:
            number = f"{formats.share(one.share)} of the part above"
        else:
            assert one.amount is not None
            number = value_text(found.goal.metric, one.amount, plan.currency, whole=found.amount)
        told.append(f"{money_hidden.shown_text(named.get(key, one.place))}: {number}")
    st.markdown(f"**Set by hand** — {plain(' · '.join(told[:20]))}")
