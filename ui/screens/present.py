"""The plan for a projector (``?present=1``): one goal a screen, readable from the last row, moved by the arrow keys."""

from __future__ import annotations

import streamlit as st

from charts.binding import binding_finding
from simulator import Scenario
from store.sharing import TOKEN
from ui import frame
from ui.kept import keeping
from ui.screens import answer, fan, history_dangers, levers_turn
from ui.screens.answer import Answer
from ui.sharing import share, share_link
from ui.visitors import visit
from ui.wording import formats, verdicts
from ui.wording.evidence_words import GRADES, counted_grade, evidence_rows
from ui.wording.metric_words import value_text
from ui.wording.text import plain, sentence_list

GOAL = "goal_in_view"
"""In the session: the name of the goal on the screen, here and on the Target page."""
ENLARGED = 1.45
VERDICT_WIDTH = 128
"""Of a letter of the verdict, in hundredths of a screen that holds so many letters in one line."""
QR_PIXELS = 200
LARGE = """<style>
[data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 1.2rem !important; padding-bottom: 0.6rem !important; }
.st-key-verdict { min-height: 33vh; justify-content: center; gap: 2.4vh !important; }
.st-key-verdict h1 { font-size: clamp(1.7rem, min(%svw, 14vh), 10rem); line-height: 1.25; padding: 0; }
.st-key-verdict h1 { margin-top: 0.1em; }
.st-key-verdict h2 { font-size: clamp(1.3rem, min(3vw, 5vh), 4rem); line-height: 1.2; padding: 0; }
.st-key-verdict p { font-size: clamp(1rem, min(1.5vw, 2.6vh), 1.8rem); }
.st-key-present_words p { font-size: clamp(1.1rem, min(1.9vw, 3.4vh), 2.3rem); line-height: 1.35; }
.st-key-present_fan p { font-size: clamp(1rem, min(1.4vw, 2.5vh), 1.7rem); }
.st-key-present_code { position: fixed; top: 1rem; right: 1rem; width: auto; z-index: 2; }
.st-key-present_code img { width: clamp(90px, 15vh, 200px) !important; }
@media (max-width: 640px) { .st-key-present_code { display: none; } }
.st-key-fan_large { flex: none !important; height: 300px !important; }
@media (min-width: 640px) { .st-key-fan_large { height: max(200px, 66vh - 14rem) !important; } }
</style>"""
"""No theme key sizes type by the screen it is shown on."""


def draw(before: Answer, now: Answer | None) -> None:
    """The goal, its verdict on a third of the screen, the fan and a few sentences; nothing that needs hovering."""
    plan = before.scenario
    st.html(LARGE % f"{VERDICT_WIDTH / _letters(before, now):.2f}")
    _draw_code()
    turning = answer.draw_verdict(before, now, large=True)
    chart, words = st.columns([2.2, 1], gap="large", vertical_alignment="center")
    with chart, st.container(key="present_fan"):
        fan.draw_fan(before, now, enlarged=ENLARGED)
    with words, st.container(key="present_words", gap="medium"):
        for sentence in sentences(before, now):
            st.markdown(sentence)
    _draw_steps(plan, before)
    levers_turn.draw_last(turning, plan, before.goal, moved=now is not None)


def _letters(before: Answer, now: Answer | None) -> int:
    """How long the line with the verdict is."""
    shown = [before] if now is None else [before, now]
    words = [f"{one.verdict.verdict} · {verdicts.odds_text(one.verdict)}" for one in shown]
    return max(18, sum(len(one) for one in words) + 4 * (len(words) - 1))


def audience_address() -> str | None:
    """Where the audience may look at this plan, never edit it: the link it is shown by, or the one just made."""
    here = visit.current()
    if here is not None:
        is_link = here.shows_plan and TOKEN.fullmatch(here.address) is not None
        return share_link.address_of(here.address) if is_link else None
    place = keeping.place()
    return share.made_to_look_at(place.id) if place is not None else None


def _draw_code() -> None:
    address = audience_address()
    if address is not None:
        with st.container(key="present_code"):
            st.image(share_link.qr_code(address), width=QR_PIXELS)


def sentences(before: Answer, now: Answer | None) -> list[str]:
    """What can be relied on, what is the limit, what it all rests on and what endangers that most, as markdown."""
    last = now or before
    names = [formats.MONTHS[int(month[5:7]) - 1] for month in last.path.months]
    rows = evidence_rows(before.scenario)
    counts = [one for one in (counted_grade(rows, grade) for grade in GRADES) if one]
    return [
        _reliable(before, now),
        f"{plain(binding_finding(last.path.people_share, names))}.",
        f"This rests on {plain(sentence_list(counts))}.",
        *history_dangers.worst_named(before.scenario),
    ]


def _reliable(before: Answer, now: Answer | None) -> str:
    goal = before.goal
    bound = "at least" if goal.direction == "at_least" else "at most"

    def text(one: Answer) -> str:
        if one.path.nine_in_ten is None:
            return "nothing certain"
        return plain(
            value_text(goal.metric, one.path.nine_in_ten, one.scenario.currency, whole=goal.threshold)
        )

    if now is None:
        return f"In 9 of 10 futures: {bound} **{text(before)}**."
    return f"In 9 of 10 futures: {bound} {text(before)} → **{text(now)}**."


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
