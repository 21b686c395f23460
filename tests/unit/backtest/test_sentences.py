"""What a replay says of its error, in words that stay readable however far off it was."""

from __future__ import annotations

import pytest

from simulator.backtest.scoring import replay_of
from simulator.backtest.sentences import naive_sentence
from tests.unit.backtest.folds import fold


@pytest.mark.parametrize(
    ("crps", "naive", "said"),
    [
        (1.0, 2.0, "50 % smaller than that of simply"),
        (1.5, 1.0, "50 % larger than that of simply"),
        (2.5, 1.0, "was 2.5 times that of simply"),
        (215.0, 1.0, "was 215 times that of simply"),
        (1.0, 1.0, "was that of simply"),
        (1.0, 0.0, "nothing to beat"),
    ],
)
def test_the_error_is_told_against_repeating_the_past(crps: float, naive: float, said: str) -> None:
    folds = [fold(100.0, f"20{year}-01-31", crps=crps, naive_crps=naive) for year in range(10, 30)]
    replay = replay_of(folds, kind="series", source="history.csv", unit="")
    assert said in naive_sentence(replay).replace("\u00a0", " ")
