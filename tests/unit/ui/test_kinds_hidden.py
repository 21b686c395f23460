"""Whoever may not see amounts is shown none of a table of another kind; everybody else is."""

from __future__ import annotations

import pytest

from simulator.evidence.kinds import listings
from tests.unit.evidence.kind_files import CUSTOMERS, QUOTAS, ROSTER, SUMMARY, kind_evidence
from ui.fields.kinds_shown import figures_frame, headline, listing_frame
from ui.wording import formats

AMOUNTS = {
    SUMMARY: ("75,000", "10,000", "74,000", "2,467", "333"),
    QUOTAS: ("810", "460", "210"),
    ROSTER: ("103,333",),
}
AMOUNTS |= {CUSTOMERS: ("170",)}


def everything(text: str) -> str:
    found = kind_evidence(text)
    frames = [figures_frame(found), *(listing_frame(one, found.currency) for one in listings(found))]
    return "\n".join([headline(found), *(frame.to_csv(index=False) for frame in frames)])


@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts_are_shown_only_to_whoever_may_see_them(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = everything(text)
    assert [amount for amount in AMOUNTS[text] if amount not in shown] == []
    monkeypatch.setattr(formats, "is_hidden", lambda: True)
    hidden = everything(text)
    assert [amount for amount in AMOUNTS[text] if amount in hidden] == []
    assert "not shown" in hidden
