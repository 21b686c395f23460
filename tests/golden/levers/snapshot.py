"""The document of ``levers`` for one small plan, as it was reviewed; run as a program it is written anew."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from simulator.cli.main import main

FILE = Path(__file__).with_name("levers.json")
GOALS = ("Bookings", "Churn")
PLAN = """
name = "two teams"
start_month = "2027-01"
seed = 5
currency = "EUR"
lever_terms = [
  { lever = "volume", moved = 0.06, source = "months of 2025 and 2026" },
  { lever = "win_rate", teams = ["South"], cost_per_step = 1000.0 },
  { lever = "cycle_days", lead_months = 3, cost = 5000.0 },
]
[costs]
gross_margin = 0.7
marketing_per_month = 2000.0
[recurring]
opening_customers = 300
opening_mrr = 30000.0
monthly_churn = { successes = 30, trials = 1500 }
[[teams]]
name = "North"
inbound_per_month = { mean = 60.0, dispersion = 12.0 }
stages = [
  { name = "meeting", rate = { successes = 300, trials = 600 } },
  { name = "sale", rate = { successes = 75, trials = 300 } },
]
cycle_days = { mean = 40.0, cv = 0.8 }
deal_size = { family = "gamma", mean = 1000.0, cv = 0.6 }
headcount = 4
hires = [ { month = "2027-04", count = 2, slip_months_mean = 1.0 } ]
ramp = [0.2, 0.6, 1.0]
annual_cost_per_rep = 12000.0
opportunities_per_rep_per_month = 6.0
[[teams]]
name = "South"
inbound_per_month = { mean = 20.0 }
stages = [ { name = "sale", rate = 0.2 } ]
deal_size = { family = "gamma", mean = 800.0, cv = 0.4 }
[[goals]]
name = "Bookings"
metric = "bookings"
target = 118000.0
by = "2027-12"
[[goals]]
name = "Churn"
metric = "churn_rate"
direction = "at_most"
target = 0.02
by = "2027-12"
window = "average"
"""


def document(goal: str) -> dict[str, Any]:
    """What ``levers --json`` prints for a goal of the plan, with 1,000 futures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(PLAN, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        argv = ["levers", str(path), "--goal", goal, "--trials", "1000", "--json"]
        assert main(argv, out, err) == 0, err.getvalue()
        found: dict[str, Any] = json.loads(out.getvalue())
        return found


if __name__ == "__main__":
    both = {goal: document(goal) for goal in GOALS}
    FILE.write_text(json.dumps(both, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
