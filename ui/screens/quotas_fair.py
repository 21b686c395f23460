"""What quota is fair? Reps of like tenure side by side, and the quotas that give everybody the same odds."""

from __future__ import annotations

import numpy as np
import streamlit as st

from simulator import Scenario
from simulator.engine.streams import Floats
from simulator.goals import goal_window
from simulator.quotas.fairness import JOINING, BandOdds, fair_quotas, fairness
from simulator.quotas.likeness import pools
from simulator.quotas.quota_for import FairPlan, fair_plan
from simulator.quotas.quota_sheet import QuotaSheet, Targets
from simulator.quotas.rep_values import DEALS, of_people
from simulator.quotas.seats import Seat
from simulator.scenario import Goal
from ui import state
from ui.computing.quota_view import Held, terms_of
from ui.fields.edits import Document, with_document
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.metric_words import value_text
from ui.wording.text import counted, plain, sentence_list, shown

PLAN_ODDS = (50, 60, 70, 80, 90)
REP_ODDS = (40, 50, 55, 60, 65, 70, 80)
EVERYBODY = "Everybody"
_MOST_NAMED = 6


def draw(plan: Scenario, held: Held, sheet: QuotaSheet) -> None:
    """The question with its answer, and what is unfair as it stands."""
    with st.container(border=True, key="quotas_fair"):
        st.markdown("**What quota gives everybody a fair chance, and the plan its odds?**")
        first, left, right = st.columns(3, gap="small")
        with first:
            members, scope = _whose(held)
        with left:
            wanted = st.selectbox(
                "Odds of the plan",
                PLAN_ODDS,
                index=PLAN_ODDS.index(70),
                key="quotas_fair_plan",
                format_func=_percent,
            )
        with right:
            each = st.selectbox(
                "Odds of each rep",
                REP_ODDS,
                index=REP_ODDS.index(60),
                key="quotas_fair_rep",
                format_func=_percent,
            )
        values = held.values if scope == EVERYBODY else of_people(held.values, members)
        shared = (
            held.shared if scope == EVERYBODY else Targets(0.0, held.shared.seats[members], pools(values))
        )
        found = fair_plan(values, shared, wanted / 100, each / 100)
        _answer(plan, found, scope)
        if view_mode.may_edit() and found.street > 0:
            st.button(
                "Keep these quotas",
                key="quotas_fair_keep",
                type="primary",
                icon=":material/check:",
                on_click=_keep,
                args=(plan, sheet, found, scope == EVERYBODY),
                help="Sets each one's quota by hand; for everybody also the goal and the over-assignment. The quotas "
                "of others stay. Undo takes it back.",
            )
    _unfair(plan, held, sheet)


def _percent(whole: int) -> str:
    return formats.percent(whole / 100)


def _whose(held: Held) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], str]:
    """Whose quotas are asked for: everybody's, a team's or a manager's."""
    found = held.values.seats
    teams = list(dict.fromkeys(seat.team for seat in found))
    managers = list(dict.fromkeys(seat.manager for seat in found if seat.manager))
    options = [
        EVERYBODY,
        *((f"team {one}") for one in teams if len(teams) > 1),
        *(f"reps of {one}" for one in managers),
    ]
    chosen = EVERYBODY
    if len(options) > 1:
        chosen = str(st.selectbox("For", options, key="quotas_fair_whose", format_func=shown))
    members = [
        at
        for at, seat in enumerate(found)
        if chosen in (EVERYBODY, f"team {seat.team}", f"reps of {seat.manager}")
    ]
    return np.array(members, dtype=np.int64), chosen


def _text(plan: Scenario, goal: Goal, value: float) -> str:
    return plain(value_text(goal.metric, value, plan.currency))


