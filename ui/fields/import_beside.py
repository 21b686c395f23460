"""Tables that stand beside an uploaded export: products, accounts, sales teams, a roster."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator import Scenario
from simulator.evidence import Evidence, EvidenceError, Table
from simulator.evidence.kinds import KindEvidence, roster_among, with_roster_joined
from simulator.evidence.limits import LIMITS
from ui.fields import import_progress, import_summary
from ui.fields.import_tables import read_table
from ui.wording.text import plain

MOST_FILES = 6
_JOIN = "roster_join"


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables given beside one export. digest: equal for the same tables in the same order."""

    given: tuple[Table, ...] = ()

    @property
    def digest(self) -> tuple[str, ...]:
        """What tells them apart from others."""
        return tuple(one.digest for one in self.given)


def draw(export: Table) -> Tables:
    """The uploader, and what it was given; a file that cannot be read says why and is left out."""
    with st.expander(
        "Tables beside it: products, accounts, sales teams", icon=":material/join:", key="import_beside"
    ):
        st.markdown(
            "One row per product, account or person. Names are joined to those of the deals, also where they are "
            "spelled differently; other columns (series, sector, manager, office) sort the deals into groups whose "
            "rates are compared. A roster with hire dates gives people their tenure."
        )
        uploaded = st.file_uploader(
            "Tables to stand beside the export",
            type=["csv", "tsv", "txt", "xlsx"],
            key=import_summary.key(export, "beside"),
            accept_multiple_files=True,
            max_upload_size=LIMITS.bytes // 2**20,
        )
        if len(uploaded) > MOST_FILES:
            _say((f"At most {MOST_FILES} tables stand beside an export; the first {MOST_FILES} are used.",))
        tables = [found for one in uploaded[:MOST_FILES] if (found := _read(one)) is not None]
    different = {one.digest: one for one in tables}
    return Tables(tuple(different.values()))


def _read(uploaded: UploadedFile) -> Table | None:
    found = read_table(uploaded)
    if isinstance(found, Table):
        return found
    _say(found)
    if found == (import_progress.STOPPED,):
        st.caption("Take it off the list and choose it again to read it.")
    return None


def _say(sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        st.markdown(f":red[:material/error: {plain(sentence)}]")


def joined(export: Table, evidence: Evidence, plan: Scenario, tables: Tables) -> Scenario:
    """The plan with the tenure and attrition of a roster among the tables, unless the person says otherwise."""
    try:
        roster = _roster(tables, evidence)
        if roster is None:
            return plan
        joined_plan, told = with_roster_joined(plan, roster)
    except EvidenceError as error:
        _say(error.sentences)
        return plan
    wanted = st.checkbox(
        f"People's tenure from {plain(roster.source)}",
        value=True,
        key=import_summary.key(export, _JOIN),
        help="Who has left by the roster leaves the plan; who is on it and has no deal yet joins.",
    )
    if not wanted:
        return plan
    st.markdown("\n".join(f"- {plain(one)}" for one in told))
    return joined_plan


def _roster(tables: Tables, evidence: Evidence) -> KindEvidence | None:
    return roster_among(tables.given, evidence.as_of)
