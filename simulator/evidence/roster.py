"""Who sells: owners of deals, from their first to their last activity."""

from __future__ import annotations

import datetime as dt

import numpy as np

from simulator.evidence.findings import RepFinding
from simulator.evidence.history import History
from simulator.evidence.refusal import Remark

GONE_AFTER_DAYS = 90
"""Somebody without a new deal for a quarter, and for five times as long as usual, has left or is on long leave. Closing
does not count: old deals close under their owner's name long after the owner has gone."""
SLOWER_THAN_USUAL = 5
MOST_REPS = 2000


def roster(history: History) -> tuple[tuple[RepFinding, ...], tuple[Remark, ...]]:
    """Owners by name. Activity is a deal that enters under the name; tenure counts from the first one in the export."""
    names, owner = np.unique(history.owner.astype(str), return_inverse=True)
    people = int((names != "").sum())
    if people > MOST_REPS:
        return (), (
            Remark(
                "too_many_owners",
                f"The owner column names {people:,} people, more than {MOST_REPS:,}; it was not used as a roster.",
                (),
                people,
            ),
        )
    reps: list[RepFinding] = []
    for at, name in enumerate(names):
        mine = owner == at
        if not name:
            continue
        first, last = int(history.entered[mine].min()), int(history.entered[mine].max())
        usual = (last - first) / max(int(mine.sum()) - 1, 1)
        silent = history.as_of - last
        reps.append(
            RepFinding(
                name=str(name),
                first_activity=dt.date(1970, 1, 1) + dt.timedelta(days=first),
                last_activity=dt.date(1970, 1, 1) + dt.timedelta(days=last),
                tenure_months=int((history.as_of - first) / 30.4375),
                deals=int(mine.sum()),
                won=int(history.won[mine].sum()),
                active=silent <= max(GONE_AFTER_DAYS, SLOWER_THAN_USUAL * usual),
            )
        )
    remarks: list[Remark] = []
    gone = [rep for rep in reps if not rep.active]
    if gone:
        listed = ", ".join(
            f"{rep.name} (last {rep.last_activity})"
            for rep in sorted(gone, key=lambda rep: rep.last_activity)[-5:]
        )
        more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
        remarks.append(
            Remark(
                "inactive_reps",
                f"{len(gone)} of {len(reps)} owners have had no new deal for "
                f"{GONE_AFTER_DAYS} days or more and are not on the team: {listed}{more}.",
                (),
                len(gone),
            )
        )
    return tuple(sorted(reps, key=lambda rep: (rep.first_activity, rep.name))), tuple(remarks)
