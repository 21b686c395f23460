"""Was it right before? The past replayed: from each past day, what was known then, the forecast, and what came.

::

    history = monthly_table(read_export(data, "sales.csv"))     # a month and a value column, or EvidenceError
    replay = backtest_series(history.series, source=history.name)
    replay.at(0.8).held, replay.at(0.8).folds                   # how often 8-in-10 ranges held
    replay.widening.factor                                      # by what they would have had to be stretched

    replay = backtest_deals(past_deals(table))                  # a CRM export, deal by deal

`choices_of` reads which columns a person chose; `backtest(read_replayable(table))` tells the two kinds of file apart.
"""

from __future__ import annotations

from simulator.backtest.choices import Choices, SeriesChoices, choices_of
from simulator.backtest.deals_replay import PastDeals, backtest_deals, past_deals
from simulator.backtest.findings import (
    LEVELS,
    Coverage,
    Fold,
    HorizonScore,
    OddsBin,
    Replay,
    Stretch,
    Tried,
    WordScore,
)
from simulator.backtest.kept import replay_again, replayed
from simulator.backtest.month_table import MonthlyTable, monthly_table
from simulator.backtest.reading import backtest, read_replayable
from simulator.backtest.series_replay import backtest_series

__all__ = [
    "LEVELS",
    "Choices",
    "Coverage",
    "Fold",
    "HorizonScore",
    "MonthlyTable",
    "OddsBin",
    "PastDeals",
    "Replay",
    "SeriesChoices",
    "Stretch",
    "Tried",
    "WordScore",
    "backtest",
    "backtest_deals",
    "backtest_series",
    "choices_of",
    "monthly_table",
    "past_deals",
    "read_replayable",
    "replay_again",
    "replayed",
]
