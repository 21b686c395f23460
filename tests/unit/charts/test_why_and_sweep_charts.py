"""The waterfall adds up, the map's lines stand where words turn, and every chart is a valid specification."""

from __future__ import annotations

import pytest

from charts.palette import DARK, LIGHT, Palette
from charts.sweep_line import Point, sweep_line_chart, sweep_line_frame
from charts.sweep_map import MapCell, sweep_map_chart, sweep_map_frame
from charts.waterfall import Step, domain_of, waterfall_chart, waterfall_frame

BANDS = [("unreachable", 0.0, 0.1), ("stretch", 0.1, 0.6), ("realistic", 0.6, 1.0)]


def test_bars_lead_from_the_old_number_to_the_new() -> None:
    steps = [Step("A 1 → 2", 0.2, "+20", ""), Step("B", -0.05, "\N{MINUS SIGN}5", "", 0.01)]
    frame = waterfall_frame(
        ("old", 0.1, "10 %"), steps, ("new", 0.25, "25 %"), bands=BANDS, domain=(0.0, 0.5)
    )
    rows = frame[frame["row"].notna()]
    assert list(rows["kind"]) == ["end", "up", "down", "end"]
    assert list(rows["begin"])[1:3] == [0.1, pytest.approx(0.3)]
    assert list(rows["finish"])[2] == pytest.approx(0.25)
    assert list(rows["label"])[1] == "A 1 to 2"
    assert list(frame[frame["kind"] == "band"]["word"]) == ["unreachable", "stretch"]


def test_a_point_does_not_look_like_a_landslide() -> None:
    low, high = domain_of([0.30, 0.31], odds=True)
    assert high - low > 0.12
    assert domain_of([0.0, 1.0], odds=True)[0] == 0.0


def test_no_texts_at_all_are_no_warning() -> None:
    frame = waterfall_frame(("old", 1.0, ""), [], ("new", 1.0, ""), domain=domain_of([1.0], odds=False))
    assert set(frame["word"]) == {""}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_specifications_are_valid(palette: Palette) -> None:
    steps = [Step("A", 0.2, "+20", "")]
    frame = waterfall_frame(("old", 0.1, ""), steps, ("new", 0.3, ""), bands=BANDS, domain=(0.0, 0.5))
    assert waterfall_chart(frame, palette, rows=3, domain=(0.0, 0.5), unit="odds", odds=True).to_dict()
    points = [Point(x / 10, f"{x}", "", 0.1 * x, 0.0, 1.0, "", "stretch") for x in range(5)]
    line = sweep_line_frame(points, 0, BANDS, [(0.2, 0.1, "+20 %")])
    assert sweep_line_chart(line, palette, first=0.0, last=0.4, title="Win rate").to_dict()
    assert set(line[line["kind"] == "band"]["word"]) == {"unreachable", "stretch", "realistic"}


def test_lines_of_the_map_stand_where_the_word_turns() -> None:
    words = {(0, 0): "stretch", (1, 0): "realistic", (0, 1): "stretch", (1, 1): "realistic"}
    cells = [MapCell(x, y, 0.5, "50", "", word) for (x, y), word in words.items()]
    frame = sweep_map_frame(cells, [("+0 %", "1"), ("+5 %", "2")], [("0", ""), ("1", "")], (0, 0))
    edges = frame[frame["kind"] == "edge"]
    assert list(edges["x"]) == [0.5, 0.5]
    assert list(edges["x2"]) == [0.5, 0.5]
    assert list(frame[frame["kind"] == "legend"]["word"]) == ["realistic", "stretch"]
    assert list(frame[frame["kind"] == "across"]["text"]) == ["+0", "+5"]
    assert sweep_map_chart(frame, LIGHT, columns=2, rows=2, across="a", upwards="b").to_dict()
