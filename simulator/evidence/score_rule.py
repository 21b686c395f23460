"""The names columns have in scorecards: what each person did and brought, one row a person and period."""

from __future__ import annotations

from simulator.evidence.column_names import CURRENCY, OWNER, TEAM, YEAR, names
from simulator.evidence.kind_rule import KindRule

SCORE_RULE = KindRule(
    "scorecard",
    "scorecards",
    {
        "rep": OWNER + names("name salesagent"),
        "team": TEAM,
        "period": names("period periode month monat mois mes quarter quartal week date datum"),
        "year": YEAR,
        "calls": names("calls callsmade dials phonecalls anrufe telefonate appels llamadas"),
        "emails": names("emails emailssent mails mailssent"),
        "meetings": names("meetings appointments meetingsheld visits termine besuche rendezvous reuniones"),
        "demos": names("demos demosheld bookeddemos presentations vorfuehrungen"),
        "opportunities": names("opportunities opportunitiescreated newopportunities pipelinecreated"),
        "proposals": names("proposals quotes offers proposalssent angebote devis ofertas"),
        "won": names(
            "won wondeals dealswon wins closedwon dealsclosed sales salescount orders gewonnen abschluesse"
        ),
        "lost": names("lost lostdeals dealslost closedlost verloren"),
        "bookings": names("bookings revenue wonamount salesamount umsatz auftragseingang ca ingresos"),
        "quota": names("quota target goal zielumsatz ziel vorgabe objectif cuota"),
        "cycle_days": names("cycledays salescycle salescycledays daystoclose"),
        "coaching_hours": names("coachinghours coaching traininghours coachingstunden"),
        "currency": CURRENCY,
    },
    (
        ("rep",),
        ("period",),
        (
            *("calls", "emails", "meetings", "demos", "opportunities", "proposals", "won"),
            *("coaching_hours", "cycle_days"),
        ),
    ),
    frozenset({"calls", "emails", "meetings", "demos", "proposals", "coaching_hours"}),
    ("scores", "activityreport"),
)
