"""The theme of .streamlit/config.toml: legible in both schemes, the same meaning on every page."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

SCHEMES = ("light", "dark")
MEANINGS = ("green", "orange", "red", "blue")  # realistic, stretch, unreachable, forecast
TEXT_RATIO = 4.5  # WCAG 2.2, 1.4.3 for text below 24 px


@pytest.fixture(scope="session")
def configuration(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def _luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_s_examples_have_it() -> None:
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert _contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_from_every_background(configuration: dict[str, Any], scheme: str) -> None:
    theme = configuration["theme"][scheme]
    pages = [theme["backgroundColor"], theme["secondaryBackgroundColor"]]
    pairs = [(theme[name], page) for name in ("textColor", "linkColor") for page in pages]
    for meaning in MEANINGS:
        text = theme[f"{meaning}TextColor"]
        pairs += [(text, page) for page in [*pages, theme[f"{meaning}BackgroundColor"]]]
    assert {pair: _contrast(*pair) for pair in pairs if _contrast(*pair) < TEXT_RATIO} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_streamlit_makes_of_the_colours_stands_out_too(
    configuration: dict[str, Any], scheme: str
) -> None:
    """Captions are the text at 60 %, a primary button is white on the accent, a slider shows the accent as text."""
    theme = configuration["theme"][scheme]
    page = theme["backgroundColor"]
    assert _contrast(_blend(theme["textColor"], page, 0.6), page) >= TEXT_RATIO
    assert _contrast("#FFFFFF", theme["primaryColor"]) >= TEXT_RATIO
    assert _contrast(theme["primaryColor"], page) >= TEXT_RATIO


def _blend(colour: str, under: str, share: float) -> str:
    pairs = [(int(colour[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * top + (1 - share) * below):02X}" for top, below in pairs)


def test_the_light_theme_carries_okabe_and_ito_s_hues(configuration: dict[str, Any]) -> None:
    theme = configuration["theme"]["light"]
    assert [theme[f"{meaning}Color"] for meaning in MEANINGS] == ["#009E73", "#E69F00", "#D55E00", "#0072B2"]


def test_both_schemes_define_the_same_colours(configuration: dict[str, Any]) -> None:
    light, dark = (configuration["theme"][scheme] for scheme in SCHEMES)
    assert light.keys() == dark.keys()


def test_nothing_is_reported_and_nothing_internal_is_shown(configuration: dict[str, Any]) -> None:
    assert configuration["browser"]["gatherUsageStats"] is False
    assert configuration["client"]["showErrorDetails"] == "none"
    assert configuration["client"]["showErrorLinks"] is False
    assert configuration["client"]["disableDataExport"] is True
    assert configuration["runner"]["postScriptGC"] is False
    assert configuration["server"]["address"] == "127.0.0.1"
    assert configuration["server"]["trustedUserHeaders"] == {
        "x-anon-id": "anon_id",
        "x-proxy-account": "proxy_account",
    }
