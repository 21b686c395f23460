"""Scenario documents in and out: TOML or JSON text, digests, and sentences for what cannot be read."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import tomli_w
from pydantic import ValidationError

from simulator.errors import ScenarioError
from simulator.scenario.consistency import problems_of
from simulator.scenario.plan import SCHEMA_VERSION, Scenario
from simulator.scenario.sentences import problems_from
from simulator.scenario.team import Team

MAX_BYTES = 20 * 1024 * 1024
_JUDGING = ("history", "second_opinion", "widening")
_NOT_SIMULATED = (
    "name",
    "description",
    "policy",
    "goals",
    "currency",
    "dangers",
    "layers",
    "quotas",
    "activity",
    "pay",
    "scorecard",
    "lever_terms",
)
_SHARED_OUT: dict[str, Any] = {
    "rep_spread": True,
    "reps": {"__all__": {"potential", "manager"}},
    "hires": {"__all__": {"manager"}},
}
"""Of a team: whose deals are whose, not how many there are."""
_BESIDE: dict[str, Any] = {
    "entry_role": True,
    "units_per_deal": True,
    "activities": True,
    "coaching_hours_per_rep_per_month": True,
    "training_hours_per_rep_per_month": True,
    "stages": {"__all__": {"role"}},
}
"""Of a team: what goals count and nothing else depends on, drawn beside the forecast."""


def parse_scenario(document: Mapping[str, Any]) -> Scenario:
    """The scenario a parsed document describes; ScenarioError with every problem where it does not describe one."""
    version = document.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, bool):
        raise ScenarioError.single("schema_version", version, f"must be the whole number {SCHEMA_VERSION}")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise ScenarioError.single(
            "schema_version",
            version,
            f"this program reads version {SCHEMA_VERSION}; open the file with a newer release",
        )
    try:
        scenario = Scenario.model_validate(dict(document))
    except ValidationError as error:
        raise ScenarioError(problems_from(error, document)) from None
    problems = problems_of(scenario)
    if problems:
        raise ScenarioError(problems)
    return scenario


def read_scenario(text: str, form: Literal["toml", "json"]) -> Scenario:
    """The scenario written in `text`; ScenarioError where it cannot be read or accepted."""
    if len(text) > MAX_BYTES:
        raise ScenarioError.single(
            "file", f"{len(text):,} characters", f"a scenario has at most {MAX_BYTES:,}"
        )
    try:
        document = (
            tomllib.loads(text) if form == "toml" else json.loads(text, parse_constant=_refuse_constant)
        )
    except ScenarioError:
        raise
    except (ValueError, RecursionError) as error:  # ValueError also: a whole number of thousands of digits
        raise ScenarioError.single(
            "file", "", f"is not valid {form.upper()}: {error}; correct the line named"
        ) from None
    if not isinstance(document, dict):
        raise ScenarioError.single(
            "file",
            type(document).__name__,
            "must hold one scenario, an object with name, start_month and teams",
        )
    return parse_scenario(document)


def load_scenario(path: str | Path) -> Scenario:
    """The scenario in a ``.toml`` or ``.json`` file; ScenarioError in every other case, a missing file included."""
    path = Path(path)
    form: Literal["toml", "json"] = "json" if path.suffix.lower() == ".json" else "toml"
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScenarioError.single(
                "file", path.name, f"is larger than {MAX_BYTES // 2**20} MB, which no scenario needs"
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ScenarioError.single(
            "file", str(path), f"cannot be read: {error.strerror}; check the path"
        ) from None
    except UnicodeDecodeError:
        raise ScenarioError.single("file", str(path), "is not UTF-8 text; save it as UTF-8") from None
    if path.suffix.lower() not in (".toml", ".json") and text.lstrip().startswith("{"):
        form = "json"
    return read_scenario(text, form)


def dump_scenario(scenario: Scenario, form: Literal["toml", "json"] = "toml") -> str:
    """`scenario` as text that `read_scenario` takes back to an equal one."""
    document = scenario_document(scenario)
    if form == "json":
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return tomli_w.dumps(document)


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """Plain dicts and lists: what was stated, without defaults and empty fields."""
    document: dict[str, Any] = scenario.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {"schema_version": SCHEMA_VERSION, **document}


def scenario_digest(scenario: Scenario) -> str:
    """SHA-256 of the whole document: equal for equal scenarios, however they were written."""
    return _digest(scenario_document(scenario))


def simulation_digest(scenario: Scenario) -> str:
    """SHA-256 of what changes the forecast: the same while only names, goals, policy or sources are edited."""
    document = scenario.model_dump(
        mode="json",
        exclude_none=True,
        exclude_defaults=True,
        exclude={
            **dict.fromkeys((*_NOT_SIMULATED, *_JUDGING), True),
            "teams": {"__all__": {**_SHARED_OUT, **_BESIDE}},
        },
    )
    return _digest(_without_provenance(document))


def team_digest(team: Team) -> str:
    """SHA-256 of what of one team changes the forecast."""
    document = team.model_dump(
        mode="json", exclude_none=True, exclude_defaults=True, exclude={**_SHARED_OUT, **_BESIDE}
    )
    return _digest(_without_provenance(document))


def judging_digest(scenario: Scenario) -> str:
    """SHA-256 of what changes the odds of a goal and not the forecast."""
    document = scenario.model_dump(
        mode="json",
        exclude_none=True,
        exclude_defaults=True,
        include={**dict.fromkeys(_JUDGING, True), "teams": {"__all__": _BESIDE}},
    )
    return _digest(_without_provenance(document))


def _without_provenance(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_provenance(item)
            for key, item in value.items()
            if key not in ("source", "grade", "note")
        }
    return [_without_provenance(item) for item in value] if isinstance(value, list) else value


def _digest(document: Any) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_constant(name: str) -> float:
    raise ScenarioError.single("file", name, "is not a number a scenario may hold; give a finite one")
