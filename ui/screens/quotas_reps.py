"""Every rep's quota with the odds of reaching it, and the one slider between the plan's odds and theirs."""

from __future__ import annotations

import numpy as np
import streamlit as st

from charts.over_assignment import over_assignment_chart, over_assignment_frame
from simulator import Scenario
from simulator.quotas.quota_sheet import (
    HEALTHY,
    QuotaSheet,
    layers_along,
    moved,
    plan_odds_along,
    shares_along,
)
from simulator.quotas.rep_values import NOBODY
from simulator.quotas.seats import seats
from simulator.scenario.quota_terms import Quotas
from ui import state
from ui.computing.quota_view import Held, goal_of, held_view, plan_verdict, sheet_view, terms_of
from ui.fields import inputs, showing
from ui.fields.edits import Document, with_document
from ui.screens import draw as drawing
from ui.screens import quotas_fair, quotas_past, quotas_people
from ui.visitors import money_hidden, view_mode
from ui.wording import formats, verdicts
from ui.wording.metric_words import goal_sentence, value_text
from ui.wording.text import counted, plain, shown

LEAST, MOST = 80, 150
"""The slider's ends, in percent; a plan that says more keeps it."""
LEAST_TOLD = 0.005
"""Of the plan: what nobody carries is told from here on."""
HOLDS = {
    "plan": "The goal is the plan; quotas lie above it",
    "street": "The goal is the quotas; the plan lies below",
}
_OVER, _HOLD = "quotas.over_assignment", "quotas.hold"
_STEPS = tuple(round(1 + 0.02 * step, 2) for step in range(26))


def draw_answer(plan: Scenario) -> None:
    """One sentence: the plan with its odds, the quotas, and how many will reach theirs."""
    goal = goal_of(plan)
    if not seats(plan):
        st.header("Nobody carries the plan yet: no team has people", anchor=False)
        st.page_link("../pages/team.py", label="Add people", icon=":material/arrow_forward:")
        return
    if goal is None:
        st.header(NOBODY, anchor=False)
        st.page_link(
            "../pages/goals.py", label="Add a goal on bookings or deals", icon=":material/arrow_forward:"
        )
        return
    sheet = sheet_view(plan, goal)
    verdict = plan_verdict(plan, sheet)
    share = formats.percent(sheet.at_quota)
    st.header(
        f"Plan{_amount(plan, sheet, sheet.plan)}: {verdicts.headline(verdict)} · quotas"
        f"{_amount(plan, sheet, sheet.street)} ({_over(sheet.street / sheet.plan)}) · on average {plain(share)} "
        "of reps reach theirs",
        anchor=False,
    )
    if abs(sheet.uncarried) > LEAST_TOLD * sheet.plan:
        part = plain(formats.percent(abs(sheet.uncarried) / sheet.plan))
        amount = _amount(plan, sheet, abs(sheet.uncarried)) or " of it"
        st.markdown(
            f":orange[:material/help:]{amount} of the plan ({part}) is in nobody's quota."
            if sheet.uncarried > 0
            else f":orange[:material/help:] Before over-assignment people carry{amount} ({part}) more than the plan."
        )
    low, high = (formats.percent(one) for one in sheet.at_quota_range)
    healthy = " to ".join(formats.percent(one) for one in HEALTHY)
    st.markdown(
        f"{goal_sentence(goal, plan)} · {plain(counted(len(sheet.with_quota), 'person', 'people'))} with a quota, "
        f"{plain(low)} to {plain(high)} of them reach it in 8 of 10 futures · "
        f":gray[healthy practice: {plain(healthy)} · {verdicts.bands(plan.policy)}]",
        help="Share of reps at quota: 60 to 70 % is asked for to keep people motivated (Sales & Marketing Management), "
        "about 60 % was the average over many years (CSO Insights). docs/MODEL.md, section 24.",
    )


def draw(plan: Scenario) -> None:
    """The quotas of the reps."""
    goal = goal_of(plan)
    if goal is None or not seats(plan):
        return
    held = held_view(plan, goal)
    sheet = sheet_view(plan, goal)
    with st.container(border=True):
        _controls(plan, sheet, held)
        _chart(sheet, held)
        _layers(plan, sheet)
    quotas_fair.draw(plan, held, sheet)
    quotas_people.draw(plan, sheet)
    quotas_past.draw(plan)


def _amount(plan: Scenario, sheet: QuotaSheet, value: float) -> str:
    """An amount with a blank before it; nothing where this visitor may see none."""
    if money_hidden.is_hidden() and sheet.values.goal.metric in ("bookings", "revenue"):
        return ""
    return f" {plain(value_text(sheet.values.goal.metric, value, plan.currency))}"


def _over(ratio: float) -> str:
    return plain(formats.percent(ratio))


def _controls(plan: Scenario, sheet: QuotaSheet, held: Held) -> None:
    slider, choice = st.columns([3, 2], gap="medium")
    with slider:
        if view_mode.may_edit():
            _slider()
        else:
            inputs.held("Over-assignment: quotas over plan", formats.percent(sheet.over_assignment))
    with choice:
        _hold_choice(plan)
    st.markdown(_sentence(plan, sheet, held))


