"""``python -m simulator evidence`` of tables that hold no opportunities."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.sample import sample_export
from simulator.scenario import load_scenario
from tests.unit.evidence.deals import as_csv, plain_deals
from tests.unit.evidence.kind_files import ACTIVITIES, CUSTOMERS, LEADS, QUOTAS, ROSTER, SUMMARY


def run(tmp_path: Path, text: str, *argv: str, mapping: str = "") -> tuple[int, str, str]:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    if mapping:
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        argv = (*argv, "--mapping", str(tmp_path / "mapping.toml"))
    out, err = io.StringIO(), io.StringIO()
    code = main(["evidence", str(path), *argv], out, err)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("text", "kind", "key", "line"),
    [
        (SUMMARY, "monthly_summary", "steps", "Read as monthly summary, 3 rows"),
        (LEADS, "leads", "by_age", "Conversion, given time"),
        (ACTIVITIES, "activities", "per_day", "Calls per person and working day"),
        (QUOTAS, "quotas", "rollups", "Left out: sums of others"),
        (ROSTER, "roster", "attrition", "Leave within a year (2 leavers)"),
        (CUSTOMERS, "customers", "hazards", "Churn per month"),
        ("ds,y\n2026-01,3\n2026-02,4\n", "monthly_series", "months", "By month"),
    ],
)
def test_every_kind_has_its_document_and_its_report(
    tmp_path: Path, text: str, kind: str, key: str, line: str
) -> None:
    code, out, err = run(tmp_path, text, "--json")
    document = json.loads(out)
    assert (code, err, document["kind"]) == (0, "", kind)
    assert key in document
    code, out, err = run(tmp_path, text)
    assert (code, err) == (0, "")
    assert line in out


def test_opportunities_say_that_they_are_some(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, sample_export().decode(), "--json", mapping='kind = "opportunities"\n')
    document = json.loads(out)
    assert (code, document["kind"]) == (0, "opportunities")
    assert "win_rate" in document


def test_a_summary_becomes_a_scenario_that_assess_takes(tmp_path: Path) -> None:
    target = tmp_path / "plan.toml"
    code, out, _ = run(tmp_path, SUMMARY, "--scenario", str(target))
    assert code == 0
    assert str(target) in out
    plan = load_scenario(target)
    assert (plan.start_month, [stage.name for stage in plan.teams[0].stages]) == (
        "2026-04",
        ["appointment", "sale"],
    )
    answer = io.StringIO()
    assert main(["assess", str(target), "--trials", "500", "--json"], answer, io.StringIO()) == 0
    assert json.loads(answer.getvalue())["goals"][0]["name"] == "Bookings as before"


@pytest.mark.parametrize("text", [LEADS, ACTIVITIES, QUOTAS, ROSTER, CUSTOMERS])
def test_where_no_scenario_can_be_made_one_sentence_says_what_is_needed(tmp_path: Path, text: str) -> None:
    code, out, err = run(tmp_path, text, "--scenario", str(tmp_path / "plan.toml"))
    assert (code, out) == (2, "")
    assert "it needs an export of opportunities" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "plan.toml").exists()


def test_a_mapping_file_names_kind_and_columns(tmp_path: Path) -> None:
    text = "who;wann;wieviel\nAna;01.01.2026;1.000\nAna;01.04.2026;2.000\n"
    mapping = 'kind = "quota"\nrep = "who"\nquota = 3\n[columns]\ndate = "wann"\n'
    code, out, err = run(tmp_path, text, "--json", mapping=mapping + 'decimal_mark = ","\n')
    assert code == 2
    assert "decimal_mark" in err
    code, out, err = run(tmp_path, text, "--json", mapping=f'decimal_mark = ","\n{mapping}')
    assert (code, err) == (0, "")
    assert json.loads(out)["total"] == 3000


def test_two_kinds_that_fit_ask_for_one(tmp_path: Path) -> None:
    text = (
        "Id,Created Date,Status,Start Date\n1,2026-01-02,Converted,2026-01-02\n2,2026-03-02,New,2026-03-02\n"
    )
    code, _, err = run(tmp_path, text)
    assert (code, "could be a table of leads or customers" in err) == (2, True)
    code, out, _ = run(tmp_path, text, "--json", mapping='kind = "leads"\n')
    assert (code, json.loads(out)["kind"]) == (0, "leads")


def test_the_day_of_a_roster_can_be_said(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, ROSTER, "--json", "--as-of", "2026-01-01")
    assert code == 0
    assert json.loads(out)["as_of"] == "2026-01-01"


def test_a_table_nobody_knows_is_told_what_opportunities_need(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "a,b\nx,y\n")
    assert code == 2
    assert "No column was recognised as" in err


def test_tables_beside_opportunities_join_them(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(
        "Name,Team,Hire Date,End Date\n"
        "Dirk Lorenzen,Direct,2015-01-01,\n"
        '"Öztürk, Lars",Partner,2019-01-01,2026-06-30\n'
        "Nina Neu,Partner,2026-12-01,\n",
        encoding="utf-8",
    )
    (tmp_path / "quota.csv").write_text(
        "Rep,Period,Quota\nDirk Lorenzen,2026-Q1,1000\nDirk Lorenzen,2026-Q2,99999999\n", encoding="utf-8"
    )
    (tmp_path / "work.csv").write_text(ACTIVITIES, encoding="utf-8")
    target = tmp_path / "plan.toml"
    beside = [
        f"--{name}={tmp_path / file}" for name, file in (("roster", "roster.csv"), ("quota", "quota.csv"))
    ]
    deals = sample_export().decode()
    code, out, err = run(
        tmp_path, deals, "--json", *beside, f"--activities={tmp_path / 'work.csv'}", f"--scenario={target}"
    )
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["kind"] == "opportunities"
    assert document["activities"]["outbound_per_rep_per_day"] == pytest.approx(0.2)
    reached = document["quota"]["attainment"]
    assert (reached["quotas"], reached["reached"]) == (2, 1)
    assert 0 < reached["total"] < 0.1
    people = {rep.name: rep.tenure_months for team in load_scenario(target).teams for rep in team.reps}
    assert people["Dirk Lorenzen"] == 144
    assert people["Nina Neu"] == 1
    assert "Lars Öztürk" not in people
    code, out, _ = run(tmp_path, deals, *beside)
    assert code == 0
    assert "Read as the start of its period" in out


def test_tables_beside_another_kind_are_refused(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, SUMMARY, "--roster", "roster.csv")
    assert code == 2
    assert "belong beside an export of opportunities; table.csv holds monthly summary" in err


def test_a_table_without_a_header_is_asked_about(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "Ana;2026-01-05;7\nBen;2026-01-06;9\n")
    assert code == 2
    assert "has no header" in err
    mapping = 'kind = "activities"\n[columns]\nowner = 1\ndate = 2\ntype = 3\n'
    code, out, _ = run(tmp_path, "Ana;2026-01-05;Call\nBen;2026-01-06;Call\n", "--json", mapping=mapping)
    assert (code, json.loads(out)["activities"]) == (0, 2)


def test_tables_beside_opportunities_are_joined_by_name_and_said(tmp_path: Path) -> None:
    products, people = tmp_path / "products.csv", tmp_path / "people.csv"
    rows = as_csv(
        [{**row, "Product": ("GTXPro", "MG Special")[at % 2]} for at, row in enumerate(plain_deals(100))]
    )
    products.write_text("Product,Series\nGTX Pro,GTX\nMG Special,MG\nMG Two,MG\nGTX Two,GTX\n")
    people.write_text(
        "Employee,Hire date,Office\nANA,2020-01-06,North\nBen,2021-01-06,South\nCy,2025-01-01,South\n"
    )
    beside = ("--beside", str(products), "--beside", str(people))
    code, out, err = run(tmp_path, rows.decode(), *beside, "--scenario", str(tmp_path / "plan.toml"))
    assert (code, err) == (0, "")
    assert "Names that products.csv spells differently: counted under its spelling (1 name)" in out
    assert "GTXPro → GTX Pro" in out
    assert (
        "2 have their tenure from the roster, 0 have left by it and 0 are not on it; 1 on the roster" in out
    )
    plan = load_scenario(tmp_path / "plan.toml")
    assert {rep.name: rep.tenure_months for rep in plan.teams[0].reps}["ANA"] > 60
    code, out, _ = run(tmp_path, rows.decode(), *beside, "--json")
    document = json.loads(out)
    assert document["beside"] == ["products.csv", "people.csv"]
    assert "series" in {one["label"] for one in document["segments"]}
    code, _, err = run(tmp_path, SUMMARY, *beside)
    assert (code, err.startswith("--beside, --roster")) == (2, True)
