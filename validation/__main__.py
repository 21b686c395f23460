"""``python -m validation``: every table of docs/VALIDATION.md anew, in its place."""

from __future__ import annotations

import datetime as dt
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from simulator import ENGINE_VERSION
from validation.gates import gates_table
from validation.judged import PLUG_IN_TRIALS, TRIALS, TRUE_FUTURES
from validation.page import parts, with_part
from validation.real import printed_evidence, quarters_table, series_table
from validation.results import Kept, run
from validation.shipped import shipped_table
from validation.tables import coverage_table, impossible_table, inputs_table, odds_table, words_table
from validation.truth import BREAKING, INSIDE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "VALIDATION.md"
FULL = {"inside": 1_000, "breaking": 1_000, "impossible": 500, "shipped": 100}
QUICK = {"inside": 40, "breaking": 40, "impossible": 25, "shipped": 4}
WORLDS = ("worlds", "gates", "coverage", "words", "odds", "impossible", "inputs", "shipped")
FILES = ("files", "evidence", "quarters", "series")


def main(argv: list[str]) -> int:
    """Compute, print and (but for --quick) write; 0 where every part could be written."""
    args = _arguments(argv)
    page = PAGE.read_text(encoding="utf-8")
    made = {**({} if args.only_files else _of_worlds(args)), **(_of_files(args.data) if args.data else {})}
    missing = made.keys() - set(parts(page))
    if missing:
        print(f"docs/VALIDATION.md has no part for: {', '.join(sorted(missing))}", file=sys.stderr)
        return 1
    for name, lines in made.items():
        page = with_part(page, name, lines)
        print("\n".join([f"[{name}]", *lines, ""]))
    if args.quick:
        print("A quick run: docs/VALIDATION.md stays as it is.")
    else:
        PAGE.write_text(page, encoding="utf-8")
        print("docs/VALIDATION.md is written.")
    return 0


def _arguments(argv: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m validation", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a small run of two minutes, printed, not written"
    )
    parser.add_argument(
        "--each",
        type=int,
        metavar="N",
        default=FULL["breaking"],
        help=f"companies of each kind that breaks the model, and half as many impossible goals ({FULL['breaking']:,})",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder of the public files; left out: their last figures stay",
    )
    parser.add_argument(
        "--only-files", action="store_true", help="no simulated companies, only what --data holds"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="where results of single companies are kept, so that a run can be taken up again",
    )
    args = parser.parse_args(argv)
    if args.data is not None and not args.data.is_dir():
        parser.error(
            f"--data {args.data}: no such folder; name the one that holds the public files, or leave it out"
        )
    if args.each < 1:
        parser.error(f"--each {args.each}: at least one company of each kind")
    if args.only_files and args.data is None:
        parser.error("--only-files needs --data DIR")
    return args


def _of_worlds(args: Namespace) -> dict[str, list[str]]:
    sizes = QUICK if args.quick else FULL | {"breaking": args.each, "impossible": args.each // 2}
    begun = time.monotonic()
    results, impossible = run(
        Kept(args.keep), sizes["inside"], sizes["breaking"], sizes["impossible"], _progress(begun)
    )
    stated = (
        f"Engine {ENGINE_VERSION}, {_today()}: companies 0 to {sizes['inside'] - 1:,} of the kind *{INSIDE}*, 0 to "
        f"{sizes['breaking'] - 1:,} of each of *{'*, *'.join(BREAKING)}*, {sizes['impossible']} impossible goals; "
        f"{TRIALS:,} futures a plan, {PLUG_IN_TRIALS} with point estimates, {TRUE_FUTURES} true futures behind an "
        "impossible goal. Companies and luck come from these numbers alone: the command gives the same tables again."
    )
    return {
        "worlds": [stated],
        "gates": gates_table(results, impossible),
        "coverage": coverage_table(results),
        "words": words_table(results),
        "odds": odds_table(results),
        "impossible": impossible_table(impossible),
        "inputs": inputs_table(results[INSIDE]),
        "shipped": shipped_table(sizes["shipped"]),
    }


def _of_files(data: Path) -> dict[str, list[str]]:
    return {
        "files": [f"Engine {ENGINE_VERSION}, {_today()}."],
        "evidence": ["```", *printed_evidence(data), "```"],
        "quarters": quarters_table(data),
        "series": series_table(data),
    }


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _progress(begun: float) -> Callable[[str], None]:
    def told(done: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {done}", file=sys.stderr, flush=True)

    return told


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
