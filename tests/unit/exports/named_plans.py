"""Small plans whose every name is given, and what the written files are searched for."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from itertools import cycle, takewhile
from typing import Any

import openpyxl
import pypdf

from exports import Report, make_report
from simulator import assess, simulate
from simulator.scenario import Scenario, parse_scenario

MADE = dt.datetime(2026, 11, 21, 19, 5, tzinfo=dt.UTC)
NUMBERS = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
HOSTILE = (
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "＝1+1",
    "＋1+1",
    " =1+1",
    '"=1+1',
    "'=1+1",
    "\u200b=1+1",
    "\u00a0@SUM(1)",
    "\ufeff=1+1",
    "\u202e=1+1",
    "{=SUM(1)}",
    "=Sheet1!$A$1",
    "internal:Sheet1!A1",
    "external:c:\\a.xlsx",
    "http://127.0.0.1:9/x",
    "mailto:a@b.example",
    "file:///etc/passwd",
    "<img src='file:///etc/passwd'/>",
    "<img src='http://169.254.169.254/latest'/>",
    "A & B <b>",
    "]]><!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    "![x](http://127.0.0.1:9/b.png)",
    '#image("/etc/passwd")',
    '$x^2$ #read("board.typ") *b* _i_ @ref <label> \\u{41}',
    "a' || true || 'b",
    "O'Brien [Q1] net: (k$)",
    "{{7*7}} ${7*7} %s {0}",
    "a;=1+1",
    "a,=1+1",
    "\ud800lone",
    "+48 22 123 45 67",
    "\U0010ffff\ufffe=1",
)


def named_plan(names: Sequence[str]) -> Scenario:
    """A plan with a subscription business whose names, sources and notes are taken from `names` in turn."""
    pool = cycle(names)
    number = iter(range(1000))

    def name() -> str:
        return f"{next(pool)} {next(number)}"

    team = name()
    document: dict[str, Any] = {
        "name": name(),
        "description": name(),
        "start_month": "2027-01",
        "horizon_months": 6,
        "seed": 7,
        "policy": {"source": name()},
        "growth": {"volume": {"mean": 0.1, "sd": 0.05, "source": name(), "grade": "guess"}},
        "teams": [
            {
                "name": team,
                "entry": name(),
                "inbound_per_month": {"mean": 50.0, "source": name(), "grade": "measured"},
                "stages": [
                    {"name": name(), "rate": {"successes": 30.0, "trials": 90.0, "source": name()}},
                    {"name": name(), "rate": {"mean": 0.4, "equivalent_n": 30.0}},
                ],
                "deal_size": {"family": "gamma", "mean": 20_000.0, "cv": 0.8, "n": 40.0, "source": name()},
                "reps": [{"name": name(), "tenure_months": 4}],
                "opportunities_per_rep_per_month": 30.0,
                "annual_cost_per_rep": 90_000.0,
            }
        ],
        "recurring": {"opening_customers": 50, "opening_mrr": 40_000.0, "monthly_churn": 0.02},
        "initiatives": [
            {"name": name(), "lever": "win_rate", "effect": 0.1, "start_month": "2027-02", "source": name()}
        ],
        "risks": [
            {"name": name(), "lever": "churn", "effect": 0.2, "probability": 0.3, "start_month": "2027-03"}
        ],
    }
    stage = document["teams"][0]["stages"][0]["name"].strip()
    document["goals"] = [
        {"name": name(), "metric": f"stage:{stage}", "target": 90.0, "by": "2027-05", "scope": team.strip()},
        {
            "name": name(),
            "metric": "bookings",
            "target": 800_000.0,
            "by": "2027-06",
            "owner": name(),
            "note": name(),
        },
        {"name": name(), "metric": "churn_rate", "direction": "at_most", "target": 0.03, "by": "2027-06"},
    ]
    return parse_scenario(document)


def accepted(names: Sequence[str]) -> list[str]:
    """Those of `names` that a plan accepts as a name."""
    found = []
    for name in names:
        try:
            named_plan([name])
        except ValueError:
            continue
        found.append(name)
    return found


def named_report(names: Sequence[str]) -> Report:
    """The report of `named_plan`."""
    plan = named_plan(names)
    forecast = simulate(plan, n_trials=200)
    advice = {goal.name: [f"{names[0]} advises"] for goal in plan.goals}
    return make_report(plan, forecast, assess(forecast), link=f"{names[0]} link", now=MADE, advice=advice)


def would_compute(text: str) -> bool:
    """Written apart from the product's own rule: the first visible character decides."""
    if NUMBERS.fullmatch(text):
        return False
    visible = [c for c in text if unicodedata.category(c)[0] not in "CZM" and c not in '"`´‘’‚“”„«»‹›{(']
    return bool(visible) and visible[0] in "=+-@＝＋－＠﹦﹢﹣﹫"


def active_cells(content: bytes) -> list[str]:
    """Formulas, links and references outside the workbook, in any part of an XLSX file."""
    found = []
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            found += [
                f"{sheet.title}!{c.coordinate}: {c.value}" for c in row if c.data_type == "f" or c.hyperlink
            ]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.namelist():
            text = parts.read(part).decode("utf-8", "replace")
            if part.startswith("xl/worksheets/") and re.search(r"<f[ >]|<hyperlink", text):
                found.append(f"{part} holds a formula or a link")
            if part.endswith(".rels") and "External" in text:
                found.append(f"{part} points outside")
            if part.startswith("xl/charts/"):
                references = re.findall(r"<c:f>([^<]*)</c:f>", text)
                strange = [
                    one
                    for one in references
                    if not re.fullmatch(r"'Goal paths'!\$[A-Z]\$\d+:\$[A-Z]\$\d+", one)
                ]
                found += [f"{part}: {one}" for one in strange]
            if re.search(r"(?i)externalLink|oleObject|vbaProject", part):
                found.append(part)
    return found


def sheet_rows(content: bytes, name: str) -> list[dict[str, Any]]:
    """A worksheet's rows by their headings, up to the first empty one."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    headings, *rows = sheet.iter_rows(values_only=True)
    filled = takewhile(lambda row: any(cell is not None for cell in row), rows)
    return [dict(zip(map(str, headings), row, strict=True)) for row in filled]


def pdf_text(content: bytes) -> str:
    """The text of all pages, blanks made equal."""
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", text)
