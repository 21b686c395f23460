"""What ``compare`` printed for the sample company and two changes of it when somebody last looked.

Review the difference, then write the file again with ``python -m tests.golden.compare.snapshot``.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from simulator.cli.main import main
from simulator.sample import sample_scenario
from simulator.scenario import Adjustment, dump_scenario, with_adjustments

FILE = Path(__file__).with_name("compare.txt")
TRIALS = "400"


def printed() -> str:
    """The report."""
    plan = sample_scenario()
    coached = with_adjustments(plan, Adjustment(lever="win_rate", change=0.05))
    hired = with_adjustments(plan, Adjustment(lever="hires", change=2.0, start_month="2027-03"))
    plans = (plan, coached.changed(name="Coaching"), hired.changed(name="Two hires", seed=5))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, one in enumerate(plans):
            path = Path(folder) / f"{number}.toml"
            path.write_text(dump_scenario(one), encoding="utf-8")
            paths.append(str(path))
        out, err = io.StringIO(), io.StringIO()
        assert main(["compare", *paths, "--trials", TRIALS], out, err) == 0, err.getvalue()
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_text(printed(), encoding="utf-8")
