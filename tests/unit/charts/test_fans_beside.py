"""Fans over each other: a line a plan, labels that do not cover each other, no text of a user in the spec."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from charts.deadline_strips import strips_chart, strips_finding, strips_frame
from charts.fans_beside import fans_alt, fans_chart, fans_finding, fans_frame, letter_name, plan_colours
from charts.palette import DARK, LIGHT, Palette

MONTHS = ("2027-01", "2027-02", "2027-03")


def ways(plans: int) -> pd.DataFrame:
    rows = []
    for plan in range(plans):
        for t in range(3):
            middle = 1000.0 * (t + 1) + plan
            rows.append(
                {
                    "plan": plan,
                    "name": f"A plan with a long name, number {plan}",
                    "t": t,
                    "low": middle - 500,
                    "middle": middle,
                    "high": middle + 500,
                    "tip_month": MONTHS[t],
                    "tip_middle": "m",
                    "tip_range": "r",
                }
            )
    return pd.DataFrame(rows)


def test_every_plan_has_one_label_at_its_end_and_none_covers_another() -> None:
    frame = fans_frame(ways(6), scale=1000)
    labels = frame[frame["end_text"].notna() & (frame["end_text"] != "")]
    assert list(labels["end_text"]) == [
        letter_name(p, f"A plan with a long name, number {p}") for p in range(6)
    ]
    assert list(labels["t"]) == [2] * 6
    apart = np.diff(np.sort(labels["end_y"].to_numpy(dtype=float)))
    assert apart.min() > 0.06 * float(frame["high"].max())
    assert frame["middle"].max() == pytest.approx(3.005)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_hues_are_no_verdict_s(palette: Palette) -> None:
    hues = plan_colours(palette)
    assert len(hues) == 6
    assert not set(hues) & {palette.realistic, palette.stretch, palette.unreachable}


def test_the_spec_holds_no_name() -> None:
    frame = fans_frame(ways(2), scale=1)
    spec = fans_chart(frame, LIGHT, months=MONTHS, unit="New bookings (€)", zero=True).to_dict()
    spec.pop("datasets")
    assert "long name" not in json.dumps(spec)


def test_the_finding_and_the_words_for_who_cannot_see_it() -> None:
    assert (
        fans_finding("B", "5 M", "A", "4 M", "Dec 2027")
        == "The medians end Dec 2027 between 4 M (A) and 5 M (B)"
    )
    assert fans_finding("B", "5 M", "A", "5 M", "Dec 2027") == "The medians end Dec 2027 at 5 M alike"
    assert fans_finding("A", "5 M", "A", "5 M", "Dec 2027") == "The median of A ends Dec 2027 at 5 M"
    told = fans_alt("New bookings", [("A", "4 M", "3 M to 5 M")], "Dec 2027")
    assert told.endswith("A: median 4 M, 8 in 10 futures 3 M to 5 M.")


def test_a_strip_a_plan_with_the_goal_where_all_have_the_same() -> None:
    ends = ways(3)[lambda rows: rows["t"] == 2].assign(text="3 M")
    frame = strips_frame(ends, target=4000.0, scale=1000)
    assert list(frame["target"]) == [4.0] * 3
    assert list(frame["label"])[1] == f"{letter_name(1, 'A plan with a long name, number 1', 24)}: median 3 M"
    assert strips_frame(ends, target=None, scale=1)["target"].isna().all()
    spec = strips_chart(frame, DARK, unit="New bookings (M €)", plans=3).to_dict()
    spec.pop("datasets")
    assert "long name" not in json.dumps(spec)
    assert strips_finding("at least", "B", "5 M", "A", "4 M") == (
        "9 in 10 futures: at least 5 M with B, at least 4 M with A"
    )
    assert strips_finding("at most", "B", "2 %", "A", "2 %") == "9 in 10 futures: at most 2 % with each plan"
