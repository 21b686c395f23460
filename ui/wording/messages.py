"""What the engine refuses, said on the page in its own sentences instead of an error's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from simulator import ScenarioError
from ui.wording.text import plain


@contextmanager
def refusals_said() -> Iterator[None]:
    """Draw a page; where its plan cannot be simulated, say why and how to get out of it."""
    try:
        yield
    except ScenarioError as error:
        lines = "\n".join(f"- {plain(problem)}" for problem in error.problems[:8])
        st.error(
            f"This plan cannot be simulated as it stands. Undo the last change, or correct it:\n\n{lines}",
            icon=":material/error:",
        )
