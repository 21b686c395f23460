"""Plans: the cheapest mixes of levers that make the goal realistic, each to be tried, kept or compared."""

from __future__ import annotations

from functools import partial

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.decide.plan_found import Plan, PlanPart, Plans
from simulator.decide.plan_moves import with_changes
from simulator.decide.plan_search import MOST_CHANGES
from simulator.decide.strategy import odds_sentence, outcome_sentence, strategy_sentence
from simulator.scenario import Goal, lever
from ui import state
from ui.computing.budget import PlanTooLargeError
from ui.computing.plans_view import plans_trials, plans_view
from ui.fields import showing
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.screens import levers_terms
from ui.visitors import money_hidden, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import figures, formats, verdicts
from ui.wording.lever_values import amount_words
from ui.wording.metric_words import lever_label
from ui.wording.text import plain, shown

_BUDGET, _CHANGES, _WANTED = "plans_budget", "plans_changes", "plans_wanted"
_CHOICES = (1, 2, 3, 4, 5)
KINDS = {
    "people": "people first",
    "leads": "leads first",
    "conversion": "conversion first",
    "speed": "speed first",
    "price": "price first",
    "customers": "customers first",
    "cost": "costs first",
    "effort": "effort first",
}


def draw(plan: Scenario, goal: Goal) -> None:
    """The answer, the plans beside each other, what they may cost, and the terms they rest on."""
    answer = st.container()
    if view_mode.may_edit():
        _draw_asked(plan)
    cards = st.container()
    levers_terms.draw(plan)
    try:
        with cards:
            found = plans_view(plan, goal, _wanted(plan), _budget(), _most_changes())
    except PlanTooLargeError as error:
        with answer:
            st.info(plain(error), icon=":material/weight:")
        return
    with answer:
        _draw_answer(plan, found)
    with cards:
        _draw_plans(plan, found)


def _draw_answer(plan: Scenario, found: Plans) -> None:
    st.markdown(f"**{figures.told_markdown(outcome_sentence(found), plan.currency)}**")
    strategy = strategy_sentence(found, plan)
    if strategy is not None:
        st.markdown(f":material/lightbulb: {figures.told_markdown(strategy, plan.currency)}")


def _wanted(plan: Scenario) -> float:
    policy = plan.policy
    if st.session_state.get(_WANTED) == "commit" and policy.commit_at_least > policy.realistic_at_least:
        return policy.commit_at_least
    return policy.realistic_at_least


def _budget() -> float | None:
    if money_hidden.is_hidden():
        return None
    held: float | None = st.session_state.get(_BUDGET)
    return held


def _most_changes() -> int:
    held: int = st.session_state.get(_CHANGES, MOST_CHANGES)
    return held


