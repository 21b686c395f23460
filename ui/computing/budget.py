"""How much one run may cost: futures x months x teams, people counted by the hundred, and the memory of the result."""

from __future__ import annotations

from simulator import Scenario
from simulator.scenario import DealSize

TRIALS = 10_000
MORE_TRIALS = 40_000
LEAST_TRIALS = 1_000
RANKING_TRIALS, LEAST_RANKING_TRIALS = 1_000, 100

MAX_FORECAST_BYTES = 300 * 2**20
MAX_SIZE = 3_500
"""Team-months of a plan. A thousand futures of one take about half a millisecond of one core."""
MAX_RUN_WORK = MAX_RANKING_WORK = 6_000_000
"""Team-months x futures of one forecast, and of all runs of a ranking: about three seconds of one core."""
MAX_SEEK_WORK, RUNS_OF_A_SEARCH = 30_000_000, 3
"""Of a search through all levers, each of which costs about three forecasts; about ten seconds of one core."""
HEAVY_WORK = 500_000
"""What costs more than this (a quarter of a second of one core) runs one at a time, whoever's it is."""
SOON_OVER_WORK = 2_000_000
"""Up to this (a second of one core) a heavy run that is alone may use every core."""
MAX_FITTED_SIZES = 40
"""Different lognormal or listed deal sizes of a plan: each may take a second to prepare, once."""
PEOPLE_TO_A_TEAM = 100
"""So many people cost what a team costs."""


class PlanTooLargeError(ValueError):
    """A plan that would keep everybody else waiting; the message is for its owner."""


def size(scenario: Scenario) -> int:
    """Team-months: what one future of `scenario` costs. Many people, or many stages, make a team count more."""
    people = sum(
        len(team.reps) + team.headcount + sum(hire.count for hire in team.hires) for team in scenario.teams
    )
    tenths = sum(max(10, 8 + len(team.stages)) for team in scenario.teams) + 10 * people // PEOPLE_TO_A_TEAM
    return max(1, scenario.horizon_months * tenths // 10)


def check(scenario: Scenario) -> None:
    """PlanTooLargeError with one sentence where not even a few futures can be afforded."""
    needed = size(scenario)
    if needed > MAX_SIZE:
        raise PlanTooLargeError(
            f"This plan is too large to simulate here: {len(scenario.teams):,} teams with their people over "
            f"{scenario.horizon_months} months make {needed:,} team-months (100 people or many stages count as "
            f"a team more), at most {MAX_SIZE:,} are allowed. Join teams or shorten the period; Undo takes it back."
        )
    fitted = [team.deal_size for team in scenario.teams if team.deal_size.family != "gamma"]
    curves = len({_curve(deal) for deal in fitted}) if len(fitted) > MAX_FITTED_SIZES else 0
    if curves > MAX_FITTED_SIZES:
        raise PlanTooLargeError(
            f"This plan is too large to simulate here: its teams have {curves} different lognormal or listed deal "
            f"sizes, at most {MAX_FITTED_SIZES} are allowed. Give some teams the same spread, or the gamma family."
        )


def _curve(deal: DealSize) -> tuple[str, float | None, int]:
    return deal.family, deal.cv, hash(deal.values)


def bytes_each(scenario: Scenario) -> int:
    """Memory one future of `scenario` takes, in bytes."""
    return scenario.horizon_months * sum(80 + 4 * len(team.stages) for team in scenario.teams)


def affordable(scenario: Scenario, wanted: int = TRIALS) -> int:
    """`wanted` futures, or as many thousands as the budget of one run allows. Raises PlanTooLargeError."""
    check(scenario)
    most = min(MAX_FORECAST_BYTES // bytes_each(scenario), MAX_RUN_WORK // size(scenario))
    return max(LEAST_TRIALS, min(wanted, most // 1000 * 1000))


def ranking_trials(scenario: Scenario, runs: int) -> int:
    """Futures of each of the `runs` of a ranking; 0 where even the fewest are too many."""
    most = MAX_RANKING_WORK // (runs * size(scenario))
    return min(RANKING_TRIALS, most) if most >= LEAST_RANKING_TRIALS else 0


def seek_trials(scenario: Scenario, levers: int, wanted: int = TRIALS) -> int:
    """Futures of a search through so many levers, in thousands; 0 where even a thousand are too many."""
    most = MAX_SEEK_WORK // (RUNS_OF_A_SEARCH * max(levers, 1) * size(scenario))
    most = min(most, MAX_FORECAST_BYTES // (4 * bytes_each(scenario)))
    return min(wanted, most // 1000 * 1000) if most >= LEAST_TRIALS else 0
