"""The generator of the sample company's CRM export."""

from __future__ import annotations

import csv
import datetime as dt
import io

import numpy as np

from simulator.sample.truth import (
    FIRST_YEAR,
    HISTORY_MONTHS,
    MARKET_PERSISTENCE,
    MARKET_SD,
    TRUE_RATES,
    TeamTruth,
)

SAMPLE_SEED = 2027
HEADER = (
    "Deal ID",
    "Deal Name",
    "Owner",
    "Team",
    "Stage",
    "Amount",
    "Currency",
    "Created Date",
    "Close Date",
    "Lead Source",
)
_SOURCES = ("Web", "Trade fair", "Referral", "Partner", "Cold call")
_PLACES = [
    "Alster",
    "Bremer",
    "Deich",
    "Elb",
    "Flens",
    "Geest",
    "Hafen",
    "Insel",
    "Jade",
    "Kiel",
    "Lübecker",
    "Marsch",
    "Nordsee",
    "Oste",
    "Peene",
    "Rostocker",
    "Schlei",
    "Trave",
    "Unter",
    "Weser",
]
_TRADES = [
    "Anlagenbau",
    "Brauerei",
    "Chemie",
    "Druck",
    "Energie",
    "Feinkost",
    "Gießerei",
    "Holzwerke",
    "Kältetechnik",
    "Logistik",
    "Maschinen",
    "Papier",
    "Stahl",
    "Technik",
    "Werft",
    "Zement",
]
_FORMS = ("GmbH", "AG", "KG", "& Söhne")
_OPEN_STAGES = ((14, "Qualification"), (40, "Proposal"), (10**6, "Negotiation"))


def sample_company(seed: int = SAMPLE_SEED) -> bytes:
    """The export of a company with the rates of `TRUE_RATES`: UTF-8 CSV, one row per deal, 2024-01-01 to 2026-12-31.

    The same seed gives the same bytes; the seed may be any integer from 0 on.
    """
    streams = np.random.SeedSequence(seed).spawn(len(TRUE_RATES) + 1)
    market = _market(np.random.Generator(np.random.PCG64(streams[0])))
    rows: list[tuple[dt.date, list[str]]] = []
    for stream, truth in zip(streams[1:], TRUE_RATES.values(), strict=True):
        rows += _deals(truth, market, np.random.Generator(np.random.PCG64(stream)))
    rows.sort(key=lambda row: (row[0], row[1]))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for number, (_, cells) in enumerate(rows, 1):
        writer.writerow([f"{number:05d}", *cells])
    return text.getvalue().encode("utf-8")


def _market(rng: np.random.Generator) -> list[float]:
    """Factor of every month's volume, mean 1, correlated from month to month."""
    level = rng.normal(0.0, MARKET_SD)
    factors = []
    for _ in range(HISTORY_MONTHS):
        factors.append(float(np.exp(level - MARKET_SD**2 / 2)))
        level = MARKET_PERSISTENCE * level + rng.normal(0.0, MARKET_SD * np.sqrt(1 - MARKET_PERSISTENCE**2))
    return factors


def _month(number: int) -> dt.date:
    return dt.date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


def _deals(
    truth: TeamTruth, market: list[float], rng: np.random.Generator
) -> list[tuple[dt.date, list[str]]]:
    end = _month(HISTORY_MONTHS) - dt.timedelta(days=1)
    rows = []
    for month in range(HISTORY_MONTHS):
        mean = truth.entering_per_month * market[month]
        count = int(rng.poisson(rng.gamma(truth.dispersion, mean / truth.dispersion)))
        start, days = _month(month), (_month(month + 1) - _month(month)).days
        selling = [
            rep.name for rep in truth.reps if rep.first <= month and (rep.last is None or month <= rep.last)
        ]
        for _ in range(count):
            created = start + dt.timedelta(days=int(rng.integers(days)))
            rows.append((created, _deal(truth, created, end, selling, rng)))
    return rows


def _deal(
    truth: TeamTruth, created: dt.date, end: dt.date, selling: list[str], rng: np.random.Generator
) -> list[str]:
    decided, won = rng.random() < truth.decided, rng.random() < truth.win_rate
    cycle_mean = truth.cycle_days if won else truth.lost_cycle_days
    cycle = round(rng.gamma(1 / truth.cycle_cv**2, cycle_mean * truth.cycle_cv**2))
    if truth.size_family == "gamma":
        size = rng.gamma(1 / truth.size_cv**2, truth.deal_size * truth.size_cv**2)
    else:
        sigma2 = np.log1p(truth.size_cv**2)
        size = rng.lognormal(np.log(truth.deal_size) - sigma2 / 2, np.sqrt(sigma2))
    owner, source = selling[int(rng.integers(len(selling)))], _SOURCES[int(rng.integers(len(_SOURCES)))]
    place, trade, form = (choices[int(rng.integers(len(choices)))] for choices in (_PLACES, _TRADES, _FORMS))
    closed = created + dt.timedelta(days=cycle)
    if decided and closed <= end:
        stage, close_date = "Closed Won" if won else "Closed Lost", closed.isoformat()
    else:
        age = (end - created).days
        stage, close_date = next(name for limit, name in _OPEN_STAGES if age <= limit), ""
    amount = f"{max(round(size / 10) * 10, 10):d}"
    return [
        f"{place} {trade} {form}",
        owner,
        truth.name,
        stage,
        amount,
        "EUR",
        created.isoformat(),
        close_date,
        source,
    ]
