"""A funnel known only as totals: "7,200 calls, 1,080 appointments, 360 sales"."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from simulator.evidence.findings import (
    Counts,
    CycleFinding,
    Evidence,
    MeasuredRate,
    OutcomeFinding,
    SizeFinding,
    TeamFinding,
    VolumeFinding,
)
from simulator.evidence.refusal import EvidenceError, Remark
from simulator.evidence.step_leak import StepCounts, leak_of_steps
from simulator.scenario import Scenario, parse_scenario

USUAL_SIZE_CV = 0.9
USUAL_CYCLE_CV = 0.85
USUAL_MONTHLY_CV = 0.20
"""Guesses for what totals cannot say: how deal sizes, cycles and months differ."""


@dataclass(frozen=True)
class Totals:
    """A typed funnel over `months` months. revenue: money of the sales; cycle_days: from appointment to sale."""

    calls: int
    appointments: int
    sales: int
    months: int = 12
    revenue: float | None = None
    cycle_days: float | None = None
    currency: str = "EUR"
    until: dt.date = dt.date(2026, 10, 31)

    def problems(self) -> tuple[str, ...]:
        """One sentence for everything that cannot be."""
        found = []
        for label, value in (
            ("calls", self.calls),
            ("appointments", self.appointments),
            ("sales", self.sales),
        ):
            if value != int(value) or not 0 <= value <= 10**9:
                found.append(f"{label} = {value}: must be a whole number from 0 to 1,000,000,000.")
        if found:
            return tuple(found)
        if not self.calls >= self.appointments >= self.sales:
            found.append(
                f"calls = {self.calls:,}, appointments = {self.appointments:,}, sales = "
                f"{self.sales:,}: each step must not exceed the one before."
            )
        if self.sales < 1:
            found.append("sales = 0: at least one sale is needed to know what becomes of calls.")
        if self.months != int(self.months) or not 1 <= self.months <= 120:
            found.append(f"months = {self.months}: must be a whole number from 1 to 120.")
        for label, money, most in (("revenue", self.revenue, 1e12), ("cycle_days", self.cycle_days, 3650.0)):
            if money is not None and not (math.isfinite(money) and 0 < money <= most):
                found.append(f"{label} = {money}: must be above 0 and at most {most:,.0f}.")
        return tuple(found)


def totals_to_evidence(
    calls: int,
    appointments: int,
    sales: int,
    months: int = 12,
    revenue: float | None = None,
    cycle_days: float | None = None,
    currency: str = "EUR",
    until: dt.date = dt.date(2026, 10, 31),
) -> Evidence:
    """Evidence from totals. `until` is the last day they cover. Raises EvidenceError with a sentence per problem."""
    totals = Totals(calls, appointments, sales, months, revenue, cycle_days, currency, until)
    if problems := totals.problems():
        raise EvidenceError(*problems)
    monthly = calls / months
    size = SizeFinding(
        revenue / sales if revenue else 1.0,
        USUAL_SIZE_CV,
        sales,
        "gamma",
        None,
        "the spread of sizes is a guess",
    )
    cycle = CycleFinding(cycle_days or 0.0, USUAL_CYCLE_CV if cycle_days else 0.0, sales, 0)
    volume = VolumeFinding(
        monthly, monthly * USUAL_MONTHLY_CV / math.sqrt(months), 1 / USUAL_MONTHLY_CV**2, months
    )
    relative_sd = math.sqrt((1 - appointments / calls) / appointments)
    outcome = OutcomeFinding(sales / calls, appointments / calls, relative_sd, calls, "totals")
    counts = Counts(sales, max(appointments - sales, 0), 0, 0)
    finding = TeamFinding("Sales", counts, size, cycle, volume, outcome, ())
    typed = f"typed totals of {months} months"
    rates = [
        MeasuredRate(
            "entered_per_month",
            "Calls per month",
            monthly,
            "units per month",
            months,
            "months",
            "measured",
            typed,
        ),
        MeasuredRate(
            "appointment_rate",
            "Appointments of calls",
            appointments / calls,
            "share",
            calls,
            "calls",
            "measured",
            typed,
        ),
        MeasuredRate(
            "win_rate",
            "Sales of appointments",
            sales / appointments,
            "share",
            appointments,
            "appointments",
            "measured",
            typed,
        ),
        MeasuredRate(
            "deal_size",
            "Average deal size",
            size.mean,
            "money",
            sales if revenue else 0,
            "sales",
            "measured" if revenue else "guess",
            typed,
        ),
        MeasuredRate("cycle_days", "Sales cycle", cycle.mean, "days", 0, "sales", "guess", typed),
    ]
    remarks = [
        Remark(
            "totals_only",
            "Totals say nothing about how months, deal sizes and cycles differ: those are guesses.",
        )
    ]
    if revenue is None:
        remarks.append(
            Remark(
                "no_revenue",
                "No revenue was given: every sale counts as 1, so that bookings are numbers of sales.",
            )
        )
    return Evidence(
        as_of=until,
        currency=currency,
        company=finding,
        teams=(finding,),
        monthly=(),
        rates=tuple(rates),
        remarks=tuple(remarks),
        source=typed,
        leak=leak_of_steps(
            [
                StepCounts("calls", "appointments", [calls], [appointments]),
                StepCounts("appointments", "sales", [appointments], [sales]),
            ],
            months,
            size.mean,
        ),
    )


def totals_to_scenario(
    totals: Totals, horizon_months: int = 12, name: str | None = None, seed: int = 2027
) -> Scenario:
    """The funnel calls -> appointment -> sale as a scenario, starting in the month after ``totals.until``.

    Its goal is the same number of sales, scaled to the horizon. Raises EvidenceError or ScenarioError.
    """
    if problems := totals.problems():
        raise EvidenceError(*problems)
    year, month = divmod(totals.until.year * 12 + totals.until.month, 12)
    last_year, last_month = divmod(
        totals.until.year * 12 + totals.until.month + max(horizon_months, 1) - 1, 12
    )
    monthly = totals.calls / totals.months
    source = f"typed totals of {totals.months} months"
    measured: dict[str, Any] = {"grade": "measured", "source": source}
    size: dict[str, Any] = {
        "family": "gamma",
        "mean": 1.0,
        "cv": 0.0,
        "grade": "guess",
        "source": "no revenue given: a sale counts as 1",
    }
    if totals.revenue is not None:
        size = {
            "family": "gamma",
            "mean": totals.revenue / totals.sales,
            "cv": USUAL_SIZE_CV,
            "n": float(totals.sales),
            "grade": "measured",
            "source": f"{source}; the spread is a guess",
        }
    team: dict[str, Any] = {
        "name": "Sales",
        "inbound_per_month": {
            "mean": monthly,
            "sd": monthly * USUAL_MONTHLY_CV / math.sqrt(totals.months),
            "dispersion": 1 / USUAL_MONTHLY_CV**2,
            "grade": "measured",
            "source": f"{source}; how months differ is a guess",
        },
        "entry": "call",
        "stages": [
            {
                "name": "appointment",
                "rate": {"successes": float(totals.appointments), "trials": float(totals.calls), **measured},
            },
            {
                "name": "sale",
                "rate": {"successes": float(totals.sales), "trials": float(totals.appointments), **measured},
            },
        ],
        "deal_size": size,
    }
    if totals.cycle_days is not None:
        team["cycle_days"] = {
            "mean": totals.cycle_days,
            "cv": USUAL_CYCLE_CV,
            "grade": "measured",
            "source": f"{source}; the spread is a guess",
        }
    sales_goal = totals.sales / totals.months * horizon_months
    return parse_scenario(
        {
            "name": name or "From typed totals",
            "currency": totals.currency,
            "start_month": f"{year:04d}-{month + 1:02d}",
            "horizon_months": horizon_months,
            "seed": seed,
            "history": {"closed_outcomes": totals.appointments, "periods": totals.months, "source": source},
            "teams": [team],
            "goals": [
                {
                    "name": "Sales as before",
                    "metric": "won_deals",
                    "target": float(round(sales_goal)),
                    "by": f"{last_year:04d}-{last_month + 1:02d}",
                }
            ],
        }
    )
