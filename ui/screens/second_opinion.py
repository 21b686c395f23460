"""The second opinion and the widening on the pages: one line under the fan, a section with the weight on Growth."""

from __future__ import annotations

import streamlit as st

from charts.two_views import two_views_chart, two_views_frame
from simulator import Scenario
from simulator.evidence.behind import OPINION_NEEDS_MONTHS
from simulator.goals import Comparison, widening_words
from simulator.goals.opinion import speaks_of
from simulator.scenario import Goal
from ui import cache, state
from ui.computing.opinion_view import comparison_view, fans_view, whole_plan
from ui.fields import inputs, showing
from ui.fields.edits import with_document, with_value
from ui.screens import draw
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.metric_words import metric_words, value_text
from ui.wording.text import counted, plain, sentence_list
from words.metrics import axis_title

STEP = 5
"""Of the weight, in percent."""
MOST_REASONS = 3
SECTION = "second_opinion"


def draw_line(plan: Scenario, goal: Goal, trials: int = cache.TRIALS) -> None:
    """What the money history alone says of `goal`, and whether the plan says the same; nothing where it is silent."""
    view = comparison_view(plan, goal, trials)
    if view is None:
        return
    st.markdown(sentence(view, goal, plan))
    if view_mode.may_edit() and (view.disagree or view.weight):
        st.page_link(
            "../pages/growth.py", label="Choose how much of it counts", icon=":material/arrow_forward:"
        )


def sentence(view: Comparison, goal: Goal, plan: Scenario) -> str:
    """``Bookings history alone says 4.1 M € (3.6 to 4.7 M €); the plan says …``, as markdown."""

    def text(value: float) -> str:
        return plain(value_text(goal.metric, value, plan.currency, whole=goal.threshold))

    opinion = plan.second_opinion
    assert opinion is not None
    own = view.history
    begin = (
        f":material/alt_route: {opinion.metric.capitalize()} history alone says **{text(own.middle)}** "
        f"({text(own.low)} to {text(own.high)}); leads, funnel and people say **{text(view.plan.middle)}** "
        f"({text(view.plan.low)} to {text(view.plan.high)})"
    )
    if not view.disagree:
        return f"{begin}. They agree within their ranges."
    return f"{begin}. **They disagree by more than their ranges**{reasons_words(view)}."


def reasons_words(view: Comparison) -> str:
    """``: 2 hires are planned, …`` or that nothing in the plan explains it."""
    if not view.reasons:
        return ", and nothing in plan or history says why"
    return plain(f": {sentence_list([one.words for one in view.reasons[:MOST_REASONS]])}")


def draw_section(plan: Scenario) -> None:
    """Both views over each other, and how much of the second one the odds take."""
    st.subheader("A second opinion", anchor=False)
    opinion = plan.second_opinion
    if opinion is None:
        st.caption(
            f"What the bookings' own history expects can stand beside this plan from {OPINION_NEEDS_MONTHS} whole "
            "months of an export on; bring one on the History page."
        )
    else:
        view = comparison_view(plan, whole_plan(plan))
        assert view is not None
        chart, fields = st.columns([2.3, 1], gap="medium")
        with chart:
            _draw_chart(plan, view)
        with fields:
            _draw_weight(plan, view)
    draw_widening(plan)


