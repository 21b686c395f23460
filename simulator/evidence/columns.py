"""Cells of the mapped columns as outcomes, dates and amounts of every row."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.amounts import AmountColumn
from simulator.evidence.cleaning import Cleaned
from simulator.evidence.conventions import tell_amounts
from simulator.evidence.currencies import currency_code, currency_of_header
from simulator.evidence.date_order import Order
from simulator.evidence.dates import DateColumn, is_period, read_dates
from simulator.evidence.fields import FIELDS
from simulator.evidence.mapping import Mapping
from simulator.evidence.outcomes import Outcome, is_yes, outcome_of, word_key
from simulator.evidence.refusal import EvidenceError, Remark, quoted, remark_on_rows
from simulator.evidence.row_names import row_names
from simulator.evidence.table import Table
from simulator.evidence.telling import tell

NONE = np.datetime64("NaT", "D")
DEFAULT_CURRENCY = "EUR"
MOST_WORDS = 2000
"""Stages of a company with many pipelines run to a few hundred; a column of names or ids to as many as rows."""
_DATE_FIELDS: tuple[str, ...] = ("created", "closed", "won_time", "lost_time")


def row_outcomes(
    table: Table, mapping: Mapping, rows: NDArray[np.int64], remarks: list[Remark], told: list[Cleaned]
) -> NDArray[np.str_]:
    """Won, lost, open, or "" for rows that say nothing, judged by flags, then status, then stage."""
    columns, chosen = mapping.columns, mapping.choices.outcomes
    result = np.full(table.n_rows, "", dtype="U4")
    unknown: Counter[str] = Counter()
    unknown_rows: list[int] = []
    assumed: dict[str, NDArray[np.bool_]] = {}
    for name in ("stage", "status"):
        if name not in columns:
            continue
        codes, uniques = pd.factorize(table.frame[columns[name]], use_na_sentinel=False)
        if len(uniques) <= MOST_WORDS:
            names = pd.Series(row_names(table, mapping, name, told), dtype="str")
            codes, uniques = pd.factorize(names, use_na_sentinel=False)
        else:
            raise EvidenceError(
                f"The column {quoted(columns[name])} holds {len(uniques):,} different words, which no list of "
                f"stages has; choose the column with the {FIELDS[name].label}."
            )
        words = [str(text).strip() for text in uniques]
        meanings: list[Outcome | None] = [outcome_of(word, chosen) if word else None for word in words]
        known = np.array([meaning or "" for meaning in meanings], dtype="U4")[codes]
        result = np.where(known != "", known, result)
        strange = np.array(
            [bool(word) and meaning is None for word, meaning in zip(words, meanings, strict=True)]
        )
        if strange.any():  # counted at once: every row may have a word of its own
            for at, count in enumerate(np.bincount(codes, minlength=len(words)).tolist()):
                if strange[at]:
                    unknown[words[at]] += count
            here = assumed[name] = strange[codes]
            unknown_rows += rows[here][:5].tolist()
            result = np.where(here & (result == ""), "open", result)
    flags_said = _apply_flags(table, mapping, result)
    for name in ("stage", "status"):  # a word from a mapping file is stronger than a flag
        if name in columns and chosen and flags_said:
            keys = table.frame[columns[name]].map(word_key)
            said = keys.map(chosen).fillna("").to_numpy(dtype="U4")
            result = np.where(said != "", said, result)
    if unknown and not flags_said and not _decided_elsewhere(table, mapping):
        listed = ", ".join(f"{quoted(word)} ({count:,})" for word, count in unknown.most_common(6))
        remarks.append(
            Remark(
                "unknown_stage_words",
                f"Words not known as won, lost or open were counted as open: {listed}; say what they "
                "mean in [outcomes] of a mapping file.",
                tuple(sorted(unknown_rows)[:5]),
                sum(unknown.values()),
            )
        )
        for name, here in assumed.items():
            what = "Words not known as won, lost or open: counted as open"
            as_open = here & (result == "open")
            tell(
                told,
                table,
                "unknown_stage_words",
                what,
                "assumed",
                as_open,
                column=columns[name],
                after="open",
            )
    silent = rows[result == ""]
    if len(silent):
        remarks.append(
            remark_on_rows(
                "no_stage", silent, "{count} rows without a stage or status were left out ({rows})."
            )
        )
    return result


def _decided_elsewhere(table: Table, mapping: Mapping) -> bool:
    """Whether every row has a status that is known, so that stage words do not matter."""
    if "status" not in mapping.columns:
        return False
    words = table.frame[mapping.columns["status"]].unique()
    return all(outcome_of(str(word), mapping.choices.outcomes) is not None for word in words)


def _apply_flags(table: Table, mapping: Mapping, result: NDArray[np.str_]) -> bool:
    """Write what IsWon and IsClosed say into `result`; whether there was anything."""
    columns = mapping.columns
    if "is_won" not in columns:
        return False
    won = table.frame[columns["is_won"]].map(is_yes).to_numpy(dtype=bool)
    if not won.any():
        return False
    if "is_closed" in columns:
        closed = table.frame[columns["is_closed"]].map(is_yes).to_numpy(dtype=bool)
        result[closed & ~won] = "lost"
        result[~closed & ~won] = "open"
    result[won] = "won"
    return True


def row_dates(
    table: Table,
    mapping: Mapping,
    read: dict[str, DateColumn],
    order: Order,
    outcome: NDArray[np.str_],
    remarks: list[Remark],
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], NDArray[np.bool_]]:
    """Created and closed dates, and which rows cannot be used for a date nobody can read."""
    rows = table.row_numbers
    chosen = {
        name: column.day_first if order.day_first else column.month_first for name, column in read.items()
    }
    bad = np.zeros(table.n_rows, dtype=bool)
    for name, column in read.items():
        unreadable = np.isnat(chosen[name]) & ~column.missing
        if not unreadable.any():
            continue
        header, samples = mapping.columns[name], table.frame[mapping.columns[name]][unreadable].unique()
        periods = sum(is_period(str(sample)) for sample in samples)
        if unreadable.sum() == (~column.missing).sum():
            if periods == len(samples):
                raise EvidenceError(
                    f"The column {quoted(header)} holds quarters, months or years ({quoted(samples[0])} in row "
                    f"{rows[unreadable][0]}), and a deal needs the day; "
                    "export the exact date, or choose another column."
                )
            raise EvidenceError(
                f"No date in the column {quoted(header)} can be read, for example "
                f"{quoted(samples[0])} in row {rows[unreadable][0]}; "
                "write dates as 2026-10-31, or choose another column."
            )
        # an open deal needs no close date: a bad one there changes nothing
        matters = unreadable if name == "created" else unreadable & (outcome != "open")
        told = ", ".join(quoted(sample, 24) for sample in samples[:3])
        if matters.any():
            remarks.append(
                remark_on_rows(
                    "unreadable_dates",
                    rows[matters],
                    f"{{count}} rows were left out because their date in {braced(quoted(header))} "
                    f"cannot be read ({braced(told)}; {{rows}})"
                    + ("; a quarter, month or year names no day." if periods else "."),
                )
            )
        bad |= matters
    closed = chosen.get("closed", np.full(table.n_rows, NONE))
    for name, word in (("won_time", "won"), ("lost_time", "lost")):
        if name in chosen:
            closed = np.where((outcome == word) & ~np.isnat(chosen[name]), chosen[name], closed)
    return chosen["created"], closed, bad


def read_date_columns(table: Table, mapping: Mapping) -> dict[str, DateColumn]:
    """Every reading of the mapped date columns, by field."""
    named = [name for name in _DATE_FIELDS if name in mapping.columns]
    return {name: read_dates(table.frame[mapping.columns[name]]) for name in named}


def braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def row_amounts(
    table: Table,
    mapping: Mapping,
    read: AmountColumn,
    rows: NDArray[np.int64],
    remarks: list[Remark],
    told: list[Cleaned],
) -> tuple[NDArray[np.float64], NDArray[np.float64], str]:
    """Amounts in the main currency, NaN where there is none; the same with negative ones; and that currency."""
    amount = read.values.copy()
    header = mapping.columns["amount"]
    unreadable = np.isnan(amount) & ~read.missing
    if unreadable.any() and unreadable.sum() == (~read.missing).sum():
        sample = table.frame[header][unreadable].iloc[0]
        raise EvidenceError(
            f"No amount in the column {quoted(header)} can be read, for example {quoted(sample)} in "
            f"row {rows[unreadable][0]}; choose another column."
        )
    if unreadable.any():
        listed = braced(", ".join(quoted(one, 24) for one in table.frame[header][unreadable].unique()[:3]))
        remarks.append(
            remark_on_rows(
                "unreadable_amounts",
                rows[unreadable],
                f"{{count}} amounts cannot be read and were taken as missing ({listed}; {{rows}}).",
            )
        )
    if read.ambiguous:
        remarks.append(
            Remark(
                "ambiguous_amounts",
                f'Amounts such as "1,200" and "1.200" were read with "{read.decimal_mark}" before the '
                "decimals; say decimal_mark to choose.",
            )
        )
    as_written = amount.copy()
    negative = amount < 0
    if negative.any():
        remarks.append(
            remark_on_rows(
                "negative_amounts", rows[negative], "{count} negative amounts were taken as missing ({rows})."
            )
        )
        amount[negative] = np.nan
    codes = read.currency
    if "currency" in mapping.columns:
        places, uniques = pd.factorize(table.frame[mapping.columns["currency"]], use_na_sentinel=False)
        named = np.array([currency_code(str(text)) for text in uniques], dtype="U3")[places]
        codes = np.where(named != "", named, codes)
    used = Counter(codes[(codes != "") & ~np.isnan(amount)].tolist())
    _, of_header = currency_of_header(header)
    main = mapping.choices.currency or (used.most_common(1)[0][0] if used else of_header or DEFAULT_CURRENCY)
    others = (
        (codes != "") & (codes != main) & ~np.isnan(amount)
        if len(used) > 1
        else np.zeros(len(amount), dtype=bool)
    )
    if others.any():
        listed = ", ".join(f"{count:,} {code}" for code, count in used.most_common())
        remarks.append(
            remark_on_rows(
                "mixed_currencies",
                rows[others],
                f"Amounts are in several currencies ({listed}); only {main} counts as money, "
                f"{{count}} deals keep their outcome without an amount ({{rows}}).",
            )
        )
        amount[others] = as_written[others] = np.nan
    tell_amounts(told, table, header, read, main, others)
    return amount, as_written, main
