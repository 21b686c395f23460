"""Public histories: the month-by-month retail of a country, a shampoo's three years, the orders of a store."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from simulator.series import MonthlySeries, fit_series, simulate_series

Floats = NDArray[np.float64]
FIRST_CUT, AHEAD = 60, 12


@cache
def retail(folder: Path) -> Floats:
    with (folder / "us_retail_census" / "example_retail_sales.csv").open(encoding="utf-8") as file:
        return np.array([float(row["y"]) for row in csv.DictReader(file)])


@cache
def replayed(folder: Path) -> dict[int, tuple[Floats, Floats, Floats]]:
    """By months ahead, for a cut-off after every month from the fifth year on: place of what came, CRPS of the
    forecast, CRPS of the same months a year ago with their own past errors."""
    values = retail(folder)
    found: dict[int, list[tuple[float, float, float]]] = {1: [], 3: [], 12: []}
    for cut in range(FIRST_CUT, len(values) - AHEAD + 1):
        model = fit_series(MonthlySeries("1992-01", tuple(values[:cut].tolist())))
        futures = simulate_series(model, AHEAD, 600, np.random.default_rng(cut))
        for months, rows in found.items():
            came = float(values[cut : cut + months].sum())
            ours = futures[:, :months].sum(axis=1)
            totals = np.convolve(values[:cut], np.ones(months), "valid")
            naive = values[cut - 12 : cut - 12 + months].sum() + (totals[12:] - totals[:-12])
            rows.append((float((ours < came).mean()), crps(ours, came), crps(naive, came)))
    return {months: tuple(np.array(rows).T) for months, rows in found.items()}


def crps(sample: Floats, came: float) -> float:
    """Continuous ranked probability score of a sample: E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007)."""
    ordered, n = np.sort(sample), len(sample)
    between = ((2 * np.arange(1, n + 1) - n - 1) * ordered).sum() / n**2
    return float(np.abs(sample - came).mean() - between)


@pytest.mark.parametrize("months", [1, 3, 12])
def test_80_percent_ranges_of_retail_hold_about_four_in_five(real_data: Path, months: int) -> None:
    """Cut-offs that share months of the future share their luck: `months` neighbours count as one, so that of n
    cut-offs n / months are independent, and the share must be one that 80 % gives so many with 99 in 100 odds."""
    places = replayed(real_data)[months][0]
    share = float((np.abs(places - 0.5) < 0.4).mean())
    independent = len(places) // months
    low, high = binom(independent, 0.8).interval(0.99)
    assert low / independent <= share <= high / independent
    assert 0.75 <= share <= 0.85


@pytest.mark.parametrize("months", [1, 3, 12])
def test_the_forecast_of_retail_beats_the_same_months_a_year_ago(real_data: Path, months: int) -> None:
    _, ours, naive = replayed(real_data)[months]
    assert ours.mean() < naive.mean()


def test_what_retail_is_known_for_is_found(real_data: Path) -> None:
    model = fit_series(MonthlySeries("1992-01", tuple(retail(real_data).tolist())))
    assert model.season.kind == "year"
    assert model.season.index[11] == pytest.approx(1.16, abs=0.03)
    assert model.season.index[0] == pytest.approx(0.89, abs=0.03)
    early = fit_series(MonthlySeries("1992-01", tuple(retail(real_data)[:180].tolist())))
    assert abs(early.growth.mean - 0.041) <= 2 * early.growth.sd


def test_three_growing_years_of_a_shampoo_have_no_season(real_data: Path) -> None:
    with (real_data / "shampoo" / "ShampooSales.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    model = fit_series(MonthlySeries(rows[0][0], tuple(float(row[1]) for row in rows)))
    assert not model.season.identified
    assert model.season.index == (1.0,) * 12
    assert model.growth.identified
    assert model.growth.mean > 0.2


def test_the_season_of_a_store_is_found(real_data: Path) -> None:
    months: dict[str, float] = {}
    with (real_data / "superstore" / "superstore.csv").open(encoding="cp1252") as file:
        for row in csv.DictReader(file):
            month, _, year = (
                row["Order Date"].split("/") if "/" in row["Order Date"] else _iso(row["Order Date"])
            )
            key = f"{year}-{int(month):02d}"
            months[key] = months.get(key, 0.0) + float(row["Sales"])
    names = sorted(months)
    model = fit_series(MonthlySeries(names[0], tuple(months[name] for name in names)))
    assert model.season.kind == "year"
    assert model.season.index[10] == pytest.approx(1.73, abs=0.2)
    assert model.season.index[1] == pytest.approx(0.31, abs=0.1)


def _iso(date: str) -> tuple[str, str, str]:
    year, month, day = date.split("-")
    return month, day, year
