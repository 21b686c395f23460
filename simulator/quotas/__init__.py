"""From the plan to people: whose deals are whose, what each carries, and each one's odds."""

from __future__ import annotations
