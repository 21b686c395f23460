"""What a long piece of work says before each of its steps, so that somebody can read it, and stop it there."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str], None]
"""Called with what comes next, in words; whatever it raises ends the work."""


def unseen(_step: str) -> None:
    """Nobody is waiting."""
