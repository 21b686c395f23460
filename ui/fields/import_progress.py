"""A file being read and measured: how it goes, and a button that ends it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.computing import runs
from ui.wording import formats
from ui.wording.text import counted, plain

STOPPED = "Reading it was stopped."
SHOWN_AFTER_SECONDS = 0.5
STEPS = 20
"""About how many steps measuring takes; only the bar rests on it."""
BYTES_A_SECOND, PACKED_BYTES_A_SECOND = 12e6, 2e6
"""What the reader usually takes on one core, of text and of a workbook; only the bar rests on it."""


@contextmanager
def told(name: str, size: int, stop: Callable[[str], None], file_id: str) -> Iterator[Callable[[], None]]:
    """What to call while one waits: it draws, and so lets Streamlit end this run where somebody pressed something."""
    place, began = st.empty(), time.monotonic()
    drawn = False
    packed = name.lower().endswith(".xlsx")
    expected = 0.5 + size / (PACKED_BYTES_A_SECOND if packed else BYTES_A_SECOND)

    def tick() -> None:
        nonlocal drawn
        elapsed = time.monotonic() - began
        if elapsed < SHOWN_AFTER_SECONDS:
            return
        if not drawn:
            drawn = True
            with place.container():
                bar.append(st.progress(0.0))
                st.button(
                    "Stop reading", key="import_stop", icon=":material/close:", on_click=stop, args=(file_id,)
                )
        megabytes = formats.decimal(size / 2**20, 1)
        bar[0].progress(
            min(elapsed / expected, 0.95),
            f"Reading {plain(name)}, {megabytes} MB: {int(elapsed)} s so far, usually {int(expected + 1)} s",
        )

    bar: list[DeltaGenerator] = []
    try:
        yield tick
    finally:
        place.empty()


@contextmanager
def steps(rows: int, stop: Callable[[str], None], mark: str) -> Iterator[Callable[[str], None]]:
    """What to call before each step of measuring: it says which one is on, and ends here where somebody moved on.

    stop: called with `mark` by the button that ends it.
    """
    place, began = st.empty(), time.monotonic()
    shown: list[DeltaGenerator] = []
    done = 0

    def step(what: str) -> None:
        nonlocal done
        runs.stop_if_asked()
        done += 1
        if not shown:
            if time.monotonic() - began < SHOWN_AFTER_SECONDS:
                return
            with place.container():
                shown.append(st.progress(0.0))
                st.button(
                    "Stop measuring",
                    key="import_measure_stop",
                    icon=":material/close:",
                    on_click=stop,
                    args=(mark,),
                )
        shown[0].progress(min(done / STEPS, 0.95), f"Measuring {counted(rows, 'row')}: {plain(what)}")

    try:
        yield step
    finally:
        place.empty()
