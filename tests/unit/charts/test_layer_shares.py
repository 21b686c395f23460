"""Months against the plain twelfth: what is drawn and what the title says."""

from __future__ import annotations

import pytest

from charts.layer_shares import hand_finding, shares_chart, shares_finding, shares_frame
from charts.palette import LIGHT

MONTHS = ("2027-01", "2027-02", "2027-03", "2027-04")
NAMES = ("Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027")


def test_columns_begin_at_zero_and_the_line_is_labelled() -> None:
    tips = [(name, "1 M", "30 %") for name in NAMES]
    frame = shares_frame([0.1, 0.2, 0.3, 0.4], [False, True, False, False], 0.25, "plain quarter 25 %", tips)
    assert frame["share"].tolist() == [0.1, 0.2, 0.3, 0.4]
    assert frame["by_hand"].tolist() == [False, True, False, False]
    document = shares_chart(frame, LIGHT, months=MONTHS).to_dict()
    bars, rule, label = document["layer"]
    assert bars["encoding"]["y"]["scale"]["zero"] is True
    assert bars["encoding"]["color"]["condition"]["value"] == LIGHT.target
    assert rule["mark"]["type"] == "rule"
    assert label["mark"]["type"] == "text"


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (
            [0.1, 0.2, 0.3, 0.4],
            "Apr 2027 carries 40.0 % of the goal, Jan 2027 10.0 %: no plain quarter fits both",
        ),
        ([0.0, 0.2, 0.4, 0.4], "Mar 2027 carries 40.0 % of the goal, Jan 2027 nothing"),
        ([0.25, 0.252, 0.249, 0.249], "Every month carries about the same: the plain quarter would do"),
        ([0.0] * 4, "expects nothing"),
        ([], "expects nothing"),
    ],
)
def test_the_title_says_which_months_part(shares: list[float], words: str) -> None:
    assert words in shares_finding(shares, NAMES, "plain quarter").replace("\u00a0", " ")


def test_what_luck_alone_may_do_is_no_finding() -> None:
    shares = [0.26, 0.25, 0.25, 0.24]
    assert "carries" in shares_finding(shares, NAMES, "plain quarter")
    assert "would do" in shares_finding(shares, NAMES, "plain quarter", 0.05)


def test_a_month_set_by_hand_is_the_title() -> None:
    said = hand_finding(NAMES, 1, 0.3, 0.2).replace("\u00a0", " ")
    assert said == "Feb 2027 is set by hand to 30.0 % of the goal; its own share is 20.0 %"
