"""The scorecard as plain numbers, texts, lists and tables: what the command line prints."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.scenario.score_plan import ScorePlan
from simulator.scorecard.card import OWN_MEDIAN, MetricCard, Scorecard
from simulator.scorecard.pairing import Pair
from simulator.scorecard.teams import team_card


def scorecard_document(card: Scorecard, plan: ScorePlan | None = None) -> dict[str, Any]:
    """One document: the metrics, everybody, the pairs, and the gap most worth coaching over all people."""
    sheet, gap = card.sheet, card.team_gap
    total, activity, goal = card.score(), card.score("activity"), card.score("goal")
    return {
        "source": sheet.source,
        "currency": sheet.currency,
        "periods": list(sheet.periods),
        "months_in_period": sheet.months,
        "gaps_in": "bookings" if card.in_bookings else "points",
        "people_differ_in": list(card.differing),
        "sentence": card_sentence(card),
        "metrics": [_metric(one) for one in card.metrics],
        "gap_most_worth_coaching": None if gap is None else _gap_of_all(card, gap),
        "teams": _teams(card, plan),
        "people": [
            {
                "name": sheet.reps[at],
                "team": sheet.teams[at],
                "score": _number(total[at]),
                "activity_score": _number(activity[at]),
                "goal_score": _number(goal[at]),
                "metrics": {one.metric.name: _of_person(one, at) for one in card.metrics},
                "coach": _coach(card, at),
            }
            for at in range(len(sheet.reps))
        ],
        "pairs": [_pair(card, one) for one in card.pairs],
    }


def card_sentence(card: Scorecard) -> str:
    """What to say first: whether people differ at all, and which gap is most worth coaching."""
    aside = given_sentence(card)
    labels = {one.metric.name: one.metric.label.lower() for one in card.metrics}
    gap = card.team_gap
    if gap is not None:
        one = card.metrics[gap]
        people = int((card.worth(gap) > 0).sum())
        below = "above" if one.metric.direction == "less" else "below"
        first = (
            f"The gap most worth coaching is {one.metric.label.lower()}: {people} of {len(card.sheet.reps)} people lie "
            f"{below} {'the benchmark' if one.source != OWN_MEDIAN else OWN_MEDIAN} by more than luck."
        )
    elif card.differing:
        listed = " and ".join(labels[name] for name in card.differing)
        first = f"People differ in {listed}, but nobody has a gap that is clear of luck."
    else:
        first = (
            "What these people bring themselves differs no more than luck makes it: there is no winner, and no gap to "
            "coach one of them on."
        )
    return f"{first} {aside}".strip()


def given_sentence(card: Scorecard) -> str:
    """Which differences come from what people are given to sell; "" where none do."""
    if not card.given:
        return ""
    listed = " and ".join(one.metric.label.lower() for one in card.given)
    return f"{listed.capitalize()} differ as the {card.given[0].sample.given} people sell do: nobody is scored on them."


def _teams(card: Scorecard, plan: ScorePlan | None) -> list[dict[str, Any]]:
    found = team_card(card, plan)
    if found is None:
        return []
    total, activity, goal = (found.card.score(part) for part in (None, "activity", "goal"))
    return [
        {
            "name": name,
            "people": found.people[at],
            "score": _number(total[at]),
            "activity_score": _number(activity[at]),
            "goal_score": _number(goal[at]),
            "metrics": {one.metric.name: _of_person(one, at) for one in found.card.metrics},
            "coach": None
            if found.coach[at] < 0
            else {
                "metric": card.metrics[found.coach[at]].metric.name,
                "people": found.having[at],
                "worth_per_period": _number(found.worth[at]),
            },
        }
        for at, name in enumerate(found.card.sheet.reps)
    ]


def _metric(one: MetricCard) -> dict[str, Any]:
    return {
        "name": one.metric.name,
        "label": one.metric.label,
        "section": one.metric.section,
        "unit": one.metric.unit,
        "definition": one.metric.definition,
        "benchmark_source": one.source,
        "differs": one.differs,
        "given": one.sample.given or None,
        "p_value": float(f"{one.standing.p_value:.3g}"),
        "cases": one.sample.cases,
    }


def _of_person(one: MetricCard, at: int) -> dict[str, Any]:
    found, trend = one.standing, one.trend
    return {
        "counted": _number(one.sample.own[at]),
        "n": _number(one.sample.n[at]),
        "value": _number(found.value[at]),
        "range": [_number(found.low[at]), _number(found.high[at])],
        "pull": _number(found.pull[at]),
        "benchmark": _number(one.benchmark[at]),
        "points": _number(one.points[at]),
        "distance_from_peers": _number(found.distance[at]),
        "trend": None if trend is None or not trend.clear[at] else _number(trend.change[at]),
    }


def _coach(card: Scorecard, at: int) -> dict[str, Any] | None:
    number = int(card.coach[at])
    if number < 0:
        return None
    one = card.metrics[number]
    return {
        "metric": one.metric.name,
        "gap": _number(one.gaps.gap[at]),
        "bookings_per_period": _number(one.gaps.bookings[at]),
        "range": [_number(one.gaps.low[at]), _number(one.gaps.high[at])],
        "points": _number(one.gaps.points[at]),
    }


def _gap_of_all(card: Scorecard, number: int) -> dict[str, Any]:
    worth = card.worth(number)
    return {
        "metric": card.metrics[number].metric.name,
        "people": int((worth > 0).sum()),
        "worth_per_period": _number(float(worth.sum())),
    }


def _pair(card: Scorecard, one: Pair) -> dict[str, Any]:
    names = [metric.metric.name for metric in card.metrics]
    return {
        "learner": card.sheet.reps[one.learner],
        "partner": card.sheet.reps[one.partner],
        "learns": names[one.lesson],
        "gives_back": None if one.back is None else names[one.back],
        "worth_per_period": _number(one.worth),
    }


def _number(value: float) -> float | None:
    """Six digits; None for what is not known."""
    return None if np.isnan(value) else float(f"{float(value):.6g}")
