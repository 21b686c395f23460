"""Pay: what accelerators and the stretch bonus cost, how far that spreads, and how much of the bonus is luck."""

from __future__ import annotations

import numpy as np
import streamlit as st

from charts.pay_curve import pay_curve_chart, pay_curve_frame
from charts.pay_spread import pay_spread_chart, pay_spread_edges, pay_spread_frame
from simulator import Scenario
from simulator.quotas.pay_cost import LuckOfBonus, pay_curve
from simulator.quotas.pay_sheet import PaySheet, example_pay
from simulator.quotas.pay_terms import turning_points
from simulator.quotas.seats import seats
from ui import state
from ui.computing.pay_view import money_goal_of, pay_view, quotas_view
from ui.screens import draw as drawing
from ui.screens import quotas_pay_people, quotas_pay_terms
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.metric_words import goal_sentence
from ui.wording.text import plain

_POINTS = 121


def draw(plan: Scenario) -> None:
    """The tab: sentence, figures, two charts, the plan to edit, and everybody's pay."""
    if money_hidden.is_hidden():
        st.markdown("Pay is money, and this link does not show any.")
        return
    goal = money_goal_of(plan)
    if goal is None or not seats(plan):
        st.markdown("Commission is a share of what is sold: it needs people and a goal on bookings.")
        return
    if plan.pay is None:
        _empty()
        return
    sheet = pay_view(plan, goal)
    st.subheader(_sentence(sheet), anchor=False)
    st.caption(
        f"Against the quotas of {goal_sentence(goal, plan)} · the same futures as the plan's odds · pay is not "
        "part of the plan's profit, which rests on the cost per rep"
    )
    _figures(sheet)
    left, right = st.columns(2, gap="medium")
    with left:
        _curve(sheet)
    with right:
        _spread(sheet)
    _luck(sheet)
    quotas_pay_terms.draw(plan)
    quotas_pay_people.draw(sheet)


def _empty() -> None:
    st.markdown("**No pay plan yet**: what are reps paid on what they sell, and what above quota?")
    if not view_mode.may_edit():
        return
    st.button(
        "Start with an example", key="pay_start", type="primary", icon=":material/payments:", on_click=_start
    )
    st.caption(
        "5 % of what is sold, one and a half times that above quota, twice above 125 %, and a bonus at 120 %: "
        "everything can be changed. None of it moves the simulated futures."
    )


def _start() -> None:
    plan = state.scenario()
    goal = money_goal_of(plan)
    if goal is not None and plan.pay is None:
        example = example_pay(quotas_view(plan, goal))
        state.commit(plan.changed(pay=example), "add a pay plan", refresh=True)


def _money(sheet: PaySheet, value: float) -> str:
    return formats.money(value, sheet.scenario.currency)


def _sentence(sheet: PaySheet) -> str:
    cost = sheet.cost
    rate = "" if cost.rate is None else f" ({_rate(cost.rate)} of bookings)"
    luck = cost.luck
    bonus = "" if luck.share is None else f" · {formats.percent(luck.share)} of the stretch bonus is luck"
    high = _money(sheet, cost.total.high)
    return plain(f"Pay costs about {_money(sheet, cost.total.expected)}{rate}, 1 in 10 over {high}{bonus}")


def _rate(value: float) -> str:
    return f"{formats.decimal(100 * value, 2)}{formats.NBSP}%"


def _figures(sheet: PaySheet) -> None:
    cost = sheet.cost
    shown = [
        (
            "At average sales",
            _money(sheet, cost.at_average),
            "Cost if everybody sold just what they sell on average. Rising rates make the expected cost differ.",
        ),
        ("Everybody at quota", _money(sheet, cost.at_plan), "Cost if everybody sold exactly their quota."),
    ]
    if cost.at_stretch is not None:
        told = "Cost if everybody sold exactly what the stretch bonus asks for."
        shown.append(("Everybody at stretch", _money(sheet, cost.at_stretch), told))
    if cost.correlation is not None:
        together = formats.decimal(cost.correlation, 2)
        shown.append(
            (
                "Moves with bookings",
                together,
                "Correlation of total pay with total bookings over the futures: 1 is full.",
            )
        )
    for column, (label, value, told) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(label, plain(value), help=told)


