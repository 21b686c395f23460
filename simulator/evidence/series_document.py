"""What ``evidence --json`` prints of the months: growth, seasonality and market."""

from __future__ import annotations

from typing import Any

from simulator.evidence.findings import Evidence
from simulator.evidence.series_plan import VOLUME_GROWTH_SD


def series_document(evidence: Evidence) -> dict[str, Any]:
    """The keys ``growth``, ``seasonality`` and ``market``; growth a year. `claimed`: more than luck explains."""
    found, volume, sizes = evidence.series, evidence.company.volume, evidence.company.size.growth
    model = found.entering if found is not None else None
    growth: dict[str, Any] = {
        "mean": 0.0,
        "sd": VOLUME_GROWTH_SD,
        "claimed": False,
        "note": "no monthly history",
    }
    season: dict[str, Any] = {"claimed": False, "index": [1.0] * 12, "note": "no monthly history"}
    note = "half of what months vary beyond luck is taken to be shared: a guess"
    if model is not None:
        measured = model.growth
        if measured.identified:
            growth = {"mean": measured.mean, "sd": measured.sd}
        growth |= {"claimed": measured.identified, "note": measured.note}
        season = {
            "claimed": model.season.identified,
            "index": list(model.season.index),
            "sd": model.season.sd,
            "shrinkage": model.season.shrinkage,
            "kind": model.season.kind or None,
            "note": model.season.note,
        }
        note = model.market.note if found is not None and "market" in found.used else note
    quarter = found.quarter if found is not None else None
    of_quarter = None
    if quarter is not None:
        of_quarter = {"win_rates": list(quarter.rates), "deals": quarter.closed, "months": quarter.months}
    return {
        "growth": {
            "interval": "year",
            "volume": growth,
            "deal_size": {
                "mean": sizes.mean,
                "sd": sizes.sd,
                "claimed": sizes.years > 0,
                "deals": sizes.deals,
            },
        },
        "seasonality": {**season, "month_of_quarter": of_quarter},
        "market": {
            "monthly_sd": volume.market_sd,
            "persistence": volume.market_persistence,
            "walk_sd": volume.walk_sd,
            "claimed": found is not None and "market" in found.used,
            "note": note,
        },
    }
