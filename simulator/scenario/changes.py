"""What differs between two versions of a scenario: every field, and one line a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.errors import shorten
from simulator.scenario.change_words import label_of, month_words, value_texts
from simulator.scenario.fields import Field, branching, path_text, same, scenario_fields
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import Document
from simulator.scenario.team import Hire

LONGEST_LINE = 200
NOTHING = "no changes"


@dataclass(frozen=True)
class Difference:
    """One field that two versions hold differently.

    path: ``teams[Direct].stages[sale].rate``. old, new: parts of a scenario, None where the field is absent.
    words: the same as a phrase, "win rate 22 % → 25 %". steps: the path, name by name.
    """

    path: str
    old: object
    new: object
    words: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Change:
    steps: tuple[str, ...]
    listed: tuple[bool, ...]
    old: object
    new: object


def differences(old: Scenario, new: Scenario) -> tuple[Difference, ...]:
    """Every field that differs, in the order of the document."""
    return tuple(
        Difference(
            path_text(change.steps, change.listed),
            change.old,
            change.new,
            _words(change, old, new),
            change.steps,
        )
        for change in _changes(old, new)
    )


def summarise_changes(old: Scenario, new: Scenario, most: int = 4) -> str:
    """What changed from `old` to `new` on one line: at most `most` phrases, and how many more there are."""
    changes = list(_changes(old, new))
    phrases = [*_hires(old, new), *(_words(change, old, new) for change in changes if not _is_hire(change))]
    phrases = list(dict.fromkeys(phrases))
    if not phrases:
        return "hires listed anew" if changes else NOTHING
    shown = phrases[:most]
    while len(shown) > 1 and len(", ".join(shown)) > LONGEST_LINE - 20:
        shown.pop()
    more = len(phrases) - len(shown)
    line = shorten(", ".join(shown), LONGEST_LINE - 20)
    return f"{line} and {more} more" if more else line


def _changes(old: Scenario, new: Scenario) -> Iterator[_Change]:
    yield from _walk((), (), scenario_fields(old), scenario_fields(new))


def _walk(
    steps: tuple[str, ...], listed: tuple[bool, ...], old: Field | None, new: Field | None
) -> Iterator[_Change]:
    if same(old, new):
        return
    if old is not None and new is not None and branching(old, new):
        before, after = old.parts or {}, new.parts or {}
        below = [
            change
            for name in dict.fromkeys((*before, *after))
            for change in _walk((*steps, name), (*listed, old.listed), before.get(name), after.get(name))
        ]
        if below:
            yield from below
            return
    yield _Change(steps, listed, old.value if old else None, new.value if new else None)


def _words(change: _Change, old: Scenario, new: Scenario) -> str:
    team = change.steps[1] if change.steps[0] == "teams" and len(change.steps) > 1 else None
    several = len(new.teams) > 1 or len(old.teams) > 1
    whose = f"{team}: " if team is not None and several and len(change.steps) > 2 else ""
    if change.steps == ("name",):
        return f"renamed to {shorten(str(change.new), 40)}"
    label = label_of(change.steps, new)
    absent, present = change.old is None, change.new is None
    if absent and (isinstance(change.new, Document) or change.listed[-1]):
        return f"{whose}{label} added"
    if present and (isinstance(change.old, Document) or change.listed[-1]):
        return f"{whose}{label} removed"
    texts = value_texts(change.steps, change.old, change.new, new)
    return f"{whose}{label} {texts}"


def _is_hire(change: _Change) -> bool:
    return len(change.steps) > 2 and change.steps[0] == "teams" and change.steps[2] == "hires"


def _hires(old: Scenario, new: Scenario) -> Iterator[str]:
    """Hires as people a month: "2 hires in March", "1 hire in May taken out", "hires in June 2 → 3"."""
    teams = dict.fromkeys((*old.team_names, *new.team_names))
    for name in teams:
        if name not in old.team_names or name not in new.team_names:
            continue
        before, after = _people(old.team(name).hires), _people(new.team(name).hires)
        whose = f"{name}: " if len(teams) > 1 else ""
        known = [(hire.month, hire.slip_months_mean) for hire in old.team(name).hires]
        late = {
            hire.month for hire in new.team(name).hires if (hire.month, hire.slip_months_mean) not in known
        }
        led = {hire.month for hire in new.team(name).hires if hire not in old.team(name).hires} - late
        for month in sorted({*before, *after}):
            was, now = before[month], after[month]
            when = month_words(month, new)
            if not was and now:
                yield f"{whose}{_hired(now)} in {when}"
            elif was and not now:
                yield f"{whose}{_hired(was)} in {when} taken out"
            elif was != now:
                yield f"{whose}hires in {when} {was} → {now}"
            elif month in late:
                yield f"{whose}delay of hires in {when}"
            elif month in led:
                yield f"{whose}manager of hires in {when}"


def _people(hires: tuple[Hire, ...]) -> Counter[str]:
    people: Counter[str] = Counter()
    for hire in hires:
        people[hire.month] += hire.count
    return people


def _hired(count: int) -> str:
    return "1 hire" if count == 1 else f"{count} hires"
