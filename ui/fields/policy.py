"""The bands that separate the three words, with presets and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario import Policy
from ui import state
from ui.fields import inputs, showing
from ui.fields.edits import Document, with_document
from ui.fields.inputs import number_field
from ui.visitors import view_mode
from ui.wording import formats, verdicts
from ui.wording.text import plain


@dataclass(frozen=True)
class Preset:
    """A pair of bands with the practice it comes from."""

    name: str
    realistic: float
    unreachable: float
    source: str


PRESETS = (
    Preset(
        "Default",
        0.60,
        0.10,
        "No published standard ties these words to odds; 60 and 10 are this product's own choice.",
    ),
    Preset(
        "Board",
        0.80,
        0.20,
        "Plans given to a board are set at 70 % (J. Bussgang, Pencils Down, 2007) to 90 % confidence "
        "(T. Tunguz, The Board Plan and the Stretch Plan, 2012); 80 lies between, 20 mirrors it.",
    ),
    Preset(
        "Public budget",
        0.70,
        0.10,
        "NASA funds projects at 70 % confidence in cost and schedule (NPD 1000.5, 2009; NPR 7120.5); "
        "10 is this product's own.",
    ),
    Preset(
        "Quota practice",
        0.50,
        0.10,
        "Even odds for whoever carries the quota, a practice named after Kish; a budget met half of the time is "
        "the expected case (J. Epstein and B. Deeter, Bessemer, 2015); 10 is this product's own.",
    ),
)


def draw(plan: Scenario) -> None:
    """The bands in words, the presets, and the two numbers."""
    st.subheader("When is a goal realistic?", anchor=False)
    st.markdown(
        f"{_word('realistic')} from **{formats.percent(plan.policy.realistic_at_least, 1)}**, "
        f"{_word('unreachable')} under "
        f"**{formats.percent(plan.policy.unreachable_below, 1)}**, {_word('stretch')} between. "
        "No published standard ties these words to odds, so the bands stand beside every verdict."
    )
    current = _preset_of(plan)
    if view_mode.may_edit():
        key = showing.key_for("preset", current, current)

        def choose(name: str | None) -> str | None:
            chosen = next((one for one in PRESETS if one.name == name), None)
            if chosen is not None and chosen.name != _preset_of(state.scenario()):
                before = state.scenario().policy
                policy = Policy(
                    realistic_at_least=chosen.realistic,
                    unreachable_below=chosen.unreachable,
                    commit_at_least=before.commit_at_least,
                    stretch_at_least=before.stretch_at_least,
                    source=chosen.source,
                )
                state.commit(state.scenario().changed(policy=policy), f"policy: {chosen.name.lower()}")
            return _preset_of(state.scenario()) if chosen is not None else ""

        st.segmented_control(
            "Presets",
            [preset.name for preset in PRESETS],
            default=current,
            key=key,
            on_change=showing.answered("preset", key, choose),
            format_func=_preset_words,
        )
    with st.grid(2, min_column_width=220, gap="small"):
        with st.container():
            number_field(
                "Realistic from, % of futures",
                ("policy", "realistic_at_least"),
                scale=100,
                change=_custom("realistic_at_least"),
            )
        with st.container():
            number_field(
                "Unreachable under, % of futures",
                ("policy", "unreachable_below"),
                scale=100,
                change=_custom("unreachable_below"),
            )
        with st.container():
            number_field(
                "Commitment from, % of futures",
                ("policy", "commit_at_least"),
                scale=100,
                help="The rung “commit” of the ladder: met in so many futures, never in fewer than what is realistic.",
            )
        with st.container():
            number_field(
                "Stretch goal at, % of futures",
                ("policy", "stretch_at_least"),
                scale=100,
                optional="the middle of the stretch band",
                help="The rung “stretch” of the ladder, always within what is called a stretch.",
            )
    source = plan.policy.source or next((one.source for one in PRESETS if one.name == current), "set by hand")
    st.caption(f"Source: {plain(source)}")


def _preset_of(plan: Scenario) -> str | None:
    """The preset whose bands the plan has."""
    bands = (plan.policy.realistic_at_least, plan.policy.unreachable_below)
    return next((one.name for one in PRESETS if (one.realistic, one.unreachable) == bands), None)


def _preset_words(name: str) -> str:
    preset = next(one for one in PRESETS if one.name == name)
    return f"{name} {formats.decimal(preset.realistic * 100)}/{formats.decimal(preset.unreachable * 100)}"


def _word(name: str) -> str:
    look = verdicts.LOOKS[name]
    return f":{look.colour}[{look.icon} {look.word}]"


def _custom(field: str) -> inputs.Change:
    """Bands typed by hand lose the preset's source."""

    def change(plan: Scenario, value: Any) -> Scenario:
        def put(document: Document) -> None:
            document.setdefault("policy", {})[field] = value
            document["policy"]["source"] = "set by hand"

        return with_document(plan, put)

    return change
