"""Parts of a page, shares with their ranges, results taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.goals.verdict import wilson_interval
from validation.judged import Judged, judge
from validation.page import part, parts, with_part
from validation.results import Kept
from validation.shares import share
from validation.tables import coverage_table, inputs_table, odds_table, words_table

PAGE = "# Title\n\n<!-- validation: a -->\nold\n<!-- end: a -->\n\nby hand\n<!-- validation: b -->\n<!-- end: b -->\n"


def test_a_part_is_replaced_and_what_stands_around_it_stays() -> None:
    assert parts(PAGE) == ("a", "b")
    assert part(PAGE, "a") == "old"
    new = with_part(PAGE, "a", ["| new \\1 |", "| 2 |"])
    assert part(new, "a") == "| new \\1 |\n| 2 |"
    assert part(new, "b") == ""
    assert new.replace("| new \\1 |\n| 2 |", "old") == PAGE
    assert with_part(new, "a", ["old"]) == PAGE


def test_a_part_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match='no part "c"'):
        with_part(PAGE, "c", [])


def test_a_share_has_wilson_s_interval() -> None:
    found = share([True] * 80 + [False] * 20)
    assert (found.count, found.value) == (100, 0.8)
    assert (found.low, found.high) == wilson_interval(80, 100)


def test_cases_that_stand_and_fall_together_count_once() -> None:
    such = [True] * 80 + [False] * 20
    together = share(such, [at // 10 for at in range(100)])
    alone = share(such)
    assert together.value == 0.8
    assert (together.low, together.high) == pytest.approx(wilson_interval(8, 10))
    assert together.high - together.low > alone.high - alone.low


def test_results_of_companies_are_kept_and_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    first = Kept(tmp_path).judged("inside", range(2), told.append)
    # a run that was killed leaves half a line
    with (tmp_path / "inside.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"kind": "insi')
    again = Kept(tmp_path).judged("inside", range(3), told.append)
    assert again[:2] == first
    monkeypatch.setattr("validation.results.judge", lambda *_: pytest.fail("judged a second time"))
    assert Kept(tmp_path).judged("inside", range(3), told.append) == again


def test_tables_have_a_row_for_each_kind_and_horizon() -> None:
    world: Judged = judge("inside", 0)
    results = {"inside": [world], "drift": [judge("drift", 0)]}
    coverage = coverage_table(results)  # type: ignore[arg-type]
    assert len(coverage) == 2 + 2 * 3 + 3
    assert len(words_table(results)) == 2 + 2 * 2  # type: ignore[arg-type]
    assert len(odds_table(results)) == 2 + 6  # type: ignore[arg-type]
    labels = [line.split(" | ")[0] for line in inputs_table([world])[2:]]
    assert labels[:2] == ["| win rate", "| deal size at the end of the history"]
    assert sum("where there is" in label for label in labels) == 1
    assert len({line.count("|") for line in coverage}) == 1
