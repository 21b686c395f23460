"""Other tables beside an export of opportunities: ``--beside``, ``--roster``, ``--quota``, ``--activities``."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulator.backtest import PastDeals
from simulator.evidence import Table, read_export
from simulator.evidence.kinds import (
    Attainment,
    KindChoices,
    KindEvidence,
    KindName,
    Quotas,
    attainment,
    build_kind_evidence,
    roster_among,
    with_roster_joined,
)
from simulator.scenario import Scenario

_KINDS: dict[str, KindName] = {"roster": "roster", "quota": "quotas", "activities": "activities"}
_HELP = {
    "roster": "people with hire dates: their tenure and attrition go into the scenario",
    "quota": "quotas by person and period: compared with what was won",
    "activities": "calls, e-mails and meetings: work per person and day, shown beside",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare them."""
    for name, text in _HELP.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=f"beside opportunities: {text}")
    parser.add_argument(
        "--beside",
        metavar="FILE",
        action="append",
        default=[],
        help="beside opportunities: a table of products, accounts or people, one row each, whose names are joined to "
        "those of the deals and whose other columns sort the deals into groups; may be given several times",
    )


@dataclass(frozen=True)
class Beside:
    """The tables given, by the name of their argument, and the quotas' attainment where anybody sold anything."""

    tables: dict[str, KindEvidence]
    reached: Attainment | None = None
    lookups: tuple[Table, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """What ``--json`` adds to the opportunities' document."""
        added: dict[str, Any] = {name: one.document() for name, one in self.tables.items()}
        if self.lookups:
            added["beside"] = [one.name for one in self.lookups]
        if self.reached is not None:
            one = self.reached
            added["quota"]["attainment"] = {
                "total": one.total,
                "quotas": one.quotas,
                "reached": one.reached,
                "sold": one.sold,
                "quota": one.quota,
                "unmatched": one.unmatched,
                "as_ends": {"total": one.as_ends_total, "reached": one.as_ends_reached},
                "people": [
                    {
                        "who": person.who,
                        "quota": person.quota,
                        "sold": person.sold,
                        "periods": person.periods,
                        "reached": person.reached,
                    }
                    for person in one.people
                ],
            }
            warnings = [one for one in added["quota"]["warnings"] if one["code"] != "quota_date_is_start"]
            told = self.reached.remark
            added["quota"]["warnings"] = [
                *warnings,
                {"code": told.code, "message": told.message, "rows": [], "count": 0},
            ]
        return added

    @property
    def report(self) -> list[str]:
        """What a person reads of them."""
        lines: list[str] = []
        for name, one in self.tables.items():
            figures = "; ".join(_in_words(figure.label, figure.value, figure.unit) for figure in one.figures)
            lines.append(f"{name.capitalize()}: {one.source}, {one.rows:,} rows. {figures}.")
            lines += [
                f"Note: {remark.message}" for remark in one.remarks if remark.code != "quota_date_is_start"
            ]
        if self.reached is not None:
            lines.append(f"Note: {self.reached.remark.message}")
        elif "quota" in self.tables:
            lines.append(
                "Note: Nobody with a quota has won anything under the same name: no attainment is known."
            )
        return ["", *lines] if lines else []

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario with what the tables say about its people."""
        if "roster" in self.tables:
            scenario, _ = with_roster_joined(scenario, self.tables["roster"])
        return scenario

    def told(self, scenario: Scenario) -> list[str]:
        """What joining the roster to the scenario's people does, in sentences."""
        if "roster" not in self.tables:
            return []
        return [f"Note: {one}" for one in with_roster_joined(scenario, self.tables["roster"])[1]]


def read_lookups(args: Namespace, read: Callable[[Path], bytes]) -> tuple[Table, ...]:
    """The tables given with ``--beside``. Raises EvidenceError where one cannot be read."""
    return tuple(read_export(read(path), path.name) for path in map(Path, args.beside))


def read_beside(
    args: Namespace,
    read: Callable[[Path], bytes],
    as_of: dt.date,
    past: PastDeals,
    lookups: tuple[Table, ...],
) -> Beside:
    """The tables named in `args`. Raises EvidenceError with a sentence where one cannot be used.

    A roster with hire dates among the `lookups` counts as one given with ``--roster``.
    """
    tables: dict[str, KindEvidence] = {}
    if not args.roster and (roster := roster_among(lookups, as_of)) is not None:
        tables["roster"] = roster
    for name, kind in _KINDS.items():
        if getattr(args, name):
            path = Path(getattr(args, name))
            day = as_of if kind == "roster" else None
            tables[name] = build_kind_evidence(
                read_export(read(path), path.name), KindChoices(kind=kind, as_of=day)
            )
    quotas = tables["quota"].findings if "quota" in tables else None
    if not isinstance(quotas, Quotas):
        return Beside(tables, None, lookups)
    deals = past.clean.deals
    won = (deals.outcome == "won") & ~np.isnan(deals.amount) & (deals.closed <= np.datetime64(as_of, "D"))
    sales = zip(
        deals.owner[won], deals.closed[won].astype("datetime64[D]").tolist(), deals.amount[won], strict=True
    )
    reached = attainment(quotas, [(str(who), day, float(amount)) for who, day, amount in sales])
    return Beside(tables, reached, lookups)


def _in_words(label: str, value: float, unit: str) -> str:
    match unit:
        case "share":
            return f"{label} {100 * value:.1f} %"
        case "money":
            return f"{label} {value:,.0f}"
        case _:
            return f"{label} {value:,.1f}"
