"""Whatever somebody writes into any field: it is accepted, or refused in sentences; nothing else ever happens."""

from __future__ import annotations

import contextlib
import copy
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Scenario, ScenarioError, assess, load_scenario, simulate
from simulator.scenario import parse_scenario, read_scenario
from tests.property.scenario.full_document import FULL, Path, at, places, with_value, without
from tests.statistical.small_scenarios import scenario, team_document

PLACES = list(places(FULL))
LEAVES = [path for path in PLACES if not isinstance(at(FULL, path), dict | list)]
NUMBERS = [path for path in LEAVES if isinstance(at(FULL, path), int | float)]
TABLES = [(), *(path for path in PLACES if isinstance(at(FULL, path), dict))]
NASTY: list[Any] = [
    math.nan, math.inf, -math.inf, -1, -0.5, 1e300, 10**12, 10**400, -(10**400), 1e-320, 0, -0.0, 0.5, 2, "", "x",
    "\x00", "a" * 5_000, "2027-13", "٣", None, True, [], {}, [1], {"x": 1}, b"x", complex(1, 2), object(),
]  # fmt: skip


def refusal(document: Any) -> ScenarioError | None:
    """The error a document meets; None where it is accepted. Any other exception goes through."""
    try:
        parse_scenario(document)
    except ScenarioError as error:
        return error
    return None


def assert_sentences(error: ScenarioError, path: Path, value: Any) -> None:
    """Every problem has a field and a rule; one is about the changed place and shows what stands there."""
    assert error.problems
    for problem in error.problems:
        assert problem.field
        assert len(problem.rule) > 8, problem
        assert len(str(problem)) < 500
        assert "\n" not in str(problem)
        assert "pydantic" not in str(problem)
        assert "Traceback" not in str(problem)
    # Other parts of the document refer to names and to the months of the horizon.
    others = path[-1] in ("name", "lever", "horizon_months", "start_month") or value is None
    about = [problem for problem in error.problems if problem.field.startswith(str(path[0]))]
    assert about or others, f"{path}: {error}"
    names = [step for step in path if isinstance(step, str)]
    named = [problem for problem in about if names[-1] in problem.field or names[-2:][0] in str(problem)]
    assert named or others, f"{path}: {error}"
    if isinstance(value, int | float | str) and value != "":
        assert any(problem.value for problem in error.problems), f"{path} = {value!r}: {error}"


@pytest.mark.parametrize("place", sorted({str(path[0]) for path in PLACES}))
def test_every_place_refuses_nonsense_in_sentences(place: str) -> None:
    """29 kinds of nonsense in every table, list and leaf of the whole document."""
    refused = 0
    for path in (path for path in PLACES if path[0] == place):
        for value in NASTY:
            error = refusal(with_value(FULL, path, value))
            if error is not None:
                refused += 1
                assert_sentences(error, path, value)
    assert refused >= 10


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, 10**400, "12", True, [1.0], b"1", complex(1, 2)]
)
def test_i7_every_number_refuses_what_is_no_finite_number(value: object) -> None:
    for path in NUMBERS:
        error = refusal(with_value(FULL, path, value))
        assert error is not None, path
        assert_sentences(error, path, value)


def test_every_table_refuses_unknown_fields_by_name() -> None:
    for path in TABLES:
        error = refusal(with_value(FULL, (*path, "win_rat"), 0.5))
        assert error is not None, path
        assert any(
            problem.field.endswith("win_rat") and "spelling" in problem.rule for problem in error.problems
        ), error


def test_a_missing_field_is_named() -> None:
    """Whatever may not be left out is asked for by its name; what may be left out really may."""
    needed = set()
    for path in PLACES:
        if isinstance(path[-1], int):
            continue
        error = refusal(without(FULL, path))
        if error is not None:
            needed.add(str(path[-1]))
            assert str(path[-1]) in str(error) or any(problem.rule for problem in error.problems), path
    assert {
        "name",
        "start_month",
        "teams",
        "stages",
        "rate",
        "deal_size",
        "metric",
        "by",
        "lever",
        "effect",
    } <= needed
    assert {"growth", "market", "seed", "ramp", "cycle_days", "costs", "policy"}.isdisjoint(needed)


def test_absurd_sizes_are_refused_by_name() -> None:
    team = FULL["teams"][0]
    month = {"count": 1, "month": "2027-05"}
    absurd: list[tuple[Path, Any]] = [
        (("teams",), [team] * 1_000_000),
        (("horizon_months",), 1_000_000),
        (("teams", 0, "headcount"), 10**9),
        (("teams", 0, "hires"), [month] * 1_000_000),
        (("teams", 0, "open_pipeline"), [team["open_pipeline"][0]] * 1_000_000),
        (("teams", 0, "open_pipeline", 0, "count"), 10**12),
        (("teams", 0, "reps"), [{"name": "Ana"}] * 1_000_000),
        (("teams", 0, "ramp"), [0.5] * 1_000_000),
        (("teams", 0, "stages"), [team["stages"][0]] * 1_000_000),
        (("teams", 2, "deal_size", "values"), [1.0] * 1_000_000),
        (("initiatives",), [FULL["initiatives"][0]] * 1_000_000),
        (("goals",), [FULL["goals"][0]] * 1_000_000),
        (("teams", 0, "inbound_per_month", "mean"), 1e15),
        (("name",), "n" * 10_000_000),
    ]
    for path, value in absurd:
        error = refusal(with_value(FULL, path, value))
        assert error is not None, path
        assert str(path[-1]) in str(error), error
        assert len(str(error)) < 2_000, path


