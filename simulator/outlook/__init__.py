"""The second opinion: what the money's own history says, without leads, funnel and people."""

from __future__ import annotations

from simulator.outlook.paths import outlook_paths
from simulator.outlook.structural import Outlook, Progress, fit_outlook, unwatched

__all__ = ["Outlook", "Progress", "fit_outlook", "outlook_paths", "unwatched"]
