"""The command line: the same engine without the browser. Exit code 2 and a sentence on stderr for what
cannot be used.
"""

from __future__ import annotations

import contextlib
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import NamedTuple, TextIO

from simulator.cli import (
    assess,
    backtest,
    compare,
    dates,
    evidence,
    funnel,
    ladder,
    layers,
    levers,
    metrics,
    pay,
    plan,
    quotas,
    schema,
    scorecard,
    seek,
    smart,
    stress,
    sweep,
)
from simulator.errors import ScenarioError
from simulator.evidence import EvidenceError
from simulator.version import ENGINE_VERSION


class Command(NamedTuple):
    """What a command is for, which arguments it takes, and what it does; `run` returns the exit code."""

    text: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, TextIO, TextIO], int]


_COMMANDS = {
    "assess": Command("judge the goals of a scenario", assess.add_arguments, assess.run),
    "evidence": Command(
        "turn a CRM export into rates, and into a scenario", evidence.add_arguments, evidence.run
    ),
    "backtest": Command(
        "replay the past: how often would the forecasts have held?", backtest.add_arguments, backtest.run
    ),
    "smart": Command("check each goal of a scenario: is it SMART?", smart.add_arguments, smart.run),
    "layers": Command("split a goal into quarters, months, teams and reps", layers.add_arguments, layers.run),
    "funnel": Command("work a goal back to deals, opportunities and calls", funnel.add_arguments, funnel.run),
    "ladder": Command(
        "show how far a goal can go: floor, commit, target, stretch, ceiling",
        ladder.add_arguments,
        ladder.run,
    ),
    "metrics": Command(
        "list what a goal may be set on, and ready-made goals with their odds",
        metrics.add_arguments,
        metrics.run,
    ),
    "quotas": Command(
        "share a goal out among the reps: everybody's quota with its odds, and what is fair",
        quotas.add_arguments,
        quotas.run,
    ),
    "pay": Command(
        "what a commission plan costs, and how much of its bonus is luck", pay.add_arguments, pay.run
    ),
    "scorecard": Command(
        "compare people with luck taken off: gaps worth coaching, and pairs",
        scorecard.add_arguments,
        scorecard.run,
    ),
    "compare": Command(
        "set up to six scenarios side by side: odds, costs, who beats whom, what differs",
        compare.add_arguments,
        compare.run,
    ),
    "seek": Command(
        "find what each lever, the target or the date would have to be for a goal to be realistic",
        seek.add_arguments,
        seek.run,
    ),
    "levers": Command(
        "what moves the odds of a goal: every lever a step both ways, and how much is luck",
        levers.add_arguments,
        levers.run,
    ),
    "dates": Command(
        "until when hiring, initiatives and levers still help a goal, and what waiting costs",
        dates.add_arguments,
        dates.run,
    ),
    "stress": Command("a goal under what may go wrong, alone and together", stress.add_arguments, stress.run),
    "sweep": Command("odds of a goal along one lever, or over two", sweep.add_arguments, sweep.run),
    "plan": Command(
        "find the cheapest plans that make a goal realistic, different in kind", plan.add_arguments, plan.run
    ),
    "schema": Command("print the JSON Schema of a scenario file", schema.add_arguments, schema.run),
}


def parser() -> ArgumentParser:
    """The parser of every command."""
    top = ArgumentParser(prog="python -m simulator", description="Is this sales target realistic?")
    top.add_argument("--version", action="version", version=ENGINE_VERSION)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in _COMMANDS.items():
        text = command.text
        command.add_arguments(
            commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        )
    return top


def main(argv: Sequence[str] | None = None, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 2 refused (argparse exits with 2 itself)."""
    out, err = out or sys.stdout, err or sys.stderr
    args = parser().parse_args(argv)
    try:
        code = _COMMANDS[args.command].run(args, out, err)
        out.flush()  # a short answer meets a closed pipe only here, or at the exit, where nobody catches it
        return code
    except (ScenarioError, EvidenceError) as error:
        print(f"{error}", file=err)
        return 2
    except BrokenPipeError:
        # The reader (head, less) has seen enough; what is left goes nowhere, or Python fails once more at its exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return 0
