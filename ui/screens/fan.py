"""The fan on the page: the table behind the chart, its title and its words."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.fan import fan_alt, fan_chart, fan_finding, fan_frame
from ui.screens import draw
from ui.screens.answer import Answer
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.metric_words import difference_text, metric_words, target_text, value_text
from words.metrics import axis_title, bound_words


def draw_fan(plan: Answer, now: Answer | None, *, height: int = 320, enlarged: float = 1.0) -> None:
    """How far the goal's metric gets by month: the what-if's bands, the plan's median dashed.

    enlarged: as `draw.draw` takes it.
    """
    answer = now or plan
    goal, currency, whole = plan.goal, plan.scenario.currency, plan.goal.threshold
    words = metric_words(goal.metric)
    hidden = words.unit == "money" and money_hidden.is_hidden()
    if hidden and whole <= 0:
        st.caption("Amounts are not shared, so the way to this goal is not shown.")
        return
    quantiles = answer.path.quantiles
    if quantiles["middle"].isna().any():
        quantiles = quantiles.bfill().fillna(0.0)
    largest = max(float(quantiles["high95"].max()), abs(goal.threshold))
    scale, letter = (
        (whole / 100, "% of goal")
        if hidden
        else (0.01, "%")
        if words.unit == "share"
        else formats.scale_of(largest)
        if words.unit in ("money", "count")
        else (1.0, "")
    )
    months = answer.path.months
    last = len(months) - 1

    def text(value: float) -> str:
        return value_text(goal.metric, value, currency, exact=True, whole=whole)

    texts = pd.DataFrame(
        {
            "month": [formats.month(month) for month in months],
            "middle": [text(value) for value in quantiles["middle"]],
            "range": [
                " to ".join(text(value) for value in (low, high))
                for low, high in zip(quantiles["low80"], quantiles["high80"], strict=True)
            ],
        }
    )
    target = target_text(goal, plan.scenario)
    frame = fan_frame(
        quantiles,
        target=goal.threshold,
        deadline=last,
        baseline=None if now is None else list(plan.path.quantiles["middle"]),
        tips=texts,
        target_text=f"Goal: {bound_words(goal)} {target}",
        scale=scale,
        label_gap=0.08 if enlarged == 1 else 0.12,
    )
    unit = axis_title(words.label, "count" if hidden else words.unit, letter, currency, goal.window)
    middle = float(quantiles["middle"].iloc[-1])
    reached = middle >= goal.threshold if goal.direction == "at_least" else middle <= goal.threshold
    by = formats.month(goal.by)
    zero = words.additive or words.unit != "share"
    draw.draw(
        fan_finding(
            value_text(goal.metric, middle, currency, whole=whole),
            difference_text(goal.metric, abs(middle - goal.threshold), currency, whole).lstrip("+"),
            by,
            reached=reached,
            at_most=goal.direction == "at_most",
        ),
        lambda data, palette: fan_chart(data, palette, months=months, unit=unit, zero=zero, height=height),
        frame,
        layout=("fan", months, unit, zero, height),
        alt_text=fan_alt(words.label, texts["middle"].iloc[-1], texts["range"].iloc[-1], target, by),
        key="fan",
        takeaway=enlarged == 1,
        enlarged=enlarged,
    )
    st.caption("The bands hold half, 8 in 10 and 19 in 20 of the simulated futures.")


def fan_table(plan: Answer, now: Answer | None) -> pd.DataFrame:
    """Exact numbers behind the fan."""
    goal, currency = plan.goal, plan.scenario.currency

    def column(answer: Answer, name: str) -> list[str]:
        return [
            value_text(goal.metric, value, currency, exact=True, whole=goal.threshold)
            for value in answer.path.quantiles[name]
        ]

    table = {"Month": [formats.month(month) for month in plan.path.months]}
    if now is not None:
        table["Plan: median"] = column(plan, "middle")
    answer = now or plan
    table |= {
        "9 in 10 above": column(answer, "low80"),
        "3 in 4 above": column(answer, "low50"),
        "Median": column(answer, "middle"),
        "1 in 4 above": column(answer, "high50"),
        "1 in 10 above": column(answer, "high80"),
    }
    return pd.DataFrame(table)
