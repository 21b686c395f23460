"""A list of quotas and sales, summed up: known answers, and a sentence for what cannot be summed up."""

from __future__ import annotations

import pytest

from simulator import ScenarioError
from simulator.quotas.attainment import attainment


def test_ten_reps_of_a_known_year() -> None:
    sales = [300, 800, 800, 850, 1125, 325, 900, 1100, 1000, 800]
    found = attainment([1000] * 10, sales, 0.2)
    assert (found.sold, found.street, found.plan) == (8_000.0, 10_000.0, 8_000.0)
    assert (found.of_plan, found.under_half, found.at_80, found.at_quota) == (1.0, 0.2, 0.8, 0.3)
    assert (found.of_street, found.median, found.people) == (0.8, 0.825, 10)


def test_who_has_no_quota_counts_with_sales_alone() -> None:
    found = attainment([100.0, 0.0], [50.0, 50.0], 0.0)
    assert (found.people, found.of_plan, found.at_quota, found.under_half) == (1, 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("quotas", "sales", "cushion", "sentence"),
    [
        ([1.0], [1.0, 2.0], 0.2, "one for each of the 1 quotas"),
        ([float("nan")], [1.0], 0.2, "finite amounts"),
        ([-1.0], [1.0], 0.2, "finite amounts"),
        ([0.0], [1.0], 0.2, "at least one person's quota"),
        ([1.0], [1.0], 1.0, "from 0 to under 1"),
    ],
)
def test_a_list_that_cannot_be_summed_up_says_why(
    quotas: list[float], sales: list[float], cushion: float, sentence: str
) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        attainment(quotas, sales, cushion)
