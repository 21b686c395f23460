"""Speed, as ratios within one run: ``python -m benchmarks``."""

from __future__ import annotations
