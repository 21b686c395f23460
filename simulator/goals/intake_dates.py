"""Deadlines inside a sentence: ``by December``, ``in six months``, ``Q3 2027``, ``year-end``, ``31.12.2027``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.goals.smart_timely import day_text, first_day, last_day
from simulator.scenario.months import MAX_MONTH, month_number, month_text
from simulator.scenario.plan import Scenario

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>\d{4}|['’]\d\d)"
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "twenty-four": 24,
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_LEAD = (
    r"(?P<lead>(?:(?:before|due|by|until|till|to|in|on|at|within|during|through|over|for|of|the|end of|next|from now)"
    r"\s+)*)"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w.,/-]){_LEAD}{body}(?![\w/-])"))
    for name, body in (
        ("iso", r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})"),
        ("dots", r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)?"),
        ("slashes", r"(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>\d{4}|\d\d)"),
        ("day", rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
        ("day_after", rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?"),
        ("iso_month", r"(?P<year>\d{4})-(?P<number>\d{2})"),
        ("month", rf"{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?"),
        ("quarter", rf"q(?P<nth>[1-4])(?:[\s/-]*(?:of\s+)?{_YEAR})?"),
        ("quarter", r"(?P<year>\d{4})[\s/-]?q(?P<nth>[1-4])"),
        ("quarter", rf"(?P<word>{'|'.join(_NTH)})\s+quarter(?:\s+(?:of\s+)?{_YEAR})?"),
        ("half", rf"h(?P<nth>[12])(?:[\s/-]*{_YEAR})?"),
        ("half", rf"(?P<word>first|second)\s+half(?:\s+of\s+(?:the\s+year|{_YEAR}))?"),
        ("year_end", rf"(?:year[\s-]?end|eoy|end of (?:the |this )?year)(?:\s+{_YEAR})?"),
        ("next_year", r"(?:end of\s+)?next year"),
        ("this_year", r"this (?:calendar )?year"),
        ("this_quarter", r"this quarter"),
        ("next_quarter", r"next quarter"),
        ("fiscal", r"(?:fy|fiscal year)\s?(?P<year>\d{4}|['’]?\d\d)"),
        ("plan_end", r"(?:end of the plan|plan[’']?s end)"),
    )
)
_SPAN = re.compile(
    rf"(?<![\w-])(?:in|within|over|for|after|next|the next)\s+(?:the\s+)?(?:next\s+)?"
    rf"(?:(?P<half>half)\s+(?:a\s+)?|{_COUNT}\s+)?"
    r"(?P<unit>days?|weeks?|months?|quarters?|years?)(?!\s+to)(?![\w-])"
)
_BARE_YEAR = re.compile(
    r"(?<![\w.,/-])(?:by|in|until|during|for|end of|the end of|by the end of)\s+(?P<year>20\d\d|2[12]\d\d)(?![\w.,/-])"
)


@dataclass(frozen=True)
class DateWord:
    """A deadline found. months: the ``YYYY-MM`` it may mean, one where it is certain; meaning: why.

    inside: the period it names, month or quarter, where the words say *in* it and not *by* it.
    """

    start: int
    end: int
    text: str
    months: tuple[str, ...]
    meaning: str
    inside: str = ""


def deadlines_in(text: str, scenario: Scenario, as_of: date | None = None) -> list[DateWord]:
    """Every deadline in `text` (case-folded), none inside another; as_of: the day it is said, or the plan's first."""
    start = first_day(scenario.start_month)
    since = start if as_of is None or as_of < start else as_of
    found: list[DateWord] = []
    taken: list[tuple[int, int]] = []
    for one in _all(text, scenario, since):
        if all(one.end <= low or one.start >= high for low, high in taken):
            found.append(one)
            taken.append((one.start, one.end))
    return sorted(found, key=lambda one: one.start)


def _all(text: str, scenario: Scenario, since: date) -> Iterator[DateWord]:
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            months, meaning = _meant(name, match, scenario, since)
            if months or meaning:
                yield DateWord(
                    match.start(), match.end(), match[0].strip(), months, meaning, _inside(name, match)
                )
    for match in _BARE_YEAR.finditer(text):
        year = int(match["year"])
        months = (f"{year}-12",)
        if match[0].startswith("by") and "end" not in match[0]:
            months = (f"{year - 1}-12", f"{year}-12")
        yield DateWord(match.start(), match.end(), match[0].strip(), months, f"the end of {year}")
    for match in _SPAN.finditer(text):
        months, meaning = _after(match, since)
        if months:
            yield DateWord(match.start(), match.end(), match[0].strip(), months, meaning)


def _inside(name: str, match: re.Match[str]) -> str:
    lead = (match.groupdict().get("lead") or "").split()
    if name in ("this_quarter", "next_quarter") and "by" not in lead:
        return "quarter"
    period = {"month": "month", "iso_month": "month", "quarter": "quarter"}.get(name, "")
    return period if {"in", "during", "for"} & set(lead) and "end" not in lead else ""


