"""The model told a second time: one future after another, person by person, unit by unit, deal by deal.

Reads the plain document (not the scenario models) and shares no code with the engine, so that agreement of the two
is evidence for both. `futures` returns what the engine calls series, keyed ``(scope, series)``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.statistical import oracle_luck as dice

MONTH_DAYS = 30.4375
Books = dict[tuple[str, str], list[float]]
Futures = dict[tuple[str, str], NDArray[np.float64]]


def number_of(month: str) -> int:
    """Months since year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


class Levers:
    """What initiatives, risks and kept adjustments do in one future."""

    def __init__(self, luck: Random, document: dict[str, Any]) -> None:
        start = number_of(document["start_month"])
        self._luck = luck
        self._changes: list[tuple[str, Any, int, int, float]] = []
        self.costs: dict[int, float] = defaultdict(float)
        self.initiative_costs: dict[int, float] = defaultdict(float)
        for kind in ("initiatives", "risks"):
            for one in document.get(kind, []):
                begins = number_of(one["start_month"]) - start
                happens = luck.random() < one.get("probability", 1.0)
                strength = dice.pert(luck, one["effect"]) if happens else 0.0
                self._changes.append(
                    (one["lever"], one.get("teams"), begins, one.get("phase_in_months", 0), strength)
                )
                if kind == "initiatives" or happens:
                    self.costs[begins] += one.get("cost", 0.0)
                if kind == "initiatives":
                    self.initiative_costs[begins] += one.get("cost", 0.0)
        for one in document.get("adjustments", []):
            begins = number_of(one["start_month"]) - start if "start_month" in one else 0
            self._changes.append((one["lever"], one.get("teams"), begins, 0, one["change"]))

    def factor(self, lever: str, t: int, team: str | None = None) -> float:
        """What `lever` is multiplied by in month t."""
        product = 1.0
        for name, teams, begins, phase, strength in self._changes:
            if name == lever and (teams is None or team in teams) and t >= begins:
                product *= 1 + strength * min(1.0, (t - begins + 1) / max(phase, 1))
        return product

    def joining(self, team: str) -> list[int]:
        """Months in which people of the lever "hires" join `team`."""
        months = []
        for name, teams, begins, phase, strength in self._changes:
            if name == "hires" and (teams is None or team in teams):
                people = dice.rounded(self._luck, strength)
                months += [begins + person * phase // people for person in range(people)]
        return months


def ramped(ramp: list[float], tenure: float, stretch: float) -> float:
    """Productivity at `tenure` months when the whole ramp takes `stretch` times as long."""
    place = tenure / stretch if stretch > 0 else math.inf
    if place >= len(ramp) - 1:
        return ramp[-1]
    step = math.floor(place)
    return ramp[step] + (place - step) * (ramp[step + 1] - ramp[step])


def people_of(
    luck: Random, team: dict[str, Any], document: dict[str, Any], levers: Levers, books: Books
) -> list[float]:
    """Effective reps of every month; who is there, who leaves and who joins goes into the books."""
    name, start, horizon = team["name"], number_of(document["start_month"]), document["horizon_months"]
    ramp = team.get("ramp", [1.0])
    annual = dice.rate(luck, team.get("annual_attrition", 0.0))
    noise = dice.mean_one(luck, team.get("ramp_length_cv", 0.0))
    present: list[float] = [-rep.get("tenure_months", 0) for rep in team.get("reps", [])]
    present += [-math.inf] * team.get("headcount", 0)
    arrivals: dict[int, int] = defaultdict(int)
    for hire in team.get("hires", []):
        for _ in range(hire.get("count", 1)):
            arrivals[
                number_of(hire["month"]) - start + dice.poisson(luck, hire.get("slip_months_mean", 0.0))
            ] += 1
    for joins in levers.joining(name):
        arrivals[joins] += 1
    effective = []
    for t in range(horizon):
        hazard = 1 - (1 - min(1.0, annual * levers.factor("attrition", t, name))) ** (1 / 12)
        staying = [joined for joined in present if t == 0 or luck.random() >= hazard]
        leavers = len(present) - len(staying)
        if team.get("backfill_after_months") is not None:
            arrivals[t + team["backfill_after_months"]] += leavers
        present = staying + [float(t)] * arrivals[t]
        stretch = levers.factor("ramp_months", t, name) * noise
        effective.append(sum(ramped(ramp, t - joined, stretch) for joined in present))
        books[name, "leavers"].append(leavers)
        books[name, "joiners"].append(arrivals[t])
        books[name, "headcount"].append(len(present))
        books[name, "effective_reps"].append(effective[-1])
        books[name, "rep_cost"].append(len(present) * team.get("annual_cost_per_rep", 0.0) / 12)
    return effective


def pipeline_of(luck: Random, team: dict[str, Any], cycle_mean: float, close: Any) -> None:
    """The deals open at the start, each with the rest of its own cycle."""
    cv = team.get("cycle_days", {"cv": 0.0})["cv"]
    for group in team.get("open_pipeline", []):
        chance = dice.rate(luck, group["win_rate"])
        for _ in range(group["count"]):
            if luck.random() >= chance:
                continue
            age, days = group.get("age_days", 0.0), dice.gamma_days(luck, cycle_mean, cv)
            while cycle_mean > 0 and days <= age:
                days = dice.gamma_days(luck, cycle_mean, cv)
            close(math.floor((days - age) / MONTH_DAYS) if cycle_mean > 0 else 0, group.get("value"))


def team_future(
    luck: Random,
    team: dict[str, Any],
    document: dict[str, Any],
    levers: Levers,
    demand_factor: list[float],
    growth: float,
    size_growth: list[float],
    books: Books,
) -> None:
    """One team in one future. `demand_factor`: season of each month; the market stands in the books already."""
    name, horizon = team["name"], document["horizon_months"]
    effective = people_of(luck, team, document, levers, books)
    inbound = team["inbound_per_month"]
    inbound = inbound if isinstance(inbound, dict) else {"mean": inbound}
    inbound_mean = dice.quantity(luck, inbound, 0.0, math.inf)
    rates = [dice.rate(luck, stage["rate"]) for stage in team["stages"]]
    sizes = team["deal_size"]
    size_noise = dice.mean_one(luck, spread_of(sizes) / math.sqrt(sizes["n"])) if "n" in sizes else 1.0
    cycle = team.get("cycle_days", {"mean": 0.0, "cv": 0.0})
    cycle_noise = dice.mean_one(luck, cycle["cv"] / math.sqrt(cycle["n"])) if "n" in cycle else 1.0
    closed, money = [0] * horizon, [0.0] * horizon
    still_open = [0]

    def close(t: int, value: float | None = None) -> None:
        if t >= horizon:
            still_open[0] += 1
            return
        closed[t] += 1
        grown = size_noise * size_growth[t] * levers.factor("deal_size", t, name)
        money[t] += dice.deal(luck, sizes) * grown if value is None else value

    pipeline_of(luck, team, cycle["mean"] * cycle_noise * levers.factor("cycle_days", 0, name), close)
    pipeline_wins = sum(closed) + still_open[0]
    backlog = 0
    for t in range(horizon):
        calls = (
            team.get("outbound_per_rep_per_day", 0.0) * team.get("workdays_per_month", 21.0) * effective[t]
        )
        mean = (inbound_mean * growth**t * demand_factor[t] + calls) * levers.factor("volume", t, name)
        mean *= books["company", "market"][t]
        if "dispersion" in inbound:
            mean *= luck.gammavariate(inbound["dispersion"], 1 / inbound["dispersion"])
        units = dice.poisson(luck, mean)
        books[name, "entered"].append(units)
        chances = []
        for stage, drawn in zip(team["stages"], rates, strict=True):
            factor = levers.factor(f"stage:{stage['name']}", t, name)
            if stage is team["stages"][-1]:
                factor *= levers.factor("win_rate", t, name)
            chances.append(min(1.0, drawn * factor))
        for stage, chance in zip(team["stages"][:-1], chances, strict=False):
            units = dice.heads(luck, units, chance)
            if stage is not team["stages"][-2]:
                books[name, f"stage:{stage['name']}"].append(units)
        demand, worked, carried, lost = units + backlog, units + backlog, 0, 0
        if "opportunities_per_rep_per_month" in team:
            room = team["opportunities_per_rep_per_month"] * levers.factor("capacity", t, name) * effective[t]
            worked = min(demand, dice.rounded(luck, room))
            carried = dice.rounded(luck, team.get("backlog_carry", 0.0) * (demand - worked))
            lost = demand - worked - carried
        books[name, "demand"].append(demand)
        books[name, "worked"].append(worked)
        books[name, "lost_to_capacity"].append(lost)
        books[name, "people_bind"].append(float(worked < demand))
        books[name, "backlog_carried"].append(carried)
        backlog = carried
        won = dice.heads(luck, worked, chances[-1])
        books[name, "won"].append(won)
        books[name, f"stage:{team['stages'][-1]['name']}"].append(won)
        if len(team["stages"]) > 1:
            books[name, f"stage:{team['stages'][-2]['name']}"].append(worked)
        days_won = 0.0
        for _ in range(won):
            days = dice.gamma_days(
                luck, cycle["mean"] * cycle_noise * levers.factor("cycle_days", t, name), cycle["cv"]
            )
            days_won += days
            close(t + math.floor(luck.random() + days / MONTH_DAYS))
        books[name, "cycle_days_sum"].append(days_won)
    books[name, "closed"] += closed
    books[name, "bookings"] += money
    books[name, "pipeline_won"] += [pipeline_wins] + [0.0] * (horizon - 1)


def spread_of(sizes: dict[str, Any]) -> float:
    """Coefficient of variation of one deal's size."""
    if "values" not in sizes:
        return float(sizes["cv"])
    values = sizes["values"]
    mean = sum(values) / len(values)
    return float(math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) / mean)


