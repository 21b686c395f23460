"""Writing any goal's sentence and reading it back gives the goal; no text does harm."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.goals.intake import MOST_CHARACTERS
from simulator.goals.intake_reading import read_goal
from simulator.goals.intake_sentence import exact_sentence
from simulator.goals.intake_words import written_in_percent
from simulator.scenario import Goal, Scenario, parse_scenario
from simulator.scenario.metric_names import COMPANY_ONLY, METRIC_NAMES, OF_REVENUE

FIELDS = ("metric", "direction", "target", "change", "baseline", "by", "window", "scope", "owner")


def plan(
    *teams: str, stages: tuple[str, ...] = ("appointment", "offer", "sale"), start: str = "2027-01"
) -> Scenario:
    document: dict[str, Any] = {
        "name": "Plan",
        "start_month": start,
        "horizon_months": 30,
        "teams": [
            {
                "name": name,
                "entry": "lead",
                "inbound_per_month": 100.0,
                "stages": [{"name": stage, "rate": 0.3} for stage in stages],
                "deal_size": 1000.0,
                "headcount": 3,
                "annual_quota_per_rep": 1e5,
            }
            for name in teams
        ],
        "recurring": {"opening_customers": 10, "opening_mrr": 3e5, "monthly_churn": 0.01},
    }
    return parse_scenario(document)


PLANS = (
    plan("Direct"),
    plan(
        "Direct",
        "Partner",
        "by December",
        "10 %",
        "at most",
        "Win rate",
        "Süd/West",
        'the "A" team',
        "company car",
    ),
    plan("North", "Units", stages=("offer of", "demo", "won"), start="2026-04"),
)
numbers = st.one_of(
    st.integers(1, 10_000_000).map(float),
    st.floats(1e-6, 1e12).map(lambda value: float(f"{value:.12g}")),
    st.sampled_from([317_000.0, 349_000.0, 1_234.0, 12.125, 0.125, 1.234, 999.999, 5e6]),
)

shares = st.integers(0, 100_000).map(lambda value: value / 10_000) | st.floats(1e-6, 10).map(
    lambda value: float(f"{value:.12g}")
)


@st.composite
def goals(draw: st.DrawFn) -> tuple[Scenario, Goal]:
    scenario = draw(st.sampled_from(PLANS))
    stages = [f"stage:{stage.name}" for stage in scenario.teams[0].stages[:-1]]
    name = draw(st.sampled_from([*METRIC_NAMES, *stages]))
    alone = name in COMPANY_ONLY or name in OF_REVENUE
    scope = "company" if alone else draw(st.sampled_from(["company", *scenario.team_names]))
    sizes = shares if written_in_percent(name) else numbers
    aim: dict[str, Any] = {"target": draw(sizes)}
    if draw(st.booleans()):
        aim["baseline"] = draw(sizes)
        if draw(st.booleans()):
            aim["change"] = draw(st.integers(-90, 300).filter(bool).map(lambda percent: percent / 100))
            del aim["target"]
    months = scenario.months
    window = draw(st.sampled_from(["total", "month", "quarter", "year", "average"]))
    goal = Goal(
        name="Goal",
        metric=name,
        direction=draw(st.sampled_from(["at_least", "at_most"])),
        by=draw(st.sampled_from(months[{"quarter": 2, "year": 11}.get(window, 0) :])),
        window=window,
        scope=scope,
        owner=draw(st.none() | st.sampled_from(["Antje Petersen", "O'Neil, Jr.", "by 31 Dec 2027"])),
        **aim,
    )
    return scenario, goal


@settings(deadline=None, max_examples=400)
@given(goals())
@example((PLANS[0], Goal(name="G", metric="profit", target=-5000.0, baseline=-12_000.0, by="2027-06")))
@example(
    (PLANS[0], Goal(name="G", metric="net_revenue_churn", direction="at_most", target=-0.005, by="2027-06"))
)
def test_a_goal_written_and_read_is_the_same_goal(case: tuple[Scenario, Goal]) -> None:
    scenario, goal = case
    sentence = exact_sentence(goal, scenario)
    found = read_goal(sentence, scenario)
    wanted = {name: getattr(goal, name) for name in FIELDS if getattr(goal, name) is not None}
    assert dict(found.fields) == wanted, sentence
    assert found.questions == (), sentence
    assert found.unused == (), sentence


@settings(deadline=None, max_examples=200)
@given(
    st.text(max_size=600)
    | st.lists(
        st.sampled_from(
            [
                "raise", "lower", "revenue", "win rate", "of", "Direct", "by", "from", "to", "10 %", "5 M", "12,5",
                "1.234", "december", "in six months", "q3", "2027", "31.12.", "03/04/2027", "at least", "a month",
                "double", "€", "<b>", "*x*", "`", "\x00", "ﬁ", "İ", "𝟙", "owned by", '"', "-", "may",
            ]
        ),
        max_size=14,
    ).map(" ".join)
)  # fmt: skip
def test_any_text_is_read_without_harm(text: str) -> None:
    scenario = PLANS[1]
    found = read_goal(text, scenario)
    assert len(found.text) <= MOST_CHARACTERS
    for one in found.understood:
        assert (
            not one.words
            or one.words.strip(" ,.;") in found.text
            or ", " in one.words
            or " and " in one.words
        )
    goal = found.goal(scenario) if {"target"} <= found.fields.keys() else None
    if goal is not None:
        assert goal.name not in {one.name for one in scenario.goals}
