"""The engine's version: part of every cache key and of every printed assessment."""

from __future__ import annotations

ENGINE_VERSION = "1.0.0"
