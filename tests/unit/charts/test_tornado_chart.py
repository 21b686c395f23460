"""Bars of levers around today's odds: each on its side, labelled where it ends, with room for the labels."""

from __future__ import annotations

import pytest

from charts.palette import DARK, LIGHT, Palette
from charts.tornado import LABEL_ROOM, TornadoBar, TornadoSide, tornado_chart, tornado_frame, tornado_span

BARS = (
    TornadoBar(
        "Win rate 22 %",
        (TornadoSide("less", 20.0, "−14 · 20 %", "less"), TornadoSide("more", 50.0, "+16 · 24 %", "more")),
    ),
    TornadoBar(
        "Sales cycle 48 days",
        (
            TornadoSide("less", 38.0, "+4 · 43 days", "less"),
            TornadoSide("more", 31.0, "−3 · 53 days", "more"),
        ),
    ),
    TornadoBar("Hires", (TornadoSide("more", 36.0, "+2 · 1 more", "more"),)),
)


def test_a_label_stands_on_the_side_of_its_bar() -> None:
    frame = tornado_frame(BARS, 34.0, "34 % as planned")
    sides = frame[frame["side"] != "base"]
    assert list(sides["left"]) == ["−14 · 20 %", "", "", "−3 · 53 days", ""]
    assert list(sides["right"]) == ["", "+16 · 24 %", "+4 · 43 days", "", "+2 · 1 more"]
    assert list(sides["name"]) == ["Win rate 22 %", "", "Sales cycle 48 days", "", "Hires"]
    assert set(sides["from"]) == {34.0}
    assert list(frame[frame["side"] == "base"]["top"]) == ["34 % as planned"]


def test_there_is_room_for_labels_on_both_sides() -> None:
    low, high = tornado_span(BARS, 34.0)
    assert low <= 20 - LABEL_ROOM * 30
    assert high >= 50 + LABEL_ROOM * 30
    narrow = tornado_span((TornadoBar("x", (TornadoSide("more", 34.1, "+0.1", ""),)),), 34.0)
    assert narrow[1] - narrow[0] >= 4


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_odds_stand_on_the_axis_only_where_there_are_any(palette: Palette) -> None:
    span = tornado_span((TornadoBar("x", (TornadoSide("more", 99.0, "+3", ""),)),), 96.0)
    chart = tornado_chart(tornado_frame(BARS, 96.0, "96 %"), palette, rows=3, span=span).to_dict()
    axis = chart["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"]
    assert all(0 <= value <= 100 for value in axis["values"])
    assert chart["layer"][0]["encoding"]["x"]["scale"]["domain"] == list(span)
