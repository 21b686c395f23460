"""Twenty visitors at once, each with words and amounts nobody else has: all the server sends them is searched.

Two of them bring exports of 60,000 rows that differ in one row Streamlit's hash of a table does not look at, two bring
plans of more than 1 MiB that differ where its hash of a file does not look: both are swapped by its defaults.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

from exports import make_report, tables_zip
from simulator import Scenario, assess, simulate
from simulator.sample import sample_scenario
from simulator.scenario import DealSize, dump_scenario, read_scenario
from simulator.scenario.lever_terms import LeverTerm
from tests.app.raw_visitor import RawVisitor
from tests.app.server_process import ROOT, ServerProcess
from ui.cache import TRIALS

VISITORS = 20
EXPORTS, BULKY = (3, 11), (7, 16)
PRINTING = (0, 5, 10, 15)
ROWS = 60_000
SAMPLED_ROWS = 10_000  # of a table of 50,000 rows or more, Streamlit hashes so many, always the same
LISTED_DEALS = 90_000
WINDOW = (
    64 * 1024
)  # of a file of more than 1 MiB it hashes so much at the start, in the middle and at the end
PAPERS = ("Workbook with futures", "Board page", "Slides", "Tables")
SPELLINGS = ("{:.0f}", "{:,.0f}")
PAGES = ("", "history", "growth", "team", "goals", "levers", "compare", "quotas", "trust")


def _word(number: int, part: str) -> str:
    digest = hashlib.sha256(f"{part}{number}".encode()).digest()
    return "Zq" + "".join(chr(97 + byte % 26) for byte in digest[:12])


@dataclass
class Guest:
    """One visitor of the twenty: what only they brought, and what came back."""

    number: int
    canaries: set[bytes] = field(default_factory=set)
    shown: set[bytes] = field(default_factory=set)
    visitor: RawVisitor | None = None
    thief: RawVisitor | None = None
    document: bytes = b""

    def received(self) -> Iterator[bytes]:
        """Everything the server sent them, unpacked."""
        for visitor in (self.visitor, self.thief):
            if visitor is not None:
                yield from visitor.frames
                for content in visitor.files:
                    yield from _unpacked(content)


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _unpacked(archive.read(name))
    elif content.startswith(b"%PDF"):
        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()


def _amount(number: int) -> int:
    return 3_000_017 + 10_007 * number


def _plan(number: int) -> Scenario:
    """A small plan with this guest's words and amounts all over."""
    plan = sample_scenario().changed(initiatives=(), risks=())
    first = plan.teams[0]
    team = first.changed(
        name=_word(number, "team"), reps=(first.reps[0].changed(name=_word(number, "rep")), *first.reps[1:])
    )
    goal = plan.goals[0].changed(name=_word(number, "goal"), target=float(_amount(number)), scope="company")
    terms = LeverTerm(lever="win_rate", cost=float(_amount(number)), source=_word(number, "terms"))
    return plan.changed(
        name=_word(number, "plan"),
        description=_word(number, "note"),
        seed=number,
        teams=(team,),
        lever_terms=(terms,),
        goals=(goal, *(one.changed(scope="company") for one in plan.goals[1:])),
    )


