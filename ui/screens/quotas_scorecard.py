"""Scorecard: who differs by more than luck, the one gap most worth coaching, and who could learn from whom."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from exports import table_csv
from exports.kind_templates import kind_template
from simulator import Scenario
from simulator.evidence.limits import LIMITS
from simulator.scorecard import Scorecard
from simulator.scorecard.document import card_sentence
from simulator.scorecard.teams import team_card
from ui import state
from ui.computing import score_view
from ui.handouts.downloads import File, draw_files
from ui.screens import quotas_score_person, quotas_score_terms
from ui.screens.quotas_score_words import NO_GAP, period_word, trend_words, worth_words
from ui.visitors import money_hidden, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats
from ui.wording.text import counted, plain, sentence_list, shown

PAGE = 50
ALL = "All"
ORDERS = {"coach": "largest gap first", "table": "by team and name", "score": "lowest score first"}
_UPLOAD = "score_upload"


def draw(plan: Scenario) -> None:
    """The tab: the team first, then everybody, one person's card, pairs, and what counts."""
    if money_hidden.is_hidden():
        st.markdown("The scorecard shows what people sold, and this link does not show any amounts.")
        return
    card = score_view.card_here(plan)
    if card is None:
        st.markdown(
            "**Nothing to compare people by yet**: bring a table with a row a person and month, a list of activities, "
            "or an export of opportunities that names who owns each deal."
        )
        _source(None)
        return
    st.subheader(plain(_headline(card)), anchor=False)
    st.caption(plain(_basis(card)))
    _source(card)
    _teams(card, plan)
    _people(card)
    quotas_score_person.draw(card)
    _pairs(card)
    quotas_score_terms.draw(card)


def _headline(card: Scorecard) -> str:
    said = card_sentence(card)
    gap = card.team_gap
    if gap is None or not card.in_bookings:
        return said
    total = formats.money(float(card.worth(gap).sum()), card.sheet.currency)
    return f"{said} Closing these gaps would bring about {total} a {period_word(card.sheet)}."


def _basis(card: Scorecard) -> str:
    sheet = card.sheet
    periods = f", {counted(len(sheet.periods), period_word(sheet))}" if sheet.periods else ""
    if sheet.others:
        periods += f", {counted(sheet.others, 'other')} with fewer deals left out"
    return (
        f"{sheet.source}: {counted(len(sheet.reps), 'person', 'people')}{periods}. Everybody is compared with their "
        "own team; figures of few cases are pulled towards it, so that luck is not taken for skill."
    )


def _source(card: Scorecard | None) -> None:
    if not view_mode.may(Deed.UPLOAD):
        return
    with st.expander(
        "Bring the people's numbers", icon=":material/upload:", key="score_source", expanded=card is None
    ):
        with st.container(horizontal=True):
            st.download_button(
                "Template",
                data=lambda: kind_template("scorecard"),
                file_name="scorecard.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="template_scorecard_here",
            )
            if score_view.brought() is not None:
                st.button(
                    "Back to the plan's history",
                    key="score_forget",
                    icon=":material/undo:",
                    on_click=score_view.forget,
                )
        st.file_uploader(
            "A row a person and month, a list of activities, or an export of opportunities",
            type=["csv", "tsv", "txt", "xlsx"],
            key=_UPLOAD,
            max_upload_size=LIMITS.bytes // 2**20,
            on_change=_take,
            help="It is compared in this tab and not kept with the plan.",
        )
        for sentence in score_view.refused():
            st.markdown(f":red[:material/error: {plain(sentence)}]")
        found = score_view.brought()
        if found is not None and found.remarks:
            st.markdown("\n".join(f"- {plain(one.message)}" for one in found.remarks))


def _take() -> None:
    uploaded = st.session_state.get(_UPLOAD)
    if uploaded is not None and view_mode.may(Deed.UPLOAD):
        score_view.bring(uploaded.getvalue(), uploaded.name)


def _teams(card: Scorecard, plan: Scenario) -> None:
    """Each team against the others, and the gap most worth coaching within it."""
    found = team_card(card, plan.scorecard)
    if found is None:
        return
    teams, word = found.card, period_word(card.sheet)
    scores = _scores(teams)
    rows = []
    order = sorted(range(len(found.people)), key=lambda at: -found.worth[at])
    for at in order[:PAGE]:
        row: dict[str, object] = {"Team": shown(teams.sheet.reps[at]), "People": found.people[at]}
        row |= {
            label: None if np.isnan(values[at]) else round(float(values[at]))
            for label, values in scores.items()
        }
        number = found.coach[at]
        row["Most worth coaching in the team"] = (
            NO_GAP
            if number < 0
            else f"{card.metrics[number].metric.label}: {counted(found.having[at], 'person', 'people')}, +"
            + (
                f"{formats.money(found.worth[at], card.sheet.currency)} a {word}"
                if card.in_bookings
                else f"{formats.decimal(found.worth[at])} points"
            )
        )
        rows.append(row)
    differ = [one.metric.label.lower() for one in teams.metrics if one.differs and not one.sample.given]
    said = f"they differ in {sentence_list(differ)}" if differ else "they differ no more than luck makes them"
    st.markdown(f"**Teams**: {plain(said)}")
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="score_teams")
    if len(order) > PAGE:
        st.caption(f"The {PAGE} teams with most to coach of {len(order):,}; the file below has everybody.")