def _draw_chart(plan: Scenario, view: Comparison) -> None:
    if money_hidden.is_hidden():
        way = "more" if view.gap < 0 else "less"
        share = abs(view.gap) / view.plan.middle if view.plan.middle > 0 else 0.0
        st.markdown(
            f"The history alone says {formats.percent(share)} {way} than the plan; the amounts are not shared."
        )
        return
    opinion = plan.second_opinion
    assert opinion is not None
    fans = fans_view(plan)
    words = metric_words(opinion.metric)
    scale, letter = formats.scale_of(float(max(fans.plan["high"].max(), fans.history["high"].max())))

    def text(value: float) -> str:
        return value_text(opinion.metric, value, plan.currency)

    def between(low: float, middle: float, high: float) -> str:
        return f"{text(middle)} ({text(low)} to {text(high)})"

    tips = [
        (between(*own), between(*past))
        for own, past in zip(
            fans.plan.itertuples(index=False), fans.history.itertuples(index=False), strict=True
        )
    ]
    texts = [formats.month(month) for month in fans.months]
    ending = "they disagree" if view.disagree else "they agree within their ranges"
    title = (
        f"By {texts[-1]} the history alone reaches {text(view.history.middle)}, the plan "
        f"{text(view.plan.middle)}: {ending}"
    )
    unit = axis_title(words.label, words.unit, letter, plan.currency, "total")
    draw.draw(
        title,
        lambda data, palette: two_views_chart(data, palette, months=fans.months, unit=unit),
        two_views_frame(
            fans.plan,
            fans.history,
            month_texts=texts,
            tips=tips,
            labels=("plan", "history alone"),
            scale=scale,
        ),
        layout=("two_views", fans.months, unit),
        alt_text=f"{title}. Two fans of {words.label.lower()} added up by month, 8 in 10 futures each: the plan "
        f"{tips[-1][0]}, the history alone {tips[-1][1]}.",
        key="two_views",
    )


def _draw_weight(plan: Scenario, view: Comparison) -> None:
    opinion = plan.second_opinion
    assert opinion is not None
    st.markdown(f"**How much of the odds follows the {opinion.metric} history**")
    if view_mode.may_edit():
        _weight_slider()
    else:
        inputs.held("Weight", formats.percent(opinion.weight))
    touched = [plain(goal.name) for goal in plan.goals if speaks_of(plan, goal.metric, goal.scope)]
    others = len(plan.goals) - len(touched)
    st.caption(
        f"In so many of the futures the company's {opinion.metric} are those the history expects. "
        + (f"Touches {sentence_list(touched)}" if touched else "Touches no goal of this plan")
        + (f"; {counted(others, 'other goal')} cannot follow it." if others else ".")
    )
    st.caption(f"The history's view: {plain(view.model)}.")
    if view.disagree:
        st.markdown(f"**They disagree by more than their ranges**{reasons_words(view)}.")
    if opinion.source and not money_hidden.is_hidden():
        st.caption(f"Source: {plain(opinion.source)}")


def _weight_slider() -> None:
    name = f"{SECTION}.weight"

    def present() -> int:
        """The weight now, in percent."""
        now = state.scenario().second_opinion
        return round(now.weight * 100) if now is not None else 0

    def take(chosen: int) -> object:
        if chosen != present() and state.scenario().second_opinion is not None:
            inputs.take(
                showing.present_key(name),
                chosen,
                "Weight of the second opinion",
                lambda: with_value(state.scenario(), (SECTION, "weight"), chosen / 100),
            )
        return present()

    here = present()
    key = showing.key_for(name, here, here)
    st.select_slider(
        "Weight of the second opinion",
        options=sorted({*range(0, 101, STEP), here}),
        value=here,
        key=key,
        on_change=showing.answered(name, key, take),
        format_func=lambda percent: formats.percent(percent / 100),
        label_visibility="collapsed",
    )


def draw_widening(plan: Scenario) -> None:
    """That ranges are stretched, by whom, and a way to take it off; nothing where they are not."""
    widening = plan.widening
    if widening is None:
        return
    words = widening_words(widening.factor)
    source = f" ({plain(widening.source)})" if widening.source and not money_hidden.is_hidden() else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":material/unfold_more: Every {words}{source}.",
            width="stretch" if not view_mode.may_edit() else "content",
        )
        if view_mode.may_edit():
            st.button(
                "Take it off",
                key="widening_off",
                icon=":material/close:",
                on_click=take_widening_off,
                help="The ranges are the plan's own again. Undo takes it back.",
            )


def take_widening_off() -> None:
    """The plan without its widening."""
    state.commit(with_document(state.scenario(), lambda document: document.pop("widening", None)), "widening")
