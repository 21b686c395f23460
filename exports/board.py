"""The board page: one or two pages of PDF, the answer first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from charts.palette import LIGHT
from exports.assumptions import Assumption
from exports.fan import goal_fan, goal_finding
from exports.judged import JudgedGoal
from exports.pictures import picture
from exports.report import Report
from exports.typefaces import FAMILIES, FOLDER
from words.text import safe_text

TEMPLATE = Path(__file__).parent / "board.typ"
PAGES = 2
MOST_OTHERS = 12
MOST_SMALL = 2
MOST_ROWS = 48
METHOD = (
    "Odds are the share of simulated futures that meet the goal. A future draws first what is not known (the "
    "assumptions above, within their samples), then what is left to luck. The bands are a convention and part of the "
    "plan."
)
_URGENCY = ("guess", "benchmark", "measured")
_DATED = ("Initiative: ", "Risk: ", "Kept what-if: ")
_FAN = {"width": 640, "height": 270}
_SMALL_FAN = {"width": 430, "height": 200}


def board_page(report: Report) -> bytes:
    """`report` as PDF: the first goal in full, the others in a line each, what the plan rests on, how to repeat it.

    The same report gives the same bytes.
    """
    content = _content(report)
    rows = min(len(report.assumptions), MOST_ROWS)
    while True:
        content["rests"] = _rests(report, rows)
        compiler = typst.Compiler(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=[str(FOLDER)],
            sys_inputs={"data": json.dumps(content)},
        )
        answer, end = (_page_of(compiler, mark) for mark in ("<answer>", "<end>"))
        if answer > 1 and content["small"]:
            content["small"] = []
        elif answer > 1 and content["others"]:
            content["others"].pop()
            content["joint"] = _joint(report, len(content["others"]))
        elif end > PAGES and rows > 1:
            rows -= max(rows // 8, 1)
        else:
            page = compiler.compile(timestamp=int(report.made_at.timestamp()))
            assert isinstance(page, bytes)  # one PDF; pictures would come as a list
            return page


def _page_of(compiler: typst.Compiler, mark: str) -> int:
    """On which page a mark of the template stands."""
    return int(compiler.eval(f"locate({mark}).page()"))


def _joint(report: Report, others: int) -> str:
    joint = f"All {len(report.goals)} goals at once: {report.joint_odds}"
    left_out = len(report.goals) - 1 - others
    more = [f"{left_out} more stand in the workbook"] if left_out > 0 else []
    return " · ".join([joint, *more, *report.marks])


def _content(report: Report) -> dict[str, Any]:
    small = [drawn for goal in report.goals[1 : 1 + MOST_SMALL] if (drawn := _small(goal)) is not None]
    others = report.goals[1 : 1 + MOST_OTHERS]
    return {
        "name": report.name,
        "span": report.span,
        "fonts": list(FAMILIES),
        "colours": {
            word: getattr(LIGHT, word)
            for word in ("realistic", "stretch", "unreachable", "unknown", "forecast")
        },
        "footer": safe_text(f"{report.name[:60]} · {report.made} · {report.n_trials:,} simulated futures"),
        "lead": _lead(report) if report.goals else None,
        "others": [_line(goal) for goal in others],
        "joint": _joint(report, len(others)),
        "danger": None if report.danger is None else f"In its history: {report.danger}",
        "small": small,
        "facts": [list(fact) for fact in report.facts],
        "method": METHOD,
    }


def _lead(report: Report) -> dict[str, Any]:
    goal = report.goals[0]
    fan = goal_fan(goal, height=_FAN["height"])
    exact = "" if goal.hidden or goal.p50 is None else f"exactly {goal.text(goal.p50, exact=True)}"
    figures = [
        {"label": "Median", "value": goal.text(goal.p50), "note": exact},
        {
            "label": f"9 in 10: {goal.bound}",
            "value": goal.text(goal.nine_in_ten),
            "note": "of the simulated futures",
        },
    ]
    if goal.has_word:
        figures.append(
            {
                "label": "Realistic as you are",
                "value": goal.text(goal.realistic),
                "note": f"{goal.bound}, same window",
            }
        )
    if report.covered_odds is not None:
        figures.append(
            {"label": "Costs covered", "value": report.covered_odds, "note": f"over {report.span}"}
        )
    return {
        "sentence": goal.sentence,
        "word": _word(goal),
        "odds": goal.odds,
        "bands": report.beside(goal),
        "precision": f"odds {goal.precision} from {report.n_trials:,} simulated futures",
        "borderline": goal.borderline,
        "figures": figures,
        "finding": goal_finding(goal),
        "alt": f"Fan chart of {goal.label}. {goal_finding(goal)}",
        "svg": None if fan is None else picture(fan, "svg", width=_FAN["width"]).decode(),
        "advice": list(goal.remedies[:4]),
        "advice_title": goal.advice_title,
    }


def _word(goal: JudgedGoal) -> str:
    """What the template calls the verdict."""
    return goal.word if goal.has_word else "unknown"


def _line(goal: JudgedGoal) -> dict[str, str]:
    return {
        "sentence": goal.sentence,
        "word": _word(goal),
        "odds": goal.odds,
        "median": goal.text(goal.p50),
        "realistic": goal.text(goal.realistic),
    }


def _small(goal: JudgedGoal) -> dict[str, str] | None:
    fan = goal_fan(goal, height=_SMALL_FAN["height"])
    if fan is None:
        return None
    svg = picture(fan, "svg", width=_SMALL_FAN["width"]).decode()
    return {"title": goal.name, "finding": goal_finding(goal), "svg": svg}


def _rests(report: Report, most: int) -> dict[str, Any]:
    rows = most_telling(report.assumptions, most)
    left = len(report.assumptions) - len(rows)
    return {
        "summary": report.grades or "decisions only",
        "rows": [asdict(row) for row in rows],
        "more": f"{left} more rows stand in the workbook." if left else None,
    }


def most_telling(rows: Sequence[Assumption], most: int) -> list[Assumption]:
    """At most `most` of `rows`, in their own order.

    Guesses are kept before benchmarks before measured; then initiatives, risks and kept what-ifs; other decisions last.
    """
    if len(rows) <= most:
        return list(rows)
    order = sorted(range(len(rows)), key=lambda place: (_rank(rows[place]), place))
    return [rows[place] for place in sorted(order[:most])]


def _rank(row: Assumption) -> int:
    if row.grade in _URGENCY:
        return _URGENCY.index(row.grade)
    return len(_URGENCY) + (not row.label.startswith(_DATED))
