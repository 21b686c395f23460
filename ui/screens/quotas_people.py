"""The people with their quotas: one table, a page at a time, however many there are."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from exports import table_csv
from simulator import Scenario
from simulator.quotas.fairness import JOINING, band_of, too_far
from simulator.quotas.quota_sheet import QuotaSheet, RepQuota
from ui import state
from ui.handouts.downloads import File, draw_files
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.text import counted, shown

PAGE = 50
ALL = "All"
ORDERS = {"plan": "as on the team", "odds": "lowest odds first", "quota": "largest quota first"}


def draw(plan: Scenario, sheet: QuotaSheet) -> None:
    """Filters, table, pages and the file."""
    with st.container(key="quotas_everybody"):
        _draw(plan, sheet)


def _draw(plan: Scenario, sheet: QuotaSheet) -> None:
    st.markdown("**Every quota, with its odds**")
    people = _chosen(sheet)
    flags = too_far(sheet)
    pages = max(1, -(-len(people) // PAGE))
    at = 1
    table = st.container()
    if pages > 1:
        at = st.pagination(pages, key="quotas_page_of_people")
    with table:
        st.dataframe(
            _frame(plan, sheet, people[(at - 1) * PAGE : at * PAGE], flags),
            hide_index=True,
            width="stretch",
            key="quotas_people",
            column_config={
                "Odds": st.column_config.ProgressColumn("Odds", min_value=0, max_value=100, format="%d %%"),
                "Sells on average, of quota": st.column_config.NumberColumn(format="%d %%"),
            },
        )
    if sheet.values.n_trials < len(sheet.values.judged):
        st.caption(
            f"{counted(len(sheet.values.seats), 'person', 'people')}: each one's odds come from the first "
            f"{sheet.values.n_trials:,} of {len(sheet.values.judged):,} futures, right to within about "
            f"{formats.decimal(98 / sheet.values.n_trials**0.5, 1)} points; the plan's from all of them."
        )
    name = f"{state.scenario().name} quotas"
    draw_files(
        [File("csv_quotas", "CSV of everybody", partial(table_csv, _whole(sheet, flags)), name, "csv")],
        quiet=True,
    )


def _chosen(sheet: QuotaSheet) -> list[RepQuota]:
    """The people the filters leave, in the order asked for."""
    teams = list(dict.fromkeys(one.seat.team for one in sheet.reps))
    managers = list(dict.fromkeys(one.seat.manager for one in sheet.reps if one.seat.manager))
    left, middle, right = st.columns(3, gap="small")
    with left:
        team = _filter("Team", teams, "quotas_team")
    with middle:
        manager = _filter("Manager", managers, "quotas_manager")
    with right:
        order = st.selectbox("Order", list(ORDERS), format_func=lambda one: ORDERS[one], key="quotas_order")
    found = [one for one in sheet.reps if team in (ALL, one.seat.team) and manager in (ALL, one.seat.manager)]
    if order == "odds":
        return sorted(found, key=lambda one: (one.odds is None, one.odds.probability if one.odds else 0.0))
    if order == "quota":
        return sorted(found, key=lambda one: -one.quota)
    return found


def _filter(label: str, names: list[str], key: str) -> str:
    if not names:
        return ALL
    options = [ALL, *names]
    return str(st.selectbox(label, options, format_func=shown, key=key))


def tenure_words(one: RepQuota) -> str:
    """How long somebody has been there, or when they come."""
    seat = one.seat
    if band_of(seat) == JOINING:
        return f"joins {formats.month(seat.arrives)}" if seat.arrives else "joins"
    return "not known" if seat.tenure_months is None else counted(seat.tenure_months, "month")


def _flag(one: RepQuota, flags: dict[str, float]) -> str:
    away = flags.get(one.seat.key)
    if one.odds is None:
        return "no quota by then"
    if away is None:
        return ""
    return f"{'easier' if away > 0 else 'harder'} than for others of like tenure"


def _hides(sheet: QuotaSheet) -> bool:
    return money_hidden.is_hidden() and sheet.values.goal.metric in ("bookings", "revenue")


def _frame(
    plan: Scenario, sheet: QuotaSheet, people: list[RepQuota], flags: dict[str, float]
) -> pd.DataFrame:
    is_money = sheet.values.goal.metric in ("bookings", "revenue")
    rows = []
    for one in people:
        row: dict[str, object] = {
            "Name": shown(money_hidden.shown_text(one.seat.name)),
            "Team": shown(one.seat.team),
            "Manager": shown(money_hidden.shown_text(one.seat.manager)) if one.seat.manager else "",
            "On the team": tenure_words(one),
        }
        if not _hides(sheet):
            row["Quota"] = (
                formats.money_exact(one.quota, plan.currency) if is_money else formats.decimal(one.quota, 1)
            )
        row["Odds"] = round(one.odds.probability * 100) if one.odds else None
        row["Sells on average, of quota"] = None if one.attainment is None else round(one.attainment * 100)
        row[" "] = _flag(one, flags)
        rows.append(row)
    return pd.DataFrame(rows)


def _whole(sheet: QuotaSheet, flags: dict[str, float]) -> pd.DataFrame:
    """Everybody with plain numbers, as this visitor may see them: the file is made where nobody knows who asked."""
    hidden, rows = _hides(sheet), []
    for one in sheet.reps:
        row: dict[str, object] = {
            "name": money_hidden.shown_text(one.seat.name),
            "team": money_hidden.shown_text(one.seat.team),
            "manager": money_hidden.shown_text(one.seat.manager or ""),
            "tenure_months": one.seat.tenure_months,
            "joins": one.seat.arrives or "",
            "territory_potential": one.seat.potential,
        }
        if not hidden:
            row |= {"quota": round(one.quota, 2), "sells_on_average": round(one.expected, 2)}
        row |= {
            "odds": round(one.odds.probability, 4) if one.odds else None,
            "average_attainment": round(one.attainment, 4) if one.attainment is not None else None,
            "remark": _flag(one, flags),
        }
        rows.append(row)
    return pd.DataFrame(rows)
