"""What each team can carry while people ramp: reps by tenure, ramped equivalents, capacity by quarter."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.quotas.ramped_capacity import capacity_by_quarter, ramp_share, tenure_groups
from simulator.scenario import Team
from ui.computing.layers_view import LayersView
from ui.screens.quotas_layers_tables import cell, draw_table
from ui.wording import formats
from ui.wording.text import counted, plain

QUARTERS = 4
MOST_TEAMS = 20


def draw(plan: Scenario, view: LayersView) -> None:
    """One row a team; the teams of the goal."""
    here = {one.name for one in view.found.teams}
    teams = [team for team in plan.teams if (not here or team.name in here) and tenure_groups(team)]
    if not teams:
        return
    with st.expander("Capacity while people ramp", icon=":material/trending_up:", key="layers_capacity"):
        rows = [_row(plan, view, team) for team in teams[:MOST_TEAMS]]
        draw_table(
            [{key: row.get(key, "") for key in rows[0]} for row in rows], alt="Ramped equivalents by team"
        )
        st.markdown(plain(_sentence(plan, teams[0])))
        st.caption(
            "Ramped equivalents count everybody by their share of full productivity. “As they ramp” holds the people "
            "who are there now and lets them ramp on; “forecast” is the mean of all futures, with hires, leavers and "
            "who follows them. Capacity is equivalents times the quota of a ramped rep (Team)."
        )
        if len(teams) > MOST_TEAMS:
            st.caption(f"The first {MOST_TEAMS} of {len(teams)} teams.")


def _row(plan: Scenario, view: LayersView, team: Team) -> dict[str, str]:
    groups = tenure_groups(team)
    quarters = capacity_by_quarter(groups, team.ramp, team.annual_quota_per_rep or 0.0, QUARTERS)
    people = sum(group.reps for group in groups)
    row = {
        "Team": f"**{cell(team.name)}**",
        "People now": formats.decimal(people),
        "Ramped now": formats.decimal(quarters[0].at_start, 2),
    }
    forecast = view.equivalents.get(team.name, ())
    for number, quarter in enumerate(quarters, 1):
        expected = forecast[number - 1] if number <= len(forecast) else None
        row[f"Q{number}: as they ramp"] = formats.decimal(quarter.mean, 1)
        row[f"Q{number}: forecast"] = "–" if expected is None else formats.decimal(expected, 1)
    if team.annual_quota_per_rep:
        row["Capacity Q1"] = cell(formats.money(quarters[0].capacity, plan.currency))
        row[f"Capacity Q{QUARTERS}"] = cell(formats.money(quarters[-1].capacity, plan.currency))
    return row


def _sentence(plan: Scenario, team: Team) -> str:
    groups = tenure_groups(team)
    parts = []
    for group in groups:
        share = formats.percent(ramp_share(team.ramp, group.tenure_months))
        who = "ramped" if group.tenure_months is None else f"after {counted(group.tenure_months, 'month')}"
        parts.append(f"{group.reps:,} {who} at {share}")
    total = formats.decimal(capacity_by_quarter(groups, team.ramp, 0.0, 1)[0].at_start, 2)
    text = f"{team.name} now: {', '.join(parts)} make {total} ramped equivalents"
    if team.annual_quota_per_rep:
        now = capacity_by_quarter(groups, team.ramp, team.annual_quota_per_rep, 1)[0].capacity_at_start
        text += f", worth {formats.money(now, plan.currency)} a quarter at a quota of "
        text += f"{formats.money(team.annual_quota_per_rep, plan.currency)} a year"
    return text + "."