def _curve(sheet: PaySheet) -> None:
    """Of the person with the middle quota, under the plan of their team."""
    at = int(np.argsort(sheet.quota, kind="stable")[len(sheet.quota) // 2])
    terms, quota, years = sheet.terms[at], float(sheet.quota[at]), float(sheet.years[at])
    points = turning_points(terms)
    last = max([1.5, *(point * 1.2 for point in points)])
    attainment = np.unique(
        np.concatenate([np.linspace(0, last, _POINTS), [one + step for one in points for step in (-1e-6, 0)]])
    )
    commission, bonus = pay_curve(terms, quota, years, attainment)
    total = commission + bonus
    scale, letter = formats.scale_of(float(total.max(initial=1.0)))
    labels = [(1.0, float(total.max()) / scale, "quota")]
    if terms.stretch is not None:
        labels.append((terms.stretch.at, float(total.max()) * 0.06 / scale, "stretch bonus"))
    frame = pay_curve_frame(
        attainment.tolist(),
        (commission / scale).tolist(),
        (total / scale).tolist(),
        labels=labels,
        tips=[formats.money_exact(one, sheet.scenario.currency) for one in total.tolist()],
    )
    above, below = (float(pay_curve(terms, quota, years, np.array([one]))[0][0]) for one in (1.2, 1.0))
    gained = (above - below) / (0.2 * quota) if quota else 0.0
    usual = below / quota if quota else 0.0
    title = (
        f"Selling a fifth more than quota pays {_rate(gained)} on the extra, {_rate(usual)} on the quota"
        if usual
        else "Pay by attainment"
    )
    unit = f"paid to one person ({f'{letter} ' if letter else ''}{formats.symbol(sheet.scenario.currency)})"
    drawing.draw(
        title,
        lambda data, palette: pay_curve_chart(data, palette, unit=unit, last=last),
        frame,
        layout=("pay_curve", unit, last),
        alt_text=f"{title}. Pay of one person against what they sell, as a share of their quota.",
        key="pay_curve",
    )


def _spread(sheet: PaySheet) -> None:
    cost, currency = sheet.cost, sheet.scenario.currency
    costs = cost.total_by_trial.tolist()
    scale, letter = formats.scale_of(cost.total.high or 1.0)
    frame = pay_spread_frame(
        costs,
        scale,
        [
            (cost.total.expected, f"expected {_money(sheet, cost.total.expected)}"),
            (cost.total.high, f"1 in 10 above {_money(sheet, cost.total.high)}"),
        ],
        [formats.money(one, currency) for one in pay_spread_edges(costs)],
    )
    over = cost.total.high / cost.total.expected - 1 if cost.total.expected else 0.0
    title = f"1 in 10 futures costs {formats.percent(over)} more than expected, or more"
    unit = f"pay in all ({f'{letter} ' if letter else ''}{formats.symbol(currency)})"
    drawing.draw(
        title,
        lambda data, palette: pay_spread_chart(data, palette, unit=unit),
        frame,
        layout=("pay_spread", unit),
        alt_text=f"{title}. How many of the futures cost how much pay in all.",
        key="pay_spread",
    )


def _luck(sheet: PaySheet) -> None:
    luck = sheet.cost.luck
    if luck.share is None:
        if luck.reason and "no stretch bonus" not in luck.reason:
            st.markdown(f"**How much of the stretch bonus is luck?** Not told: {plain(luck.reason)}.")
        return
    st.markdown(_luck_words(sheet, luck))


def _luck_words(sheet: PaySheet, luck: LuckOfBonus) -> str:
    assert luck.share is not None
    assert luck.paid_again is not None
    share, rest, again = (formats.percent(one) for one in (luck.share, 1 - luck.share, luck.paid_again))
    error = formats.decimal(200 * luck.error, 1)
    return plain(
        f"The stretch bonus costs {_money(sheet, sheet.cost.bonus.expected)} on average. Of what decides who is paid "
        f"it, {share} (±{error} points) is the luck of deals and market, and {rest} is what the reps bring and what "
        f"the plan does not know yet. Were the same year lived again with the same people, {again} of the bonus money "
        f"would go to the same ones. {_spread_words(sheet)}"
    )


def _spread_words(sheet: PaySheet) -> str:
    spreads = {team.rep_spread for team in sheet.scenario.teams if team.reps or team.headcount or team.hires}
    if not sheet.knows_reps_differ:
        return "No spread between reps is stated on Team: for all the plan knows they sell equally well."
    low, high = min(spreads), max(spreads)
    said = formats.percent(low) if low == high else f"{formats.percent(low)} to {formats.percent(high)}"
    return f"Reps are taken to differ by {said} in what they bring (spread between reps)."
