"""The floor beneath a goal, what is in it, and by when costs are covered."""

from __future__ import annotations

import streamlit as st

from charts.break_even import break_even_alt, break_even_chart, break_even_frame
from simulator import Scenario
from simulator.goals.break_even import LIKELY, BreakEven
from simulator.goals.floor import SALES, Floor, is_under
from simulator.scenario import Goal
from ui.computing.goal_views import break_even_view, floor_view
from ui.screens import draw
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.metric_words import metric_words, value_text
from ui.wording.text import plain, sentence_list


def flag(plan: Scenario, goal: Goal) -> str | None:
    """A badge for a goal under its floor, as markdown; None for every other, and where the floor is not to be seen."""
    found = floor_view(plan, goal)
    if is_hidden(found) or found.value is None or not is_under(found, goal):
        return None
    floor = plain(value_text(goal.metric, found.value, plan.currency))
    return f":violet-badge[:material/foundation: **under the floor** of {floor}: met exactly, costs are not covered]"


def is_hidden(found: Floor) -> bool:
    """Whether the visitor may not see the floor: it is an amount of money, and amounts are hidden."""
    return metric_words(found.metric).unit == "money" and money_hidden.is_hidden()


def draw_floor(plan: Scenario, found: Floor) -> None:
    """What the floor is made of, in a sentence or two."""
    if is_hidden(found):
        return
    parts = [_costs(plan, found), _floor_words(plan, found)]
    if found.unstated and found.covered is not None:
        parts.append(f"Not in it, for want of a number: {sentence_list(list(found.unstated))}.")
    st.markdown(f":material/foundation: **Floor.** {' '.join(part for part in parts if part)}")


def _costs(plan: Scenario, found: Floor) -> str:
    if found.covered is None or money_hidden.is_hidden():
        return ""
    named = {
        "salaries": found.salaries,
        "marketing": found.marketing,
        "overhead": found.overhead,
        "initiatives and risks": found.changes,
    }
    amounts = [f"{name} {formats.money(value, plan.currency)}" for name, value in named.items() if value]
    months = plan.months[found.window.first], plan.months[found.window.last]
    whole = formats.money(found.costs, plan.currency)
    return f"Costs of {formats.month_span(*months)}: {plain(whole)} on average ({plain(', '.join(amounts))})."


def _floor_words(plan: Scenario, found: Floor) -> str:
    label = plain(metric_words(found.metric).label.lower())
    if found.covered is None:
        return f"There is none: {found.reason}."
    share = plain(formats.odds(found.covered))
    covered = f"Costs are covered in {share} of the futures."
    if found.value is None:
        return f"For {label} there is none: {found.reason}. {covered}"
    value = plain(value_text(found.metric, found.value, plan.currency))
    if found.metric in ("profit", "profit_margin"):
        return f"Costs are covered where profit is not negative: in {share} of the futures."
    if found.value == 0 and found.metric in SALES:
        return f"Customers already there at the start pay for all costs in most futures, without a new sale. {covered}"
    if found.way == "odds":
        return f"Covering costs becomes as likely as not at {label} of {value}. {covered}"
    between = ""
    if found.low is not None and found.high is not None and found.high > found.low:
        ends = (value_text(found.metric, one, plan.currency) for one in (found.low, found.high))
        low, high = (plain(one) for one in ends)
        between = f", in 8 of 10 futures between {low} and {high}" if low != high else ""
    return f"Paying all costs, cost of sales included, takes {label} of {value}{between}. {covered}"


def draw_break_even(plan: Scenario) -> None:
    """From when on costs are covered, month by month and since the start."""
    found = break_even_view(plan)
    if found is None:
        return
    st.markdown(f":material/balance: **Break-even.** {_break_even_words(found)}")
    if min(*found.in_month, *found.since_start) > 0.995:
        return
    box = st.expander(
        "Odds of covering costs, by month", icon=":material/show_chart:", key="break_even", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        names = [formats.month(month) for month in found.months]
        texts = [
            (formats.odds(one), formats.odds(all_of))
            for one, all_of in zip(found.in_month, found.since_start, strict=True)
        ]
        draw.draw(
            _finding(found),
            lambda data, palette: break_even_chart(data, palette, months=found.months),
            break_even_frame(found.in_month, found.since_start, names, texts),
            layout=("break-even", found.months),
            alt_text=break_even_alt(names, texts),
            key="break_even_chart",
        )


def _break_even_words(found: BreakEven) -> str:
    span = formats.month_span(found.months[0], found.months[-1])
    whole = f"Over {span} costs are covered in {plain(formats.odds(found.period))} of the futures."
    if min(found.in_month) > LIKELY and found.since_start[0] > LIKELY:
        return f"{whole} Every month pays for itself more likely than not, from the first on."
    first, total = found.first_month, found.first_since_start
    single = "No month pays for itself more likely than not."
    if first is not None:
        single = f"The first month to pay for itself, more likely than not, is {formats.month(first)}."
    if total is None:
        return f"{whole} {single} Counted from the start, costs are not covered by the end of any month."
    by = formats.month(total)
    return (
        f"{whole} {single} All costs since the start are paid back, more likely than not, by the end of {by}."
    )


def _finding(found: BreakEven) -> str:
    first = found.first_since_start
    if first is None:
        return "Costs since the start are rather not covered by the end of any month"
    after = found.since_start[found.months.index(first) :]
    when = f"from {formats.month(first)} on" if min(after) > LIKELY else f"first in {formats.month(first)}"
    return f"Costs since the start are more likely covered than not {when}"
