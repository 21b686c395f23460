"""The words a goal is said in: metrics and what people call them, directions, windows, words that carry nothing."""

from __future__ import annotations

import re
from typing import Literal

from simulator.goals.metrics import METRICS, metric
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.plan import Scenario

_CALLED: dict[str, tuple[str, ...]] = {
    "new bookings": ("bookings",),
    "bookings": ("bookings",),
    "booking": ("bookings",),
    "order intake": ("bookings",),
    "new business": ("bookings",),
    "contract value": ("bookings",),
    "total contract value": ("bookings",),
    "tcv": ("bookings",),
    "acv": ("bookings",),
    "revenue": ("revenue",),
    "revenues": ("revenue",),
    "total revenue": ("revenue",),
    "income": ("revenue",),
    "sales revenue": ("revenue",),
    "top line": ("revenue",),
    "sales": ("bookings", "won_deals", "revenue"),
    "turnover": ("revenue", "rep_turnover"),
    "money": ("revenue", "bookings", "profit"),
    "mrr": ("mrr",),
    "monthly recurring revenue": ("mrr",),
    "arr": ("arr",),
    "annual recurring revenue": ("arr",),
    "recurring revenue": ("mrr", "arr"),
    "deals won": ("won_deals",),
    "won deals": ("won_deals",),
    "deals": ("won_deals",),
    "wins": ("won_deals",),
    "closed deals": ("won_deals",),
    "new customers": ("new_customers",),
    "new logos": ("new_customers",),
    "logos": ("new_customers",),
    "customers": ("new_customers",),
    "clients": ("new_customers",),
    "new clients": ("new_customers",),
    "win rate": ("win_rate",),
    "close rate": ("win_rate",),
    "closing rate": ("win_rate",),
    "conversion rate": ("win_rate",),
    "hit rate": ("win_rate",),
    "average deal size": ("average_deal_size",),
    "deal size": ("average_deal_size",),
    "average contract value": ("average_deal_size",),
    "order value": ("average_deal_size",),
    "average order value": ("average_deal_size",),
    "monthly churn": ("churn_rate",),
    "churn": ("churn_rate",),
    "churn rate": ("churn_rate",),
    "customer churn": ("churn_rate",),
    "gross margin": ("gross_margin",),
    "margin": ("gross_margin", "profit_margin"),
    "profit margin": ("profit_margin",),
    "average profit margin": ("profit_margin",),
    "net margin": ("profit_margin",),
    "profit": ("profit",),
    "profits": ("profit",),
    "earnings": ("profit",),
    "cac": ("cac",),
    "acquisition cost": ("cac",),
    "customer acquisition cost": ("cac",),
    "clv": ("clv",),
    "ltv": ("clv",),
    "cltv": ("clv",),
    "lifetime value": ("clv",),
    "customer lifetime value": ("clv",),
    "ltv to cac": ("clv_to_cac",),
    "ltv/cac": ("clv_to_cac",),
    "ltv:cac": ("clv_to_cac",),
    "clv/cac": ("clv_to_cac",),
    "arpa": ("arpa",),
    "arpu": ("arpa",),
    "sales cycle": ("cycle_days",),
    "sales-cycle length": ("cycle_days",),
    "cycle length": ("cycle_days",),
    "cycle": ("cycle_days",),
    "rep turnover": ("rep_turnover",),
    "staff turnover": ("rep_turnover",),
    "attrition": ("rep_turnover",),
    "effective reps": ("effective_reps",),
    "ramped reps": ("effective_reps",),
    "activities per rep": ("activities_per_rep_per_day",),
    "quota attainment": ("quota_attainment",),
    "attainment": ("quota_attainment",),
    "revenue growth": ("revenue_growth",),
    "mrr growth": ("mrr_growth",),
    "nrr": ("net_revenue_retention",),
    "net retention": ("net_revenue_retention",),
    "net churn": ("net_revenue_churn",),
    "units": ("units",),
    "units sold": ("units",),
    "prospects": ("prospects",),
    "mql": ("mql",),
    "mqls": ("mql",),
    "marketing qualified leads": ("mql",),
    "sql": ("sql",),
    "sqls": ("sql",),
    "sales qualified leads": ("sql",),
    "qualified leads": ("qualified_leads",),
    "leads": ("entered", "qualified_leads", "mql", "sql"),
    "demos": ("demos",),
    "booked demos": ("demos",),
    "demos booked": ("demos",),
    "calls": ("calls_per_rep_per_day", "entered"),
    "calls per rep": ("calls_per_rep_per_day",),
    "e-mails": ("emails_per_rep_per_day",),
    "emails": ("emails_per_rep_per_day",),
    "meetings": ("meetings_per_rep_per_day",),
    "coaching": ("coaching_hours_per_rep",),
    "coaching hours": ("coaching_hours_per_rep",),
    "training": ("training_hours_per_rep",),
    "training hours": ("training_hours_per_rep",),
}
"""What people call a metric, or several they may mean."""
_IN_PERCENT = frozenset({"rep_turnover", "quota_attainment", "net_revenue_retention"})
"""Ratios that are written in per cent although they may pass 100."""

