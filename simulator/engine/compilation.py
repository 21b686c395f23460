"""How the loops are compiled: once for good, or once a process where nothing can be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """`loop`, compiled at its first call and kept beside its source or in the user's cache folder.

    A service without a home on a read-only installation has neither: there every process compiles for itself.
    """
    try:
        return cast("Loop", numba.njit(cache=True, nogil=True, error_model="numpy")(loop))
    except RuntimeError:
        return cast("Loop", numba.njit(nogil=True, error_model="numpy")(loop))
