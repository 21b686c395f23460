"""One judged plan, made once: the sample company's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from exports import Report, make_report
from simulator import Forecast, Scenario, Verdict, assess, simulate
from simulator.sample import sample_scenario

MADE = dt.datetime(2026, 11, 21, 19, 5, tzinfo=dt.UTC)
LINK = "https://plans.example.com/?s=0123456789abcdef"
ADVICE = {"New bookings": ("Win rate from 27.7 % to 29.4 %",)}


@dataclass(frozen=True)
class Judged:
    """A plan, its forecast and its verdicts."""

    scenario: Scenario
    forecast: Forecast
    verdicts: tuple[Verdict, ...]

    def report(self, *, hide_money: bool = False) -> Report:
        """The report, with a link and an advice."""
        return make_report(
            self.scenario,
            self.forecast,
            self.verdicts,
            link=LINK,
            now=MADE,
            hide_money=hide_money,
            advice=ADVICE,
        )


@pytest.fixture(scope="session")
def judged() -> Judged:
    """The sample company."""
    scenario = sample_scenario()
    forecast = simulate(scenario, n_trials=2_000)
    return Judged(scenario, forecast, tuple(assess(forecast)))


@pytest.fixture(scope="session")
def report(judged: Judged) -> Report:
    """Its report."""
    return judged.report()


@pytest.fixture(scope="session")
def hidden(judged: Judged) -> Report:
    """The same without money."""
    return judged.report(hide_money=True)
