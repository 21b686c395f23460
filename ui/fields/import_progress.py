"""A file being read by its own process: how it goes, and a button that ends it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.wording import formats
from ui.wording.text import plain

SHOWN_AFTER_SECONDS = 0.5
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
