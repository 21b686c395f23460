"""Verdicts as they are shown: word, icon and colour always together, the bands beside them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.goals import NOT_ENOUGH, Verdict, opinion_words, widening_words
from simulator.goals import word as word_of
from simulator.scenario import Policy
from ui.wording import formats


@dataclass(frozen=True)
class Look:
    """word: in capitals; icon: of the bundled font; colour: Streamlit's name, which the theme maps to its hue."""

    word: str
    icon: str
    colour: str


LOOKS = {
    "realistic": Look("REALISTIC", ":material/check_circle:", "green"),
    "stretch": Look("STRETCH", ":material/change_history:", "orange"),
    "unreachable": Look("UNREACHABLE", ":material/cancel:", "red"),
    NOT_ENOUGH: Look("NOT ENOUGH HISTORY", ":material/hourglass_empty:", "gray"),
}


def odds_text(verdict: Verdict) -> str:
    """The odds with their precision; with decimals where rounding would put them into another word's band."""
    if has_word(verdict) and word_of(round(verdict.probability, 2), verdict.policy) != verdict.verdict:
        for digits in (1, 2, 3, 4):
            finer = round(verdict.probability, digits + 2)
            if word_of(finer, verdict.policy) == verdict.verdict:
                return f"about{formats.NBSP}{formats.percent(finer, digits)}"
    return formats.odds(verdict.probability, verdict.interval, _trials(verdict))


def _trials(verdict: Verdict) -> int:
    """How many futures stand behind the odds: p (1 - p) / SE², at 0 and 1 from the width of Wilson's interval."""
    p, low, high = verdict.probability, *verdict.interval
    if verdict.standard_error > 0:
        return round(p * (1 - p) / verdict.standard_error**2)
    return round(1.959963985**2 * (1 / (high - low) - 1))


def badge(verdict: Verdict) -> str:
    """``▲ STRETCH · 34 %`` as markdown, the size of a line of text, and what it rests on besides the forecast."""
    look = LOOKS[verdict.verdict]
    own = f":{look.colour}-badge[{look.icon} **{look.word}** · {odds_text(verdict)}]"
    return " ".join([own, *marks(verdict)])


def marks(verdict: Verdict) -> list[str]:
    """A grey badge for everything the odds rest on besides the forecast, as markdown."""
    found = []
    if verdict.second_opinion is not None:
        found.append(f":gray-badge[:material/alt_route: {opinion_words(verdict.second_opinion)}]")
    if verdict.widened is not None:
        found.append(f":gray-badge[:material/unfold_more: {widening_words(verdict.widened)}]")
    return found


def has_word(verdict: Verdict) -> bool:
    """Whether it is one of the three words, which the bands separate."""
    return verdict.verdict != NOT_ENOUGH


def headline(verdict: Verdict) -> str:
    """The same in the size of the heading it stands in."""
    look = LOOKS[verdict.verdict]
    text = formats.NBSP.join((look.icon, look.word, "·", odds_text(verdict)))
    return f":{look.colour}-background[:{look.colour}[{text}]]"


def word(verdict: Verdict) -> str:
    """Icon and word in the verdict's colour, as markdown."""
    look = LOOKS[verdict.verdict]
    return f":{look.colour}[{look.icon} {look.word}]"


def bands(policy: Policy) -> str:
    """``realistic from 60 %, unreachable under 10 %``."""
    high, low = formats.percent(policy.realistic_at_least), formats.percent(policy.unreachable_below)
    return f"realistic from {high}, unreachable under {low}"


def precision(verdict: Verdict) -> str:
    """How exact the simulated odds are, in words."""
    low, high = verdict.interval
    return f"{formats.share(low)} to {formats.share(high)}, from {_trials(verdict):,} simulated futures"
