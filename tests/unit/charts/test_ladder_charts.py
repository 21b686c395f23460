"""The charts of Goals: ladder, break-even, pairs: frames hold what is shown, specs are complete and hold no data."""

from __future__ import annotations

import json

import pytest

from charts.break_even import break_even_alt, break_even_chart, break_even_frame
from charts.ladder import LadderMark, ladder_alt, ladder_chart, ladder_frame
from charts.pairs import APART, NEITHER, TOGETHER, PairCell, pairs_alt, pairs_chart, pairs_frame
from charts.palette import DARK, LIGHT, Palette

NASTY = "O'Brien' || true || '<img src=x>"
MONTHS = ("2027-01", "2027-02", "2027-03")


def _mark(name: str, value: float, may_be_far: bool = False) -> LadderMark:
    return LadderMark(
        name, value, "stretch", is_goal=False, text=f"{value:g}", tip=NASTY, beside="", may_be_far=may_be_far
    )


def _rows() -> list[LadderMark]:
    goal = LadderMark("Your goal", 9.0, "stretch", is_goal=True, text="9", tip="", beside="")
    return [_mark("Ceiling", 10.0), goal, _mark("Target", 8.0), _mark("Commit", 6.0)]


def test_the_bands_of_a_goal_to_reach_rise_and_of_a_bound_fall() -> None:
    rising = ladder_frame(_rows(), (8.0, 10.0), rising=True).dropna(subset=["zone"])
    assert rising["zone"].tolist() == ["realistic", "stretch", "unreachable"]
    assert rising["zone_to"].tolist()[:2] == [8.0, 10.0]
    assert rising["zone_from"].tolist()[1:] == [8.0, 10.0]
    falling = ladder_frame(_rows(), (8.0, 6.5), rising=False).dropna(subset=["zone"])
    assert falling["zone_from"].tolist()[:2] == [8.0, 6.5]
    assert falling["zone_to"].tolist()[1:] == [8.0, 6.5]


def test_without_a_word_there_are_no_bands() -> None:
    assert ladder_frame(_rows(), (None, None), rising=True)["zone"].isna().all()


def test_a_floor_far_off_stands_at_the_edge_with_an_arrow() -> None:
    rows = [*_rows(), _mark("Floor", 0.0, may_be_far=True)]
    frame = ladder_frame(rows, (8.0, 10.0), rising=True).set_index("row")
    floor = frame[frame["zone"].isna()].loc["Floor"]
    assert floor["rung"] == pytest.approx(6.0 - 0.06 * 4)
    assert floor["right"] == "◂ 0"
    near = ladder_frame([*_rows(), _mark("Floor", 7.0, may_be_far=True)], (8.0, 10.0), rising=True)
    assert near.loc[near["row"] == "Floor", "rung"].dropna().tolist() == [7.0]


def test_rungs_and_goals_are_marked_apart_and_each_is_written_once() -> None:
    frame = ladder_frame(_rows(), (8.0, 10.0), rising=True)
    marks = frame[frame["zone"].isna()]
    assert marks["rung"].notna().tolist() == [True, False, True, True]
    assert marks["goal"].notna().tolist() == [False, True, False, False]
    assert ((marks["left"] != "") ^ (marks["right"] != "")).all()


def test_one_value_for_everything_still_has_an_axis() -> None:
    frame = ladder_frame([_mark("Target", 0.0)], (0.0, 0.0), rising=True)
    assert frame["zone_to"].max() > frame["zone_from"].min()


def test_break_even_has_two_lines_with_a_name_each() -> None:
    frame = break_even_frame([0.1, 0.5, 0.9], [0.1, 0.2, 0.4], ["Jan", "Feb", "Mar"], [("a", "b")] * 3)
    assert frame["value"].dropna().tolist() == [0.1, 0.5, 0.9, 0.1, 0.2, 0.4]
    assert frame["end_text"].unique().tolist() == ["", "that month", "since the start"]
    assert "Mar: a in the month, b since the start" in break_even_alt(["Jan", "Feb", "Mar"], [("a", "b")] * 3)


def _cells() -> list[PairCell]:
    return [
        PairCell("2 B", "1", "A and B", TOGETHER, "together", "9 %", "4 %", is_strong=True),
        PairCell("3 C", "1", "A and C", APART, "apart", "1 %", "4 %"),
        PairCell("3 C", "2", "B and C", NEITHER, "no tie", "4 %", "4 %"),
    ]


def test_a_pair_is_written_with_its_strength() -> None:
    frame = pairs_frame(_cells())
    assert frame["strong"].tolist() == ["together", "", ""]
    assert frame["strongly"].tolist() == ["strongly", "", ""]
    assert frame["named"].tolist() == ["", "apart", ""]
    assert frame["other"].tolist() == ["", "", "no tie"]
    assert pairs_alt(_cells()) == "Pairs of goals: A and B strongly together; A and C apart."
    assert pairs_alt([]) == "Pairs of goals: none pulls together or apart."


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_specs_hold_columns_and_colours_and_nothing_of_the_data(palette: Palette) -> None:
    ladder = ladder_frame(_rows(), (8.0, 10.0), rising=True)
    covered = break_even_frame([0.1, 0.5, 0.9], [0.1, 0.2, 0.4], [NASTY] * 3, [(NASTY, NASTY)] * 3)
    pairs = pairs_frame(_cells())
    built = [
        (ladder, ladder_chart(ladder, palette, unit="M €", share=False, rows=4)),
        (covered, break_even_chart(covered, palette, months=MONTHS)),
        (pairs, pairs_chart(pairs, palette, goals=3)),
    ]
    allowed = {value.lower() for value in vars(palette).values()} | {LIGHT.text.lower()}
    for frame, chart in built:
        document = chart.to_dict()
        document.pop("datasets", None)
        text = json.dumps(document)
        assert "O'Brien" not in text
        assert "transform" not in text
        fields = {part.split('"')[0] for part in text.split('"field": "')[1:]}
        assert fields
        assert fields <= set(frame.columns)
        colours = {part[:7].lower() for part in text.split('"') if part.startswith("#") and len(part) == 7}
        assert colours <= allowed
    assert ladder_alt(_rows()).startswith("The ladder: Ceiling: 10,")