def _sentence(plan: Scenario, sheet: QuotaSheet, held: Held) -> str:
    """What the over-assignment does, in both readings."""
    over, amount = sheet.over_assignment, held.shared.amount
    at = np.array([1.0, over])
    odds = plan_odds_along(held.values, amount, at)
    made = shares_along(held.values, held.shared, at)
    quotas = _amount(plan, sheet, amount) or " the goal"
    promise = _amount(plan, sheet, amount / over) or f" {_over(1 / over)} of it"
    if over == 1:
        return (
            f"The quotas add up to the plan: its odds are {_odds(odds[0])}, and on average {_odds(made[0])} of reps "
            "reach quota. Move the slider: quotas above the plan are missed by more reps; a plan below the "
            "quotas is safer."
        )
    if sheet.terms.hold == "plan":
        return (
            f"**The plan stays, the quotas move**: {_over(over)} of the plan as quotas, and {_odds(made[1])} instead "
            f"of {_odds(made[0])} of reps reach theirs. The plan's odds stay {_odds(odds[0])}: quotas sell nothing by "
            f"themselves. What the same cushion buys: with quotas of{quotas} promise{promise} "
            f"instead, and the plan's odds are {_odds(odds[1])}."
        )
    return (
        f"**The quotas stay, the plan moves**: promise{promise} below quotas of{quotas}: its odds are "
        f"{_odds(odds[1])} instead of {_odds(odds[0])}. "
        f"{_odds(made[0])} of reps still reach quota. The price of the same cushion above a fixed plan would be "
        f"{_odds(made[1])} of reps at quota."
    )


def _odds(share: float) -> str:
    return plain(formats.percent(float(share)))


def _slider() -> None:
    def present() -> int:
        return round(terms_of(state.scenario()).over_assignment * 100)

    def take(chosen: int) -> object:
        if chosen != present():
            inputs.take(
                showing.present_key(_OVER),
                chosen,
                "Over-assignment",
                lambda: with_terms(state.scenario(), moved(terms_of(state.scenario()), chosen / 100)),
            )
        return present()

    here = present()
    key = showing.key_for(_OVER, here, here)
    st.select_slider(
        "Over-assignment: quotas over plan",
        options=sorted({*range(LEAST, MOST + 1), here}),
        value=here,
        key=key,
        on_change=showing.answered(_OVER, key, take),
        format_func=lambda percent: formats.percent(percent / 100),
        help="Sum of all quotas (street quota) over the plan. Every layer of management keeps its part of the cushion.",
    )


def _hold_choice(plan: Scenario) -> None:
    value = terms_of(plan).hold
    if not view_mode.may_edit():
        inputs.held("What the goal is", HOLDS[value])
        return

    def take(chosen: str | None) -> object:
        if chosen is None:
            return None
        inputs.take(
            showing.present_key(_HOLD),
            chosen,
            "What the goal is",
            lambda: with_terms(state.scenario(), terms_of(state.scenario()).changed(hold=chosen)),
        )
        return terms_of(state.scenario()).hold

    key = showing.key_for(_HOLD, value, value)
    st.selectbox(
        "What the goal is",
        list(HOLDS),
        index=list(HOLDS).index(value),
        key=key,
        format_func=lambda one: HOLDS[one],
        on_change=showing.answered(_HOLD, key, take),
    )


def with_terms(plan: Scenario, terms: Quotas) -> Scenario:
    """`plan` with these terms of its quotas."""

    def put(document: Document) -> None:
        document["quotas"] = terms.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    return with_document(plan, put)


def _chart(sheet: QuotaSheet, held: Held) -> None:
    over = np.array(sorted({*_STEPS, max(sheet.over_assignment, 1.0)}))
    odds = plan_odds_along(held.values, held.shared.amount, over)
    made = shares_along(held.values, held.shared, over)
    here = int(np.argmin(np.abs(over - sheet.over_assignment)))
    title = (
        f"At {formats.percent(float(over[here]))}: a plan below the quotas has {formats.percent(float(odds[here]))}, "
        f"quotas above the plan are reached by {formats.percent(float(made[here]))} of reps"
    )
    between = layers_along(held.values, held.shared, sheet.terms, over)
    lines = [
        ("plan below the quotas", "plan", odds.tolist()),
        *((shown(money_hidden.shown_text(name), 30), "layer", shares) for name, shares in between.items()),
        ("reps, quotas above plan", "reps", made.tolist()),
    ]
    tips = [
        [
            f"{formats.percent(x)}: {formats.percent(share, 1)}"
            for x, share in zip(over.tolist(), shares, strict=True)
        ]
        for _, _, shares in lines
    ]
    frame = over_assignment_frame(over.tolist(), lines, now=sheet.over_assignment, healthy=HEALTHY, tips=tips)
    last = float(over[-1])
    drawing.draw(
        title,
        lambda data, palette: over_assignment_chart(data, palette, first=1.0, last=last),
        frame,
        layout=("over_assignment", last),
        alt_text=f"{title}. Two lines along the over-assignment: the odds of the plan that can be promised below the "
        "same quotas rise, the share of reps who reach quotas above the same plan falls; healthy practice is shaded.",
        key="over_assignment",
    )


def _layers(plan: Scenario, sheet: QuotaSheet) -> None:
    """Who carries how much more than the plan, and the odds of each layer."""
    hidden = money_hidden.is_hidden() and sheet.values.goal.metric in ("bookings", "revenue")
    rows = []
    for layer in sheet.layers:
        number = value_text(sheet.values.goal.metric, layer.number, plan.currency)
        odds = formats.odds(layer.odds.probability, None, layer.odds.n_trials)
        who = "" if layer.who == 1 else f" of {layer.who:,}"
        rows.append(
            f"| {plain(money_hidden.shown_text(layer.name))} | {_over(layer.over_assignment)} | "
            f"{'' if hidden else plain(number)} | {plain(odds)}{who} |"
        )
    st.markdown("\n".join(["| Layer | Over plan | Number | Reach it |", "|:--|--:|--:|--:|", *rows]))
