"""Scenario files of strangers: parsed in a process of their own, and no larger than a plan can be."""

from __future__ import annotations

from collections.abc import Callable

import psutil
import pytest

from simulator import ScenarioError, dump_scenario
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, read_scenario, scenario_digest
from simulator.scenario.bounded import Form, bounded_document

HEAD = 'name = "x"\nstart_month = "2027-01"\n'

BOMBS: dict[str, tuple[Callable[[], str], Form, str]] = {
    "a key of many parts": (lambda: f"a{'.a' * 100_000} = 1\n", "toml", "nested deeper"),
    "a key of many parts within a table": (
        lambda: f"x = {{a{'.a' * 100_000} = 1}}\n",
        "toml",
        "nested deeper",
    ),
    "tables within tables": (
        lambda: "".join(f"[{'.'.join('a' * 60)}.b{at}]\n" for at in range(2000)),
        "toml",
        "nested deeper",
    ),
    "lists in lists": (lambda: "[" * 200_000, "json", "not valid JSON"),
    "tables in lines": (lambda: "a=" + "{b=" * 50_000, "toml", "not valid TOML"),
    "a million teams": (
        lambda: '{"teams": [' + ",".join(["{}"] * 10**6) + "]}",
        "json",
        "more than the 100,000",
    ),
    "a million values": (lambda: "a = [" + "1," * 10**6 + "]", "toml", "more than the 100,000"),
    "a number of a million digits": (lambda: '{"seed": ' + "9" * 10**6 + "}", "json", "not valid JSON"),
    "six megabytes": (lambda: "#" + "x" * (6 * 2**20), "toml", "larger than the 5 MB"),
    "no table": (lambda: "[1, 2]", "json", "must hold one scenario"),
    "no number": (lambda: '{"seed": NaN}', "json", "give a finite one"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_sentence_and_leaves_nothing_behind(name: str) -> None:
    made, form, words = BOMBS[name]
    before = psutil.Process().memory_info().rss
    others = set(psutil.Process().children())  # in a whole run: the tests' browser and servers
    with pytest.raises(ScenarioError) as caught:
        bounded_document(made().encode(), form)
    (problem,) = caught.value.problems
    assert words in str(problem)
    assert len(str(problem)) < 400
    assert set(psutil.Process().children()) <= others
    assert psutil.Process().memory_info().rss - before < 40 * 2**20


def test_text_of_another_encoding_says_so() -> None:
    with pytest.raises(ScenarioError, match="is not UTF-8 text; save it as UTF-8"):
        bounded_document(HEAD.encode("utf-16"), "toml")


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_plan_comes_back_to_the_digit(form: Form) -> None:
    plan = sample_scenario()
    text = dump_scenario(plan, form)
    again = parse_scenario(bounded_document(("\ufeff" + text).encode(), form))
    assert again == plan == read_scenario(text, form)
    assert scenario_digest(again) == scenario_digest(plan)


def test_what_the_parser_lets_through_is_refused_by_the_plan() -> None:
    document = bounded_document(
        f"{HEAD}seed = nan\nhorizon_months = 2027-01-01\nteams = []\n".encode(), "toml"
    )
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(document)
    assert {problem.field for problem in caught.value.problems} >= {"seed", "horizon_months", "teams"}


def test_thousands_of_problems_are_told_without_a_square() -> None:
    """Which problems stand inside another one was once looked up for each pair of them."""
    document = {"name": "x", "start_month": "2027-01", "teams": [{} for _ in range(8_000)]}
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(document)
    assert len(caught.value.problems) == 24_000
