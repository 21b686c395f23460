"""A danger of the history a plan was built on, carried along with the plan."""

from __future__ import annotations

from typing import Literal

from simulator.scenario.quantities import Document, Name, Text

Severity = Literal["grave", "serious", "note"]
MOST_DANGERS = 20


class PlanDanger(Document):
    """What every verdict on the plan rests on besides its numbers. code: stable name; message: with its figures."""

    code: Name
    severity: Severity = "serious"
    message: Text
