"""The metrics a goal may be set on: definition, unit, direction, and the value in every simulated future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.engine.forecast import Forecast, Series
from simulator.engine.streams import Floats
from simulator.goals import formulas
from simulator.goals.windows import Window
from simulator.scenario.levers import STAGE_PREFIX

Unit = Literal["money", "count", "share", "ratio", "days"]
Kind = Literal["flow", "stock", "ratio"]


@dataclass(frozen=True)
class Metric:
    """A named quantity.

    kind: a flow adds up over the window, a stock is read at its end (or averaged), a ratio divides sums over it.
    better: +1 where more is better. `value(forecast, scope, window)` has shape (n_trials,); NaN where it is undefined.
    """

    name: str
    label: str
    unit: Unit
    kind: Kind
    better: Literal[1, -1]
    definition: str
    value: Callable[[Forecast, str, Window], Floats]


_ALL = (
    Metric(
        "bookings",
        "New bookings",
        "money",
        "flow",
        1,
        "Value of the deals won that close in the window.",
        formulas.flow(Series.BOOKINGS),
    ),
    Metric(
        "revenue",
        "Revenue",
        "money",
        "flow",
        1,
        "One-off business: bookings. Subscriptions: the months' MRR added up.",
        formulas.revenue,
    ),
    Metric(
        "mrr",
        "Monthly recurring revenue",
        "money",
        "stock",
        1,
        "MRR at the end of the month.",
        formulas.stock(formulas.mrr),
    ),
    Metric(
        "arr",
        "Annual recurring revenue",
        "money",
        "stock",
        1,
        "12 times the closing MRR.",
        formulas.stock(formulas.arr),
    ),
    Metric(
        "won_deals",
        "Deals won",
        "count",
        "flow",
        1,
        "Won deals that close in the window, open pipeline included.",
        formulas.flow(Series.CLOSED),
    ),
    Metric(
        "new_customers",
        "New customers",
        "count",
        "flow",
        1,
        "One for each won deal that closes in the window.",
        formulas.flow(Series.CLOSED),
    ),
    Metric(
        "entered",
        "Units entering",
        "count",
        "flow",
        1,
        "Units (calls, leads, ...) entering the funnel in the window.",
        formulas.flow(Series.ENTERED),
    ),
    Metric(
        "win_rate",
        "Win rate",
        "share",
        "ratio",
        1,
        "Wins over units worked at the last open stage, decided in the window.",
        formulas.win_rate,
    ),
    Metric(
        "average_deal_size",
        "Average deal size",
        "money",
        "ratio",
        1,
        "Bookings over deals that close in the window.",
        formulas.average_deal_size,
    ),
    Metric(
        "churn_rate",
        "Monthly churn",
        "share",
        "ratio",
        -1,
        "Customers lost over customers at the start of each month.",
        formulas.churn_rate,
    ),
    Metric(
        "gross_margin",
        "Gross margin",
        "share",
        "ratio",
        1,
        "Gross profit over revenue.",
        formulas.gross_margin,
    ),
    Metric(
        "profit",
        "Profit",
        "money",
        "flow",
        1,
        "Gross profit less reps, marketing, overhead and initiatives.",
        formulas.flow(Series.PROFIT),
    ),
    Metric(
        "cac",
        "Customer acquisition cost",
        "money",
        "ratio",
        -1,
        "Reps, marketing and initiatives over new customers.",
        formulas.cac,
    ),
    Metric(
        "clv",
        "Customer lifetime value",
        "money",
        "ratio",
        1,
        "ARPA times gross margin over monthly churn.",
        formulas.clv,
    ),
    Metric(
        "clv_to_cac",
        "CLV to CAC",
        "ratio",
        "ratio",
        1,
        "Customer lifetime value over acquisition cost.",
        formulas.clv_to_cac,
    ),
    Metric(
        "arpa",
        "Revenue per account",
        "money",
        "stock",
        1,
        "MRR over customers at the end of the month.",
        formulas.arpa,
    ),
    Metric(
        "cycle_days",
        "Sales cycle",
        "days",
        "ratio",
        -1,
        "Mean days from last open stage to close of deals won.",
        formulas.cycle_days,
    ),
    Metric(
        "rep_turnover",
        "Rep turnover",
        "ratio",
        "ratio",
        -1,
        "Leavers a year over mean headcount.",
        formulas.rep_turnover,
    ),
    Metric(
        "effective_reps",
        "Effective reps",
        "count",
        "stock",
        1,
        "People counted by ramp, mean over the window.",
        formulas.effective_reps,
    ),
    Metric(
        "activities_per_rep_per_day",
        "Activities per rep and day",
        "ratio",
        "ratio",
        1,
        "Units entering over effective reps and workdays.",
        formulas.activities,
    ),
    Metric(
        "quota_attainment",
        "Quota attainment",
        "ratio",
        "ratio",
        1,
        "Bookings over ramped quota of the teams that have one.",
        formulas.quota_attainment,
    ),
)
METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
"""Every metric but the stages'."""


def metric(name: str) -> Metric:
    """The metric called `name`, ``stage:<name>`` included; KeyError where there is none."""
    if name.startswith(STAGE_PREFIX):
        stage = name.removeprefix(STAGE_PREFIX)
        return Metric(
            name,
            f"Units reaching {stage}",
            "count",
            "flow",
            1,
            f"Units that reach {stage} in the window.",
            formulas.flow(name),
        )
    return METRICS[name]
