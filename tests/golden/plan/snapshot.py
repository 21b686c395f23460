"""The document of ``plan`` for one small scenario, as it was reviewed; run as a program it is written anew."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from simulator.cli.main import main

FILE = Path(__file__).with_name("plan.json")
PLAN = """
name = "one team"
start_month = "2027-01"
seed = 0
currency = "EUR"
lever_terms = [
  { lever = "volume", least = 0.0, most = 0.3, step = 0.05, cost_per_step = 8000.0 },
  { lever = "win_rate", most = 0.2, step = 0.05, cost = 10000.0, cost_per_step = 20000.0, probability = 0.8 },
  { lever = "hires", most = 4.0, cost_per_step = 5000.0, lead_months = 2 },
]
[[teams]]
name = "Direct"
inbound_per_month = { mean = 60.0 }
stages = [
  { name = "meeting", rate = { successes = 300, trials = 600 } },
  { name = "sale", rate = { successes = 90, trials = 300 } },
]
deal_size = { family = "gamma", mean = 1000.0, cv = 0.8 }
headcount = 6
annual_cost_per_rep = 60000.0
opportunities_per_rep_per_month = 5.0
[[goals]]
name = "Bookings"
metric = "bookings"
target = 115000.0
by = "2027-12"
"""


def document(*more: str) -> dict[str, Any]:
    """What ``plan --json`` prints, with 1,000 futures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(PLAN, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        assert main(["plan", str(path), "--trials", "1000", "--json", *more], out, err) == 0, err.getvalue()
        found: dict[str, Any] = json.loads(out.getvalue())
        return found


def both() -> dict[str, dict[str, Any]]:
    """Free to spend, and held to a budget that is too small."""
    return {"free": document(), "held": document("--budget", "30000", "--changes", "2")}


if __name__ == "__main__":
    FILE.write_text(json.dumps(both(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
