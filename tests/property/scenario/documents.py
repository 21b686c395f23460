"""Random valid scenario documents, small enough to simulate hundreds of times."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

START = 2027 * 12
LEVERS = (
    "volume", "win_rate", "deal_size", "cycle_days", "ramp_months", "attrition", "hires",
    "marketing", "overhead", "gross_margin",
)  # fmt: skip
Document = dict[str, Any]


def month(t: int) -> str:
    """The month `t` months after January 2027."""
    return f"{(START + t) // 12:04d}-{(START + t) % 12 + 1:02d}"


def amounts(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers in a range, its ends included and whole ones among them."""
    return st.one_of(
        st.sampled_from([low, high]),
        st.floats(low, high, allow_nan=False),
        st.integers(math.ceil(low), math.floor(high)).map(float),
    )


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    """A table in which every field may be left out."""
    return st.fixed_dictionaries({}, optional=fields)


rates = st.one_of(
    amounts(0, 1),
    st.builds(lambda mean: {"mean": mean}, amounts(0, 1)),
    st.builds(lambda mean, n: {"mean": mean, "equivalent_n": n}, amounts(0, 1), amounts(1, 500)),
    st.builds(
        lambda trials, share: {"successes": int(trials * share), "trials": trials},
        st.integers(0, 500),
        amounts(0, 1),
    ),
)


def quantities(low: float, high: float, sd: float) -> st.SearchStrategy[Any]:
    """A number, or a mean with its sd."""
    return st.one_of(
        amounts(low, high),
        st.builds(lambda mean, sd: {"mean": mean, "sd": sd}, amounts(low, high), amounts(0, sd)),
    )


inbound = st.one_of(
    amounts(0, 60),
    st.builds(
        lambda mean, sd, k: {"mean": mean, "sd": sd, "dispersion": k},
        amounts(0, 300),
        amounts(0, 50),
        amounts(0.2, 80),
    ),
)
deal_sizes = st.one_of(
    st.builds(
        lambda family, mean, cv, more: {"family": family, "mean": mean, "cv": cv, **more},
        st.sampled_from(["gamma", "lognormal"]),
        amounts(1, 1e6),
        amounts(0, 3),
        some(n=st.integers(1, 500)),
    ),
    st.builds(
        lambda values, more: {"family": "empirical", "values": [*values, 10.0], **more},
        st.lists(amounts(0, 1e5), max_size=6),
        some(n=st.integers(1, 500)),
    ),
)
cycles = st.builds(
    lambda mean, cv, more: {"mean": mean, "cv": cv, **more},
    amounts(0, 400),
    amounts(0, 2),
    some(n=st.integers(1, 300)),
)


@st.composite
def teams(draw: st.DrawFn, name: str, horizon: int) -> Document:
    """One team with any of its fields."""
    months = st.integers(0, horizon + 3).map(month)
    stages = [{"name": f"stage {place}", "rate": draw(rates)} for place in range(draw(st.integers(1, 4)))]
    optional = draw(
        some(
            workdays_per_month=amounts(1, 31),
            cycle_days=cycles,
            opportunities_per_rep_per_month=amounts(0, 40),
            backlog_carry=amounts(0, 1),
            ramp=st.lists(amounts(0, 1.5), min_size=1, max_size=6),
            ramp_length_cv=amounts(0, 1),
            annual_attrition=rates,
            backfill_after_months=st.integers(0, 5),
            annual_cost_per_rep=amounts(0, 2e5),
            annual_quota_per_rep=amounts(1, 1e6),
            reps=st.lists(st.integers(0, 80), max_size=3).map(
                lambda tenures: [{"name": f"rep {i}", "tenure_months": t} for i, t in enumerate(tenures)]
            ),
            hires=st.lists(
                st.builds(
                    lambda month, count, slip: {"month": month, "count": count, "slip_months_mean": slip},
                    months,
                    st.integers(0, 4),
                    amounts(0, 4),
                ),
                max_size=3,
            ),
            open_pipeline=st.lists(
                st.builds(
                    lambda count, rate, age, more: {
                        "count": count,
                        "win_rate": rate,
                        "age_days": age,
                        **more,
                    },
                    st.integers(0, 30),
                    rates,
                    amounts(0, 3000),
                    some(value=amounts(0, 1e6)),
                ),
                max_size=3,
            ),
            outbound_per_rep_per_day=amounts(0, 3),
        )
    )
    return {
        "name": name,
        "inbound_per_month": draw(inbound),
        "stages": stages,
        "deal_size": draw(deal_sizes),
        "headcount": draw(st.integers(1, 6)),
        **optional,
    }


