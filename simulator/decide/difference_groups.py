"""What differs between two plans, as changes a person would name, each of which can be made alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from simulator.decide.difference_names import LUCK, Key, key_of, kind_of, name_of
from simulator.decide.mixtures import Mixtures, Steps
from simulator.errors import ScenarioError
from simulator.scenario.changes import differences, summarise_changes
from simulator.scenario.codec import judging_digest, parse_scenario, scenario_document, simulation_digest
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

MOST_NAMES = 3
"""Changes that could not be told apart are named up to so many."""
MOST_LOOKED_AT = 40
"""More changes than this are taken together before anything is simulated: the same of all teams as one."""
_BESIDE = ("quotas", "layers", "pay", "scorecard", "dangers", "activity", "policy", "history", "lever_terms")
_SAID = ("name", "currency")
_ASKED = ("metric", "direction", "target", "change", "baseline", "by", "window", "scope")
_WITHOUT_EFFECT = ("source", "grade", "note", "description")


@dataclass(frozen=True)
class Group:
    """One change as a person would name it.

    name: without numbers of the plans; words: with the old and the new value. steps: the fields it takes from the new
    plan. scenario: the old plan with this change alone. matters: whether it can touch the odds at all. count: how many
    changes it stands for that could not be made one at a time, or were taken together.
    """

    name: str
    words: str
    steps: frozenset[Steps]
    scenario: Scenario
    matters: bool
    count: int = 1


class Differences:
    """What differs between `old` and `new` for the goal called `goal`.

    old, new: both plans with nothing but what the goal's odds rest on. groups: changes of what is simulated or judged.
    luck: whether the seeds differ. beside: what differs without being able to touch the odds, a phrase each.
    Raises ScenarioError where the goal cannot be judged in both.
    """

    def __init__(self, old: Scenario, new: Scenario, goal: str) -> None:
        found = _goals(old, new, goal)
        self.goals = found
        self.old, self.new = _bare(old, found[0]), _bare(new, found[1])
        self.luck = old.seed != new.seed
        seedless = self.new.changed(seed=self.old.seed)
        self._between = Mixtures(self.old, seedless)
        found_now = differences(self.old, seedless)
        changes = [
            (one.steps, key_of(one.steps, self.old, seedless))
            for one in found_now
            if one.steps[0] not in _SAID
        ]
        groups = self._groups(changes)
        self.groups = tuple(one for one in groups if one.matters)
        told = {steps for steps, _ in changes}
        others = [one.words for one in differences(old, new) if _is_beside(one.steps, told, goal)]
        self.beside = tuple(dict.fromkeys([*(one.words for one in groups if not one.matters), *others]))

    def with_all(self) -> Scenario:
        """The old plan with every change but the luck."""
        return self.new.changed(seed=self.old.seed)

    def with_all_but(self, group: Group) -> Scenario:
        """The same without one of them; ScenarioError where that does not fit together."""
        mixed = Mixtures(self.with_all(), self.old)
        return mixed.taking(group.steps)

    def with_these(self, groups: Iterable[Group]) -> Scenario:
        """The old plan with some of them; ScenarioError where that does not fit together."""
        return self._between.taking(steps for one in groups for steps in one.steps)

    def joined(self, groups: Iterable[Group], name: str) -> Group:
        """Several as one; ScenarioError where they do not fit together."""
        listed = list(groups)
        steps = frozenset(step for one in listed for step in one.steps)
        scenario = self._between.taking(steps)
        return Group(name, self._words(scenario), steps, scenario, True, sum(one.count for one in listed))

    def _groups(self, changes: list[tuple[Steps, Key]]) -> list[Group]:
        keyed: dict[Key, list[Steps]] = {}
        for steps, key in changes:
            keyed.setdefault(key, []).append(steps)
        named = [
            _Named(name_of(key, steps[0], self.old, self.new), frozenset(steps), 1)
            for key, steps in keyed.items()
        ]
        if len(named) > MOST_LOOKED_AT:
            named = _by(kind_of, keyed)
        if len(named) > MOST_LOOKED_AT:
            named = _by(lambda key: f"All differences of {key[0].replace('_', ' ')}", keyed)
        return self._each_alone(named)

    def _each_alone(self, named: list[_Named]) -> list[Group]:
        """Joined as far as each can be made alone."""
        while True:
            made = [self._made(one) for one in named]
            broken = next((place for place, one in enumerate(made) if one is None), None)
            if broken is None:
                return [one for one in made if one is not None]
            named = self._mended(named, broken)

    def _mended(self, named: list[_Named], broken: int) -> list[_Named]:
        one = named[broken]
        for place, other in enumerate(named):
            if place != broken and self._made(one.with_(other)) is not None:
                return [n for k, n in enumerate(named) if k not in (place, broken)] + [one.with_(other)]
        failing = [n for n in named if self._made(n) is None]
        rest = [n for n in named if n not in failing]
        whole = failing[0]
        for other in failing[1:]:
            whole = whole.with_(other)
        if self._made(whole) is None:
            for other in rest:
                whole = whole.with_(other)
            rest = []
        if self._made(whole) is None:  # both plans are whole, so all of it must fit
            raise ScenarioError.single("scenario", self.new.name, "cannot be compared change by change")
        return [*rest, whole]

    def _made(self, one: _Named) -> Group | None:
        try:
            scenario = self._between.taking(one.steps)
        except ScenarioError:
            return None
        matters = _judged_by(scenario) != _judged_by(self.old)
        return Group(one.name, self._words(scenario), one.steps, scenario, matters, one.count)

    def _words(self, scenario: Scenario) -> str:
        return summarise_changes(self.old, scenario, most=6)


@dataclass(frozen=True)
class _Named:
    name: str
    steps: frozenset[Steps]
    count: int

    def with_(self, other: _Named) -> _Named:
        names = dict.fromkeys((*self.name.split(" + "), *other.name.split(" + ")))
        shown = [*names][:MOST_NAMES]
        more = len(names) - len(shown)
        name = " + ".join([*shown, *([f"{more} more"] if more else [])])
        return replace(self, name=name, steps=self.steps | other.steps, count=self.count + other.count)


def _by(called: Callable[[Key], str], keyed: dict[Key, list[Steps]]) -> list[_Named]:
    found: dict[str, list[Key]] = {}
    for key in keyed:
        found.setdefault(called(key), []).append(key)
    return [
        _Named(
            name if len(keys) == 1 else f"{name} ({len(keys)} changes)",
            frozenset(step for key in keys for step in keyed[key]),
            len(keys),
        )
        for name, keys in found.items()
    ]


def _is_beside(steps: Steps, told: set[Steps], goal: str) -> bool:
    if steps in told or steps[0] in _SAID or steps == LUCK:
        return False
    asked = len(steps) < 3 or steps[2] in _ASKED
    return not (steps[:2] == ("goals", goal) and asked)


def _judged_by(scenario: Scenario) -> tuple[str, str, str]:
    return simulation_digest(scenario), judging_digest(scenario), scenario.goals[0].model_dump_json()


def _goals(old: Scenario, new: Scenario, name: str) -> tuple[Goal, Goal]:
    """The goal in both plans; one that only one of them has is asked of both."""
    found = [next((goal for goal in one.goals if goal.name == name), None) for one in (old, new)]
    before, after = found[0] or found[1], found[1] or found[0]
    if before is None or after is None:
        known = dict.fromkeys(goal.name for one in (new, old) for goal in one.goals)
        raise ScenarioError.single(
            "goal", name, f"is no goal of either plan; their goals are {', '.join(known) or 'none'}"
        )
    return before, after


def _bare(scenario: Scenario, goal: Goal) -> Scenario:
    """The plan with one goal, and without what cannot touch its odds."""
    asked = {"name": goal.name, "metric": goal.metric, "direction": goal.direction, "target": goal.threshold,
             "by": goal.by, "window": goal.window, "scope": goal.scope}  # fmt: skip
    document = scenario_document(scenario)
    for field in _BESIDE:
        document.pop(field, None)
    without = _without_effect(document)
    return parse_scenario({**without, "goals": [asked]})


def _without_effect(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_effect(part) for key, part in value.items() if key not in _WITHOUT_EFFECT}
    return [_without_effect(part) for part in value] if isinstance(value, list) else value
