"""Monthly summaries and monthly series: one row a month, or several that are added up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from simulator.evidence.findings import MeasuredRate
from simulator.evidence.kinds.cells import Cells, Numbers, total_rows
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import figure
from simulator.evidence.kinds.findings import MonthlySummary, MonthlyValues, SummaryMonth
from simulator.evidence.kinds.funnel import STAGES, churn, funnel, opening_customers, ratio
from simulator.evidence.kinds.months import Months, read_months
from simulator.evidence.kinds.summary_figures import summary_figures
from simulator.evidence.refusal import EvidenceError, Remark, quoted

COUNTS = ("calls", "leads", "appointments", "opportunities", "won", "new_customers", "churned")
STOCKS = ("opening_customers", "closing_customers", "customers", "mrr")
MONEY = ("revenue", "mrr", "cost")
DAILY = 8
"""With as many rows for a month on average, the rows are days or single records: stocks are averaged, not added."""


def monthly_summary(cells: Cells) -> KindEvidence:
    """Funnel rates, revenue, churn, deal size and acquisition cost by month. EvidenceError where no month is left."""
    months = _months(cells)
    months = _without_repeats(cells, months)
    values = _sales_resolved(cells, _values(cells))
    by_month = _added_up(cells, months, values)
    opening_customers(cells, by_month)
    missing = missing_months(by_month.index)
    _tell_missing(cells, missing)
    names = [name for name in SummaryMonth.__dataclass_fields__ if name != "month" and name in by_month]
    rows = tuple(
        SummaryMonth(str(month), **{name: _known(by_month.at[month, name]) for name in names})
        for month in by_month.index
    )
    chain, steps = funnel(cells, by_month)
    lost = churn(cells, by_month)
    deal_size, deals = ratio(by_month, "revenue", "won")
    customers = "new_customers" if "new_customers" in by_month else "won"
    cac, customers_won = ratio(by_month, "cost", customers)
    findings = MonthlySummary(rows, chain, steps, missing, lost, deal_size, deals, cac)
    source = cells.table.name
    figures = summary_figures(findings, by_month, customers_won, source)
    return _evidence(cells, "monthly_summary", by_month.index[-1], findings, figures, len(by_month))


def monthly_series(cells: Cells) -> KindEvidence:
    """One value a month. EvidenceError where no month is left."""
    months = _without_repeats(cells, _months(cells))
    values = {"value": cells.numbers("value", least=-np.inf)}
    by_month = _added_up(cells, months, values)
    known = by_month["value"].dropna()
    if known.empty:
        raise EvidenceError("No month of the file has a value; choose the column with the values.")
    missing = missing_months(known.index)
    _tell_missing(cells, missing)
    name = cells.columns["value"]
    findings = MonthlyValues(
        name, tuple((str(month), float(value)) for month, value in known.items()), missing
    )
    figures = (
        figure(
            "value_per_month",
            f"{name} per month",
            float(known.mean()),
            "ratio",
            len(known),
            "months",
            cells.table.name,
        ),
    )
    return _evidence(cells, "monthly_series", known.index[-1], findings, figures, len(known))


def missing_months(months: Iterable[object]) -> tuple[str, ...]:
    """The months between the first and the last that are not there."""
    there = {str(month)[:7] for month in months}
    if not there:
        return ()
    first, last = np.datetime64(min(there), "M"), np.datetime64(max(there), "M")
    return tuple(str(month) for month in np.arange(first, last + 1) if str(month) not in there)


def _months(cells: Cells) -> Months:
    """The month of each row; rows without one are told and left out."""
    years: list[str] | int | None = cells.choices.year
    if cells.has("year") and cells.columns["year"] != cells.columns["month"]:
        years = [str(cell) for cell in cells.cells("year")]
    labels = cells.texts("month")
    total = total_rows(labels)
    months, is_open = read_months(cells.cells("month"), years)
    if cells.choices.date_order is not None and is_open:
        read = cells.days("month")["month"]
        months = np.where(np.isnat(read), months, read.astype("datetime64[M]"))
    elif is_open:
        cells.remarks.append(
            Remark(
                "ambiguous_dates",
                f"Dates such as {quoted(labels[~np.isnat(months)][0])} were read month first because nothing in "
                "the file "
                'decides it; say date_order = "day_first" or "month_first" to choose.',
            )
        )
    bad = np.isnat(months) & ~total
    if total.any():
        cells.tell("summary_rows", total, "{count} rows that sum up others were left out ({rows}).")
    if bad.any() and not (np.isnat(months)).all():
        samples = ", ".join(quoted(one, 24) for one in dict.fromkeys(labels[bad][:50].tolist()))[:80]
        cells.tell(
            "unreadable_months",
            bad,
            f"{{count}} rows without a month were left out ({samples}; {{rows}}).",
            samples,
        )
    kept = ~np.isnat(months) & ~total
    if not kept.any():
        alone, _ = read_months(cells.cells("month"), 2001)
        hint = (
            "say year = 2026 in a mapping file"
            if not np.isnat(alone).all()
            else "write months as 2026-10, or choose another column"
        )
        raise EvidenceError(
            f"No month in the column {quoted(cells.columns['month'])} can be read, for example "
            f"{quoted(labels[0])}; {hint}."
        )
    cells.take(kept)
    return months[kept]


def _without_repeats(cells: Cells, months: Months) -> Months:
    """Rows that are the same in every cell count once."""
    again = cells.table.frame.duplicated().to_numpy(dtype=bool)
    if again.any():
        cells.tell(
            "repeated_rows",
            again,
            "{count} rows repeat another one in every cell and were left out ({rows}).",
        )
        cells.take(~again)
    kept: Months = months[~again]
    return kept


def _values(cells: Cells) -> dict[str, Numbers]:
    values: dict[str, Numbers] = {}
    for field in cells.columns:
        if field in MONEY:
            values[field] = cells.money(field)
        elif field in COUNTS or field in STOCKS:
            values[field] = cells.numbers(field, whole=True)
    return values


def _sales_resolved(cells: Cells, values: dict[str, Numbers]) -> dict[str, Numbers]:
    """A column called "sales" counts deals, unless its numbers cannot be counts: then it is revenue."""
    won = values.get("won")
    if (
        won is None
        or "revenue" in values
        or cells.columns["won"].strip().casefold() not in ("sales", "ventes")
    ):
        return values
    known = won[~np.isnan(won)]
    before = next((values[name] for name in reversed(STAGES[:-1]) if name in values), None)
    too_many = before is not None and np.nansum(won) > np.nansum(before)
    if (known != known.round()).any() or too_many:
        cells.columns["revenue"] = cells.columns.pop("won")
        values = {**values, "revenue": cells.money("revenue")}
        del values["won"]
        cells.remarks.append(
            Remark(
                "sales_are_revenue",
                f"The column {quoted(cells.columns['revenue'])} was read as revenue: its numbers are no counts "
                "of deals.",
            )
        )
    return values


def _added_up(cells: Cells, months: Months, values: dict[str, Numbers]) -> pd.DataFrame:
    """One row a month, in order of time; several rows of a month added up."""
    frame = pd.DataFrame(values)
    groups = frame.groupby(pd.Index([str(month) for month in months], name="month"), sort=True)
    sizes = groups.size()
    found = groups.sum(min_count=1)
    several = sizes[sizes > 1]
    if len(several):
        averaged = sizes.mean() >= DAILY
        stocks = [name for name in STOCKS if name in frame]
        if averaged and stocks:
            found[stocks] = groups[stocks].mean()
        told = f" ({', '.join(stocks)} averaged)" if averaged and stocks else ""
        cells.remarks.append(
            Remark(
                "months_added_up",
                f"{len(several):,} months have several rows, up to {int(sizes.max()):,}; their numbers were "
                f"added up{told}.",
                (),
                int(several.sum()),
            )
        )
    found.index = pd.Index(np.array(found.index, dtype="datetime64[M]").astype(object), name="month").map(
        lambda month: f"{month.year:04d}-{month.month:02d}"
    )
    return found


def _tell_missing(cells: Cells, missing: tuple[str, ...]) -> None:
    if missing:
        more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
        cells.remarks.append(
            Remark(
                "missing_months",
                f"{len(missing)} months between the first and the last are missing ({', '.join(missing[:6])}{more}).",
                (),
                len(missing),
            )
        )


def _known(value: object) -> float | None:
    number = float(str(value))
    return None if np.isnan(number) else number


def _evidence(
    cells: Cells,
    kind: str,
    last: str,
    findings: MonthlySummary | MonthlyValues,
    figures: tuple[MeasuredRate, ...],
    rows: int,
) -> KindEvidence:
    end: dt.date = (np.datetime64(last, "M") + 1).astype("datetime64[D]").item() - dt.timedelta(days=1)
    return KindEvidence(
        "monthly_summary" if kind == "monthly_summary" else "monthly_series",
        cells.table.name,
        end,
        cells.currency,
        rows,
        findings,
        figures,
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )
