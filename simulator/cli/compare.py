"""``compare``: up to six scenarios on the same luck, side by side."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, TextIO

from simulator.cli import why_lines
from simulator.cli.progress import Progress
from simulator.cli.request import add_futures, add_goal, add_json, answer
from simulator.cli.table import table_lines
from simulator.decide.compare import MOST, Comparison, Contender, compare, document
from simulator.decide.contrast import Contrast
from simulator.decide.standing import Standing
from simulator.errors import Problem, ScenarioError, shorten
from simulator.goals import metric
from simulator.goals.told import odds_text, said
from simulator.scenario import Scenario, load_scenario
from simulator.version import ENGINE_VERSION


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``compare``."""
    parser.add_argument(
        "scenarios", metavar="SCENARIO", nargs="+", help=f"two to {MOST} scenario files, TOML or JSON"
    )
    add_goal(parser, "the first one of the first scenario that has any")
    parser.add_argument(
        "--why", action="store_true", help="tell what each difference between two scenarios did to the odds"
    )
    add_futures(parser)
    add_json(parser)


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    """Compare the scenarios and print them; ScenarioError where one cannot be used."""
    contenders = contenders_of(args.scenarios)
    if args.why:
        return why_lines.run(contenders, args, out, err)
    found = compare(contenders, args.goal, n_trials=args.trials, seed=args.seed, progress=Progress(err))
    return answer(args, out, lambda: printed(found), lambda: report(found))


def contenders_of(paths: list[str]) -> list[Contender]:
    """The scenarios in these files by their names; those called the same by their files.

    Raises ScenarioError where there are fewer than two or more than six, or one cannot be read, naming its file.
    """
    if len(paths) < 2:
        raise ScenarioError.single(
            "SCENARIO", len(paths), f"name one or more (up to {MOST - 1}) to compare it with"
        )
    if len(paths) > MOST:
        raise ScenarioError.single(
            "SCENARIO", len(paths), f"at most {MOST} can be compared at once; leave out the rest"
        )
    scenarios = [_loaded(path) for path in paths]
    names = [one.name for one in scenarios]
    found: list[Contender] = []
    for path, one in zip(paths, scenarios, strict=True):
        name = one.name if names.count(one.name) == 1 else f"{one.name} ({Path(path).stem})"
        taken = [other.name for other in found]
        number = next(n for n in range(1, MOST + 2) if _numbered(name, n) not in taken)
        found.append(Contender(_numbered(name, number), one))
    return found


def _loaded(path: str) -> Scenario:
    """The scenario in a file; ScenarioError names the file, there are several."""
    try:
        return load_scenario(path)
    except ScenarioError as error:
        raise ScenarioError(
            [
                Problem(f"{shorten(Path(path).name)}: {one.field}", one.value, one.rule)
                for one in error.problems
            ]
        ) from None


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def printed(found: Comparison) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {"engine_version": ENGINE_VERSION, **document(found)}


def report(found: Comparison) -> list[str]:
    """What a person reads: the answer, a line a plan, who beats whom, what differs, and what is not alike."""
    lines = [said(found.answer), ""]
    header: tuple[str, ...] = (
        "Plan",
        "Verdict",
        "Odds",
        "Median",
        "9 in 10 chance",
        "Costs",
        "Profit",
        "Best in",
    )
    lines += table_lines(header, [_row(one) for one in found.standings])
    if found.contrasts:
        header = ("Same luck", "Ahead in", "Odds differ by", "On average", "8 in 10 futures")
        lines += ["", *table_lines(header, [_against(found, one) for one in found.contrasts])]
    if found.differing:
        header = ("What differs", *(one.name for one in found.standings))
        lines += ["", *table_lines(header, [(row.label, *row.texts) for row in found.differing])]
    else:
        lines += ["", "No assumption differs."]
    notes = [said(one) for one in found.notes]
    months = {one.costs.months for one in found.standings}
    span = f" from {min(months)[0]} to {min(months)[1]}" if len(months) == 1 else ", each over its own months"
    lines += ["", *notes, f"Costs and profit are means over the futures{span}."]
    if any(one.costs.levers for one in found.standings):
        lines.append("Costs hold what kept levers cost by the plan's own terms; profit is before that.")
    if any(0 < one.ties < 1 for one in found.contrasts):
        lines.append("Futures in which two plans come out the same count half for each.")
    return [
        *lines,
        f"Goal {found.goal}. {found.n_trials:,} futures, seed {found.seed}, engine {ENGINE_VERSION}.",
    ]


def _row(one: Standing) -> tuple[str, ...]:
    verdict, goal = one.verdict, one.goal
    best = "" if one.best is None else odds_text(one.best)
    money = (f"{one.costs.total:,.0f} {one.scenario.currency}", f"{one.costs.profit:,.0f}")
    if verdict is None or goal is None:
        return (one.name, "not judged", "", "", "", *money, best)
    bound = "at least" if goal.direction == "at_least" else "at most"
    return (
        one.name,
        verdict.verdict + (" (borderline)" if verdict.borderline else ""),
        f"{verdict.probability:.1%}",
        _amount(goal.metric, verdict.p50),
        f"{bound} {_amount(goal.metric, one.nine_in_ten)}",
        *money,
        best,
    )


def _against(found: Comparison, one: Contrast) -> tuple[str, ...]:
    """The one that is ahead more often comes first."""
    told = one if one.beats >= 0.5 else one.turned()
    ties = f" ({odds_text(told.ties)} the same)" if told.ties else ""
    low, high = (100 * edge for edge in told.odds_interval)
    mean = "undefined"
    if told.mean is not None and told.mean_interval is not None:
        edges = " to ".join(_apart(found.metric, edge) for edge in told.mean_interval)
        mean = f"{_apart(found.metric, told.mean, signed=True)} ({edges})"
    return (
        f"{told.a} against {told.b}",
        f"{told.beats:.1%}{ties}",
        f"{100 * told.odds:+.1f} points ({low:.1f} to {high:.1f})",
        mean,
        f"{_apart(found.metric, told.low)} to {_apart(found.metric, told.high)}",
    )


def _amount(name: str, value: float | None) -> str:
    if value is None:
        return "undefined"
    if metric(name).unit == "share":
        return f"{value:.1%}"
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _apart(name: str, value: float | None, *, signed: bool = False) -> str:
    """A difference; of two shares in points."""
    if value is None:
        return "undefined"
    sign = "+" if signed and value > 0 else ""
    is_share = metric(name).unit == "share"
    return f"{sign}{100 * value:.2f} points" if is_share else f"{sign}{_amount(name, value)}"
