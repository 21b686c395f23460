"""The document ``evidence --json`` prints."""

from __future__ import annotations

from typing import Any

from simulator.evidence.cleaning import cleaning_document, rows_left_out
from simulator.evidence.comparison_document import comparison_document
from simulator.evidence.findings import Evidence, TeamFinding
from simulator.evidence.series_document import series_document


def evidence_document(evidence: Evidence) -> dict[str, Any]:
    """Plain dicts and lists; shares 0..1, money in the main currency, days and months in their names."""
    company = evidence.company
    return {
        "as_of": evidence.as_of.isoformat(),
        "currency": evidence.currency,
        **_team(company),
        "monthly": [
            {
                "month": month.month,
                "entered": month.entered,
                "won": month.won,
                "lost": month.lost,
                "bookings": month.bookings,
                "whole": month.whole,
            }
            for month in evidence.monthly
        ],
        **series_document(evidence),
        "lever_moves": [one.document() for one in evidence.moves],
        "teams": [{"name": team.name, **_team(team)} for team in evidence.teams],
        "columns": dict(evidence.columns),
        "dialect": evidence.dialect,
        "rows": _rows(evidence),
        "cleaning": cleaning_document(evidence.cleaning),
        **comparison_document(evidence),
        "warnings": [
            {"code": remark.code, "message": remark.message, "rows": list(remark.rows), "count": remark.count}
            for remark in evidence.remarks
        ],
    }


def _rows(evidence: Evidence) -> dict[str, int]:
    """Rows of the file but its header: those that count as a deal on the day, and those that count nowhere."""
    counts = evidence.counts
    used = counts.won + counts.lost + counts.open + counts.undated_open
    above = sum(one.count for one in evidence.cleaning if one.code == "rows_above_header")
    below = evidence.intake.rows if evidence.intake is not None else 0
    return {"in_file": above + below, "used": used, "left_out": rows_left_out(evidence.cleaning)}


def _team(team: TeamFinding) -> dict[str, Any]:
    counts, size, cycle, volume, outcome = team.counts, team.size, team.cycle, team.volume, team.outcome
    return {
        "counts": {
            "won": counts.won,
            "lost": counts.lost,
            "open": counts.open,
            "stale_open": counts.stale_open,
            "undated_open": counts.undated_open,
        },
        "win_rate": {"successes": counts.won, "trials": counts.closed},
        "deal_size": {
            "mean": size.mean,
            "cv": size.cv,
            "n": size.n,
            "family": size.family,
            "note": size.note,
        },
        "cycle_days": {"mean": cycle.mean, "cv": cycle.cv, "n": cycle.n, "longest": cycle.longest},
        "entering": {
            "per_month": volume.mean,
            "sd": volume.mean_sd,
            "dispersion": volume.dispersion,
            "months": volume.months,
            "market_sd": volume.market_sd,
            "market_persistence": volume.market_persistence,
            "won": outcome.won,
            "decided": outcome.decided,
        },
        "open_pipeline": [
            {
                "label": group.label,
                "count": group.count,
                "age_days": group.age_days,
                "win_rate": group.win_rate,
                "equivalent_n": group.equivalent_n,
                "stale": group.stale,
                "amount": group.amount,
            }
            for group in team.pipeline
        ],
        "reps": [
            {
                "name": rep.name,
                "first_activity": rep.first_activity.isoformat(),
                "last_activity": rep.last_activity.isoformat(),
                "tenure_months": rep.tenure_months,
                "deals": rep.deals,
                "won": rep.won,
                "active": rep.active,
            }
            for rep in team.reps
        ],
    }
