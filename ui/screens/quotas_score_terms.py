"""What the scorecard counts: benchmarks with their source, points for a unit, and whether a metric is in the score."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from simulator import Scenario
from simulator.scorecard import METRICS, OWN_MEDIAN, MetricCard, Scorecard
from ui.fields.edits import Document, with_document
from ui.fields.tables import Row, table_field
from ui.screens.quotas_score_words import value_words
from ui.wording.text import plain

COUNTS = {"yes": "yes", "no": "no"}


def draw(card: Scorecard) -> None:
    """The table of metrics, as the plan states them."""
    with st.expander("Benchmarks and points", icon=":material/tune:", key="score_terms"):
        st.markdown(
            "A benchmark needs a source; without one the team's own median is taken, here: "
            + plain(", ".join(_own(card, one) for one in card.metrics))
            + ". Points are for one unit of the metric (one percentage point of a rate); left out, each metric of its "
            "section counts the same, and everybody at the benchmarks scores 100."
        )
        table_field(
            "Benchmarks",
            "score_terms",
            rows_of(card),
            {
                "metric": st.column_config.TextColumn("Metric", disabled=True),
                "benchmark": st.column_config.NumberColumn("Benchmark (rates in %)", format="%g"),
                "source": st.column_config.TextColumn("Where it stands"),
                "points": st.column_config.NumberColumn("Points per unit", format="%g"),
                "counts": st.column_config.SelectboxColumn(
                    "In the score", options=list(COUNTS), required=True
                ),
            },
            lambda plan, rows: write_rows(plan, rows, card),
            dynamic=False,
        )


def _own(card: Scorecard, one: MetricCard) -> str:
    middle = float(np.median(one.standing.median))
    return f"{one.metric.label.lower()} {value_words(one.metric, middle, card.sheet.currency)}"


def _row(one: MetricCard) -> Row:
    scale = 100 if one.metric.unit == "share" else 1
    stated = one.source != OWN_MEDIAN
    return {
        "metric": one.metric.label,
        "benchmark": round(float(one.benchmark[0]) * scale, 6) if stated else None,
        "source": one.source if stated else None,
        "points": None if one.stated_points is None else round(one.stated_points / scale, 9),
        "counts": "yes" if one.counts else "no",
    }


def rows_of(card: Scorecard) -> list[Row]:
    """One row a metric of the card: what is stated, rates in per cent."""
    return [_row(one) for one in card.metrics]


def write_rows(plan: Scenario, rows: list[Row], card: Scorecard) -> Scenario:
    """`plan` with what `rows` state; metrics the card has not keep what the plan says of them.

    Raises ScenarioError where a row makes no sense.
    """
    by_label = {metric.label: metric for metric in METRICS.values()}
    usual = {one.metric.label: not one.sample.given for one in card.metrics}
    stated: list[Document] = []
    shown_here = set()
    for row in rows:
        metric = by_label[str(row["metric"])]
        shown_here.add(metric.name)
        scale = 100 if metric.unit == "share" else 1
        one: dict[str, Any] = {"metric": metric.name}
        if row["benchmark"] is not None:
            one["benchmark"] = round(float(row["benchmark"]) / scale, 12)
            one["source"] = str(row["source"] or "")
        if row["points"] is not None:
            one["points"] = round(float(row["points"]) * scale, 12)
        counts = str(row["counts"] or "yes")
        if (counts == "yes") != usual[metric.label] or len(one) > 1:
            one["counts"] = counts
        if len(one) > 1:
            stated.append(one)

    def put(document: Document) -> None:
        before = document.get("scorecard", {}).get("metrics", [])
        kept = [one for one in before if one["metric"] not in shown_here]
        document["scorecard"] = {"metrics": [*kept, *stated]}
        if not document["scorecard"]["metrics"]:
            document.pop("scorecard")

    return with_document(plan, put)
