"""Fields: each one a view on one place of the plan. What cannot be taken stays visible, with a sentence beneath it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from simulator import Scenario, ScenarioError
from ui import state
from ui.fields import showing
from ui.fields.edits import Path, current, with_value
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.text import plain, shown

Change = Callable[[Scenario, Any], Scenario]


def name_of(path: Path) -> str:
    """What the field at `path` is called; its widget's key begins with it."""
    return ".".join(str(part) for part in path)


def number_text(value: float | None, scale: float = 1.0, digits: int = 4) -> str:
    """A number as the field shows it before anybody typed."""
    return (
        "" if value is None else formats.decimal(round(value * scale, 9), digits).replace(formats.MINUS, "-")
    )


def sentences(error: ScenarioError, label: str, typed: object) -> str:
    """Why `typed` was not taken, in the words of the field named `label`."""
    rules = dict.fromkeys(problem.rule for problem in error.problems)
    return f"{label} = {shown(typed) or 'nothing'}: {'; '.join(list(rules)[:3])}."


def take(key: str, typed: object, label: str, make: Callable[[], Scenario], *, refresh: bool = False) -> None:
    """Make the plan that `make` builds from a field, or remember why not."""
    try:
        new = make()
    except ScenarioError as error:
        state.refuse(key, typed, sentences(error, label, typed))
    except NotANumberError as error:
        state.refuse(key, typed, f"{label} = {shown(typed) or 'nothing'}: {error}.")
    else:
        state.accept(key)
        state.commit(new, label.lower(), refresh=refresh)


def explain(key: str) -> None:
    """The sentence beneath a field whose content was refused."""
    problem = state.refused(key)
    if problem is not None:
        st.markdown(f":red[:material/error: {plain(problem.sentence)} The plan keeps its old value.]")


def held(label: str, value: str) -> None:
    """What a field holds, for somebody who may look and not change. `label` and `value` are plain text."""
    st.markdown(f":gray[:small[{plain(label)}]]  \n{plain(value) or '–'}")


def number_field(
    label: str,
    path: Path,
    *,
    scale: float = 1.0,
    whole: bool = False,
    optional: str | None = None,
    digits: int = 4,
    grouped: bool = True,
    help: str | None = None,  # noqa: A002 - Streamlit's own word
    change: Change | None = None,
    reading: Callable[[Scenario], float | None] | None = None,
) -> None:
    """A number of the plan at `path`, shown multiplied by `scale` (100 for shares).

    grouped: thousands are separated. optional: what an empty field means; without it an empty field is refused.
    change, reading: how to write and read the number where it does not simply stand at `path`; read it is in the
    plan's unit, before `scale`.
    """
    if not view_mode.may_edit():
        plan = state.scenario()
        hidden = money_hidden.hides(plan, path)
        text = number_text(reading(plan) if reading else current(plan, path), scale, digits)
        held(label, money_hidden.HIDDEN if hidden else text or optional or "")
        return

    def number_of(typed: str) -> float | None:
        if optional is not None and not typed.strip():
            return None
        value = round(parse_number(typed) / scale, 12)
        if not whole:
            return value
        if value != int(value):
            raise NotANumberError("must be a whole number")
        return int(value)

    def make(typed: str) -> Scenario:
        value = number_of(typed)
        return change(state.scenario(), value) if change else with_value(state.scenario(), path, value)

    def as_shown() -> str:
        value = reading(state.scenario()) if reading else current(state.scenario(), path)
        text = number_text(value, scale, digits)
        return text if grouped else text.replace(",", "")

    typed_field(label, path, as_shown, make, placeholder=optional, help=help)


def typed_field(
    label: str,
    path: Path,
    as_shown: Callable[[], str],
    make: Callable[[str], Scenario],
    *,
    placeholder: str | None = None,
    help: str | None = None,  # noqa: A002 - Streamlit's own word
) -> None:
    """What is typed at `path`. as_shown: the plan's present text there; make: the plan with what was typed."""
    name = name_of(path)
    key = showing.key_for(name, as_shown(), as_shown())

    def take_typed(typed: str) -> str:
        here = showing.present_key(name)
        if state.refused(here) is not None or typed != as_shown():
            take(here, typed, label, lambda: make(typed))
        return as_shown()

    problem = state.refused(key)
    st.text_input(
        plain(label),
        value=str(problem.typed) if problem else as_shown(),
        key=key,
        on_change=showing.answered(name, key, take_typed),
        placeholder=placeholder,
        help=help,
    )
    explain(key)


def text_field(
    label: str,
    path: Path,
    *,
    help: str | None = None,  # noqa: A002 - Streamlit's own word
    change: Change | None = None,
) -> None:
    """A text of the plan at `path`."""
    if not view_mode.may_edit():
        held(label, shown(current(state.scenario(), path) or ""))
        return

    def make(typed: str) -> Scenario:
        return change(state.scenario(), typed) if change else with_value(state.scenario(), path, typed)

    typed_field(label, path, lambda: str(current(state.scenario(), path) or ""), make, help=help)


def choice_field(
    label: str,
    path: Path,
    options: Sequence[str],
    *,
    words: Callable[[str], str] = shown,
    help: str | None = None,  # noqa: A002
    few: bool = False,
    change: Change | None = None,
) -> None:
    """One of `options` at `path`; `few` draws them side by side."""
    value = current(state.scenario(), path)
    if not view_mode.may_edit():
        held(label, words(value))
        return
    name = name_of(path)
    key = showing.key_for(name, value, value)

    def take_chosen(chosen: str | None) -> object:
        if chosen is None:
            return None  # not what the plan holds: it is drawn anew and shows that
        take(
            showing.present_key(name),
            chosen,
            label,
            lambda: (
                change(state.scenario(), chosen) if change else with_value(state.scenario(), path, chosen)
            ),
        )
        return current(state.scenario(), path)

    known = [*options, *([value] if value not in options else [])]
    answered = showing.answered(name, key, take_chosen)
    if few:
        st.segmented_control(
            plain(label),
            known,
            default=value,
            key=key,
            on_change=answered,
            format_func=lambda one: plain(words(one)),
            help=help,
            required=True,
        )
    else:
        st.selectbox(
            plain(label),
            known,
            index=known.index(value),
            key=key,
            on_change=answered,
            format_func=words,
            help=help,
        )
    explain(key)


def month_field(label: str, path: Path, months: Sequence[str], *, help: str | None = None) -> None:  # noqa: A002
    """A month of the plan, chosen among `months`."""
    choice_field(label, path, months, words=formats.month, help=help)
