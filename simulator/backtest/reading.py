"""One file, two kinds: a CRM export is replayed deal by deal, a table with months and values as a series."""

from __future__ import annotations

from collections.abc import Callable

from simulator.backtest.choices import Choices, SeriesChoices
from simulator.backtest.deals_replay import PastDeals, backtest_deals, past_deals
from simulator.backtest.findings import Replay
from simulator.backtest.month_columns import looks_monthly
from simulator.backtest.month_table import MonthlyTable, monthly_table
from simulator.backtest.series_replay import backtest_series
from simulator.evidence import EvidenceError, MappingChoices, Table, find_mapping

OUTCOMES = frozenset({"stage", "status", "is_won"})
DEAL_FIELDS = frozenset({"owner", "amount", "created", "closed", "won_time"})
"""With an outcome and one of these a table is an export of deals, and what it lacks is what should be told."""


def read_replayable(table: Table, choices: Choices | None = None) -> MonthlyTable | PastDeals:
    """What of `table` can be replayed: its deals where it has all fields of a CRM export, else its months and values.

    Raises EvidenceError with the sentence that fits what the table looks like most.
    """
    choices = choices or Choices(SeriesChoices(), MappingChoices())
    if not choices.series.names_columns:
        mapping = find_mapping(table, choices.deals)
        if mapping.complete:
            return past_deals(table, mapping)
        has_outcome = bool(OUTCOMES & mapping.columns.keys())
        fields = len(DEAL_FIELDS & mapping.columns.keys())
        if has_outcome and (fields or not looks_monthly(table)):
            raise EvidenceError(mapping.sentence)
    return monthly_table(table, choices.series)


def backtest(
    found: MonthlyTable | PastDeals,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    threads: int = 2,
) -> Replay:
    """The replay of either kind. Raises EvidenceError where the history is too short."""
    if isinstance(found, PastDeals):
        return backtest_deals(found, progress=progress, threads=threads)
    return backtest_series(
        found.series, source=found.name, unit=found.value_column, remarks=found.remarks, progress=progress
    )
