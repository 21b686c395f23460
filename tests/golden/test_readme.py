"""The README's first example prints what the README says, and its pictures are there."""

from __future__ import annotations

import io
import re
from pathlib import Path

from simulator.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def printed(*argv: str) -> list[str]:
    out, err = io.StringIO(), io.StringIO()
    assert main(argv, out, err) == 0, err.getvalue()
    return [line for line in out.getvalue().splitlines() if line.strip()]


def test_the_first_example_prints_what_the_readme_says(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    export = str(ROOT / "simulator" / "sample" / "nordwind_deals.csv")
    evidence = printed("evidence", export, "--scenario", str(plan))
    assert evidence[:2] == README.split("--scenario plan.toml\n")[1].splitlines()[:2]
    example = README.split("simulator assess plan.toml\n")[1].split("```")[0]
    assert printed("assess", str(plan)) == [line for line in example.splitlines() if line.strip()]


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 3
    assert [name for name in pictures if not (ROOT / name).is_file()] == []
