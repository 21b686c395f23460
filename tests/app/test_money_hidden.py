"""A link that hides money: every frame and every file its visitor is sent is searched for the plan's amounts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from simulator import Scenario, assess, simulate
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, scenario_document
from store import Actor, Capability, open_store
from tests.app.raw_visitor import RawVisitor
from tests.app.server_process import ServerProcess
from ui.cache import TRIALS
from ui.wording import formats

OWNER = Capability(Actor("owner-of-the-amounts"))
PAGES = ("", "history", "growth", "team", "goals", "levers", "compare", "quotas", "trust")
PAPERS = frozenset(
    {"Board page (PDF)", "Slides (PowerPoint)", "Workbook (Excel)", "Workbook with futures", "Tables (CSV)"}
)
AMOUNTS = {
    "target": 7_391_517.0,
    "deal size": 43_917.0,
    "marketing": 91_733.0,
    "overhead": 83_719.0,
    "rep cost": 117_931.0,
    "quota": 1_391_771.0,
    "mrr": 317_939.0,
    "initiative": 41_593.0,
    "open deal": 59_123.0,
    "profit": 2_713_319.0,
    "risk": 67_217.0,
}


def _plan() -> Scenario:
    """The sample company with amounts found nowhere else, also in what somebody typed."""
    document = scenario_document(sample_scenario())
    document |= {"name": "Plan of 7391517", "description": "we need 7,391,517 EUR"}
    document["costs"] |= {
        "marketing_per_month": AMOUNTS["marketing"],
        "overhead_per_month": AMOUNTS["overhead"],
    }
    for team in document["teams"]:
        team |= {"annual_cost_per_rep": AMOUNTS["rep cost"], "annual_quota_per_rep": AMOUNTS["quota"]}
        team["deal_size"] |= {"mean": AMOUNTS["deal size"], "source": "CRM, 43917 on average"}
        team["open_pipeline"] = [
            {"count": 4, "win_rate": {"mean": 0.3}, "age_days": 20.0, "value": AMOUNTS["open deal"]}
        ]
    document["recurring"]["opening_mrr"] = AMOUNTS["mrr"]
    names = {"initiatives": ("Spend 41,593", "initiative"), "risks": ("Lose 67,217", "risk")}
    for kind, (name, amount) in names.items():
        document[kind] = [
            {
                "name": name,
                "lever": "volume",
                "effect": {"low": 0.01, "mode": 0.05, "high": 0.1},
                "probability": 0.7,
                "start_month": "2027-03",
                "cost": AMOUNTS[amount],
            }
        ]
    document["goals"][0] |= {"name": "Reach 7391517", "target": AMOUNTS["target"], "note": "7.39 M"}
    profit = {"name": "Profit", "metric": "profit", "target": AMOUNTS["profit"], "by": "2027-12"}
    document["goals"].append(profit)
    return parse_scenario(document)


@dataclass(frozen=True)
class Canary:
    """An amount as it may be written: text with no digit on either side, or the eight bytes of a number."""

    texts: frozenset[str]
    numbers: frozenset[bytes]

    def found(self, content: bytes) -> set[bytes]:
        """Its spellings in `content`."""
        words = "|".join(re.escape(text) for text in sorted(self.texts))
        written = re.findall(rf"(?<![\d.,])(?:{words})(?![\d])".encode(), content)
        return {*written, *(one for one in self.numbers if one in content)}


def _canary(amount: float) -> Canary:
    """An amount, short and long, and as a chart's or a table's number in any scale."""
    short, exact = formats.money(amount, "EUR"), formats.money_exact(amount, "EUR")
    texts = {f"{amount:.0f}", f"{amount:,.0f}", short, exact, short.replace(formats.NBSP, " ")}
    return Canary(frozenset(texts), frozenset(struct.pack("<d", amount / scale) for scale in (1.0, 1e3, 1e6)))


def _canaries(plan: Scenario) -> dict[str, Canary]:
    found = {name: _canary(amount) for name, amount in AMOUNTS.items()}
    forecast = simulate(plan, TRIALS)
    for verdict in assess(forecast):
        if verdict.metric in ("bookings", "profit") and verdict.p50 is not None:
            found[f"median {verdict.name}"] = _canary(verdict.p50)
    bookings = np.cumsum(np.asarray(forecast.series("bookings"), dtype=float), axis=1)
    for month in (3, 7, 11):
        found[f"path, month {month}"] = _canary(float(np.median(bookings[:, month])))
    return found


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _unpacked(archive.read(name))
    elif content.startswith(b"%PDF"):
        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()


def _look_everywhere(port: int, token: str) -> RawVisitor:
    """Every page with everything opened, the view to present, and every file."""
    with RawVisitor(port, query=f"s={token}") as visitor:
        for path in PAGES:
            visitor.open(path)
            for name, one in list(visitor.elements):
                if name in ("expandable", "popover") and one.id:
                    visitor.set(one.id, bool_value=True)
            visitor.run()
            assert visitor.alerts() == []
            for label in [one.label for name, one in visitor.elements if name == "download_button"]:
                if path == "" or label not in PAPERS:  # the papers are the same on every page
                    visitor.download(label)
    with RawVisitor(port, query=f"s={token}&present=1") as presented:
        visitor.frames += presented.frames
    return visitor


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scenario, RawVisitor, RawVisitor]]:
    """The plan; all that was sent through a link that hides money, and through one that does not."""
    from tests.app.server_process import ROOT

    folder: Path = tmp_path_factory.mktemp("hidden")
    with ServerProcess(ROOT / "app.py", folder) as server:
        store = open_store(None, data_dir=folder / "data")
        plan = _plan()
        saved = store.create(OWNER, plan)
        hiding = store.share(OWNER, saved.id, "view", hide_money=True).token
        open_ = store.share(OWNER, saved.id, "view").token
        store.close()
        yield plan, _look_everywhere(server.port, hiding), _look_everywhere(server.port, open_)


def _found(visitor: RawVisitor, canaries: dict[str, Canary]) -> dict[str, set[bytes]]:
    whole = b"\0".join([*visitor.frames, *(part for file in visitor.files for part in _unpacked(file))])
    hits = {name: canary.found(whole) for name, canary in canaries.items()}
    return {name: spellings for name, spellings in hits.items() if spellings}


def test_no_amount_is_in_any_frame_or_file(looks: tuple[Scenario, RawVisitor, RawVisitor]) -> None:
    plan, hidden, _ = looks
    assert _found(hidden, _canaries(plan)) == {}


def test_the_search_finds_them_where_money_is_not_hidden(
    looks: tuple[Scenario, RawVisitor, RawVisitor],
) -> None:
    plan, _, shown = looks
    canaries = _canaries(plan)
    assert set(canaries) - set(_found(shown, canaries)) <= {"open deal"}


def test_odds_and_counts_are_there_all_the_same(looks: tuple[Scenario, RawVisitor, RawVisitor]) -> None:
    plan, hidden, shown = looks
    probability = assess(simulate(plan, TRIALS))[0]
    odds = formats.odds(probability.probability, probability.interval, TRIALS).encode()
    for visitor in (hidden, shown):
        assert any(odds in frame for frame in visitor.frames)
    assert any(b"of goal" in frame for frame in hidden.frames)
    assert len(hidden.files) > len(PAPERS)
    assert any(b"schema_version" in file for file in shown.files)
    assert not any(b"schema_version" in file for file in hidden.files)
