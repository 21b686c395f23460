"""What is true in a simulated company: drawn from wide laws, before anybody looks at what the import makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["inside", "quarters", "drift", "fat_tails", "slippage", "new_reps"]
INSIDE: Kind = "inside"
BREAKING: tuple[Kind, ...] = ("quarters", "drift", "fat_tails", "slippage", "new_reps")
KINDS: tuple[Kind, ...] = (INSIDE, *BREAKING)
HORIZON = 12
SizeFamily = Literal["gamma", "lognormal", "lomax"]


@dataclass(frozen=True)
class Truth:
    """The laws of one company.

    months: of history the export holds, 18..48; first_month: months since 1970 of the first one; level: deals entering
    per month at the end of the history, without season and market; growth, size_growth: a year; season: twelve
    factors of mean 1 from January; market_sd, persistence: log-AR(1) of all volume; dispersion: negative binomial
    shape of a month; decided, win_rate: chance that a deal is ever won or lost, and then won; cycles: gamma, days;
    sizes: mean at the end of the history, cv (gamma, lognormal) or tail index (lomax, a shifted Pareto);
    stated: whether open deals state their amount; n_reps: people who sell.

    What breaks the model, 0 where the company's kind has none of it:
    quarter_volume_sd, quarter_odds_sd: shocks all deals of a calendar quarter share, on the log of the volume and the
    log odds of a win; volume_walk, odds_walk, size_walk: monthly steps of random walks of the logs of volume, win
    odds and deal size; push: share of closings pushed into the next quarter (quarters differ by push_sd), push_lost:
    share of those that are lost instead; quarter_end: share of closings drawn to a quarter's last ten days;
    lengthening: growth of the cycle a year; hires, attrition: people a year, as shares of the team; ramp_months: time
    until a newcomer brings as many deals as the others; new_odds: win chance of a newcomer's first deals relative to
    everybody's.
    """

    kind: Kind
    months: int
    first_month: int
    level: float
    growth: float
    size_growth: float
    season: tuple[float, ...]
    market_sd: float
    persistence: float
    dispersion: float
    decided: float
    win_rate: float
    cycle_days: float
    cycle_cv: float
    lost_cycle_days: float
    size_family: SizeFamily
    deal_size: float
    size_cv: float
    tail_index: float
    stated: bool
    n_reps: int
    quarter_volume_sd: float = 0.0
    quarter_odds_sd: float = 0.0
    volume_walk: float = 0.0
    odds_walk: float = 0.0
    size_walk: float = 0.0
    push: float = 0.0
    push_sd: float = 0.0
    push_lost: float = 0.0
    quarter_end: float = 0.0
    lengthening: float = 0.0
    hires: float = 0.0
    attrition: float = 0.0
    ramp_months: int = 0
    new_odds: float = 1.0

    @property
    def has_season(self) -> bool:
        """Whether calendar months differ at all."""
        return max(self.season) > min(self.season)


def draw_truth(kind: Kind, seed: int) -> Truth:
    """The laws of company number `seed` of a kind; the same every time."""
    rng = np.random.default_rng([KINDS.index(kind), seed, 1])
    uniform = rng.uniform
    season = np.ones(12)
    if rng.random() < 0.5:
        season = np.exp(uniform(0.05, 0.25) * rng.standard_normal(12))
        season /= season.mean()
    cycle = float(uniform(20, 110))
    common = {
        "kind": kind,
        "months": int(rng.integers(18, 49)),
        "first_month": 12 * 52 + int(rng.integers(12)),  # 2022
        "level": float(np.clip(np.exp(rng.normal(np.log(50), 0.6)), 12, 220)),
        "growth": float(np.clip(rng.normal(0.05, 0.12), -0.3, 0.5)),
        "size_growth": float(rng.normal(0.02, 0.03)),
        "season": tuple(float(one) for one in season),
        "market_sd": float(uniform(0.0, 0.12)),
        "persistence": float(uniform(0.3, 0.8)),
        "dispersion": float(np.exp(uniform(np.log(8), np.log(150)))),
        "decided": float(uniform(0.75, 1.0)),
        "win_rate": float(uniform(0.12, 0.5)),
        "cycle_days": cycle,
        "cycle_cv": float(uniform(0.5, 1.0)),
        "lost_cycle_days": cycle * float(uniform(0.6, 1.2)),
        "size_family": "gamma" if rng.random() < 0.5 else "lognormal",
        "deal_size": float(np.exp(uniform(np.log(4_000), np.log(60_000)))),
        "size_cv": float(uniform(0.5, 1.3)),
        "tail_index": float("inf"),
        "stated": bool(rng.random() < 0.5),
        "n_reps": int(rng.integers(4, 13)),
    }
    broken: dict[str, float | str] = {}
    if kind == "quarters":
        broken = {
            "quarter_volume_sd": float(uniform(0.10, 0.30)),
            "quarter_odds_sd": float(uniform(0.15, 0.45)),
        }
    elif kind == "drift":
        broken = {
            "volume_walk": float(uniform(0.02, 0.06)),
            "odds_walk": float(uniform(0.02, 0.08)),
            "size_walk": float(uniform(0.005, 0.02)),
        }
    elif kind == "fat_tails":
        broken = {"size_family": "lomax", "tail_index": float(uniform(1.6, 3.0))}
    elif kind == "slippage":
        broken = {
            "push": float(uniform(0.15, 0.45)),
            "push_sd": float(uniform(0.05, 0.15)),
            "push_lost": float(uniform(0.0, 0.2)),
            "quarter_end": float(uniform(0.2, 0.6)),
            "lengthening": float(uniform(0.0, 0.15)),
        }
    elif kind == "new_reps":
        broken = {
            "hires": float(uniform(0.2, 0.6)),
            "attrition": float(uniform(0.15, 0.4)),
            "ramp_months": int(rng.integers(3, 10)),
            "new_odds": float(uniform(0.4, 0.9)),
        }
    return Truth(**(common | broken))  # type: ignore[arg-type]
