"""Rows that contradict themselves: what was done with them, and which ones they are."""

from __future__ import annotations

import datetime as dt

import pytest

from simulator.evidence import EvidenceError, MappingChoices
from simulator.evidence.columns import MOST_WORDS
from simulator.evidence.outcomes import outcome_of
from simulator.evidence.roster import MOST_REPS
from tests.unit.evidence.deals import codes, evidence_of, plain_deals, remark


def test_plain_deals_need_few_remarks() -> None:
    assert codes(evidence_of(plain_deals(80))) == {
        "currency_assumed",
        "stale_open_deals",
        "ends_within_month",
        "growth_refused",
        "season_refused",
    }


def test_negative_cycles_are_left_out() -> None:
    rows = plain_deals()
    rows[0]["Closed"], rows[1]["Closed"] = "2024-12-31", "2025-01-08"
    evidence = evidence_of(rows)
    message, told, count = remark(evidence, "negative_cycles")
    assert (told, count) == ((2, 3), 2)
    assert "rows 2, 3" in message
    assert (evidence.counts.won, evidence.counts.lost) == (9, 19)


def test_rows_that_repeat_an_id_are_left_out() -> None:
    rows = plain_deals()
    rows[7]["ID"] = rows[9]["ID"] = rows[0]["ID"]
    evidence = evidence_of(rows)
    message, told, count = remark(evidence, "duplicate_ids")
    assert (told, count) == ((9, 11), 2)
    assert '"00000"' in message
    assert sum((evidence.counts.won, evidence.counts.lost, evidence.counts.open)) == 38


def test_ids_that_differ_by_leading_zeros_are_different_deals() -> None:
    rows = plain_deals()
    rows[0]["ID"], rows[1]["ID"], rows[2]["ID"] = "99", "00099", "099"
    evidence = evidence_of(rows)
    assert "duplicate_ids" not in codes(evidence)
    assert evidence.counts.closed + evidence.counts.open == 40


def test_empty_ids_are_not_duplicates() -> None:
    rows = [{**row, "ID": ""} for row in plain_deals()]
    assert evidence_of(rows).counts.won == 10


def test_a_close_date_of_an_open_deal_is_a_plan_and_no_fact() -> None:
    rows = plain_deals()
    rows[3]["Closed"] = "2027-12-31"
    evidence = evidence_of(rows)
    assert remark(evidence, "open_with_close_date")[1] == (5,)
    assert evidence.as_of < dt.date(2026, 1, 1)
    assert evidence.counts.open == 10


def test_closed_deals_without_a_close_date_are_left_out() -> None:
    rows = plain_deals()
    rows[0]["Closed"] = ""
    evidence = evidence_of(rows)
    assert remark(evidence, "closed_without_date")[1] == (2,)
    assert evidence.counts.won == 9


def test_unknown_stage_words_count_as_open_and_are_listed() -> None:
    rows = plain_deals()
    rows[1]["Stage"], rows[2]["Stage"] = "Limbo", "Limbo"
    evidence = evidence_of(rows)
    message, told, count = remark(evidence, "unknown_stage_words")
    assert (told, count) == ((3, 4), 2)
    assert '"Limbo" (2)' in message
    assert (evidence.counts.lost, evidence.counts.open) == (18, 12)
    decided = evidence_of(rows, MappingChoices(outcomes={"limbo": "lost"}))
    assert decided.counts.lost == 20
    assert "unknown_stage_words" not in codes(decided)


def test_rows_without_a_stage_are_left_out() -> None:
    rows = plain_deals()
    rows[0]["Stage"] = "  "
    assert remark(evidence_of(rows), "no_stage")[1] == (2,)


def test_no_won_deal_is_refused_with_the_counts() -> None:
    rows = [{**row, "Stage": "Lost" if row["Stage"] == "Won" else row["Stage"]} for row in plain_deals()]
    with pytest.raises(EvidenceError, match=r"No deal was won by 2025-05-\d\d \(30 lost, 10 open\)"):
        evidence_of(rows)


def test_no_closed_deal_is_refused() -> None:
    rows = [{**row, "Stage": "Open", "Closed": ""} for row in plain_deals()]
    with pytest.raises(EvidenceError, match=r"without a closed deal there is no win rate"):
        evidence_of(rows)


