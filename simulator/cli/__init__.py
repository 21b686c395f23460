"""The command line: ``python -m simulator``."""

from __future__ import annotations
