"""What ``compare --why`` and ``sweep`` printed for the sample company when somebody last looked.

Review the difference, then write the files again with ``python -m tests.golden.why.snapshot``.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from simulator.cli.main import main
from simulator.sample import sample_scenario
from simulator.scenario import dump_scenario, parse_scenario, scenario_document

WHY, LINE, MAP = (Path(__file__).with_name(name) for name in ("why.txt", "line.txt", "map.txt"))
TRIALS = ("--trials", "400")


def printed() -> dict[Path, str]:
    """The reports."""
    document: Any = scenario_document(sample_scenario())
    document["name"] = "In February"
    document["teams"][0]["stages"][-1]["rate"] = {"mean": 0.31}
    document["teams"][1]["hires"] = [{"month": "2027-03", "count": 2}]
    document["goals"][0]["target"] = 8_800_000.0
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.toml", Path(folder) / "new.toml"
        old.write_text(dump_scenario(sample_scenario()), encoding="utf-8")
        new.write_text(dump_scenario(parse_scenario(document)), encoding="utf-8")
        sweep = ("sweep", str(old), "--lever", "win_rate", *TRIALS)
        return {
            WHY: _said("compare", str(old), str(new), "--why", *TRIALS),
            LINE: _said(*sweep),
            MAP: _said(*sweep, "--lever", "hires", "--points", "5"),
        }


def _said(*arguments: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    assert main(arguments, out, err) == 0, err.getvalue()
    return out.getvalue()


if __name__ == "__main__":
    for path, text in printed().items():
        path.write_text(text, encoding="utf-8")