def test_a_day_before_the_first_deal_is_refused() -> None:
    with pytest.raises(EvidenceError, match="No deal was created by 2020-01-01"):
        evidence_of(plain_deals(), as_of=dt.date(2020, 1, 1))


def test_without_lost_deals_the_win_rate_is_doubted() -> None:
    rows = [row for row in plain_deals() if row["Stage"] != "Lost"]
    evidence = evidence_of(rows)
    assert "no_lost_deals" in codes(evidence)
    assert "few_closed_deals" in codes(evidence)


def test_a_status_column_wins_over_the_stage() -> None:
    rows = [{**row, "Status": row["Stage"], "Stage": "Negotiation"} for row in plain_deals()]
    evidence = evidence_of(rows)
    assert (evidence.counts.won, evidence.counts.lost, evidence.counts.open) == (10, 20, 10)


def test_flags_win_over_words() -> None:
    rows = [
        {
            **row,
            "Stage": "Step 9",
            "IsWon": str(row["Stage"] == "Won").lower(),
            "IsClosed": str(row["Stage"] != "Open").lower(),
        }
        for row in plain_deals()
    ]
    evidence = evidence_of(rows)
    assert (evidence.counts.won, evidence.counts.lost, evidence.counts.open) == (10, 20, 10)
    assert "unknown_stage_words" not in codes(evidence)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Closed Won", "won"),
        ("closedwon", "won"),
        ("Closed - Won", "won"),
        ("WON ", "won"),
        ("Gewonnen", "won"),
        ("Gagné", "won"),
        ("Closed Lost", "lost"),
        ("Closed-Lost to Competition", "lost"),
        ("Verloren", "lost"),
        ("Not won yet", None),
        ("Won't buy", None),
        ("Geschlossen: gewonnen", "won"),
        ("6 - Closed Won (100 %)", "won"),
        ("In Process", "open"),
        ("Engaging", "open"),
        ("Proposal/Price Quote", "open"),
        ("Wonderland", None),
        ("7", None),
    ],
)
def test_usual_words_are_known(word: str, outcome: str | None) -> None:
    assert outcome_of(word, {}) == outcome


def test_separate_won_and_lost_dates_make_one_close_date() -> None:
    rows = []
    for row in plain_deals():
        closed = row.pop("Closed")
        rows.append(
            {
                **row,
                "Won time": closed if row["Stage"] == "Won" else "",
                "Lost time": closed if row["Stage"] == "Lost" else "",
            }
        )
    assert evidence_of(rows).document()["counts"] == evidence_of(plain_deals()).document()["counts"]


def test_braces_and_percent_signs_in_cells_do_not_break_a_sentence() -> None:
    rows = plain_deals()
    rows[0]["Created"], rows[1]["Amount"], rows[5]["ID"], rows[6]["ID"] = (
        "{0} %s",
        "{x!r}",
        "{rows}",
        "{rows}",
    )
    evidence = evidence_of(rows)
    assert '"{0} %s"' in remark(evidence, "unreadable_dates")[0]
    assert '"{x!r}"' in remark(evidence, "unreadable_amounts")[0]
    assert '"{rows}"' in remark(evidence, "duplicate_ids")[0]


def test_a_column_of_names_is_no_column_of_stages() -> None:
    rows = [{**row, "Stage": f"Won {row['ID']}"} for row in plain_deals(MOST_WORDS + 1)]
    with pytest.raises(
        EvidenceError, match=r'column "Stage" holds 2,001 different words, .* choose the column'
    ):
        evidence_of(rows)
    assert evidence_of(rows[:-1]).counts.won == MOST_WORDS * 3 // 4  # one in four has no close date


def test_a_column_with_an_owner_for_every_deal_is_no_roster() -> None:
    rows = [{**row, "Owner": f"person {row['ID']}"} for row in plain_deals(MOST_REPS + 1)]
    evidence = evidence_of(rows)
    assert evidence.company.reps == ()
    assert f"names {MOST_REPS + 1:,} people" in remark(evidence, "too_many_owners")[0]
