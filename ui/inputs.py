"""Fields: each one a view on one place of the plan. What cannot be taken stays visible, with a sentence beneath it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from simulator import Scenario, ScenarioError
from ui import formats, money_hidden, state, view_mode
from ui.edits import Path, current, with_value
from ui.text import plain, shown
from ui.typed_numbers import NotANumberError, parse_number

Change = Callable[[Scenario, Any], Scenario]


def key_of(path: Path) -> str:
    """The widget key of the field at `path`."""
    return ".".join(str(part) for part in path) + f"#{state.epoch()}"


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
) -> None:
    """A number of the plan at `path`, shown multiplied by `scale` (100 for shares).

    grouped: thousands are separated. optional: what an empty field means; without it an empty field is refused.
    change: how to write the number where it is not simply put at `path`.
    """
    key = key_of(path)
    if not view_mode.may_edit():
        hidden = money_hidden.hides(state.scenario(), path)
        text = number_text(current(state.scenario(), path), scale, digits)
        held(label, money_hidden.HIDDEN if hidden else text or optional or "")
        return

    def commit() -> None:
        typed = str(st.session_state[key])
        if state.refused(key) is None and typed == as_shown():
            return

        def make() -> Scenario:
            if optional is not None and not typed.strip():
                value: float | None = None
            else:
                value = round(parse_number(typed) / scale, 12)
                if whole:
                    if value != int(value):
                        raise NotANumberError("must be a whole number")
                    value = int(value)
            return change(state.scenario(), value) if change else with_value(state.scenario(), path, value)

        take(key, typed, label, make)

    def as_shown() -> str:
        text = number_text(current(state.scenario(), path), scale, digits)
        return text if grouped else text.replace(",", "")

    problem = state.refused(key)
    if key not in st.session_state:
        st.session_state[key] = str(problem.typed) if problem else as_shown()
    st.text_input(plain(label), key=key, on_change=state.while_shown(commit), placeholder=optional, help=help)
    explain(key)


def text_field(
    label: str,
    path: Path,
    *,
    help: str | None = None,  # noqa: A002 - Streamlit's own word
    change: Change | None = None,
    refresh: bool = False,
) -> None:
    """A text of the plan at `path`."""
    key = key_of(path)
    if not view_mode.may_edit():
        held(label, shown(current(state.scenario(), path) or ""))
        return

    def commit() -> None:
        typed = str(st.session_state[key])
        take(
            key,
            typed,
            label,
            lambda: change(state.scenario(), typed) if change else with_value(state.scenario(), path, typed),
            refresh=refresh,
        )

    problem = state.refused(key)
    if key not in st.session_state:
        st.session_state[key] = str(problem.typed) if problem else str(current(state.scenario(), path) or "")
    st.text_input(plain(label), key=key, on_change=state.while_shown(commit), help=help)
    explain(key)


def choice_field(
    label: str,
    path: Path,
    options: Sequence[str],
    *,
    words: Callable[[str], str] = shown,
    help: str | None = None,  # noqa: A002
    few: bool = False,
    change: Change | None = None,
    refresh: bool = False,
) -> None:
    """One of `options` at `path`; `few` draws them side by side."""
    key = key_of(path)
    value = current(state.scenario(), path)
    if not view_mode.may_edit():
        held(label, words(value))
        return

    def commit() -> None:
        chosen = st.session_state[key]
        if chosen is None:
            st.session_state[key] = value
            return
        take(
            key,
            chosen,
            label,
            lambda: (
                change(state.scenario(), chosen) if change else with_value(state.scenario(), path, chosen)
            ),
            refresh=refresh,
        )

    known = [*options, *([value] if value not in options else [])]
    if key not in st.session_state:
        st.session_state[key] = value
    if few:
        st.segmented_control(
            plain(label),
            known,
            key=key,
            on_change=state.while_shown(commit),
            format_func=lambda one: plain(words(one)),
            help=help,
            required=True,
        )
    else:
        st.selectbox(
            plain(label),
            known,
            key=key,
            on_change=state.while_shown(commit),
            format_func=words,
            help=help,
        )
    explain(key)


def month_field(label: str, path: Path, months: Sequence[str], *, help: str | None = None) -> None:  # noqa: A002
    """A month of the plan, chosen among `months`."""
    choice_field(label, path, months, words=formats.month, help=help)