AT_LEAST = (
    "at least", "at or above", "no less than", "not less than", "not below", "minimum", "min", "more than", "above",
    "over", "exceed", "exceeding",
)  # fmt: skip
AT_MOST = (
    "at most", "at or below", "no more than", "not more than", "not above", "maximum", "max", "less than", "fewer than",
    "below", "under", "up to",
)  # fmt: skip
UP = (
    "raise", "increase", "grow", "growing", "boost", "lift", "improve", "more", "higher", "up", "expand", "gain",
    "add", "make", "bring", "reach", "hit", "achieve", "win", "book", "double", "triple", "get", "sell", "generate",
)  # fmt: skip
DOWN = (
    "lower", "reduce", "cut", "decrease", "drop", "shrink", "shorten", "less", "fewer", "down", "halve", "bring down",
    "minimise", "minimize", "slash",
)  # fmt: skip
MOVING = (
    "raise", "increase", "grow", "growing", "boost", "lift", "improve", "expand", "more", "higher", "up", "lower",
    "reduce", "cut", "decrease", "drop", "shrink", "shorten", "less", "fewer", "down", "slash", "minimise", "minimize",
)  # fmt: skip
"""Words that speak of a change, so that a bare ``10 %`` after them is one."""
WINDOWS: dict[Literal["month", "quarter", "year", "average"], tuple[str, ...]] = {
    "average": ("on average a month", "monthly average", "on average", "on monthly average"),
    "month": ("in the month", "in that month"),
    "quarter": ("in the quarter", "quarterly", "a quarter", "per quarter", "each quarter", "every quarter"),
    "year": (
        "in the year",
        "yearly",
        "annual",
        "annually",
        "a year",
        "per year",
        "each year",
        "per annum",
        "yoy",
        "year on year",
    ),
}
A_MONTH = ("a month", "per month", "monthly", "each month", "every month")
"""Of a flow: the month of the deadline, or the average month."""
COMPANY_WORDS = ("the whole company", "the company", "company-wide", "companywide", "company", "overall")

_EMPTY = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "do", "for", "from",
        "get", "give", "go", "goal", "goals", "had", "has", "have", "he", "her", "his", "i", "if", "in", "into",
        "is", "it", "its", "just", "like", "make", "me", "must", "my", "need", "needs", "new", "next", "no",
        "not", "now", "of", "on", "one", "or", "our", "out", "per", "please", "set", "shall", "she", "should",
        "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "us",
        "want", "wants", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would", "you",
        "your", "bring", "keep", "hold", "target", "team", "teams", "business", "end", "year", "years",
        "quarter", "month", "months", "week", "weeks", "currently", "today", "least", "most", "day", "days",
        "change", "starting", "start", "good", "better",
    }
)  # fmt: skip


def written_in_percent(name: str) -> bool:
    """Whether people write values of the metric `name` in per cent."""
    return name in _IN_PERCENT or metric(name).unit == "share"


def spoken_label(name: str) -> str:
    """The metric inside a sentence: ``monthly recurring revenue``; a stage in quotes."""
    if name.startswith(STAGE_PREFIX):
        return f'units reaching "{name.removeprefix(STAGE_PREFIX)}"'
    label = metric(name).label
    first = label.split()[0].split("-")[0]
    return label if first.isupper() and len(first) > 1 else label[0].lower() + label[1:]


def metric_phrases(scenario: Scenario) -> list[tuple[str, tuple[str, ...]]]:
    """Phrases, longest first, with the metrics each may mean; steps of the plan's own funnels among them."""
    found: dict[str, tuple[str, ...]] = dict(_CALLED)
    for one in METRICS.values():
        found[one.label.casefold()] = (one.name,)
        found.setdefault(one.name.replace("_", " "), (one.name,))
    for team in scenario.teams:
        for stage in team.stages[:-1]:
            name = f"{STAGE_PREFIX}{stage.name}"
            found[f'units reaching "{stage.name.casefold()}"'] = (name,)
            for word in {stage.name.casefold(), f"{stage.name.casefold()}s"}:
                known = found.get(word, ())
                found[word] = known if name in known else (*known, name)
        for word in {team.entry.casefold(), f"{team.entry.casefold()}s"}:
            known = found.get(word, ())
            found[word] = known if "entered" in known else ("entered", *known)
    return sorted(found.items(), key=lambda item: -len(item[0]))


def phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of `phrases` as whole words, longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(one) for one in ordered)})(?![\w-])")


def is_empty_word(word: str) -> bool:
    """Whether a word carries nothing a goal is made of."""
    return word in _EMPTY or word in UP or word in DOWN or word in AT_LEAST or word in AT_MOST
