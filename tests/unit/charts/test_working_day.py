"""The day's bars: what is drawn, what exceeds the day, what the title says."""

from __future__ import annotations

import pytest

from charts.palette import LIGHT
from charts.working_day import day_alt, day_chart, day_finding, day_frame

ROWS = [("On average", 0.9, "9 calls a day"), ("For odds of 80 %", 1.2, "12 calls a day")]
NAMES = ("on average", "for odds of 80 %")


def test_what_exceeds_the_day_is_a_part_of_its_own() -> None:
    frame = day_frame(ROWS)
    assert frame[["left", "right", "over"]].to_numpy().tolist() == [
        [0.0, 0.9, False],
        [0.0, 1.0, False],
        [1.0, 1.2, True],
    ]
    assert [text for text in frame["text"] if text] == ["9 calls a day", "12 calls a day"], "a label a bar"
    document = day_chart(frame, LIGHT, rows=2, of="of the working day").to_dict()
    bars, _, rule = document["layer"]
    assert bars["encoding"]["x"]["scale"]["zero"] is True
    assert bars["encoding"]["x"]["axis"]["title"] == "of the working day"
    assert bars["encoding"]["color"]["condition"]["value"] == LIGHT.unreachable
    assert rule["mark"]["type"] == "rule"


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.9, 0.95], "The day holds it, also for odds of 80 %: 95 % full"),
        ([0.9, 1.2], "It fits on average, but not for odds of 80 %: 120 % full"),
        ([1.5, 1.7], "It does not fit into the day, not even on average: 150 % full"),
    ],
)
def test_the_title_says_whether_it_fits(shares: list[float], words: str) -> None:
    assert day_finding(NAMES, shares).replace("\u00a0", " ") == words


def test_the_text_instead_of_the_bars_holds_their_figures() -> None:
    assert "For odds of 80 %: 120\u00a0%, 12 calls a day." in day_alt(ROWS)
