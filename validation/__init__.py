"""What the method is worth: simulated companies whose truth is known, real series, and the page that says so.

``python -m validation`` regenerates every table of docs/VALIDATION.md. The companies are of the kinds in `truth.KINDS`:
one lies inside the engine's model, five break an assumption of it. None of their laws is known to the import, which
sees the same arrays it makes of a CRM export.
"""

from __future__ import annotations

from validation.truth import BREAKING, INSIDE, KINDS, Truth, draw_truth
from validation.world import World, make_world, true_futures

__all__ = ["BREAKING", "INSIDE", "KINDS", "Truth", "World", "draw_truth", "make_world", "true_futures"]
