"""Every chart: a valid spec, no expression made from data, one source of data, the palette's colours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from charts.band import band_chart, band_frame
from charts.binding import binding_alt, binding_chart, binding_finding, binding_frame, limit_words
from charts.coverage import HeldLine, coverage_chart, coverage_frame
from charts.effects import EffectLine, effects_chart, effects_frame
from charts.fan import LEVELS, fan_chart, fan_finding, fan_frame
from charts.luck_shares import KINDS, ShareBar, luck_shares_chart, luck_shares_frame
from charts.marks import label_expression, month_labels, spread_labels
from charts.measure import GRADES, MeasureBar, measure_chart, measure_frame
from charts.measured_months import measured_chart, measured_frame
from charts.palette import DARK, LIGHT, Palette, palette
from charts.past_fan import past_fan_chart, past_fan_finding, past_fan_frame
from charts.places import places_chart, places_frame
from charts.ramp import ramp_chart, ramp_finding, ramp_frame
from charts.reliability import OddsPoint, reliability_chart, reliability_frame
from charts.season import season_chart, season_finding, season_frame
from charts.trend import trend_chart, trend_finding, trend_frame

NASTY = "O'Brien' || true || '<img src=x>"
MONTHS = tuple(f"2027-{number:02d}" for number in range(1, 13))
NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
Built = tuple[Callable[[Palette], alt.LayerChart], pd.DataFrame]


def _fan() -> Built:
    quantiles = pd.DataFrame({name: np.arange(1, 13) * level * 1e6 for name, level in LEVELS.items()})
    tips = pd.DataFrame({"month": [NASTY] * 12, "middle": [NASTY] * 12, "range": [NASTY] * 12})
    frame = fan_frame(
        quantiles, target=5e6, deadline=11, baseline=[1e6] * 12, tips=tips, target_text=NASTY, scale=1e6
    )
    return lambda colours: fan_chart(frame, colours, months=MONTHS, unit="New bookings (M €)"), frame


def _band() -> Built:
    values = np.arange(1.0, 13.0)
    frame = band_frame(
        values, values + 1, values + 2, compare=values, month_texts=[NASTY] * 12, tips=[(NASTY,) * 3] * 12,
        middle_text=NASTY, compare_text=NASTY,
    )  # fmt: skip
    return lambda colours: band_chart(
        frame, colours, months=MONTHS, unit="people", compare_title="headcount"
    ), frame


def _binding() -> Built:
    frame = binding_frame([0.1] * 8 + [0.9] * 4, [NASTY] * 12)
    return lambda colours: binding_chart(frame, colours, months=MONTHS), frame


def _trend() -> Built:
    frame = trend_frame(list(range(12)), [NASTY] * 12, [NASTY] * 12)
    return lambda colours: trend_chart(frame, colours, months=MONTHS, unit="deals"), frame


def _season() -> Built:
    frame = season_frame([1.0] * 11 + [1.5])
    return lambda colours: season_chart(frame, colours), frame


def _measured() -> Built:
    frame = measured_frame([4.0] * 12, [3.5] * 10, [NASTY] * 12, [(NASTY, NASTY)] * 12, NASTY)
    return lambda colours: measured_chart(frame, colours, months=MONTHS, unit="deals"), frame


def _ramp() -> Built:
    frame = ramp_frame([0.0, 0.5, 1.0])
    return lambda colours: ramp_chart(frame, colours), frame


def _effects() -> Built:
    lines = [EffectLine(NASTY, risk, [float(t) for t in range(12)], [NASTY] * 12) for risk in (False, True)]
    frame = effects_frame(lines, [NASTY] * 12)
    return lambda colours: effects_chart(frame, colours, months=MONTHS, unit="k €"), frame


def _measure() -> Built:
    frame = measure_frame([MeasureBar(NASTY, 9.0, NASTY, grade, NASTY) for grade in GRADES])
    return lambda colours: measure_chart(frame, colours), frame


def _luck_shares() -> Built:
    frame = luck_shares_frame([ShareBar(NASTY, 0.5, NASTY, kind, NASTY) for kind in KINDS])
    return lambda colours: luck_shares_chart(frame, colours), frame


def _coverage() -> Built:
    frame = coverage_frame([HeldLine(NASTY, 0.7, 0.6, 0.9, 0.8, NASTY, odd) for odd in (False, True)])
    return lambda colours: coverage_chart(frame, colours), frame


def _places() -> Built:
    frame = places_frame([3, 5, 4, 9], 1.0, 8.0)
    return lambda colours: places_chart(frame, colours), frame


def _reliability() -> Built:
    words = ("realistic", "stretch", "unreachable")
    frame = reliability_frame([OddsPoint(0.5, 0.4, 0.2, 0.7, word, 12) for word in words])
    return lambda colours: reliability_chart(frame, colours), frame


def _past_fan() -> Built:
    values = np.arange(1.0, 13.0)
    names = ["low95", "low80", "middle", "high80", "high95", "actual"]
    ranges = pd.DataFrame({"t": range(12), **{name: values + at for at, name in enumerate(names)}})
    tips = pd.DataFrame({"month": [NASTY] * 12, "actual": [NASTY] * 12, "range": [NASTY] * 12})
    frame = past_fan_frame(ranges, tips)
    return lambda colours: past_fan_chart(
        frame, colours, months=MONTHS, unit="total of the quarter (M €)"
    ), frame


CHARTS = {
    "coverage": _coverage,
    "places": _places,
    "reliability": _reliability,
    "past_fan": _past_fan,
    "luck_shares": _luck_shares,
    "measure": _measure,
    "effects": _effects,
    "fan": _fan,
    "band": _band,
    "binding": _binding,
    "trend": _trend,
    "season": _season,
    "measured": _measured,
    "ramp": _ramp,
}


def _nodes(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        yield document
        for value in document.values():
            yield from _nodes(value)
    elif isinstance(document, list):
        for value in document:
            yield from _nodes(value)


def _spec(chart: alt.LayerChart) -> dict[str, Any]:
    document: dict[str, Any] = chart.to_dict()
    document.pop("datasets", None)
    return document


@pytest.mark.parametrize("name", CHARTS)
def test_the_spec_is_valid_and_holds_nothing_of_the_data(name: str) -> None:
    make, frame = CHARTS[name]()
    spec = _spec(make(LIGHT))
    text = json.dumps(spec)
    assert "O'Brien" not in text
    fields = {node["field"] for node in _nodes(spec) if "field" in node}
    assert fields
    assert fields <= set(frame.columns)


@pytest.mark.parametrize("name", CHARTS)
def test_data_stands_once_at_the_top_so_that_it_can_be_sent_alone(name: str) -> None:
    make, _ = CHARTS[name]()
    spec = _spec(make(LIGHT))
    assert "data" in spec
    assert all("data" not in layer for layer in spec["layer"])


@pytest.mark.parametrize("name", CHARTS)
def test_s6_no_transform_and_no_expression_but_month_labels(name: str) -> None:
    make, _ = CHARTS[name]()
    for node in _nodes(_spec(make(LIGHT))):
        assert not {"transform", "expr", "signal", "href", "url", "test"} & set(node)
        if "labelExpr" in node:
            assert node["labelExpr"] == label_expression(month_labels(MONTHS))


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_come_from_the_palette(name: str, colours: Palette) -> None:
    make, _ = CHARTS[name]()
    allowed = {value.lower() for value in vars(colours).values()} | {LIGHT.text.lower()}
    text = json.dumps(_spec(make(colours)))
    used = {part[:7].lower() for part in text.split('"') if part.startswith("#") and len(part) == 7}
    assert used
    assert used <= allowed


@pytest.mark.parametrize(
    "name", ["fan", "band", "binding", "trend", "season", "coverage", "reliability", "past_fan"]
)
def test_no_legend_but_labels(name: str) -> None:
    make, _ = CHARTS[name]()
    for node in _nodes(_spec(make(LIGHT))):
        if "scale" in node and "range" in node.get("scale", {}):
            assert node["legend"] is None


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_and_text_stand_out(colours: Palette) -> None:
    for text in (colours.text, colours.quiet, colours.target, colours.actuals, colours.forecast):
        assert _contrast(text, colours.background) >= 4.5, text
    for mark in (colours.realistic, colours.unreachable, colours.baseline):
        assert _contrast(mark, colours.background) >= 3.0, mark
    for under_text in (colours.leads, colours.people):
        assert _contrast(LIGHT.text, under_text) >= 4.5, under_text


def test_an_unknown_theme_is_light() -> None:
    assert palette(None) is LIGHT
    assert palette("dark") is DARK


def test_labels_are_moved_apart_in_their_order() -> None:
    moved = spread_labels([1.0, 1.01, 5.0, 1.02], 0.5)
    assert sorted(range(4), key=lambda place: moved[place]) == [0, 1, 3, 2]
    assert min(np.diff(sorted(moved))) >= 0.5 * 0.99


def test_month_labels_say_the_year_where_it_changes() -> None:
    assert month_labels(["2027-11", "2027-12", "2028-01", "2028-02"]) == ["Nov 27", "Dec", "Jan 28", "Feb"]
    with pytest.raises(ValueError, match="letters and digits"):
        label_expression(["Jan'27"])


def test_the_finding_of_the_limit() -> None:
    leads_then_people = [0.1] * 8 + [0.9] * 4
    assert binding_finding(leads_then_people, NAMES) == "Leads, not people, are the limit until Aug"
    assert limit_words(leads_then_people, NAMES) == ("leads", "until Aug, then people")
    assert (
        binding_finding([0.0] * 12, NAMES)
        == "Leads are the limit in every month: more people would not sell more"
    )
    assert binding_finding([0.9] * 12, NAMES) == "People, not leads, are the limit in every month"
    assert (
        binding_finding([0.9, 0.1] * 6, NAMES)
        == "People are the limit in 6 of 12 months, leads in the others"
    )
    assert "Sep: in 90% of futures" in binding_alt(leads_then_people, NAMES)


def test_binding_shares_stack_to_one() -> None:
    frame = binding_frame([0.3, 0.6, 0.2], NAMES[:3])
    assert (frame["high"] - frame["low"]).groupby(frame["t"]).sum().tolist() == pytest.approx([1.0] * 3)


def test_the_other_findings() -> None:
    assert fan_finding("4.36 M €", "240 k €", "Dec 2027", reached=False, at_most=False).endswith(
        "240 k € short of the goal"
    )
    assert fan_finding("1.2 %", "0.2 %", "Dec 2027", reached=True, at_most=True).endswith(
        "0.2 % under the limit"
    )
    assert season_finding([1.0] * 12) == "No month is stronger than another"
    assert season_finding([1.0] * 11 + [2.0]).startswith("Dec is the strongest month (185 %")
    assert ramp_finding([1.0]) == "A new hire is fully productive from the first month"
    assert (
        ramp_finding([0.0, 0.5, 1.0])
        == "A new hire is fully productive in month 3; getting there costs 1.5 months of work"
    )
    assert trend_finding("Deals", [10.0] * 6) == "Deals hold their level"
    assert (
        trend_finding("Deals", [10.0] * 3 + [20.0] * 3)
        == "Deals grew: the last 3 months are 100% above the first 3"
    )


def test_past_forecasts_that_missed_are_ringed_and_counted() -> None:
    _, frame = _past_fan()
    assert frame["miss"].dropna().tolist() == frame["actual"].dropna().tolist(), (
        "what came lies above every range"
    )
    assert past_fan_finding(9, 12, "month") == "3 of 12 months lay outside their 8-in-10 range (ringed)"
    assert past_fan_finding(12, 12, "year") == "Every year that came lay inside its 8-in-10 range"


def test_the_diagonal_of_right_odds_runs_through_the_whole_diagram() -> None:
    _, frame = _reliability()
    assert frame["even"].tolist() == frame["claimed"].tolist()
    assert {0.0, 1.0} <= set(frame["even"])
