"""What each future took for true: the draw of every input that is not exactly known, as `simulate` made it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.engine.effects import draw_strength, happens
from simulator.engine.funnel import draw_stage_rate
from simulator.engine.money import draw_open_rates, draw_size_level
from simulator.engine.parameters import draw_margin
from simulator.engine.people import draw_attrition, draw_ramp_length, draw_rep_factors
from simulator.engine.recurring import draw_churn, draw_expansion
from simulator.engine.routines import ACTIVITIES, HOURS, draw_routine_level, draw_units_level
from simulator.engine.simulate import DEFAULT_TRIALS, check_request
from simulator.engine.streams import Floats, Luck
from simulator.engine.timing import draw_cycle_level
from simulator.engine.volume import draw_growth_rate, draw_inbound_level, draw_season
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team


def parameter_draws(
    scenario: Scenario, n_trials: int = DEFAULT_TRIALS, seed: int | None = None
) -> dict[str, Floats]:
    """The value of every input that is not exactly known, in each of the futures of ``simulate(scenario, …)``.

    Keys are places in the document: ``teams[Direct].stages[won].rate``, ``growth.volume``,
    ``risks[Price war].effect`` (0 where it does not happen). Arrays have shape (n_trials,) and the input's unit
    before any lever; ``seasonality`` has (n_trials, n_months), ``ramp_length_cv`` is the factor on the ramp's
    length. The streams are those of the forecast, so row i belongs to its trial i. Raises ScenarioError as
    `simulate` does.
    """
    seed = scenario.seed if seed is None else seed
    check_request(scenario, n_trials, seed)
    luck = Luck(seed, 0, n_trials)
    draws: dict[str, Floats] = {}
    for place, drawn in _draws(scenario, luck):
        if drawn.shape[1] == n_trials:
            one = len(drawn) == 1 and place != "seasonality"
            draws[place] = np.ascontiguousarray(drawn[0] if one else drawn.T)
    return draws


def draw_inputs(scenario: Scenario, luck: Luck) -> tuple[tuple[str, Floats], ...]:
    """Every input's place and draws from `luck`, (rows, trials), or (rows, 1) where it is exactly known."""
    return (*_draws(scenario, luck), *_of_reps(scenario, luck))


def _of_reps(scenario: Scenario, luck: Luck) -> Iterator[tuple[str, Floats]]:
    """What says whose deals are whose: not known either, and no metric of a team depends on it."""
    for team in scenario.teams:
        yield f"teams[{team.name}].rep_spread", draw_rep_factors(team, 1, luck)


def _draws(scenario: Scenario, luck: Luck) -> Iterator[tuple[str, Floats]]:
    for team in scenario.teams:
        yield from _of_team(team, luck)
    yield "growth.volume", draw_growth_rate(scenario.growth.volume, luck, "volume")
    yield "growth.deal_size", draw_growth_rate(scenario.growth.deal_size, luck, "deal_size")
    if scenario.seasonality.sd:
        yield "seasonality", draw_season(scenario, luck)
    if scenario.recurring is not None:
        yield "recurring.monthly_churn", draw_churn(scenario.recurring, luck)
        yield "recurring.monthly_expansion", draw_expansion(scenario.recurring, luck)
    yield "costs.gross_margin", draw_margin(scenario.costs, luck)
    for kind, listed in (("initiative", scenario.initiatives), ("risk", scenario.risks)):
        for one in listed:
            strength = happens(one, luck, kind) * draw_strength(one.effect, luck, kind, one.name)
            yield f"{kind}s[{one.name}].effect", strength


def _of_team(team: Team, luck: Luck) -> Iterator[tuple[str, Floats]]:
    at = f"teams[{team.name}]"
    yield f"{at}.inbound_per_month", draw_inbound_level(team, luck)
    for stage in team.stages:
        yield f"{at}.stages[{stage.name}].rate", draw_stage_rate(team, stage, luck)
    yield f"{at}.deal_size", draw_size_level(team, luck)
    if team.cycle_days.mean:
        yield f"{at}.cycle_days", draw_cycle_level(team, luck)
    yield f"{at}.annual_attrition", draw_attrition(team, luck)
    yield f"{at}.ramp_length_cv", draw_ramp_length(team, luck)
    for number, rate in enumerate(draw_open_rates(team, luck), 1):
        yield f"{at}.open_pipeline[{number}].win_rate", rate
    for what in ACTIVITIES:
        routine = getattr(team.activities, what, None)
        if routine is not None:
            yield f"{at}.activities.{what}", draw_routine_level(routine, luck, team.name, what)
    for hours, field in HOURS.items():
        routine = getattr(team, field)
        if routine is not None:
            yield f"{at}.{field}", draw_routine_level(routine, luck, team.name, hours)
    if team.units_per_deal is not None:
        yield f"{at}.units_per_deal", draw_units_level(team.units_per_deal, luck, team.name)
