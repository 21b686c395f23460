"""What a replay says in a sentence, for the page and the command line alike; no amounts stand in any of them."""

from __future__ import annotations

from simulator.backtest.findings import Coverage, Replay

SPANS = {1: "month", 3: "quarter", 12: "year"}
VERDICTS = {
    "as it should": "about as often as they should",
    "too narrow": "less often than they should; they were too narrow",
    "too wide": "more often than they should; they were too wide",
}
FEW = 5.0
"""With fewer forecasts that share no month almost any number of hits could be luck."""
RANGES = {0.5: "5-in-10 ranges", 0.8: "8-in-10 ranges", 0.95: "19-in-20 ranges"}


def span(months: int) -> str:
    """``month``, ``quarter``, ``year``."""
    return SPANS.get(months, f"{months} months")


def answer(replay: Replay) -> str:
    """Whether it was right before: ``Of 24 forecasts, 8-in-10 ranges held 19 times: about as often as they should.``"""
    cover = replay.at(0.8)
    few = ", as far as so few can tell" if cover.independent < FEW and cover.finding == "as it should" else ""
    held = f"8-in-10 ranges held {_times(cover.held)}"
    return f"Of {_forecasts(cover.folds)}, {held}: {VERDICTS[cover.finding]}{few}."


def coverage_sentence(cover: Coverage) -> str:
    """One level, with what luck allows and as how many free forecasts it counts."""
    free = (
        ""
        if cover.independent > 0.9 * cover.folds
        else f" The forecasts share months, so that they count for about {max(round(cover.independent), 1)}."
    )
    held = f"{RANGES[cover.level]} held {cover.held} of {_times(cover.folds)}"
    return f"{held}; luck allows {cover.low} to {cover.high}.{free}"


def naive_sentence(replay: Replay) -> str:
    """How far off it was, against repeating last year."""
    if replay.naive_crps <= 0:
        return "Repeating the past would have been exact here: there is nothing to beat."
    ratio = 1 - replay.crps / replay.naive_crps
    if abs(ratio) < 0.005:
        return "Its error was that of simply repeating the past (last year's same months)."
    if ratio <= -1:
        how = f"{1 - ratio:,.1f} times that of" if ratio > -9 else f"{1 - ratio:,.0f} times that of"
    else:
        how = f"{share_text(abs(ratio))} {'smaller' if ratio > 0 else 'larger'} than that of"
    return (
        f"Its error was {how} simply repeating the past (last year's same months; the last month, where there is "
        "no year)."
    )


def words_sentence(replay: Replay) -> str:
    """What became of goals called realistic; of the next word given where none was."""
    if not replay.words:
        return "No goal could be tried: last year's same months brought nothing."
    one = replay.words[0]
    return (
        f"Of {one.goals:,} goals called {one.word}, {one.met:,} were met ({share_text(one.share)}); "
        f"{share_text(one.claimed)} were claimed."
    )


def share_text(share: float) -> str:
    """``62 %``; never 0 or 100 where something else was."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "under 1 %"
    if whole == 100 and share < 1:
        return "over 99 %"
    return f"{whole} %"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _forecasts(number: int) -> str:
    return "1 forecast" if number == 1 else f"{number:,} forecasts"