def _scores(card: Scorecard) -> dict[str, np.ndarray]:
    found = {"Score": card.score()}
    if any(one.metric.section == "activity" for one in card.metrics):
        found |= {"Activities": card.score("activity"), "Goals": card.score("goal")}
    return found


def _people(card: Scorecard) -> None:
    sheet = card.sheet
    teams = [one for one in dict.fromkeys(sheet.teams) if one]
    left, right = st.columns(2, gap="small")
    team = ALL
    with left:
        if teams:
            team = str(
                st.selectbox("Team", [ALL, *teams], format_func=shown, key=f"score_team{score_view.turn()}")
            )
    with right:
        order = st.selectbox("Order", list(ORDERS), format_func=lambda one: ORDERS[one], key="score_order")
    chosen = [at for at in range(len(sheet.reps)) if team in (ALL, sheet.teams[at])]
    if order == "score":
        total = np.nan_to_num(card.score(), nan=np.inf)
        chosen.sort(key=lambda at: (float(total[at]), at))
    elif order == "coach":
        worth = np.array(
            [float(card.worth(int(card.coach[at]))[at]) if card.coach[at] >= 0 else 0.0 for at in chosen]
        )
        chosen = [chosen[at] for at in np.argsort(-worth, kind="stable")]
    pages = max(1, -(-len(chosen) // PAGE))
    table = st.container()
    page = st.pagination(pages, key="score_page_of_people") if pages > 1 else 1
    with table:
        st.dataframe(
            _frame(card, chosen[(page - 1) * PAGE : page * PAGE]),
            hide_index=True,
            width="stretch",
            key="score_people",
        )
    name = f"{state.scenario().name} scorecard"
    draw_files([File("csv_scorecard", "CSV of everybody", partial(_csv, card), name, "csv")], quiet=True)


def _frame(card: Scorecard, chosen: list[int]) -> pd.DataFrame:
    sheet = card.sheet
    scores = _scores(card)
    rows = []
    for at in chosen:
        row: dict[str, object] = {"Name": shown(sheet.reps[at])}
        if any(sheet.teams):
            row["Team"] = shown(sheet.teams[at])
        row |= {
            name: None if np.isnan(values[at]) else round(float(values[at]))
            for name, values in scores.items()
        }
        row["Most worth coaching"] = worth_words(card, at)
        row["Changes"] = trend_words(card, at)
        rows.append(row)
    return pd.DataFrame(rows)


def _csv(card: Scorecard) -> bytes:
    sheet = card.sheet
    columns: dict[str, object] = {"Name": list(sheet.reps), "Team": list(sheet.teams)}
    columns |= {
        "Score": card.score().round(2),
        "Activity score": card.score("activity").round(2),
        "Goal score": card.score("goal").round(2),
    }
    for one in card.metrics:
        label = one.metric.label
        columns |= {
            f"{label}, counted": one.sample.own,
            f"{label}, cases": one.sample.n,
            label: one.standing.value,
            f"{label}, 8 in 10 from": one.standing.low,
            f"{label}, to": one.standing.high,
            f"{label}, benchmark": one.benchmark,
            f"{label}, distance from peers": one.standing.distance,
        }
    frame = pd.DataFrame(columns)
    frame["Most worth coaching"] = [
        "" if at < 0 else card.metrics[int(at)].metric.label for at in card.coach.tolist()
    ]
    return table_csv(frame.round(6))


def _pairs(card: Scorecard) -> None:
    if not card.pairs:
        return
    sheet = card.sheet
    st.markdown("**Who could learn from whom**: strong where the other is weak, one partner each")
    rows = [
        {
            "Learns": shown(sheet.reps[one.learner]),
            "What": card.metrics[one.lesson].metric.label,
            "From": shown(sheet.reps[one.partner]),
            "and gives back": "" if one.back is None else card.metrics[one.back].metric.label,
            "Worth": f"{formats.money(one.worth, sheet.currency)} a {period_word(sheet)}"
            if card.in_bookings
            else f"{formats.decimal(one.worth)} points",
        }
        for one in card.pairs[:PAGE]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="score_pairs")
    if len(card.pairs) > PAGE:
        st.caption(f"The {PAGE} pairs worth most of {len(card.pairs):,}.")