def future(luck: Random, document: dict[str, Any]) -> Books:
    """One simulated future of the whole company."""
    books: Books = defaultdict(list)
    horizon, first = document["horizon_months"], number_of(document["start_month"])
    levers = Levers(luck, document)
    plan = document.get("growth", {})
    interval = {"month": 1, "quarter": 3, "year": 12}[plan.get("interval", "year")]
    growth = (1 + dice.quantity(luck, plan.get("volume", 0.0), -0.95, 10.0)) ** (1 / interval)
    size_rate = (1 + dice.quantity(luck, plan.get("deal_size", 0.0), -0.95, 10.0)) ** (1 / interval)
    seasons = document.get("seasonality", {})
    index = [
        max(0.0, one * (1 + seasons.get("sd", 0.0) * luck.gauss(0.0, 1.0)))
        for one in seasons.get("index", [1.0] * 12)
    ]
    season = [index[(first + t) % 12] * 12 / sum(index) for t in range(horizon)]
    market = document.get("market", {})
    sd, persistence, walk = (market.get(name, 0.0) for name in ("monthly_sd", "persistence", "walk_sd"))
    mood = sd * luck.gauss(0.0, 1.0)
    for _ in range(horizon):
        books["company", "market"].append(math.exp(mood - sd * sd / 2))
        mood = persistence * mood + sd * math.sqrt(1 - persistence * persistence) * luck.gauss(0.0, 1.0)
    steps = [luck.gauss(0.0, 1.0) for _ in range(horizon if "walk_sd" in market else 0)]
    for t in range(len(steps)):
        books["company", "market"][t] *= math.exp(walk * sum(steps[:t]) - t * walk * walk / 2)
    for team in document["teams"]:
        team_future(
            luck, team, document, levers, season, growth, [size_rate**t for t in range(horizon)], books
        )
    company_future(luck, document, levers, books)
    return books


