"""Side by side: the answer, a column a plan, the fans over each other, what differs, and who beats whom by how much."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from charts.fans_beside import LETTERS
from simulator import Scenario, ScenarioError
from simulator.decide.compare import Comparison, Contender
from simulator.decide.contrast import Contrast
from simulator.decide.standing import Standing
from simulator.goals import metric
from simulator.scenario import Goal
from simulator.scenario.side_by_side import ABSENT, DifferingRow
from ui import cache
from ui.computing.budget import PlanTooLargeError
from ui.computing.compare_view import ComparisonView, comparison_view
from ui.screens import compare_files, compare_picks, compare_ways, goal_choice
from ui.screens import draw as drawing
from ui.visitors import money_hidden
from ui.wording import formats, verdicts
from ui.wording.figures import told_markdown
from ui.wording.metric_words import difference_text, goal_sentence, value_text
from ui.wording.text import counted, plain, shown

MOST_CHANGES = 4
_COSTS = (
    ("People", "people"),
    ("Marketing", "marketing"),
    ("Overhead", "overhead"),
    ("Initiatives and risks", "changes"),
    ("Kept levers, by the plan's own terms", "levers"),
    ("All costs", "total"),
    ("Gross profit", "gross_profit"),
    ("Profit", "profit"),
)


def view_of(plan: Scenario) -> ComparisonView | str:
    """The plans picked, compared by the goal looked at; a sentence where they cannot be."""
    picked = [Contender(one.name, one.scenario) for one in compare_picks.picks(plan)]
    if not picked:
        return "Nothing is picked."
    names = {goal.name for one in picked for goal in one.scenario.goals}
    goal = goal_choice.chosen(plan).name if plan.goals else None
    try:
        return comparison_view(picked, goal if goal in names else None)
    except ScenarioError as error:
        return f"{error.problems[0].rule.capitalize()}."
    except PlanTooLargeError as error:  # said here, so that it can be taken out of the choice
        return str(error)


def draw_answer(plan: Scenario) -> None:
    """Which of the plans picked is ahead, in one sentence, and how surely."""
    view = view_of(plan)
    goal_choice.draw(plan)
    if isinstance(view, str):
        st.header("Choose plans to compare", anchor=False)
        st.markdown(plain(view))
        return
    found, currency = view.found, _currency(view.found)
    st.header(told_markdown(found.answer, currency), anchor=False)
    told = []
    if found.leading is not None and not found.leading.is_same:
        told = _precisely(found, found.leading)
    goal = next((one for one in found.standings if one.goal is not None), None)
    if goal is not None and goal.goal is not None:
        bands = verdicts.bands(goal.scenario.policy)
        told.append(f":gray[{goal_sentence(goal.goal, goal.scenario)}, {bands}]")
    if told:
        st.markdown(" · ".join(told))


def _precisely(found: Comparison, one: Contrast) -> list[str]:
    """The paired differences with their intervals, as markdown."""
    goal, currency, whole = _goal(found, one.a), _currency(found), _whole(found)
    low, high = (100 * edge for edge in one.odds_interval)
    told = [
        f"odds **{plain(formats.points(one.odds))}** ({formats.decimal(low, 1)} to {formats.decimal(high, 1)})"
    ]
    if one.mean is not None and one.low is not None and one.high is not None and not _is_unseen(goal, whole):
        mean = difference_text(goal.metric, one.mean, currency, whole)
        edges = [difference_text(goal.metric, edge, currency, whole) for edge in (one.low, one.high)]
        told.append(
            f"on average **{plain(mean)}**, in 8 of 10 futures {plain(edges[0])} to {plain(edges[1])}"
        )
    return told


def draw(plan: Scenario) -> None:
    """The columns."""
    view = view_of(plan)
    if isinstance(view, str):
        return
    found = view.found
    _draw_columns(found)
    compare_ways.draw(view)
    for note in found.notes:
        st.caption(told_markdown(note, _currency(found)))
    _draw_differing(found)
    if found.contrasts:
        drawing.show_table(
            "Plan against plan, with how precisely it is known",
            lambda: _contrasts_table(found),
            key="compare_contrasts",
            icon=":material/compare_arrows:",
            note="All plans share their luck, so the difference of two is known better than either of them. "
            "Futures in which two come out the same count half for each.",
        )
    drawing.show_table(
        "What each costs", lambda: costs_table(found), key="compare_costs", icon=":material/payments:"
    )
    _draw_trials(view)
    compare_files.draw(found)


def _draw_columns(found: Comparison) -> None:
    count = len(found.standings)
    with st.grid(3 if count == compare_picks.MOST else max(count, 2), min_column_width=185, gap="small"):
        for place, one in enumerate(found.standings):
            with st.container(border=True, gap="xsmall", height="stretch", key=f"compare_card{place}"):
                _draw_column(found, place, one)


def _draw_column(found: Comparison, place: int, one: Standing) -> None:
    st.markdown(f"**{LETTERS[place]} · {plain(shown(one.name, 48))}**")
    if one.verdict is None or one.goal is None:
        st.markdown(f":gray[Not judged: {plain(one.why_not or 'the goal does not fit')}]")
    else:
        st.markdown(verdicts.badge(one.verdict))
        st.markdown("  \n".join(_figures(found, place, one, one.goal)))
    changes = _changes(found, place)
    if changes:
        st.markdown("  \n".join(changes))


def _figures(found: Comparison, place: int, one: Standing, goal: Goal) -> list[str]:
    """Median, nine in ten, who is beaten, costs and profit; a line each, as markdown."""
    currency, whole = one.scenario.currency, goal.threshold
    assert one.verdict is not None

    def text(value: float | None) -> str:
        return "–" if value is None else plain(value_text(goal.metric, value, currency, whole=whole))

    bound = "at least" if goal.direction == "at_least" else "at most"
    lines = [f"Median **{text(one.verdict.p50)}**", f"9 in 10: {bound} **{text(one.nine_in_ten)}**"]
    first = found.standings[0]
    against = found.of(one.name, first.name) if place else None
    if against is not None:
        lines.append(
            "Same as A in every future"
            if against.is_same
            else f"Ahead of A in **{plain(_futures(against.beats))}**"
        )
    if one.best is not None and len(found.standings) > 2:
        lines.append(f"Best of all in **{plain(_futures(one.best))}**")
    if not money_hidden.is_hidden():
        lines.append(f"Costs **{plain(formats.money(one.costs.total, currency))}**")
        lines.append(f"Profit **{plain(formats.money(one.costs.profit, currency))}**")
    return lines


def _futures(share: float) -> str:
    """``83 % of futures``; none and every one only where that is so."""
    if share in (0, 1):
        return "every future" if share else "no future"
    near = "under " if share < 0.005 else "over " if share > 0.995 else ""
    return f"{near}{formats.percent(min(max(share, 0.01), 0.99))}"


def _changes(found: Comparison, place: int) -> list[str]:
    """What this plan has differently from the first one, as markdown; of the first one nothing."""
    if not place:
        return []
    rows = [row for row in found.differing if row.texts[place] != row.texts[0]]
    lines = [f":gray[{plain(_label(row))}] {_change(row, place)}" for row in rows[:MOST_CHANGES]]
    more = len(rows) - MOST_CHANGES
    if not rows:
        return [":gray[The same assumptions as A]"]
    return [*lines, f":gray[and {more} more]"] if more > 0 else lines


def _change(row: DifferingRow, place: int) -> str:
    """``22 % → 25 %``, as markdown; what the first plan does not have stands by itself."""
    before, now = (plain(_text(row, at)) for at in (0, place))
    if row.texts[place] == ABSENT:
        return "left out"
    return now if row.texts[0] == ABSENT or before == now else f"{before} → {now}"


def _label(row: DifferingRow) -> str:
    """What differs; a name that mentions a number is not for a visitor who may see no amount."""
    return money_hidden.shown_text(row.label, re.split(r"[.\[]", row.path)[0].replace("_", " "))


def _text(row: DifferingRow, place: int) -> str:
    return money_hidden.HIDDEN if row.money and money_hidden.is_hidden() else row.texts[place]


def _draw_differing(found: Comparison) -> None:
    if len(found.standings) < 2:
        return
    if not found.differing:
        st.markdown("**No assumption differs.**")
        return
    st.markdown("**What differs, and nothing else**")
    drawing.show_frame(differing_table(found), key="compare_differing")


def differing_table(found: Comparison) -> pd.DataFrame:
    """Assumptions by plan."""
    rows = [
        [shown(_label(row), 80), *(shown(_text(row, place)) for place in range(len(row.texts)))]
        for row in found.differing
    ]
    return pd.DataFrame(rows, columns=["Assumption", *headings(found)])


def headings(found: Comparison) -> list[str]:
    """``B · Two hires`` for every plan."""
    return [f"{LETTERS[place]} · {shown(one.name, 40)}" for place, one in enumerate(found.standings)]


def _contrasts_table(found: Comparison) -> pd.DataFrame:
    currency, whole = _currency(found), _whole(found)
    letters = {one.name: LETTERS[place] for place, one in enumerate(found.standings)}
    rows = []
    for given in found.contrasts:
        one = given if given.beats >= 0.5 else given.turned()
        goal = _goal(found, one.a)

        def apart(value: float | None, name: str = goal.metric) -> str:
            return "–" if value is None else difference_text(name, value, currency, whole)

        low, high = (formats.decimal(100 * edge, 1) for edge in one.odds_interval)
        mean = one.mean_interval or (None, None)
        rows.append(
            {
                "Plans": f"{letters[one.a]} against {letters[one.b]}",
                "Ahead in": formats.percent(one.beats, 1),
                "The same in": formats.percent(one.ties, 1),
                "Odds": f"{formats.decimal(100 * one.odds, 1)} points ({low} to {high})",
                "On average": f"{apart(one.mean)} ({apart(mean[0])} to {apart(mean[1])})",
                "8 in 10 futures": f"{apart(one.low)} to {apart(one.high)}",
            }
        )
    return pd.DataFrame(rows)


def costs_table(found: Comparison) -> pd.DataFrame:
    """Means over the futures by plan, each in its own currency."""
    rows: list[tuple[str, ...]] = [
        ("Months", *(formats.month_span(*one.costs.months) for one in found.standings))
    ]
    for label, name in _COSTS:
        values = [getattr(one.costs, name) for one in found.standings]
        if any(values):
            texts = (
                formats.money_exact(value, one.scenario.currency)
                for value, one in zip(values, found.standings, strict=True)
            )
            rows.append((label, *texts))
    covered = [one.costs.covered for one in found.standings]
    if any(value is not None for value in covered):
        rows.append(
            ("Odds that costs are covered", *("–" if p is None else formats.odds(p) for p in covered))
        )
    return pd.DataFrame(rows, columns=["Mean over the futures", *headings(found)])


def _draw_trials(view: ComparisonView) -> None:
    few = f", not {cache.TRIALS:,}: the plans are large" if view.n_trials < cache.TRIALS else ""
    st.caption(
        f"{counted(len(view.found.standings), 'plan')} on the same {view.n_trials:,} futures{few}. "
        "Costs and profit are means over them, from each plan's start to its deadline."
    )


def _goal(found: Comparison, name: str) -> Goal:
    goal = found.standing(name).goal
    assert goal is not None
    return goal


def _currency(found: Comparison) -> str:
    judged = [one.scenario.currency for one in found.standings if one.goal is not None]
    return judged[0] if judged else found.standings[0].scenario.currency


def _whole(found: Comparison) -> float:
    """The first plan's target, of which hidden amounts are told as a share."""
    return next((one.goal.threshold for one in found.standings if one.goal is not None), 0.0)


def _is_unseen(goal: Goal, whole: float) -> bool:
    return money_hidden.is_hidden() and metric(goal.metric).unit == "money" and whole <= 0
