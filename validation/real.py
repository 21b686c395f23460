"""Files beside the project: real series replayed, and the export of a made-up seller as it stood on past days."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import numpy as np

from simulator import load_scenario, simulate
from simulator.backtest import Replay, backtest, choices_of, read_replayable
from simulator.cli.main import main
from simulator.evidence import read_export
from validation.tables import HORIZON_WORDS, table

Replayed = tuple[str, str, tuple[str, str] | None]
SERIES: tuple[Replayed, ...] = (
    # file below the folder of data, what it is, columns where names do not tell
    ("us_retail_census/example_retail_sales.csv", "US retail sales (census)", None),
    ("shampoo/ShampooSales.csv", "Shampoo sales", None),
    ("superstore/superstore.csv", "Superstore orders", ("Order Date", "Sales")),
)
EXPORT = "maven_crm/iso/sales_pipeline.csv"
CAME = {"2017-03-31": 3_086_111.0, "2017-06-30": 2_982_255.0, "2017-09-30": 2_802_496.0}
"""Bookings of the quarter after each day, in the whole export."""
SERIES_HEADER = ("series", "ahead", "forecasts", "inside 80 %", "luck allows", "error (CRPS)", "as last year")
QUARTERS_HEADER = (
    "known until", "came in the next quarter", "80 % range", "median", "place of what came", "range / median",
)  # fmt: skip


def series_table(data: Path) -> list[str]:
    """Real monthly series replayed: how often 80 % ranges held, and the error beside that of repeating last year."""
    return table(SERIES_HEADER, [row for one in SERIES for row in series_rows(data, one)], 2)


def series_rows(data: Path, one: Replayed) -> list[tuple[str, ...]]:
    """The rows of one of `SERIES`, a row for each horizon."""
    name, title, columns = one
    rows: list[tuple[str, ...]] = []
    for score in _replay(data / name, columns).by_horizon:
        cover = score.at(0.8)
        rows.append(
            (
                title,
                HORIZON_WORDS[score.horizon_months],
                f"{cover.folds}",
                f"{cover.held}",
                f"{cover.low} to {cover.high}",
                f"{score.crps:,.4g}",
                f"{score.naive_crps:,.4g}",
            )
        )
    return rows


def _replay(path: Path, columns: tuple[str, str] | None) -> Replay:
    named = [f"{what}={column}" for what, column in zip(("month", "value"), columns or (), strict=False)]
    return backtest(read_replayable(read_export(path.read_bytes(), path.name), choices_of(named)))


def printed_evidence(data: Path) -> list[str]:
    """What ``evidence`` prints of the export as it stood on 30 September 2017, with the command."""
    arguments = "evidence sales_pipeline.csv --as-of 2017-09-30 --horizon 3 --scenario q4.toml"
    with tempfile.TemporaryDirectory() as folder:
        return [
            f"$ python -m simulator {arguments}",
            *_run(data, Path(folder), arguments.split()).splitlines(),
        ]


def _run(data: Path, folder: Path, arguments: list[str]) -> str:
    name = Path(EXPORT).name
    (folder / name).write_bytes((data / EXPORT).read_bytes())
    out, err = io.StringIO(), io.StringIO()
    placed = [str(folder / one) if one.endswith((".csv", ".toml")) else one for one in arguments]
    if main(placed, out, err):
        raise RuntimeError(err.getvalue())
    return out.getvalue().replace(f"{folder}/", "")


def quarters_table(data: Path) -> list[str]:
    """The export as it stood at the end of three quarters, and what the next one brought."""
    rows = []
    for day, came in CAME.items():
        with tempfile.TemporaryDirectory() as folder:
            arguments = f"evidence sales_pipeline.csv --as-of {day} --horizon 3 --scenario quarter.toml"
            _run(data, Path(folder), arguments.split())
            scenario = load_scenario(Path(folder) / "quarter.toml")
        bookings = simulate(scenario).series("bookings").sum(axis=1)
        low, median, high = np.quantile(bookings, [0.1, 0.5, 0.9])
        rows.append(
            (
                day,
                f"{came:,.0f}",
                f"{low:,.0f} to {high:,.0f}",
                f"{median:,.0f}",
                f"{(bookings <= came).mean():.2f}",
                f"{(high - low) / median:.2f}",
            )
        )
    return table(QUARTERS_HEADER, rows)
