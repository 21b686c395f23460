"""The deals as the usual systems, and spreadsheets of many countries, write them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

from tests.unit.evidence.ugly import (
    DEALS,
    DOTTED,
    GERMAN,
    MONTHS,
    PLAIN,
    TOTAL,
    WON,
    Ugly,
    american,
    british,
    french,
    german,
    indian,
    named,
    swiss,
    us,
)

HUBSPOT = ("Record ID", "Deal owner", "Deal Stage", "Amount", "Create Date", "Close Date")
PIPEDRIVE = (
    "Deal - Pipedrive System ID",
    "Deal - Owner",
    "Deal - Status",
    "Deal - Value",
    "Deal - Creation date",
    "Deal - Deal closed on",
)
DYNAMICS = (
    "(Do Not Modify) Opportunity",
    "Owner",
    "Status",
    "Est. Revenue",
    "Created On",
    "Actual Close Date",
)
ZOHO = ("Record Id", "Potential Owner", "Stage", "Amount", "Created Time", "Closing Date")
SAP = (
    "Document ID",
    "Employee Responsible",
    "Lifecycle Status",
    "Expected Value",
    "Start Date",
    "Closing Date",
)
GERMAN_NAMES = ("Deal-ID", "Verkäufer", "Phase", "Betrag", "Erstellt am", "Abschlussdatum")
SHORT = {"won": "Won", "lost": "Lost", "open": "Open"}


def _sap_list() -> bytes:
    """A report list: bars at both ends of every line and rules between."""
    style = replace(PLAIN, headers=SAP, stages=SHORT, amount=german, day=DOTTED.day)
    lines = ["|" + "|".join(cell.ljust(14) for cell in row) + "|" for row in style.rows()]
    rule = "-" * len(lines[0])
    return "\r\n".join(["Opportunities", rule, lines[0], rule, *lines[1:], rule]).encode("cp1252")


def _credit_notes() -> Ugly:
    """Three amounts are credits, as bookkeepers write them."""
    returned = {"00001": "(1,200.00)", "00004": "-1,200.00", "00007": "1,200.00-"}
    rows = PLAIN.rows()
    lost = 0.0
    for row, deal in zip(rows[1:], DEALS, strict=True):
        if deal.id in returned:
            row[3] = returned[deal.id]
            lost += deal.amount + 1200
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return Ugly(text.getvalue().encode(), total=TOTAL - lost)


SYSTEMS: dict[str, Ugly] = {
    "as Salesforce writes it": Ugly(replace(PLAIN, quoting=csv.QUOTE_ALL, encoding="utf-8-sig").file()),
    "a Salesforce report with title and footer": Ugly(
        replace(
            PLAIN,
            day=american,
            head="All Opportunities\nas of 3/1/2026 9:12 AM\n\n",
            tail='"Grand Totals (24 records)",,,"'
            + us(TOTAL)
            + '",,\n\nCopyright (c) 2000-2026 salesforce.com\n'
            "Confidential Information - Do Not Distribute\n",
        ).file(),
        left_out=3,
    ),
    "Salesforce through the data loader": Ugly(
        replace(
            PLAIN,
            headers=("Id", "OwnerId", "StageName", "Amount", "CreatedDate", "CloseDate"),
            amount="{:.2f}".format,
            day=lambda day: f"{day}T08:30:00.000Z",
            quoting=csv.QUOTE_ALL,
            extra={
                "IsWon": lambda d: str(d.stage == "won").lower(),
                "IsClosed": lambda d: str(d.stage != "open").lower(),
            },
        ).file()
    ),
    "HubSpot": Ugly(
        replace(
            PLAIN,
            headers=HUBSPOT,
            amount="{:.2f}".format,
            day=lambda day: f"{day} 09:26",
            closed=lambda deal: deal.expected_close,
        ).file()
    ),
    "HubSpot through its programming interface": Ugly(
        replace(
            PLAIN,
            headers=("hs_object_id", "hubspot_owner_id", "dealstage", "amount", "createdate", "closedate"),
            stages={"won": "closedwon", "lost": "closedlost", "open": "contractsent"},
            day=lambda day: str(
                int(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp() * 1000)
            ),
        ).file()
    ),
    "Pipedrive": Ugly(
        replace(
            PLAIN,
            headers=PIPEDRIVE,
            stages=SHORT,
            extra={
                "Deal - Currency of value": lambda deal: "GBP",
                "Deal - Won time": lambda deal: f"{deal.closed} 10:00:00" if deal.stage == "won" else "",
                "Deal - Lost time": lambda deal: f"{deal.closed} 10:00:00" if deal.stage == "lost" else "",
            },
        ).file(),
        "GBP",
    ),
    "Dynamics": Ugly(
        replace(
            PLAIN,
            headers=DYNAMICS,
            stages=SHORT,
            amount=lambda value: f"${us(value)}",
            nothing="",
            day=lambda day: f"{american(day)} 9:26 AM",
        ).file(),
        "USD",
    ),
    "Zoho": Ugly(
        replace(
            PLAIN,
            headers=ZOHO,
            amount=lambda value: f"${us(value)}",
            day=lambda day: f"{day.day} {MONTHS[day.month - 1]}, {day.year} 00:02:00",
            closed=lambda deal: deal.expected_close,
        ).file(),
        "USD",
    ),
    "SAP, a list with bars": Ugly(_sap_list()),
    "SAP, minus behind and dates without separators": Ugly(
        replace(
            PLAIN,
            headers=SAP,
            stages=SHORT,
            amount=german,
            day=lambda day: f"{day:%Y%m%d}",
            delimiter="\t",
            extra={"Currency": lambda deal: "CHF"},
        ).file(),
        "CHF",
    ),
    "Excel in Germany": Ugly(
        replace(DOTTED, headers=GERMAN_NAMES, stages=GERMAN, encoding="cp1252", head="sep=;\n").file()
    ),
    "Excel in Germany, header on line 4 and a total": Ugly(
        replace(
            DOTTED,
            headers=GERMAN_NAMES,
            stages=GERMAN,
            head="Verkaufschancen 2025;;;\nStand: 01.03.2026\n\n",
            tail=f"Summe;;;{german(TOTAL)};;\n",
        ).file(),
        left_out=1,
    ),
    "Excel's Unicode text": Ugly(replace(DOTTED, encoding="utf-16", delimiter="\t").file()),
    "UTF-16 without a mark": Ugly(replace(PLAIN, encoding="utf-16-le").file()),
    "UTF-16, big end first": Ugly(replace(PLAIN, encoding="utf-16-be").file()),
    "Excel in France": Ugly(
        replace(DOTTED, amount=lambda value: f"{french(value)} €", day=british, encoding="utf-8-sig").file()
    ),
    "hard spaces between thousands": Ugly(
        replace(DOTTED, amount=lambda value: french(value, "\u00a0"), encoding="cp1252").file()
    ),
    "Excel in Poland": Ugly(
        replace(
            DOTTED,
            amount=lambda value: f"{french(value, ' ')} zł",
            encoding="cp1250",
            finish=lambda text: text.replace("ñ", "ń"),
        ).file(),
        "PLN",
    ),
    "Switzerland": Ugly(replace(DOTTED, amount=lambda value: f"CHF {swiss(value)}").file(), "CHF"),
    "Switzerland, curled": Ugly(
        replace(DOTTED, amount=lambda value: f"{swiss(value)} Fr.".replace("'", "’")).file(), "CHF"
    ),
    "India": Ugly(replace(PLAIN, amount=lambda value: f"₹{indian(value)}", day=british).file(), "INR"),
    "Brazil": Ugly(
        replace(
            DOTTED,
            headers=("ID", "Proprietario", "Etapa", "Valor", "Data de criação", "Data fechamento"),
            stages={"won": "Ganho", "lost": "Perdido", "open": "Proposta"},
            amount=lambda value: f"R$ {german(value)}",
            day=british,
        ).file(),
        "BRL",
    ),
    "Sweden": Ugly(
        replace(DOTTED, amount=lambda value: f"{french(value, ' ')} kr", day=dt.date.isoformat).file()
    ),
    "Japan, full width": Ugly(
        replace(
            PLAIN,
            amount=lambda value: f"￥{us(value)}".translate(
                {ord(c): ord(c) + 0xFEE0 for c in "0123456789,."}
            ),
        ).file(),
        "JPY",
    ),
    "a Mac of long ago": Ugly(replace(PLAIN, line_end="\r").file()),
    "a Mac of long ago, its own letters": Ugly(replace(PLAIN, line_end="\r", encoding="mac_roman").file()),
    "vertical bars": Ugly(replace(DOTTED, delimiter="|", day=named).file()),
    "the currency in the header": Ugly(
        replace(
            PLAIN, headers=("ID", "Rep", "Stage", "Amount (GBP)", "Created", "Closed"), amount="{:.2f}".format
        ).file(),
        "GBP",
    ),
    "two currencies, one of them once": Ugly(
        replace(PLAIN, amount=lambda value: f"€{us(value)}" if value < 1e6 else f"${us(value)}").file(),
        total=TOTAL - DEALS[3].amount,
        won_total=WON - DEALS[3].amount,
    ),
    "credits in parentheses and with a minus": _credit_notes(),
    "thousands as k": Ugly(replace(PLAIN, amount=lambda value: f"{value / 1000}k").file()),
}
