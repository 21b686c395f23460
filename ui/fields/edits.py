"""One change of a scenario: a path into its document, a new value, and the checked scenario that results."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from simulator.scenario import Scenario, parse_scenario, scenario_document
from simulator.scenario.goal_ties import retie
from simulator.scenario.layer_ties import retie_layers
from simulator.scenario.lever_terms import retie_terms

Path = tuple[str | int, ...]
Document = dict[str, Any]


def current(scenario: Scenario, path: Path) -> Any:
    """What stands at `path`, defaults included; None where an optional part above it is absent."""
    here: Any = scenario
    for part in path:
        if here is None:
            return None
        here = here[part] if isinstance(part, int) else getattr(here, part)
    return here


def with_value(scenario: Scenario, path: Path, value: Any) -> Scenario:
    """`scenario` with `value` at `path`; None removes the field, so that its default holds again.

    Raises ScenarioError where the result is not a scenario that can be simulated.
    """

    def put(document: Document) -> None:
        here: Any = document
        for part, following in pairwise(path):
            if isinstance(part, str) and part not in here:
                here[part] = [] if isinstance(following, int) else {}
            here = here[part]
        if value is None:
            here.pop(path[-1], None)
        else:
            here[path[-1]] = value

    return with_document(scenario, put)


def with_document(scenario: Scenario, change: Callable[[Document], None]) -> Scenario:
    """`scenario` after `change` edited its document in place. Raises ScenarioError as `parse_scenario` does."""
    document = scenario_document(scenario)
    change(document)
    retie(scenario.goals, document)
    retie_layers(scenario, document)
    retie_terms(scenario.lever_terms, scenario.teams, document)
    return parse_scenario(document)
