"""The document of ``seek`` for one small plan, as it was reviewed; run as a program it is written anew."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from simulator.cli.main import main

FILE = Path(__file__).with_name("seek.json")
PLAN = """
name = "one team"
start_month = "2027-01"
seed = 5
currency = "EUR"
lever_terms = [
  { lever = "volume", most = 0.05 },
  { lever = "win_rate", cost_per_step = 1000.0 },
  { lever = "hires", lead_months = 2 },
]
[costs]
gross_margin = 0.7
[[teams]]
name = "Direct"
inbound_per_month = { mean = 90.0 }
stages = [
  { name = "meeting", rate = { successes = 300, trials = 600 } },
  { name = "sale", rate = { successes = 75, trials = 300 } },
]
deal_size = { family = "gamma", mean = 1000.0, cv = 0.6 }
headcount = 5
annual_cost_per_rep = 12000.0
opportunities_per_rep_per_month = 7.0
[[goals]]
name = "Bookings"
metric = "bookings"
target = 130000.0
by = "2027-12"
[[goals]]
name = "Deals"
metric = "won_deals"
target = 100
by = "2027-12"
"""


def document(goal: str) -> dict[str, Any]:
    """What ``seek --json`` prints for a goal of the plan, with 1,000 futures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(PLAN, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        argv = ["seek", str(path), "--goal", goal, "--trials", "1000", "--months", "24", "--json"]
        assert main(argv, out, err) == 0, err.getvalue()
        found: dict[str, Any] = json.loads(out.getvalue())
        return found


if __name__ == "__main__":
    both = {goal: document(goal) for goal in ("Bookings", "Deals")}
    FILE.write_text(json.dumps(both, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
