"""A verdict as it is shown."""

from __future__ import annotations

import math

import pytest

from simulator.goals import Verdict, wilson_interval, word
from simulator.scenario import Goal, Policy
from ui.wording import verdicts

N = 10_000
GOAL = Goal(name="x", metric="bookings", target=1.0, by="2027-12")


def _verdict(met: int, n: int = N, policy: Policy | None = None) -> Verdict:
    policy = policy or Policy()
    p = met / n
    return Verdict(
        "x", "bookings", "company", 1.0, p, math.sqrt(p * (1 - p) / n), wilson_interval(met, n), word(p, policy),
        False, None, None, None, None, None, 0.0, GOAL, policy,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("met", "colour", "text"),
    [
        (7400, "green", "REALISTIC · about 74 %"),
        (3400, "orange", "STRETCH · about 34 %"),
        (500, "red", "UNREACHABLE · 1 in 20"),
        (0, "red", "UNREACHABLE · under 1 in 3,000"),
        (10_000, "green", "REALISTIC · over 99 %"),
        (5960, "orange", "STRETCH · about 59.6 %"),
        (5999, "orange", "STRETCH · about 59.99 %"),
        (996, "red", "UNREACHABLE · about 9.96 %"),
    ],
)
def test_word_icon_colour_and_odds_agree(met: int, colour: str, text: str) -> None:
    headline = verdicts.headline(_verdict(met)).replace("\u00a0", " ")
    assert headline.startswith(f":{colour}-background[:{colour}[:material/")
    assert headline.endswith(f"{text}]]")
    badge = verdicts.badge(_verdict(met)).replace("\u00a0", " ").replace("**", "")
    assert badge.startswith(f":{colour}-badge[:material/")
    assert badge.endswith(f"{text}]")


def test_each_word_has_an_icon_and_a_colour_of_its_own() -> None:
    assert (
        len({look.icon for look in verdicts.LOOKS.values()})
        == len({look.colour for look in verdicts.LOOKS.values()})
        == 4
    )


def test_the_bands_are_said() -> None:
    assert verdicts.bands(Policy()).replace("\u00a0", " ") == "realistic from 60 %, unreachable under 10 %"


def test_the_precision_names_the_futures_behind_it() -> None:
    assert (
        verdicts.precision(_verdict(3400)).replace("\u00a0", " ")
        == "33.1 % to 34.9 %, from 10,000 simulated futures"
    )
    assert "from 10,000 simulated futures" in verdicts.precision(_verdict(0))
    assert "from 40,000 simulated futures" in verdicts.precision(_verdict(40_000, 40_000))
