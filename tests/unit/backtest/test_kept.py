"""A replay kept in few numbers is the replay that was made, to six digits; without amounts only their ratios stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from simulator.backtest import Replay, replay_again, replayed
from simulator.backtest.sentences import answer, naive_sentence, words_sentence
from simulator.evidence.replayed import Replayed


@pytest.fixture
def replay(sample_replay: Replay) -> Replay:
    """The sample company's past, with few futures."""
    return sample_replay


def test_what_is_kept_gives_the_replay_again(replay: Replay) -> None:
    again = replay_again(replayed(replay, "1.0.0"))
    assert (again.kind, again.unit, again.source) == (replay.kind, replay.unit, replay.source)
    assert [one.held for one in again.coverage] == [one.held for one in replay.coverage]
    assert again.pit_histogram == replay.pit_histogram
    assert [(one.word, one.goals, one.met) for one in again.words] == [
        (one.word, one.goals, one.met) for one in replay.words
    ]
    assert again.crps == pytest.approx(replay.crps, rel=1e-5)
    assert again.widening.factor == pytest.approx(replay.widening.factor, rel=1e-4)
    assert (answer(again), words_sentence(again)) == (answer(replay), words_sentence(replay))
    for one, other in zip(again.folds, replay.folds, strict=True):
        assert (one.cutoff, one.horizon_months) == (other.cutoff, other.horizon_months)
        assert (one.actual, one.p10, one.p90) == pytest.approx((other.actual, other.p10, other.p90), rel=1e-5)


def test_relative_amounts_say_the_same_and_no_amount(replay: Replay) -> None:
    kept = replayed(replay, "1.0.0")
    open_one = replay_again(kept.relative)
    assert answer(open_one) == answer(replay)
    assert naive_sentence(open_one) == naive_sentence(replay_again(kept))
    assert open_one.unit == ""
    assert sum(fold.actual for fold in open_one.folds) / len(open_one.folds) == pytest.approx(1.0, rel=1e-4)


def test_it_is_small_and_survives_its_text(replay: Replay) -> None:
    kept, adapter = replayed(replay, "1.0.0"), TypeAdapter(Replayed)
    text = adapter.dump_json(kept)
    assert adapter.validate_json(text) == kept
    assert len(text) / len(kept.folds) < 400


def test_a_fold_without_goals_has_none_again(replay: Replay) -> None:
    first = replace(replay.folds[0], goals=())
    alone = replayed(replace(replay, folds=(first,)), "1.0.0")
    assert replay_again(alone).folds[0].goals == ()