@pytest.mark.parametrize(
    "trials", [10**12, 0, -1, 99, 1_000_001, math.nan, math.inf, 1e4, "1000", True, None, [], 10**400]
)
def test_absurd_trials_are_refused(trials: Any) -> None:
    plan = parse_scenario(FULL)
    with pytest.raises(ScenarioError, match="n_trials") as caught:
        simulate(plan, n_trials=trials)
    assert_sentences(caught.value, ("n_trials",), 1)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, math.nan, "1", True, [], 10**400])
def test_absurd_seeds_are_refused(seed: Any) -> None:
    plan = parse_scenario(FULL)
    with pytest.raises(ScenarioError, match="seed"):
        simulate(plan, n_trials=100, seed=seed)


def test_a_backlog_beyond_counting_is_refused() -> None:
    """A thousand million leads a month, all kept for later: a sentence instead of a negative backlog."""
    crowd: dict[str, Any] = {
        "inbound_per_month": 1e7,
        "headcount": 1,
        "opportunities_per_rep_per_month": 1.0,
        "backlog_carry": 1.0,
    }
    plan = scenario(team_document(**crowd), adjustments=[{"lever": "volume", "change": 80}])
    with pytest.raises(ScenarioError, match="backlog_carry"):
        simulate(plan, n_trials=100)
    plan = scenario(team_document(**crowd), adjustments=[{"lever": "volume", "change": 200}])
    with pytest.raises(ScenarioError, match="inbound_per_month"):
        simulate(plan, n_trials=100)


def test_what_is_accepted_can_be_simulated() -> None:
    """The smallest and largest numbers every field takes: no warning, no NaN, nothing negative."""
    accepted = 0
    for path in NUMBERS:
        for value in (1e-320, 0, 1, 1_000, 10**12):
            document = with_value(FULL, path, value)
            if refusal(document) is not None:
                continue
            accepted += 1
            forecast = simulate(parse_scenario(document), n_trials=100)
            assert np.all(np.isfinite(forecast.series("profit"))), (path, value)
            assert forecast.series("bookings").min() >= 0, (path, value)
            assert all(0 <= verdict.probability <= 1 for verdict in assess(forecast))
    assert accepted > 100


@given(
    st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(["toml", "json"]),
)
@settings(max_examples=300)
def test_any_text_is_a_scenario_or_a_sentence(text: str, form: Any) -> None:
    with contextlib.suppress(ScenarioError):
        assert isinstance(read_scenario(text, form), Scenario)


@pytest.mark.parametrize(
    ("text", "form", "word"),
    [
        ("", "toml", "name"),
        ("name = ", "toml", "TOML"),
        ("a = 1\na = 2", "toml", "TOML"),
        ("market = {monthly_sd = nan}", "toml", "monthly_sd"),
        ("seed = " + "9" * 5_000, "toml", "seed|TOML"),
        ("{", "json", "JSON"),
        ("[]", "json", "object"),
        ("null", "json", "object"),
        ('{"seed": NaN}', "json", "NaN"),
        ('{"seed": 1e999}', "json", "seed"),
        ('{"seed": ' + "9" * 5_000 + "}", "json", "seed|JSON"),
        ("[" * 100_000, "json", "JSON"),
        ('{"schema_version": 2}', "json", "schema_version"),
        ('{"schema_version": "1"}', "json", "schema_version"),
    ],
)
def test_unreadable_text_is_named(text: str, form: Any, word: str) -> None:
    with pytest.raises(ScenarioError, match=word):
        read_scenario(text, form)


def test_files_that_are_none(tmp_path: Any) -> None:
    """Missing, a folder, not UTF-8, empty: a sentence each, with the file's name."""
    (tmp_path / "latin.toml").write_bytes("name = 'Süd'".encode("latin-1"))
    (tmp_path / "empty.json").write_text("")
    (tmp_path / "picture.toml").write_bytes(bytes(range(256)))
    for name in ("missing.toml", "latin.toml", "empty.json", "picture.toml", "."):
        with pytest.raises(ScenarioError):
            load_scenario(tmp_path / name)


def test_refusing_leaves_the_document_alone() -> None:
    document = copy.deepcopy(FULL)
    parse_scenario(document)
    refusal(with_value(document, ("seed",), -1))
    assert document == FULL
