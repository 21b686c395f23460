"""What the months say, as a plan takes it: growth of the volume, season, market."""

from __future__ import annotations

from typing import Any

from simulator.evidence.findings import Evidence
from simulator.series import SeriesModel

VOLUME_GROWTH_SD = 0.10
"""Where a year's growth cannot be measured its mean is 0, and how far it may stray is a guess."""


def volume_growth(evidence: Evidence) -> dict[str, Any]:
    """``growth.volume`` of the plan, a year: measured, or neutral and marked as a guess."""
    model = _used(evidence, "growth")
    if model is None:
        series = evidence.series.entering if evidence.series is not None else None
        note = series.growth.note.split(";")[0] if series is not None else "growth cannot be measured"
        return {"mean": 0.0, "sd": VOLUME_GROWTH_SD, "grade": "guess", "source": note}
    growth = model.growth
    return {
        "mean": growth.mean,
        "sd": growth.sd,
        "grade": "measured",
        "source": f"{evidence.source}, deals entering in {growth.note.removeprefix('measured over ')}",
    }


def shared_course(evidence: Evidence) -> dict[str, Any]:
    """``seasonality`` and ``market`` of the plan, where there are any."""
    document: dict[str, Any] = {}
    volume = evidence.company.volume
    season, market = _used(evidence, "season"), _used(evidence, "market")
    if season is not None:
        document["seasonality"] = {
            "index": list(season.season.index),
            "sd": min(season.season.sd, 1.0),
            "grade": "measured",
            "source": f"{evidence.source}, {season.season.note}",
        }
    if market is None and volume.market_sd > 0:
        document["market"] = {
            "monthly_sd": volume.market_sd,
            "persistence": volume.market_persistence,
            "source": f"half of what {volume.months} months vary beyond luck; how long it lasts is a guess",
        }
    if market is not None and (volume.market_sd > 0 or volume.walk_sd > 0):
        document["market"] = {
            "monthly_sd": min(volume.market_sd, 2.0),
            "persistence": volume.market_persistence,
            "walk_sd": min(volume.walk_sd, 0.5),
            "grade": "measured",
            "source": f"{evidence.source}, {market.market.note}",
        }
    return document


def _used(evidence: Evidence, part: str) -> SeriesModel | None:
    found = evidence.series
    return found.entering if found is not None and part in found.used else None