@st.composite
def changes(draw: st.DrawFn, name: str, recurring: bool, horizon: int) -> Document:
    """An initiative or a risk on a lever that every company has."""
    levers = [
        "volume",
        "win_rate",
        "deal_size",
        "cycle_days",
        "ramp_months",
        "attrition",
        "hires",
        "marketing",
        "overhead",
    ]
    lever = draw(st.sampled_from([*levers, "gross_margin", *(["churn", "expansion"] if recurring else [])]))
    low, mode, high = sorted(draw(st.tuples(*[amounts(0, 3) if lever == "hires" else amounts(-1, 2)] * 3)))
    effect: Any = draw(st.sampled_from([mode, {"low": low, "mode": mode, "high": high}]))
    return {
        "name": name,
        "lever": lever,
        "effect": effect,
        "start_month": month(draw(st.integers(-6 if lever != "hires" else 0, horizon + 2))),
        **draw(some(probability=amounts(0, 1), phase_in_months=st.integers(0, 8), cost=amounts(0, 1e5))),
    }


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A whole scenario."""
    horizon = draw(st.integers(3, 14))
    recurring = draw(st.booleans())
    names = ["North", "Süd ☼", "East"][: draw(st.integers(1, 3))]
    parts = draw(
        some(
            growth=some(
                interval=st.sampled_from(["month", "quarter", "year"]),
                volume=quantities(-0.3, 0.3, 0.3),
                deal_size=quantities(-0.2, 0.3, 0.2),
            ),
            seasonality=st.builds(
                lambda index, sd: {"index": [*index, 1.0], "sd": sd},
                st.lists(amounts(0, 3), min_size=11, max_size=11),
                amounts(0, 1),
            ),
            market=some(monthly_sd=amounts(0, 0.6), persistence=amounts(0, 0.95), walk_sd=amounts(0, 0.1)),
            costs=some(
                gross_margin=quantities(0, 1, 0.5),
                marketing_per_month=amounts(0, 1e5),
                overhead_per_month=amounts(0, 1e5),
            ),
            description=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40),
        )
    )
    if recurring:
        parts["recurring"] = {
            "opening_customers": draw(st.integers(1, 500)),
            "opening_mrr": draw(amounts(0, 1e6)),
            "monthly_churn": draw(rates),
            "monthly_expansion": draw(quantities(-0.05, 0.05, 0.05)),
        }
    for kind in ("initiatives", "risks"):
        parts[kind] = [
            draw(changes(f"{kind} {place}", recurring, horizon)) for place in range(draw(st.integers(0, 2)))
        ]
    parts["goals"] = [
        {
            "name": metric,
            "metric": metric,
            "target": draw(amounts(0, 1)),
            "by": month(draw(st.integers(2, horizon - 1))),
            "window": draw(st.sampled_from(["total", "month", "quarter", "average"])),
            "direction": draw(st.sampled_from(["at_least", "at_most"])),
        }
        for metric in draw(
            st.lists(st.sampled_from(["bookings", "win_rate", "profit", "entered", "cac"]), unique=True)
        )
    ]
    return {
        "name": "random",
        "start_month": month(0),
        "horizon_months": horizon,
        "seed": draw(st.integers(0, 2**63 - 1)),
        "teams": [draw(teams(name, horizon)) for name in names],
        **parts,
    }
