"""docs/VALIDATION.md has every table its generator writes, of the generator's shape, and they agree with each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator import ENGINE_VERSION
from validation import BREAKING, KINDS, gates, real, shipped, tables
from validation.__main__ import FILES, WORLDS
from validation.judged import HORIZONS
from validation.page import part, parts
from validation.real import SERIES, series_rows

HEADERS = {
    "gates": gates.HEADER,
    "coverage": tables.COVERAGE_HEADER,
    "words": tables.WORDS_HEADER,
    "odds": tables.ODDS_HEADER,
    "impossible": tables.IMPOSSIBLE_HEADER,
    "inputs": tables.INPUTS_HEADER,
    "shipped": shipped.HEADER,
    "quarters": real.QUARTERS_HEADER,
    "series": real.SERIES_HEADER,
}


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "VALIDATION.md").read_text(encoding="utf-8")


def rows(page: str, name: str) -> list[list[str]]:
    """Cells of a table's rows below header and rule."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part(page, name).splitlines()[2:]
    ]


def number(cell: str) -> float:
    found = re.search(r"-?[\d,.]+", cell)
    assert found is not None, cell
    return float(found[0].replace(",", ""))


def test_the_page_has_every_part_once(page: str) -> None:
    assert sorted(parts(page)) == sorted((*WORLDS, *FILES))


@pytest.mark.parametrize("name", HEADERS)
def test_a_table_has_the_generator_s_columns(page: str, name: str) -> None:
    header, rule = part(page, name).splitlines()[:2]
    assert header == tables.table(HEADERS[name], [])[0]
    assert set(rule) <= set("|-: ")
    body = rows(page, name)
    assert body
    assert {len(cells) for cells in body} == {len(HEADERS[name])}


def test_coverage_has_a_row_for_every_kind_and_horizon(page: str) -> None:
    expected = [
        [tables.KIND_WORDS[kind], tables.HORIZON_WORDS[months]] for kind in KINDS for months in HORIZONS
    ]
    expected += [["**mean of the five**", tables.HORIZON_WORDS[months]] for months in HORIZONS]
    assert [row[:2] for row in rows(page, "coverage")] == expected


def test_shares_add_up_and_sizes_are_those_stated(page: str) -> None:
    stated = part(page, "worlds")
    assert f"Engine {ENGINE_VERSION}" in stated
    inside, breaking = (int(number(one)) + 1 for one in re.findall(r"0 to ([\d,]+)", stated))
    for row in rows(page, "coverage")[: len(KINDS) * len(HORIZONS)]:
        assert int(number(row[2])) == (inside if row[0] == tables.KIND_WORDS["inside"] else breaking)
        assert number(row[3]) + number(row[4]) + number(row[5]) == pytest.approx(100.0, abs=0.25)
    impossible = rows(page, "impossible")
    assert [row[0] for row in impossible] == [tables.KIND_WORDS[kind] for kind in BREAKING]
    goals = re.search(r"([\d,]+) impossible goals", stated)
    assert goals is not None
    assert sum(int(row[1]) for row in impossible) == int(number(goals[1]))


def test_what_holds_is_said_as_the_tables_say_it(page: str) -> None:
    """The summary of promises cannot say yes where a table says no."""
    coverage = rows(page, "coverage")
    said = {row[0]: row[2] for row in rows(page, "gates")}
    kinds = coverage[len(HORIZONS) : -len(HORIZONS)]
    assert (said["… and in no kind in less than 70 %"] == "yes") == (
        min(number(row[3]) for row in kinds) >= 70
    )
    means = [number(row[3]) for row in coverage[-len(HORIZONS) :]]
    holds = said["… and on average over the kinds that break it"] == "yes"
    assert holds == all(75 <= mean <= 87 for mean in means)
    called = sum(int(row[2]) for row in rows(page, "impossible"))
    assert (said["no impossible goal is called realistic"] == "yes") == (called == 0)


def test_the_shampoo_series_replays_to_the_figures_of_the_page(page: str, real_data: Path) -> None:
    one = next(entry for entry in SERIES if "shampoo" in entry[0])
    now = [list(row) for row in series_rows(real_data, one)]
    assert [row for row in rows(page, "series") if row[0] == one[1]] == now
