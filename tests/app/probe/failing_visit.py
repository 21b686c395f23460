"""A page that fails in the middle of its turn."""

from __future__ import annotations

from ui.computing.runs import turn, visit

with visit():
    with turn("something heavy", lambda: False):
        pass
    raise ValueError("after the run, before the page is drawn")
