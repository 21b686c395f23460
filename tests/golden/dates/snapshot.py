"""The documents of ``dates`` and ``stress`` for one small plan, as reviewed; run as a program it is written anew."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from simulator.cli.main import main

FILE = Path(__file__).with_name("dates.json")
COMMANDS = {
    "dates": ("dates",),
    "stress": (
        "stress",
        "--stress",
        "leads_fall",
        "--stress",
        "best_rep_leaves",
        "--size",
        "leads_fall.leads=0.3",
    ),
}
PLAN = """
name = "two teams"
start_month = "2027-01"
seed = 5
lever_terms = [ { lever = "win_rate", teams = ["South"], moved = 0.08, lead_months = 2, cost_per_step = 1000.0 } ]
[growth]
volume = { mean = 0.1, sd = 0.05 }
[[teams]]
name = "North"
inbound_per_month = { mean = 60.0, dispersion = 12.0 }
stages = [
  { name = "meeting", rate = { successes = 300, trials = 600 } },
  { name = "sale", rate = { successes = 75, trials = 300 } },
]
cycle_days = { mean = 40.0, cv = 0.8 }
deal_size = { family = "gamma", mean = 1000.0, cv = 0.6 }
reps = [ { name = "Ana", tenure_months = 20 }, { name = "Ben", tenure_months = 2, potential = 1.2 } ]
headcount = 2
hires = [ { month = "2027-04", count = 2, slip_months_mean = 1.0 } ]
ramp = [0.0, 0.2, 0.6, 1.0]
ramp_length_cv = 0.2
annual_attrition = 0.25
backfill_after_months = 2
annual_cost_per_rep = 12000.0
opportunities_per_rep_per_month = 6.0
open_pipeline = [ { count = 3, win_rate = 0.4, age_days = 20.0, values = [4000.0, 9000.0, 1500.0] } ]
[[teams]]
name = "South"
inbound_per_month = { mean = 20.0 }
stages = [ { name = "sale", rate = 0.2 } ]
deal_size = { family = "gamma", mean = 800.0, cv = 0.4 }
[[initiatives]]
name = "Training"
lever = "win_rate"
effect = { low = 0.02, mode = 0.05, high = 0.12 }
probability = 0.7
start_month = "2027-04"
phase_in_months = 3
[[goals]]
name = "Bookings"
metric = "bookings"
target = 118000.0
by = "2027-11"
"""


def document(command: str) -> dict[str, Any]:
    """What the command prints with ``--json`` and 1,000 futures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(PLAN, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        name, *options = COMMANDS[command]
        assert main([name, str(path), *options, "--trials", "1000", "--json"], out, err) == 0, err.getvalue()
        found: dict[str, Any] = json.loads(out.getvalue())
        return found


if __name__ == "__main__":
    both = {command: document(command) for command in COMMANDS}
    FILE.write_text(json.dumps(both, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
