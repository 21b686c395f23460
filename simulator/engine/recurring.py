"""Subscription business: customers and MRR moved by churn, expansion and new deals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.engine.effects import Effects
from simulator.engine.parameters import draw_quantity, draw_rate
from simulator.engine.quantiles import binomial
from simulator.engine.streams import Counts, Floats, Luck
from simulator.scenario.plan import Recurring


@dataclass(frozen=True)
class Subscriptions:
    """Per month and trial, shape (months, trials): customers at the start and end, those lost, MRR at the end."""

    opening: Counts
    churned: Counts
    customers: Counts
    mrr: Floats


def draw_churn(recurring: Recurring, luck: Luck) -> Floats:
    """The share of customers lost in a month, per trial, before any lever."""
    return draw_rate(recurring.monthly_churn, luck, "churn rate")


def draw_expansion(recurring: Recurring, luck: Luck) -> Floats:
    """Monthly growth of the revenue that stays, per trial, before any lever."""
    return draw_quantity(recurring.monthly_expansion, luck, "expansion")


def draw_subscriptions(
    recurring: Recurring, closed: Counts, bookings: Floats, effects: Effects, luck: Luck
) -> Subscriptions:
    """How customers and MRR move when `closed` deals worth `bookings` a year are added each month."""
    churn = np.minimum(draw_churn(recurring, luck) * effects.factor("churn"), 1.0)
    expansion = draw_expansion(recurring, luck) * effects.factor("expansion")
    growth = np.maximum(1 + expansion, 0.0)
    luck_of_churn = luck.uniforms(len(closed), "churn")
    opening, churned, customers = (np.empty_like(closed) for _ in range(3))
    mrr = np.empty(closed.shape)
    count = np.full((1, closed.shape[1]), recurring.opening_customers, dtype=np.int64)
    value = np.full(closed.shape[1], recurring.opening_mrr)
    for t in range(len(closed)):
        lost = binomial(luck_of_churn[t : t + 1], count, churn[t : t + 1] if len(churn) > 1 else churn)[0]
        kept = np.divide(count[0] - lost, count[0], out=np.zeros_like(value), where=count[0] > 0)
        opening[t], churned[t] = count[0], lost
        value = value * kept * (growth[t] if len(growth) > 1 else growth[0]) + bookings[t] / 12
        count = count - lost + closed[t]
        customers[t], mrr[t] = count[0], value
    return Subscriptions(opening, churned, customers, mrr)
