"""A chart as a picture: PNG for a slide or a mail, SVG for print."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import vl_convert

from exports.typefaces import FAMILIES, register_fonts
from words.text import safe_text

WIDTH = 900
SCALE = 2.0
"""Pixels of a PNG for each point of the chart."""
VL_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
"""The Vega-Lite that this Altair writes for."""
_FALLBACK = ("Arial", "sans-serif")
"""Read by programs that show an SVG on a machine without our fonts."""


def picture(
    chart: alt.Chart | alt.LayerChart,
    form: Literal["png", "svg"],
    *,
    title: str | None = None,
    width: int = WIDTH,
    background: str = "white",
) -> bytes:
    """`chart` drawn as it is on the page, `width` points wide, with `title` above it.

    It is drawn in fonts that come with the product, and no address in it is fetched.
    """
    register_fonts()
    spec = _sized(chart, title, width)
    config = {
        "font": ", ".join((*FAMILIES, *_FALLBACK)),
        "background": background,
        "view": {"stroke": None},
    }
    if form == "svg":
        return vl_convert.vegalite_to_svg(
            spec, vl_version=VL_VERSION, config=config, allowed_base_urls=[]
        ).encode()
    return vl_convert.vegalite_to_png(
        spec, vl_version=VL_VERSION, config=config, scale=SCALE, allowed_base_urls=[]
    )


def _sized(chart: alt.Chart | alt.LayerChart, title: str | None, width: int) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    spec["width"] = width
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    if title:
        spec["title"] = {"text": safe_text(title), "anchor": "start", "fontSize": 17, "offset": 14}
    return spec
