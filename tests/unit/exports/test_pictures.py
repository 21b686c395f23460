"""Pictures of charts: the text is in them, in every script the fonts cover."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert
from PIL import Image

from exports import Report, picture
from exports.fan import goal_fan, goal_finding
from exports.pictures import VL_VERSION

SVG = "{http://www.w3.org/2000/svg}"


def _words(text: str) -> alt.Chart:
    frame = pd.DataFrame({"text": [text]})
    chart: alt.Chart = alt.Chart(frame).mark_text(fontSize=24).encode(text="text:N").properties(height=60)
    return chart


def _pixels(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("L"))


def test_the_drawing_program_knows_this_version_of_the_charts() -> None:
    assert VL_VERSION in vl_convert.get_vegalite_versions()


def test_an_svg_holds_the_chart_s_words(report: Report) -> None:
    fan = goal_fan(report.goals[0])
    assert fan is not None
    root = ET.fromstring(picture(fan, "svg", title=goal_finding(report.goals[0])))
    words = [node.text for node in root.iter(f"{SVG}text")]
    assert {"Jan 27", "Dec", "median", "19 in 20", "New bookings (M €)"} <= set(words)
    assert goal_finding(report.goals[0]) in words


@pytest.mark.parametrize(
    "text", ["Łódź żółw", "İğdır Şişli", "ทีมขาย กรุงเทพฯ", "กขคงจฉ", "فريق المبيعات", "צוות", "O'Brien & <b>"]
)
def test_a_png_has_the_letters_themselves(text: str) -> None:
    """Letters without a font come out empty, or each as the box that stands for a letter nobody has."""
    drawn = _pixels(picture(_words(text), "png"))
    assert (drawn < 128).sum() > 200
    boxes = "".join(c if c == " " else "\U000f0001" for c in text)
    assert not np.array_equal(drawn, _pixels(picture(_words(boxes), "png")))


def test_text_without_a_font_would_be_seen_by_these_tests() -> None:
    boxes = _pixels(picture(_words("\U000f0001\U000f0002"), "png"))
    backwards = _pixels(picture(_words("\U000f0002\U000f0001"), "png"))
    assert np.array_equal(boxes, backwards)


def test_a_png_is_as_wide_as_asked_twice_as_sharp() -> None:
    assert _pixels(picture(_words("x"), "png", width=300)).shape[1] == 600


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert picture(_words("x"), "png") == picture(_words("x"), "png")
    assert picture(_words("x"), "svg") == picture(_words("x"), "svg")


def test_a_chart_that_names_an_address_is_not_fetched() -> None:
    chart = alt.Chart("http://127.0.0.1:9/data.json").mark_point()
    with pytest.raises(ValueError, match="not allowed"):
        picture(chart, "svg")
