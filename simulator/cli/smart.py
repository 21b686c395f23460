"""``smart``: a scenario goes in, the SMART card of each of its goals comes out."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TextIO

from simulator.cli.request import add_futures, add_json, add_scenario, answer, forecast_of, head
from simulator.goals.smart import MEANINGS, SmartCard, smart_cards
from simulator.scenario import load_scenario


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``smart``."""
    add_scenario(parser)
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="DATE",
        help="the day from which time is left (default: the plan's first)",
    )
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Draw the cards and print them; ScenarioError where the scenario cannot be used."""
    scenario = load_scenario(args.scenario)
    forecast = forecast_of(scenario, args, err)
    cards = smart_cards(forecast, as_of=args.as_of)
    as_of = None if args.as_of is None else args.as_of.isoformat()
    return answer(
        args,
        out,
        lambda: head(forecast) | {"as_of": as_of, "cards": [card.document() for card in cards]},
        lambda: _report(cards),
    )


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