def _draw_asked(plan: Scenario) -> None:
    """What a plan may cost and move, and how sure it should make the goal."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if not money_hidden.is_hidden():
            _budget_field(plan)
        _choice(
            "Most changes",
            _CHANGES,
            list(_CHOICES),
            _most_changes(),
            {one: str(one) for one in _CHOICES},
            150,
        )
        policy = plan.policy
        if policy.commit_at_least > policy.realistic_at_least:
            words = {
                "realistic": f"Realistic ({formats.percent(policy.realistic_at_least)})",
                "commit": f"Sure enough to commit ({formats.percent(policy.commit_at_least)})",
            }
            now = "commit" if _wanted(plan) == policy.commit_at_least else "realistic"
            _choice("Wanted", _WANTED, list(words), now, words, 280)


def _choice(
    label: str, name: str, options: list[int] | list[str], now: int | str, words: dict[int, str] | dict[str, str],
    width: int,
) -> None:  # fmt: skip
    key = showing.key_for(name, (now, tuple(words.items())), now)

    def take(chosen: int | str | None) -> object:
        st.session_state[name] = now if chosen is None else chosen
        return (st.session_state[name], tuple(words.items()))

    st.selectbox(
        label,
        options,
        index=list(options).index(now),
        key=key,
        on_change=showing.answered(name, key, take),
        format_func=lambda one: words[one],
        width=width,
    )


def _budget_field(plan: Scenario) -> None:
    value = _budget()
    text = "" if value is None else formats.decimal(value)
    key = showing.key_for(_BUDGET, value, text)

    def take(typed: str) -> object:
        if not typed.strip():
            st.session_state[_BUDGET] = None
            return None
        try:
            amount = parse_number(typed)
        except NotANumberError:
            amount = -1.0
        if not 0 <= amount <= 1e13:
            st.toast(f"Budget = {plain(typed)}: must be an amount of 0 or more, or empty for no limit.")
            return object()
        st.session_state[_BUDGET] = amount
        return amount

    st.text_input(
        f"Budget, {formats.symbol(plan.currency)}",
        value=text,
        key=key,
        on_change=showing.answered(_BUDGET, key, take),
        placeholder="no limit",
        width=170,
        help=f"All a plan makes the company spend more until {formats.month(plan.months[-1])}: recruiting, pay, hours.",
    )


def _draw_plans(plan: Scenario, found: Plans) -> None:
    shown_plans = found.plans or ((found.nearest,) if found.nearest is not None else ())
    if not shown_plans:
        return
    columns = st.columns(max(len(shown_plans), 2), gap="medium")
    for number, (column, one) in enumerate(zip(columns, shown_plans, strict=False), 1):
        with column, st.container(border=True):
            _draw_card(plan, found, one, number)
    if found.unpriced:
        labels = ", ".join(lever_label(name, plan) for name in dict.fromkeys(found.unpriced))
        st.caption(f"Left out under a budget, because nobody says what they cost: {plain(labels)}.")
    st.caption(
        f"The cheapest of each kind, each simulated on {plans_trials(plan):,} futures and checked on as many that the "
        f"search had not seen; costs until {formats.month(plan.months[-1])}. What may fail is drawn with its odds."
    )


def _draw_card(plan: Scenario, found: Plans, one: Plan, number: int) -> None:
    title = f"Plan {number}" if found.plans else "The furthest"
    st.markdown(f"**{title}** · {KINDS.get(one.kind, one.kind)}")
    st.markdown(f"{verdicts.badge(found.verdict)} → {verdicts.badge(one.verdict)}")
    st.markdown(f"**{plain(cost_words(one.cost, plan.currency))}**")
    st.markdown("\n".join(f"- {plain(part_words(plan, part))}" for part in one.parts))
    st.markdown(figures.told_markdown(odds_sentence(found, one), plan.currency))
    if not view_mode.may(Deed.WHAT_IF):
        return
    name = f"{title}: {KINDS.get(one.kind, one.kind)}"
    key = f"{number}"
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Try as what-if",
            key=f"plans_try{key}",
            icon=":material/tune:",
            on_click=partial(_try, one, name),
            help="To be edited: levers on Target, and what may fail or costs money on Growth once it is kept.",
        )
        if view_mode.may_edit():
            st.button(
                "Keep",
                key=f"plans_keep{key}",
                icon=":material/check:",
                on_click=partial(_keep, one, name),
                help="Its changes become part of the plan. Undo takes them back.",
            )
        st.button(
            "Compare",
            key=f"plans_compare{key}",
            icon=":material/compare_arrows:",
            on_click=partial(_compare, one, name),
            type="tertiary",
        )
    if state.work().moved == one.changes:
        st.page_link("../pages/target.py", label="Tried: see it on Target", icon=":material/my_location:")


def cost_words(cost: float | None, currency: str) -> str:
    """``Costs 158 k €``; that nobody says what it costs where that is so."""
    if cost is None:
        return "Cost not stated"
    if cost == 0:
        return "Costs nothing more"
    return f"Costs {formats.money(cost, currency)}" if cost > 0 else f"Saves {formats.money(-cost, currency)}"


def part_words(plan: Scenario, part: PlanPart) -> str:
    """``Win rate 22.9 % → 25.2 % from Mar 2027, 32 k €, works with 70 %``."""
    label = lever_label(part.lever, plan)
    if part.lever == "hires":
        label = "More hires" if part.teams is None else f"More hires in {shown(', '.join(part.teams))}"
        change = f"{label}: {formats.decimal(part.amount)}"
    else:
        whose = "" if part.teams is None else f" of {shown(', '.join(part.teams))}"
        relative = formats.signed(
            formats.percent(part.amount, 0 if _is_whole(part.amount) else 1), part.amount
        )
        change = f"{label}{whose} {relative}"
        if part.before is not None and part.after is not None:
            words = amount_words(part.lever, plan.currency)
            hidden = money_hidden.is_hidden() and lever(part.lever).name in (
                "deal_size",
                "marketing",
                "overhead",
            )
            if not hidden:
                change = f"{label}{whose} {words(part.before)} → {words(part.after)} ({relative})"
    said = [f"{change} from {formats.month(part.start_month)}"]
    said.append("cost not stated" if part.cost is None else formats.money(part.cost, plan.currency))
    if part.probability < 1:
        said.append(f"works with {formats.percent(part.probability)}")
    return ", ".join(said)


def _is_whole(amount: float) -> bool:
    return abs(amount * 100 - round(amount * 100)) < 1e-6


def _try(one: Plan, name: str) -> None:
    try:
        with_changes(state.scenario(), one.changes)
    except ScenarioError as error:
        st.toast(plain(error))
        return
    state.try_changes(one.changes, f"try {name}")
    st.toast("The what-if of every page now. Keep or Reset stand on Target.")


def _keep(one: Plan, name: str) -> None:
    try:
        new = with_changes(state.scenario(), one.changes)
    except ScenarioError as error:
        st.toast(plain(error))
        return
    if state.work().moved == one.changes:
        state.keep_what_if()
    else:
        state.commit(new, f"keep {name}", refresh=True)
    st.toast("Part of the plan now: initiatives stand on Growth. Undo takes it back.")


def _compare(one: Plan, name: str) -> None:
    from ui.screens import compare_picks

    compare_picks.put_aside(name, one.scenario)
    st.toast("It stands beside the plan on Compare.")
