"""Everybody's pay: one table, a page at a time, and a file of all."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from exports import table_csv
from simulator.quotas.pay_sheet import PaySheet
from ui import state
from ui.handouts.downloads import File, draw_files
from ui.wording import formats
from ui.wording.text import counted, shown

PAGE = 50


def draw(sheet: PaySheet) -> None:
    """The table, its pages and the file."""
    total = len(sheet.seats)
    st.markdown(f"**What {counted(total, 'person', 'people')} are paid**")
    table = st.container()
    pages = max(1, -(-total // PAGE))
    at = st.pagination(pages, key="pay_page_of_people") if pages > 1 else 1
    with table:
        st.dataframe(
            _frame(sheet, (at - 1) * PAGE, min(at * PAGE, total)),
            hide_index=True,
            width="stretch",
            key="pay_people",
        )
    name = f"{state.scenario().name} pay"
    draw_files([File("csv_pay", "CSV of everybody", partial(_csv, sheet), name, "csv")], quiet=True)


def _frame(sheet: PaySheet, first: int, last: int) -> pd.DataFrame:
    cost, currency = sheet.cost, sheet.scenario.currency

    def odds(value: float) -> str:
        return "" if np.isnan(value) else formats.percent(value)

    return pd.DataFrame(
        [
            {
                "Name": shown(sheet.seats[at].name),
                "Team": shown(sheet.seats[at].team),
                "Quota": formats.money(float(cost.quota[at]), currency),
                "Pay on average": formats.money(float(cost.expected[at]), currency),
                "8 in 10 futures": f"{formats.money(float(cost.low[at]), currency)} to "
                f"{formats.money(float(cost.high[at]), currency)}",
                "Odds of quota": odds(float(cost.quota_odds[at])),
                "Odds of the bonus": odds(float(cost.bonus_odds[at])),
            }
            for at in range(first, last)
        ]
    )


def _csv(sheet: PaySheet) -> bytes:
    cost = sheet.cost
    frame = pd.DataFrame(
        {
            "Name": [seat.name for seat in sheet.seats],
            "Team": [seat.team for seat in sheet.seats],
            "Quota": cost.quota,
            "Sold on average": cost.sold,
            "Pay on average": cost.expected,
            "Standard deviation": cost.sd,
            "1 in 10 below": cost.low,
            "1 in 10 above": cost.high,
            "Odds of quota": cost.quota_odds,
            "Odds of the bonus": cost.bonus_odds,
        }
    )
    return table_csv(frame.round(4))