def _answer(plan: Scenario, found: FairPlan, scope: str) -> None:
    goal = found.values.goal
    if found.street <= 0:
        st.markdown(
            f"At {_percent(round(found.wanted_reps * 100))} each, nobody here can be asked for anything: choose "
            "lower odds."
        )
        return
    carrying = int((found.quotas > 0).sum())
    low, high = (formats.percent(one) for one in found.at_quota_range)
    whom = counted(carrying, "person", "people")
    odds = formats.odds(found.plan_odds.probability, found.plan_odds.interval, found.plan_odds.n_trials)
    hidden = money_hidden.is_hidden() and goal.metric not in DEALS
    over = formats.percent(found.over_assignment, 0 if found.over_assignment < 1.0005 else 1)
    if hidden:
        st.markdown(
            f"Quotas of {plain(over)} of a plan at {plain(odds)} give each of {plain(whom)} the same odds of "
            f"{_percent(round(found.wanted_reps * 100))}."
        )
    else:
        groups = _groups(found)
        each = "; ".join(
            f"**{_text(plan, goal, quota)}** for {plain(_who(seats_))}"
            for quota, seats_ in groups[:_MOST_NAMED]
        )
        more = (
            f"; {len(groups) - _MOST_NAMED} further quotas in the table once kept"
            if len(groups) > _MOST_NAMED
            else ""
        )
        st.markdown(f"{each}{more}.")
        st.markdown(
            f"Together **{_text(plan, goal, found.street)}** of quotas for {plain(whom)}. Promise "
            f"**{_text(plan, goal, found.plan)}**: odds **{plain(odds)}**, over-assignment {plain(over)}."
        )
    if found.most > found.street * (1 + 1e-9) and not hidden:
        st.caption(
            f"{_text(plan, goal, found.most)} would still have {_percent(round(found.wanted_plan * 100))}, but "
            "quotas at these odds do not add up to it: part of it would be in nobody's quota."
        )
    st.caption(
        f"On average {plain(formats.percent(found.at_quota))} of them reach quota, {plain(low)} to {plain(high)} in 8 "
        f"of 10 futures{'' if scope == EVERYBODY else '; the plan is what these people sell together'}."
    )


def _groups(found: FairPlan) -> list[tuple[float, list[Seat]]]:
    """Equal quotas together, the largest first."""
    by_quota: dict[float, list[Seat]] = {}
    for seat, quota in zip(found.values.seats, found.quotas.tolist(), strict=True):
        if quota > 0:
            by_quota.setdefault(quota, []).append(seat)
    return sorted(by_quota.items(), key=lambda pair: -pair[0])


def _who(found: list[Seat]) -> str:
    names = [money_hidden.shown_text(seat.name) for seat in found]
    if len(names) > 4:
        teams = list(dict.fromkeys(seat.team for seat in found))
        return f"each of {len(names)} in {sentence_list([shown(one) for one in teams])}"
    joins = all(seat.kind == "hire" for seat in found)
    team = f" ({shown(found[0].team)})" if joins else ""
    return f"{sentence_list([shown(one) for one in names])}{team}"


def _unfair(plan: Scenario, held: Held, sheet: QuotaSheet) -> None:
    """Named are quotas whose odds differ by more than the margin among people of like tenure, and those who join."""
    bands = fairness(sheet)
    margin = formats.decimal(sheet.terms.fairness_margin * 100)
    told = [_band(band, margin) for band in bands if band.named]
    joining = next((band for band in bands if band.band == JOINING), None)
    others = [one for band in bands if band.band != JOINING for one in band.reps]
    if joining is not None and others:
        theirs = float(np.mean([one.odds.probability for one in joining.reps if one.odds]))
        rest = float(np.mean([one.odds.probability for one in others if one.odds]))
        if abs(theirs - rest) > sheet.terms.fairness_margin:
            told.append(
                f"Those who join have {plain(formats.percent(theirs))}, the others {plain(formats.percent(rest))} on "
                "average: their quota counts the months they are productive, their deals close a sales cycle later."
            )
    if not told:
        if len(others) > 1:
            st.markdown(
                f":material/balance: Reps of like tenure have like odds: within {plain(margin)} points."
            )
        return
    st.markdown("\n".join(f"- :material/balance: {one}" for one in told))
    odds, quotas = fair_quotas(sheet, held.shared)
    if view_mode.may_edit():
        st.button(
            f"Give everybody the same odds, {formats.percent(odds)}, with the same total",
            key="quotas_fair_level",
            icon=":material/balance:",
            on_click=_level,
            args=(plan, sheet, quotas),
        )


