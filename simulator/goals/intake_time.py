"""By when a goal's sentence wants it, and over which months it is counted."""

from __future__ import annotations

from simulator.goals.intake import Choice
from simulator.goals.intake_dates import DateWord
from simulator.goals.intake_state import Reading, Text
from simulator.goals.intake_words import A_MONTH, WINDOWS, phrase_pattern
from simulator.goals.metrics import metric
from simulator.goals.smart_timely import day_text, last_day
from simulator.scenario.months import month_number
from simulator.scenario.plan import Scenario


def read_deadline(reading: Reading, dates: list[tuple[DateWord, str]]) -> None:
    """Take the month, or ask which is meant."""
    scenario = reading.scenario
    said = ", ".join(text for _, text in dates)
    if "by" in reading.answers:
        reading.take(
            "by", reading.answers["by"], said, f"By {day_text(last_day(reading.answers['by']))}, as chosen."
        )
        return
    months = list(dict.fromkeys(month for one, _ in dates for month in one.months))
    held = [month for month in months if month in scenario.months]
    meaning = next((one.meaning for one, _ in dates if one.meaning), "")
    if len(months) == 1 and held:
        why = f", {meaning}" if meaning else ""
        reading.take("by", held[0], said, f"By {day_text(last_day(held[0]))}{why}.")
        return
    ends = (scenario.months[0], scenario.months[-1])
    if months and not held:
        reading.deny(
            "by",
            f"“{said}” lies outside the plan, which runs from {day_text(last_day(ends[0]).replace(day=1))} to "
            f"{day_text(last_day(ends[1]))}.",
        )
    asked = "By when?"
    if held:
        asked = (
            f"Which day is meant by “{said}”?" if not meaning else f"“{said}”: {meaning}. Which end is meant?"
        )
    elif dates and not months:
        asked = f"Which day is meant by “{said}”?"
    reading.ask("by", [_month_choice(month) for month in held or _usual_months(scenario)], asked)


def _usual_months(scenario: Scenario) -> list[str]:
    """The plan's end, its calendar years' ends and its quarters' ends."""
    months = scenario.months
    found = [months[-1], *(month for month in months if month.endswith("-12"))]
    found += [month for month in months if int(month[5:]) % 3 == 0]
    return list(dict.fromkeys(found))


def _month_choice(month: str) -> Choice:
    return Choice(month, (day_text(last_day(month)),))


def read_window(reading: Reading, words: Text, inside: str) -> None:
    """Take what is said of the months, the usual where nothing is, or ask. inside: a period the deadline named."""
    name, scenario = reading.fields.get("metric"), reading.scenario
    kind = metric(name).kind if name is not None else "flow"
    for window, phrases in WINDOWS.items():
        match = phrase_pattern(phrases).search(words.low)
        if match is not None:
            said = words.use(match.start(), match.end())
            if "window" not in reading.answers:
                reading.take("window", window, said, _window_words(window))
                _fits(reading, window)
            break
    match = phrase_pattern(A_MONTH).search(words.low)
    said = "" if match is None else words.use(match.start(), match.end())
    if "window" in reading.answers:
        window = reading.answers["window"]
        reading.take("window", window, said, _window_words(window))
    elif "window" not in reading.fields and said and kind == "flow":
        choices = [
            Choice("average", ("the average month until then",)),
            Choice("month", ("the last month alone",)),
        ]
        reading.ask("window", choices, f"Which month is meant by “{said}”?")
    elif "window" not in reading.fields and inside and kind == "flow":
        choices = [
            Choice(inside, (f"in that {inside} alone",)),
            Choice("total", ("in total from the plan's start until then",)),
        ]
        reading.ask("window", choices, f"Is it meant for the {inside} alone?")
    elif "window" not in reading.fields:
        start = day_text(last_day(scenario.months[0]).replace(day=1))
        words_of = {
            "flow": f"In total, counted from {start}.",
            "stock": "As it stands at the end.",
            "ratio": f"Over the time from {start}.",
        }
        reading.take("window", "total", said, words_of[kind])


def _window_words(window: str) -> str:
    return {
        "total": "In total until then.",
        "month": "In that month alone.",
        "quarter": "In the three months to then.",
        "year": "In the twelve months to then.",
        "average": "The average month until then.",
    }[window]


def _fits(reading: Reading, window: str) -> None:
    """A quarter or a year needs as many months before the deadline."""
    by, needed = reading.fields.get("by"), {"quarter": 3, "year": 12}.get(window, 1)
    if by is None:
        return
    there = month_number(by) - month_number(reading.scenario.start_month) + 1
    if there < needed:
        reading.deny("window", f"Until {day_text(last_day(by))} there are {there} months, not {needed}.")
        reading.ask(
            "window",
            [Choice("total", ("in total until then",)), Choice("month", ("in that month",))],
            "Counted how?",
        )
