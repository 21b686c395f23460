"""The bands one can choose come from somewhere: each preset names its source, and the decision record has it too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.fields.policy import PRESETS, Preset

RECORD = (Path(__file__).parents[3] / "docs" / "adr" / "0014-bands.md").read_text(encoding="utf-8")
OTHERS = PRESETS[1:]


def test_the_default_says_that_nobody_prescribes_it() -> None:
    assert (PRESETS[0].realistic, PRESETS[0].unreachable) == (0.6, 0.1)
    assert "No published standard" in PRESETS[0].source


@pytest.mark.parametrize("preset", OTHERS, ids=lambda one: one.name)
def test_a_preset_names_who_and_when(preset: Preset) -> None:
    authors = re.findall(r"Bussgang|Tunguz|NASA|Epstein", preset.source)
    years = re.findall(r"\b(?:19|20)\d\d\b", preset.source)
    assert authors, preset.source
    assert years, preset.source
    for found in (*authors, *years):
        assert found in RECORD
    assert f"{preset.name} {preset.realistic:.0%}".rstrip("%") in RECORD


def test_the_bands_are_those_of_the_practices_named() -> None:
    bands = {one.name: (one.realistic, one.unreachable) for one in OTHERS}
    assert bands == {"Board": (0.8, 0.2), "Public budget": (0.7, 0.1), "Quota practice": (0.5, 0.1)}
