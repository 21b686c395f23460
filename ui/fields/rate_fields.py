"""A rate in two fields: the share, and how much stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario import Rate
from ui.fields.edits import Path, current, with_value
from ui.fields.inputs import Change, number_field


def rate_fields(label: str, path: Path) -> None:
    """Percent and sample of the rate at `path`. Typing either makes it a guess by hand; undo brings the sample back."""
    with st.container(gap="xsmall"):
        _number(
            f"{label}, %",
            (*path, "mean"),
            lambda plan: _rate(plan, path).expected * 100,
            _put(path, "mean", 0.01),
        )
        _number(
            "As sure as … cases",
            (*path, "equivalent_n"),
            lambda plan: cases(_rate(plan, path)),
            _put(path, "equivalent_n", 1.0),
            optional="exact",
        )


def _rate(plan: Scenario, path: Path) -> Rate:
    found: Rate = current(plan, path)
    return found


def cases(rate: Rate) -> float | None:
    """How many cases stand behind a rate; None where it is taken as exact."""
    return rate.trials if rate.trials is not None else rate.equivalent_n


def _put(path: Path, field: str, scale: float) -> Change:
    def change(plan: Scenario, value: Any) -> Scenario:
        rate: Rate = current(plan, path)
        document: dict[str, Any] = {
            "mean": rate.expected,
            "equivalent_n": cases(rate),
            "grade": "guess",
            "source": "entered by hand",
        }
        document[field] = None if value is None else round(value * scale, 12)
        return with_value(plan, path, {name: one for name, one in document.items() if one is not None})

    return change


def _number(
    label: str,
    path: Path,
    reading: Callable[[Scenario], float | None],
    change: Change,
    *,
    optional: str | None = None,
) -> None:
    number_field(label, path, optional=optional, change=change, reading=reading, digits=2)
