"""Charts of rates by group, conversion and the leak: frames hold what is shown, specs are complete."""

from __future__ import annotations

import pytest

from charts.conversion import CurveRow, conversion_chart, conversion_frame
from charts.leak import FunnelRow, leak_chart, leak_frame
from charts.members import MemberRow, members_chart, members_frame
from charts.palette import DARK, LIGHT, Palette


def member(name: str, own: float, value: float) -> MemberRow:
    return MemberRow(name, own, value, value - 0.05, value + 0.05, f"{value:.0%}", "a range", "own deals")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_members_stand_highest_first_with_text_clear_of_the_ring(palette: Palette) -> None:
    frame = members_frame([member("Ana", 0.1, 0.2), member("Ben", 0.9, 0.4)], 0.3)
    assert frame["name"].tolist() == ["Ben", "Ana"]
    assert frame["end"].tolist() == [0.9, 0.25]
    document = members_chart(frame, palette).to_dict()
    assert palette.forecast in str(document)
    (dot,) = [one for one in document["layer"] if "tooltip" in one["encoding"]]
    assert dot["mark"]["filled"]


def test_curves_begin_at_nothing_and_are_named_at_their_ends() -> None:
    frame = conversion_frame([CurveRow("won", (3, 40), (0.1, 0.4), (0.08, 0.35), (0.12, 0.45))])
    assert frame["share"].tolist() == [0.0, 0.1, 0.4]
    assert frame["label"].tolist() == ["", "", "40% won"]
    document = conversion_chart(frame, LIGHT).to_dict()
    scales = [one["encoding"]["y"]["scale"] for one in document["layer"] if "y" in one["encoding"]]
    assert all(scale["domain"] == [0, 1] for scale in scales)


def test_the_leak_starts_at_zero_and_ends_where_the_step_before_did() -> None:
    frame = leak_frame(
        [FunnelRow("enter", 100, 0, "100", "", ""), FunnelRow("won", 30, 70, "30", "70 lost", "")]
    )
    assert frame["lost_to"].tolist() == [100, 100]
    document = leak_chart(frame, LIGHT).to_dict()
    assert all(one["encoding"]["x"].get("scale", {}).get("domain", [0])[0] == 0 for one in document["layer"])