def _bulky_plan(number: int) -> tuple[Scenario, float]:
    """The same for both but for one deal size, which stands where no hash looks."""
    values = np.round(np.random.default_rng(7).uniform(20_000, 90_000, LISTED_DEALS), 2) + 0.001
    own = 77_000.125 + BULKY.index(number) * 500
    values[LISTED_DEALS // 4] = own
    plan = _plan(99)
    deals = DealSize(family="empirical", values=tuple(float(one) for one in values))
    return plan.changed(teams=(plan.teams[0].changed(deal_size=deals),)), own


def _export(number: int) -> bytes:
    """The same for both but for one row, which no hash of a sample looks at."""
    sampled = set(pd.Series(np.arange(ROWS)).sample(n=SAMPLED_ROWS, random_state=0))
    odd = next(row for row in range(ROWS // 2, ROWS) if row not in sampled)
    rng = np.random.default_rng(11)
    created = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 1000, ROWS), unit="D")
    closed = created + pd.to_timedelta(rng.integers(5, 90, ROWS), unit="D")
    table = pd.DataFrame(
        {
            "Deal ID": np.arange(ROWS),
            "Owner": rng.choice(["Ida", "Jon", "Kim"], ROWS),
            "Stage": rng.choice(["Closed Won", "Closed Lost"], ROWS),
            "Amount": rng.integers(10_000, 20_000, ROWS),
            "Created Date": created.strftime("%Y-%m-%d"),
            "Close Date": closed.strftime("%Y-%m-%d"),
        }
    )
    table.loc[odd, "Owner"] = _word(number, "owner")
    table.loc[odd, "Stage"] = "Closed Won"
    table.loc[odd, "Amount"] = 3_000_000 * (1 + EXPORTS.index(number))
    return table.to_csv(index=False).encode()


def _guest(number: int) -> Guest:
    guest = Guest(number)
    if number in EXPORTS:
        guest.document = _export(number)
        guest.canaries = {_word(number, "owner").encode()}
    elif number in BULKY:
        plan, own = _bulky_plan(number)
        guest.document = dump_scenario(plan, "toml").encode()
        guest.canaries = {f"{own}".encode()}
    else:
        guest.document = dump_scenario(_plan(number), "toml").encode()
        words = {_word(number, part).encode() for part in ("plan", "team", "rep", "goal", "note")}
        guest.canaries = words | {spelling.format(_amount(number)).encode() for spelling in SPELLINGS}
        guest.shown = {_word(number, part).encode() for part in ("plan", "team", "rep", "goal")}
    return guest


def _stay(guest: Guest, port: int, together: threading.Barrier) -> None:
    """What every guest does, each step at the same time as all the others."""
    with RawVisitor(port) as visitor:
        guest.visitor = visitor
        together.wait()
        if guest.number in EXPORTS:
            visitor.open("history")
            visitor.choose("Where the numbers come from", "Upload an export")
            visitor.hand_in("Opportunity export", "export.csv", guest.document)
            visitor.press("Use this")
        else:
            visitor.open_menu("Plan")
            visitor.hand_in("Open a plan", "plan.toml", guest.document)
            visitor.press("Use ")
        assert visitor.alerts() == []
        together.wait()
        for turn in range(len(PAGES)):
            visitor.open(PAGES[(turn + guest.number) % len(PAGES)])
            assert visitor.alerts() == []
        together.wait()
        visitor.open_menu("Hand out")
        visitor.download("Plan (TOML)")
        if guest.number in PRINTING:
            for paper in PAPERS:
                visitor.download(paper)
        visitor.open("")
        together.wait()


@pytest.fixture(scope="module")
def stays(tmp_path_factory: pytest.TempPathFactory) -> list[Guest]:
    """The twenty guests, after everything; and each tried to come back as the next one."""
    guests = [_guest(number) for number in range(VISITORS)]
    together = threading.Barrier(VISITORS, timeout=600)
    with ServerProcess(ROOT / "app.py", tmp_path_factory.mktemp("canaries")) as process:

        def stay(guest: Guest) -> None:
            try:
                _stay(guest, process.port, together)
            except BaseException:
                together.abort()
                raise

        with ThreadPoolExecutor(VISITORS) as pool:
            failures = [one.exception() for one in [pool.submit(stay, guest) for guest in guests]]
        first = next(
            (one for one in failures if one and not isinstance(one, threading.BrokenBarrierError)), None
        )
        if first is not None:
            first.add_note(process.output()[-4000:])
            raise first
        for guest, other in zip(guests, [*guests[1:], guests[0]], strict=True):
            assert guest.visitor is not None
            assert other.visitor is not None
            guest.thief = RawVisitor(
                process.port,
                guest.visitor.cookies,
                resume=other.visitor.session_id,
                query=other.visitor.query,
            )
            with guest.thief:
                pass
    return guests


def test_s10_nobody_is_sent_a_word_or_an_amount_of_anybody_else(stays: list[Guest]) -> None:
    every = re.compile(b"|".join(re.escape(one) for guest in stays for one in guest.canaries))
    frames = 0
    for guest in stays:
        found = {match for sent in guest.received() for match in every.findall(sent)}
        assert found <= guest.canaries, f"guest {guest.number} was sent {found - guest.canaries}"
        assert guest.shown <= found, f"guest {guest.number} never saw {guest.shown - found}"
        assert found, "the search finds nothing"
        assert guest.visitor is not None
        frames += len(guest.visitor.frames)
    assert frames > 5_000


def test_amounts_are_looked_for_as_the_pages_and_the_papers_write_them(stays: list[Guest]) -> None:
    sent = b"".join(one for guest in stays for one in guest.received())
    ordinary = [guest for guest in stays if guest.number not in (*EXPORTS, *BULKY)]
    for spelling in SPELLINGS:
        assert any(spelling.format(_amount(guest.number)).encode() in sent for guest in ordinary), spelling


def test_the_papers_are_searched_inside(stays: list[Guest]) -> None:
    for number in PRINTING:
        visitor = stays[number].visitor
        assert visitor is not None
        assert len(visitor.files) == 1 + len(PAPERS)
        for content in visitor.files:
            assert any(_word(number, "plan").encode() in inner for inner in _unpacked(content))


def test_the_figures_are_of_one_s_own_plan(stays: list[Guest]) -> None:
    """A foreign forecast has no words to be found by: the tables are computed here once more."""
    for number in PRINTING:
        visitor = stays[number].visitor
        assert visitor is not None
        plan = read_scenario(stays[number].document.decode(), "toml")
        forecast = simulate(plan, TRIALS)
        report = make_report(plan, forecast, assess(forecast), now=dt.datetime.now(dt.UTC))
        expected, sent = _tables(tables_zip(report)), _tables(visitor.files[-1])
        for name in ("goals.csv", "months.csv"):
            assert sent[name] == expected[name]


def _tables(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_exports_that_differ_outside_the_sample_are_two(stays: list[Guest]) -> None:
    means = []
    for number in EXPORTS:
        visitor = stays[number].visitor
        assert visitor is not None
        plan = read_scenario(visitor.files[0].decode(), "toml")
        assert [rep.name for team in plan.teams for rep in team.reps if rep.name.startswith("Zq")] in (
            [],
            [_word(number, "owner")],
        )
        means.append(plan.teams[0].deal_size.mean or np.mean(plan.teams[0].deal_size.values or ()))
    assert means[1] - means[0] == pytest.approx(3_000_000 / (ROWS / 2), rel=0.05)


def test_files_that_differ_where_no_hash_looks_are_two(stays: list[Guest]) -> None:
    first, second = (stays[number].visitor for number in BULKY)
    assert first is not None
    assert second is not None
    one, other = first.files[0], second.files[0]
    assert len(one) == len(other) > 2**20
    differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    middle = (len(one) - WINDOW) // 2
    assert differing
    for start in (0, middle, len(one) - WINDOW):
        assert one[start : start + WINDOW] == other[start : start + WINDOW]
    assert one == stays[BULKY[0]].document
    assert other == stays[BULKY[1]].document


def test_nobody_comes_back_as_somebody_else(stays: list[Guest]) -> None:
    for guest in stays:
        assert guest.thief is not None
        assert guest.thief.session_id not in {one.visitor.session_id for one in stays if one.visitor}
        assert guest.thief.frames
