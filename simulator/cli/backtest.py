"""``backtest``: a history goes in, how often its past forecasts would have held comes out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from simulator.backtest import Choices, Replay, backtest, choices_of, read_replayable
from simulator.backtest.choices import is_pair
from simulator.backtest.sentences import answer, naive_sentence, share_text, span
from simulator.cli import request
from simulator.cli.evidence import file_bytes, file_text
from simulator.cli.progress import Progress
from simulator.cli.table import table_lines
from simulator.evidence import EvidenceError, read_export


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``backtest``."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="CRM export, one row per opportunity, or a table with a month and a value column; CSV or XLSX",
    )
    parser.add_argument(
        "--mapping",
        action="append",
        default=[],
        metavar="MAPPING",
        help="month=NAME or value=NAME with a column's name, or a TOML or JSON file that names the columns; may be "
        "given more than once",
    )
    request.add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Replay the file and print the scores; EvidenceError with one sentence where it cannot be used."""
    path = Path(args.file)
    choices = _choices(args.mapping)
    found = read_replayable(read_export(file_bytes(path), path.name), choices)
    replay = backtest(found, progress=Progress(err, "cut-offs"))
    return request.answer(args, out, replay.document, lambda: report(replay))


def _choices(given: list[str]) -> Choices:
    files = [one for one in given if not is_pair(one)]
    if len(files) > 1:
        raise EvidenceError(
            f"--mapping names {len(files)} files ({', '.join(files)}); give one, and month=NAME or value=NAME with it."
        )
    return choices_of([one for one in given if is_pair(one)], file_text(Path(files[0])) if files else None)


def report(replay: Replay) -> list[str]:
    """What a person reads: the answer, coverage by horizon, the words, the widening, and what was noticed."""
    rows = []
    for score in replay.by_horizon:
        cells = [f"{cover.held} of {cover.folds} ({cover.low}-{cover.high})" for cover in score.coverage]
        rows.append((span(score.horizon_months), *cells, _number(score.crps), _number(score.naive_crps)))
    header = ("Next", "5 in 10 held", "8 in 10 held", "19 in 20 held", "Error", "Last year's error")
    lines = [
        f"{replay.source} · {replay.folds[0].cutoff} to {replay.folds[-1].cutoff} · {replay.unit}",
        answer(replay),
        naive_sentence(replay),
        "",
        *table_lines(header, rows),
        "",
    ]
    words = [
        (
            word.word,
            str(word.goals),
            share_text(word.claimed),
            share_text(word.share),
            f"{share_text(word.low)}-{share_text(word.high)}",
        )
        for word in replay.words
    ]
    if words:
        lines += [*table_lines(("Goals called", "Tried", "Claimed", "Met", "Luck allows"), words), ""]
    lines += [replay.widening.sentence, "In brackets: how many luck alone would let hold, 19 times in 20."]
    return [*lines, *(f"Note: {remark.message}" for remark in replay.remarks)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