def _meant(name: str, match: re.Match[str], scenario: Scenario, since: date) -> tuple[tuple[str, ...], str]:
    groups = match.groupdict()
    year = _year(groups.get("year"))
    lead = (groups["lead"] or "").split()
    if name == "month" and groups["month"] == "may" and year is None and not lead:
        return (), ""  # we may …
    months, meaning = _plainly(name, groups, year, scenario, since)
    if "before" not in lead:
        return months, meaning
    back = {"quarter": 3, "half": 6}.get(name, 1)
    both = [month_text(month_number(month) - back) for month in months if month > "1971"]
    return tuple(dict.fromkeys((*both, *months))), "before leaves open whether it is counted in"


def _plainly(
    name: str, groups: dict[str, str | None], year: int | None, scenario: Scenario, since: date
) -> tuple[tuple[str, ...], str]:
    if name in ("iso", "dots", "slashes", "day", "day_after"):
        return _of_day(name, groups, year, scenario)
    if name in ("month", "iso_month"):
        number = int(groups["number"] or 0) if name == "iso_month" else _number_of(groups["month"])
        return (_in(number, year, scenario), "") if 1 <= number <= 12 else ((), "")
    if name in ("quarter", "half"):
        nth = int(groups.get("nth") or 0) or _NTH[str(groups.get("word"))]
        return _in(nth * (3 if name == "quarter" else 6), year, scenario), ""
    if name == "year_end":
        return _in(12, year, scenario), ""
    if name == "fiscal":
        return (
            ((scenario.months[-1],), "the plan's last month") if scenario.horizon_months <= 12 else ((), "")
        )
    if name == "plan_end":
        return (scenario.months[-1],), "the plan's last month"
    if name in ("this_year", "next_year"):
        return (f"{since.year + (name == 'next_year')}-12",), ""
    quarter = (since.month - 1) // 3 * 3 + 3 + (3 if name == "next_quarter" else 0)
    return (month_text(since.year * 12 + quarter - 1),), ""


def _number_of(month: str | None) -> int:
    return _MONTHS.index((month or "")[:3]) + 1


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.strip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _in(number: int, year: int | None, scenario: Scenario) -> tuple[str, ...]:
    """The months of that number: of the year, else those of the plan, else the next one after its start."""
    if year is not None:
        return (f"{year:04d}-{number:02d}",) if 1970 <= year <= 2200 else ()
    held = tuple(month for month in scenario.months if int(month[5:]) == number)
    if held:
        return held
    first = month_number(scenario.start_month)
    return (month_text(first + (number - 1 - first) % 12),)


def _of_day(
    name: str, groups: dict[str, str | None], year: int | None, scenario: Scenario
) -> tuple[tuple[str, ...], str]:
    day = int(groups["day"] or 0)
    number = _number_of(groups["month"]) if groups.get("month") else int(groups["number"] or 0)
    readings = [(day, number)]
    if name == "slashes" and day <= 12 and number <= 12 and day != number:
        readings.append((number, day))
    elif name == "slashes" and number > 12 >= day:
        readings = [(number, day)]
    months: list[str] = []
    meaning = ""
    for of_month, which in readings:
        if not 1 <= which <= 12 or not 1 <= of_month <= 31:
            continue
        for month in _in(which, year, scenario):
            last = last_day(month)
            if of_month >= last.day:
                months.append(month)
            else:
                # A goal is counted by whole months: the one that has ended by then, or the one the day is in.
                meaning = "goals are counted by whole months"
                months += [month_text(month_number(month) - 1), month]
    return tuple(dict.fromkeys(months)), meaning


def _after(match: re.Match[str], since: date) -> tuple[tuple[str, ...], str]:
    count = 1
    if match["count"]:
        count = int(match["count"]) if match["count"].isdigit() else _NUMBERS[match["count"]]
    unit = match["unit"].rstrip("s")
    if (
        match["half"] is None
        and match["count"] is None
        and not match[0].strip().startswith(("next", "the next", "over the next"))
    ):
        return (), ""
    if unit in ("month", "quarter", "year"):
        months = {"month": 1, "quarter": 3, "year": 12}[unit] * count
        if match["half"] is not None:
            if unit != "year":
                return (), ""
            months = 6
        number = since.year * 12 + since.month - 1 + months - (1 if since.day == 1 else 0)
        if number > MAX_MONTH:
            return (), ""
        return (month_text(number),), f"counted from {day_text(since)}"
    if match["half"] is not None:
        return (), ""
    day = since + timedelta(days=count * (7 if unit == "week" else 1) - 1)
    month = f"{day.year:04d}-{day.month:02d}"
    if day == last_day(month):
        return (month,), f"counted from {day_text(since)}"
    return (month_text(month_number(month) - 1), month), f"{day_text(day)}; goals are counted by whole months"
