"""The plan for a projector (``?present=1``): one goal a screen, readable from the last row, moved by the arrow keys."""

from __future__ import annotations

import streamlit as st

from charts.binding import binding_finding
from simulator import Scenario
from ui import answer, fan, formats, frame
from ui.answer import Answer
from ui.evidence_words import GRADES, counted_grade, evidence_rows
from ui.text import plain, sentence_list

GOAL = "goal_in_view"
"""In the session: the name of the goal on the screen, here and on the Target page."""
ENLARGED = 1.45
VERDICT_WIDTH = 6.6
LARGE = """<style>
.stMainBlockContainer { padding-top: 1rem; padding-bottom: 0.5rem; }
.st-key-verdict { min-height: 33vh; justify-content: center; }
.st-key-verdict h1 { font-size: clamp(2rem, min(%svw, 14vh), 10rem); line-height: 1.2; padding: 0; }
.st-key-verdict h2 { font-size: clamp(1.3rem, min(3.2vw, 5vh), 4rem); padding: 0; }
.st-key-verdict p { font-size: clamp(1rem, min(1.5vw, 2.6vh), 1.8rem); }
.st-key-present_words p { font-size: clamp(1.1rem, min(1.9vw, 3.4vh), 2.3rem); line-height: 1.35; }
.st-key-present_fan p { font-size: clamp(1rem, min(1.5vw, 2.6vh), 1.8rem); }
.st-key-fan_large { height: 300px; }
@media (min-width: 640px) { .st-key-fan_large { height: 40vh; min-height: 220px; } }
</style>"""
"""No theme key sizes type by the screen it is shown on."""


def draw(before: Answer, now: Answer | None) -> None:
    """The goal, its verdict on a third of the screen, the fan and three sentences; nothing that needs hovering."""
    plan = before.scenario
    st.html(LARGE % (VERDICT_WIDTH if now is None else VERDICT_WIDTH / 1.9))
    answer.draw_verdict(before, now, large=True)
    chart, words = st.columns([2.2, 1], gap="large", vertical_alignment="center")
    with chart, st.container(key="present_fan"):
        fan.draw_fan(before, now, enlarged=ENLARGED)
    with words, st.container(key="present_words", gap="medium"):
        for sentence in sentences(before, now):
            st.markdown(sentence)
    _draw_steps(plan, before)


def sentences(before: Answer, now: Answer | None) -> list[str]:
    """What would be realistic, what is the limit and what it all rests on, as markdown."""
    last = now or before
    names = [formats.MONTHS[int(month[5:7]) - 1] for month in last.path.months]
    rows = evidence_rows(before.scenario)
    counts = [one for one in (counted_grade(rows, grade) for grade in GRADES) if one]
    return [
        f"{answer.realistic_words(before, now)}.",
        f"{plain(binding_finding(last.path.people_share, names))}.",
        f"This rests on {plain(sentence_list(counts))}.",
    ]


def _draw_steps(plan: Scenario, shown: Answer) -> None:
    names = [goal.name for goal in plan.goals]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="present_steps"):
        if len(names) > 1:
            for label, icon, key, shortcut, step in (
                ("Previous goal", "arrow_back", "present_back", "Left", -1),
                ("Next goal", "arrow_forward", "present_next", "Right", 1),
            ):
                st.button(
                    label,
                    key=key,
                    icon=f":material/{icon}:",
                    type="tertiary",
                    shortcut=shortcut,
                    on_click=_step,
                    args=(names, shown.goal.name, step),
                )
            place = names.index(shown.goal.name) + 1
            st.markdown(f":gray[Goal {place} of {len(names)}]", width="content")
        st.button(
            "Close",
            key="present_close",
            icon=":material/close:",
            type="tertiary",
            shortcut="Esc",
            on_click=frame.present,
            args=(False,),
        )


def _step(names: list[str], shown: str, step: int) -> None:
    here = st.session_state.get(GOAL)
    place = names.index(here if here in names else shown)
    st.session_state[GOAL] = names[(place + step) % len(names)]