def company_future(luck: Random, document: dict[str, Any], levers: Levers, books: Books) -> None:
    """Customers, recurring revenue, costs and profit."""
    costs, recurring, teams = (
        document.get("costs", {}),
        document.get("recurring"),
        [one["name"] for one in document["teams"]],
    )
    margin = dice.quantity(luck, costs.get("gross_margin", 1.0), 0.0, 1.0)
    churn = dice.rate(luck, recurring["monthly_churn"]) if recurring else 0.0
    expansion = dice.quantity(luck, recurring.get("monthly_expansion", 0.0), -1.0, 1.0) if recurring else 0.0
    customers, mrr = (recurring["opening_customers"], recurring["opening_mrr"]) if recurring else (0, 0.0)
    page: dict[str, float] = {}
    for t in range(document["horizon_months"]):
        new = sum(books[name, "closed"][t] for name in teams)
        page["bookings"] = sum(books[name, "bookings"][t] for name in teams)
        page["revenue"] = page["bookings"]
        if recurring:
            page["opening_customers"] = customers
            page["churned"] = dice.heads(luck, int(customers), min(1.0, churn * levers.factor("churn", t)))
            mrr -= mrr * page["churned"] / customers if customers else 0.0
            mrr = mrr * (1 + expansion * levers.factor("expansion", t)) + page["bookings"] / 12
            customers += new - page["churned"]
            page |= {"customers": customers, "mrr": mrr, "revenue": mrr}
        page["gross_profit"] = page["revenue"] * min(1.0, margin * levers.factor("gross_margin", t))
        page["marketing"] = costs.get("marketing_per_month", 0.0) * levers.factor("marketing", t)
        page["overhead"] = costs.get("overhead_per_month", 0.0) * levers.factor("overhead", t)
        page["rep_cost"] = sum(books[name, "rep_cost"][t] for name in teams)
        page["changes"] = levers.costs[t]
        page["initiatives"] = levers.initiative_costs[t]
        page["profit"] = (
            page["gross_profit"] - page["rep_cost"] - page["marketing"] - page["overhead"] - page["changes"]
        )
        for series, value in page.items():
            books["company", series].append(value)


def futures(document: dict[str, Any], count: int, seed: int) -> Futures:
    """`count` futures as arrays (count, months), by scope and series."""
    luck = Random(seed)
    shelf: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    for _ in range(count):
        for key, values in future(luck, document).items():
            shelf[key].append(values)
    return {key: np.array(values, dtype=float) for key, values in shelf.items()}
