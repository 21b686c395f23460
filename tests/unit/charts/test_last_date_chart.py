"""The chart of odds added by the month of beginning: rows, labels at the lines' own beginnings, rings."""

from __future__ import annotations

import pytest

from charts.last_date import DateLine, last_date_chart, last_date_frame
from charts.palette import DARK, LIGHT, Palette

MONTHS = ("2027-01", "2027-02", "2027-03", "2027-04")


def lines() -> list[DateLine]:
    return [
        DateLine(
            "Direct: 1 more",
            "hire",
            [0, 1, 2, 3],
            [4.0, 2.0, 0.5, 0.0],
            ["a"] * 4,
            2,
            "last useful month Mar",
        ),
        DateLine("Win rate", "lever", [2, 3], [4.1, 1.0], ["b"] * 2, None, ""),
    ]


def test_a_row_for_each_month_a_label_at_each_beginning_and_a_ring_at_each_last_month() -> None:
    frame = last_date_frame(lines(), MONTHS)
    assert frame["points"].notna().sum() == 6
    labels = frame[frame["start_y"].notna()]
    assert dict(zip(labels["line"], labels["t"], strict=True)) == pytest.approx(
        {"Direct: 1 more": -0.12, "Win rate": 1.88}
    )
    assert abs(labels["start_y"].diff().iloc[-1]) > 0.3  # two labels at almost one height are moved apart
    rings = frame[frame["last_y"].notna()]
    assert rings[["t", "last_y", "last_text"]].to_numpy().tolist() == [[2, 0.5, "last useful month Mar"]]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_chart_can_be_drawn_in_both_themes(palette: Palette) -> None:
    document = last_date_chart(last_date_frame(lines(), MONTHS), palette, months=MONTHS).to_dict()
    colours = document["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert colours == [palette.people, palette.forecast, palette.baseline]
