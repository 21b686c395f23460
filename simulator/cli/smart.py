"""``smart``: a scenario goes in, the SMART card of each of its goals comes out."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TextIO

from simulator.cli.progress import Progress
from simulator.engine import DEFAULT_TRIALS, simulate
from simulator.goals.smart import MEANINGS, SmartCard, smart_cards
from simulator.scenario import load_scenario, scenario_digest
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``smart``."""
    parser.add_argument("scenario", metavar="SCENARIO", help="scenario file, TOML or JSON")
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="DATE",
        help="the day from which time is left (default: the plan's first)",
    )
    parser.add_argument("--trials", type=int, default=DEFAULT_TRIALS, metavar="N", help="simulated futures")
    parser.add_argument("--seed", type=int, metavar="S", help="seed of the luck (default: the scenario's)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Draw the cards and print them; ScenarioError where the scenario cannot be used."""
    scenario = load_scenario(args.scenario)
    forecast = simulate(scenario, args.trials, args.seed, progress=Progress(err))
    cards = smart_cards(forecast, as_of=args.as_of)
    if args.json:
        document = {
            "engine_version": ENGINE_VERSION,
            "scenario_digest": scenario_digest(scenario),
            "seed": forecast.seed,
            "n_trials": forecast.n_trials,
            "as_of": None if args.as_of is None else args.as_of.isoformat(),
            "cards": [card.document() for card in cards],
        }
        print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False), file=out)
    else:
        print("\n".join(_report(cards)), file=out)
    return 0


def _report(cards: list[SmartCard]) -> list[str]:
    if not cards:
        return ["The scenario has no goal; add a [[goals]] table to get a card."]
    lines: list[str] = []
    for card in cards:
        lines += ["", card.goal.name] if lines else [card.goal.name]
        for one in card.letters:
            lines.append(f"  {one.letter}  {one.state:<8} {MEANINGS[one.letter]}: {one.said()}")
            if one.state != "ok" and one.advised():
                lines.append(f"{'':14}{one.advised()}")
    return lines


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD, for example 2027-03-31") from None
