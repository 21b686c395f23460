"""What is found when parts of a business, or its past and its present, are compared."""

from __future__ import annotations

from dataclasses import dataclass

SegmentKey = str
"""``team``, ``rep``, ``source``, ``product``, ``region``, ``account``, ``size_band``, or a group of another table."""


@dataclass(frozen=True)
class PooledFigure:
    """One figure of a member. n: cases behind it; own: what they alone say; value: pulled towards the group.

    low, high: the true value lies between them with 8-in-10 odds; pull: 0 stands on its own, 1 is the group's figure.
    """

    n: int
    own: float | None
    value: float
    low: float
    high: float
    pull: float


@dataclass(frozen=True)
class PooledRate:
    """A win rate as wide as Beta(mean * n, (1 - mean) * n), n the `equivalent_n`; pull: 1 is the company's rate."""

    mean: float
    equivalent_n: float
    pull: float


@dataclass(frozen=True)
class Member:
    """One team, person, product …: its win rate of closed deals, size of won deals and days from created to won."""

    name: str
    won: int
    win: PooledFigure
    size: PooledFigure | None = None
    cycle: PooledFigure | None = None


@dataclass(frozen=True)
class Spread:
    """How far members lie apart beyond luck.

    group: the group's figure; between: standard deviation of true members, in points of a rate (0.05 is five) or
    relative to a mean; p_value: how often members that do not differ would look as different; differs: whether that is
    rare enough to say so, all comparisons of this kind taken together.
    """

    group: float
    between: float
    p_value: float
    differs: bool
    overdispersion: float = 0.0


@dataclass(frozen=True)
class SegmentFinding:
    """Rates by one column. members: at most 50, the busiest first; others: names counted together as the last member;

    unnamed: closed deals without a name, in none of them. win, size, cycle: how far members differ.
    """

    key: SegmentKey
    label: str
    plural: str
    members: tuple[Member, ...]
    others: int
    unnamed: int
    win: Spread
    size: Spread | None = None
    cycle: Spread | None = None

    @property
    def sentence(self) -> str:
        """Whether members truly differ in win rate: the first thing to say about a table of rates."""
        return _sentence(self)


@dataclass(frozen=True)
class SizeEffect:
    """Whether the chance to win depends on the size of a deal.

    known: whether it could be looked at, `why` says why not; in_use: the dependence is beyond doubt and values open
    deals; per_doubling: factor on the odds (won to lost) for twice the size; overstates: closed deals times mean size
    times mean win rate, over what they brought; small, large: win rate of the smallest and of the largest fifth.
    """

    known: bool
    why: str = ""
    p_value: float = 1.0
    in_use: bool = False
    per_doubling: float = 1.0
    overstates: float = 1.0
    small: float = 0.0
    large: float = 0.0
    deals: int = 0


@dataclass(frozen=True)
class RateChange:
    """The win rate before `month` (``YYYY-MM``, by day of decision) and from it on.

    p_value: how often luck alone would make as large a change somewhere; changed: that is rarer than 1 in 20;
    beyond_luck: how many times luck's variance months differ by anyway.
    """

    month: str
    before: float
    after: float
    before_deals: int
    after_deals: int
    p_value: float
    changed: bool
    beyond_luck: float


@dataclass(frozen=True)
class MixShift:
    """A change of the win rate in two parts: another mix of members, and other rates within them (points, 0.05 = 5).

    label: what the members are; p_value: how often luck alone would change the rates within as much.
    """

    label: str
    mix: float
    within: float
    p_value: float


@dataclass(frozen=True)
class LeakStep:
    """One step of the funnel. key: ``decided`` or ``won``, or a stage's name; rate: share that gets through.

    into, lost: units a month; earlier, recent: the rate before and of late, low to high where luck alone would put the
    recent one with 8-in-10 odds; beyond_luck: it lies outside. a_point: bookings a month of one point more.
    """

    key: str
    label: str
    rate: float
    into: float
    lost: float
    a_point: float
    earlier: float | None = None
    recent: float | None = None
    low: float | None = None
    high: float | None = None
    recent_words: str = ""
    beyond_luck: bool = False


@dataclass(frozen=True)
class LeakFinding:
    """Where units are lost, against one's own past and other members, and which point more is worth most.

    steps: in the order of the funnel; change: of the win rate inside the window, None where too little is known; shift:
    the part of it that is mix, None where no column explains it; members: a sentence per column whose members differ;
    unit: what is lost.
    """

    steps: tuple[LeakStep, ...]
    change: RateChange | None
    shift: MixShift | None
    members: tuple[str, ...]
    unit: str = "deals"

    @property
    def largest(self) -> LeakStep:
        """The step at which most units are lost."""
        return max(self.steps, key=lambda one: one.lost)

    @property
    def best_point(self) -> LeakStep:
        """The step at which one point more brings most bookings."""
        return max(self.steps, key=lambda one: one.a_point)

    @property
    def sentence(self) -> str:
        """The finding, without an amount."""
        worst, best = self.largest, self.best_point
        fallen = [
            one
            for one in self.steps
            if one.beyond_luck and one.recent is not None and one.recent < (one.earlier or 0)
        ]
        told = f"Most is lost on the way to “{worst.key}”: {worst.lost:,.0f} of {worst.into:,.0f} {self.unit} a month"
        if fallen:
            one = fallen[0]
            told = (
                f"“{one.key}” has fallen from {one.earlier:.0%} to {one.recent:.0%}, more than luck explains"
            )
        return f"{told}; one point more is worth most at “{best.key}”."


def _sentence(segment: SegmentFinding) -> str:
    named = len(segment.members) - (1 if segment.others else 0) + segment.others
    spread = segment.win
    if spread.differs:
        best = max(segment.members, key=lambda one: one.win.value)
        worst = min(segment.members, key=lambda one: one.win.value)
        return (
            f"{segment.plural.capitalize()} truly differ in win rate: {best.name} wins about {best.win.value:.0%}, "
            f"{worst.name} about {worst.win.value:.0%}; luck alone would look like this in "
            f"{_in_words(spread.p_value)}."
        )
    return (
        f"The {named} {segment.plural} do not differ in win rate by more than luck "
        f"(luck alone sets them as far apart in {_in_words(spread.p_value)})."
    )


def _in_words(p_value: float) -> str:
    if p_value < 0.001:
        return "fewer than 1 case in 1,000"
    if p_value < 0.095:
        return f"1 case in {1 / p_value:.0f}"
    if p_value < 0.5:
        return f"{max(round(p_value * 10), 1):.0f} cases in 10"
    return "most cases"