def _band(band: BandOdds, margin: str) -> str:
    named = [
        f"{money_hidden.shown_text(one.seat.name)} ({formats.percent(one.odds.probability)})"
        for one in band.named[:_MOST_NAMED]
        if one.odds
    ]
    more = f" and {len(band.named) - _MOST_NAMED} more" if len(band.named) > _MOST_NAMED else ""
    return plain(
        f"{band.band[0].upper()}{band.band[1:]} on the team: odds from {formats.percent(band.low)} to "
        f"{formats.percent(band.high)}, more than {margin} points apart: "
        f"{', '.join(shown(one) for one in named)}{more}."
    )


def _keep(plan: Scenario, sheet: QuotaSheet, found: FairPlan, whole: bool) -> None:
    """The quotas by hand; for everybody the goal becomes the plan they carry.

    For some of the people, the others keep what they have: what the goal asks beyond is then in nobody's quota, and
    is not moved on to them.
    """
    terms = terms_of(plan)
    over = min(found.over_assignment, 3.0) if whole else _factor(plan)
    fair = {seat.key: quota for seat, quota in zip(found.values.seats, found.quotas.tolist(), strict=True)}
    quotas = np.array([fair.get(one.seat.key, one.quota) for one in sheet.reps])
    kept = _by_hand(plan, sheet.values.seats, found.values.goal, quotas / over)
    if whole:
        goal = found.values.goal
        months = goal_window(plan, goal).length if goal.window == "average" else 1

        def change(document: Document) -> None:
            own = next(one for one in document["goals"] if one["name"] == goal.name)
            own.pop("change", None), own.pop("baseline", None)
            own["target"] = round(found.plan / months, 2)
            layers = [layer.model_dump(mode="json") for layer in terms.layers]
            document["quotas"] = {
                **terms.model_dump(mode="json", exclude_none=True, exclude_defaults=True),
                "over_assignment": round(over, 6), "hold": "plan", "layers": layers,
            }  # fmt: skip

        kept = with_document(kept, change)
    _commit(plan, kept, "keep fair quotas")


def _level(plan: Scenario, sheet: QuotaSheet, quotas: Floats) -> None:
    _commit(
        plan,
        _by_hand(plan, sheet.values.seats, sheet.values.goal, quotas / _factor(plan)),
        "same odds for everybody",
    )


def _factor(plan: Scenario) -> float:
    """A quota over its part of the goal."""
    terms = terms_of(plan)
    return 1.0 if terms.hold == "street" else terms.over_assignment


def _commit(before: Scenario, after: Scenario, label: str) -> None:
    if state.scenario() != before:
        st.toast("The plan has changed meanwhile; look at the quotas again.", icon=":material/info:")
        return
    state.commit(after, label, refresh=True)
    st.toast("Every quota is set by hand now. Undo brings the old ones back.", icon=":material/check:")


def _by_hand(plan: Scenario, found: tuple[Seat, ...], goal: Goal, parts: Floats) -> Scenario:
    """`plan` with these parts of the goal set for these people, in place of what was set for them before."""
    own = {
        (seat.team, seat.key.removeprefix(f"{seat.team}/")): part
        for seat, part in zip(found, parts.tolist(), strict=True)
    }

    def change(document: Document) -> None:
        layers = document.setdefault("layers", {})
        kept = [
            one
            for one in layers.get("overrides", [])
            if not (
                one["goal"] == goal.name and one["level"] == "rep" and (one.get("team"), one["place"]) in own
            )
        ]
        layers["overrides"] = [
            *kept,
            *(
                {"goal": goal.name, "level": "rep", "team": team, "place": place, "amount": round(part, 2)}
                for (team, place), part in own.items()
            ),
        ]

    return with_document(plan, change)
