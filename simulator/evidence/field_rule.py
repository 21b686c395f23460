"""What one field of an export is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldRule:
    """One field: `label` for people, `aliases` in order of preference, written as `plain_name` writes them."""

    name: str
    label: str
    aliases: tuple[str, ...]
    meaning: str
