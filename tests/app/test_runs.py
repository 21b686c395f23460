"""A room with somebody greedy in it: raw visitors on a real server, told by what each of them receives."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import StopException
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1 import AppTest

from simulator import Scenario
from simulator.sample import sample_scenario
from store import Actor, Capability, open_store
from tests.app.app_parts import arrive, plan_of, put_plan
from tests.app.raw_client import (
    IDENTITY_COOKIE,
    PATIENCE_SECONDS,
    RawSession,
    cookies_of_a_first_visit,
)
from tests.app.server_process import ROOT, ServerProcess
from ui.computing import runs
from ui.computing.gate import Gate

GREEDY = 3
ROUNDS = 3
PLACE = re.compile(r"\*\*(?:(\d+) visitors? before you|You are next)\.\*\*")


def _teams(count: int, seed: int) -> Scenario:
    plan = sample_scenario()
    team = plan.teams[0]
    teams = tuple(team.model_copy(update={"name": f"Team {number}"}) for number in range(count))
    return plan.changed(
        name=f"Plan {seed}",
        teams=teams,
        seed=seed,
        goals=plan.goals[:1],
        initiatives=(),
        risks=(),
        lever_terms=(),
    )


class Visitor:
    """A browser of its own with plans of its own, and everything it was told about its place in line."""

    def __init__(self, server: ServerProcess, plans: list[Scenario]) -> None:
        self.port = server.port
        self.cookies = cookies_of_a_first_visit(server.port)
        signed = SimpleCookie(f"{IDENTITY_COOKIE}={self.cookies[IDENTITY_COOKIE]}")[IDENTITY_COOKIE].value
        who = Capability(Actor(signed.rsplit(".", 1)[0], ""))
        store = open_store(None, data_dir=Path(server.environment["SIMULATOR_DATA_DIR"]))
        self.plans = [store.create(who, plan).id for plan in plans]
        store.close()
        self.places: list[int] = []
        self.session = RawSession(server.port, self.cookies)

    def open(self, number: int, told: Callable[[int], None] = lambda _place: None) -> str:
        """Open a plan and wait until it is drawn; the headings of the page."""
        message = BackMsg()
        message.rerun_script.query_string = f"s={self.plans[number]}"
        self.session.socket.send(message.SerializeToString())
        headings: list[str] = []
        while True:
            received = self.session.socket.recv(timeout=PATIENCE_SECONDS)
            assert isinstance(received, bytes)
            forward = ForwardMsg.FromString(received)
            if forward.WhichOneof("type") == "script_finished":
                return "\n".join(headings)
            element = forward.delta.new_element
            if element.WhichOneof("type") == "heading":
                headings.append(element.heading.body)
            place = PLACE.search(element.alert.body) if element.WhichOneof("type") == "alert" else None
            if place is not None:
                self.places.append(int(place[1] or 0))
                told(self.places[-1])


@pytest.mark.usefixtures("own_data_folder")
def test_greedy_visitors_keep_nobody_out_and_everybody_reads_the_place(app_server: ServerProcess) -> None:
    greedy = [
        Visitor(app_server, [_teams(6, seed=100 * number + round_) for round_ in range(ROUNDS)])
        for number in range(1, GREEDY + 1)
    ]
    small = Visitor(app_server, [_teams(1, seed=7)])
    finished: list[str] = []
    room_is_full, over = threading.Event(), threading.Event()

    def loop(visitor: Visitor, name: str) -> None:
        with visitor.session:
            number = 0
            while not over.is_set() and number < ROUNDS:
                visitor.open(number, told=lambda _place: room_is_full.set())
                finished.append(name)
                number += 1
            room_is_full.set()

    threads = [
        threading.Thread(target=loop, args=(visitor, f"greedy {number}"), daemon=True)
        for number, visitor in enumerate(greedy)
    ]
    with small.session:
        for thread in threads:
            thread.start()
        assert room_is_full.wait(PATIENCE_SECONDS)
        before = len(finished)
        headings = small.open(0)
        meanwhile = finished[before:]
    over.set()
    for thread in threads:
        thread.join(2 * PATIENCE_SECONDS)
        assert not thread.is_alive()
    assert "REALISTIC" in headings or "STRETCH" in headings or "UNREACHABLE" in headings
    told = [place for visitor in [*greedy, small] for place in visitor.places]
    assert told, "three visitors and two places: somebody has to wait and to be told"
    assert max(told) <= GREEDY
    # Who came before is served before, once; who was served goes behind. One more may end while the small plan runs.
    assert all(meanwhile.count(name) <= 2 for name in set(meanwhile))
    assert len(meanwhile) <= GREEDY + 1


def test_a_plan_beyond_the_budget_gets_a_sentence_and_undo_leads_out_of_it() -> None:
    app = arrive()
    before = plan_of(app)
    app = put_plan(app, before.changed(teams=_teams(40, 1).teams, horizon_months=120, goals=()))
    app.switch_page("../pages/team.py").run()
    assert not app.exception
    assert any("too large to simulate here" in error.value for error in app.error)
    assert len(app.error) == 1


def test_a_large_plan_says_that_it_gets_fewer_futures() -> None:
    app = put_plan(arrive(), _teams(20, seed=5).changed(horizon_months=48, goals=sample_scenario().goals[:1]))
    assert not app.exception
    words = "\n".join(one.value for one in app.caption)
    assert "from 3,000 simulated futures, not 10,000: the plan is large" in words.replace("\\", "")


def test_a_page_takes_one_turn_and_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    entered: list[str] = []
    enter = gate.enter

    def counted(session: str, visitor: str, work: object, **more: object) -> object:
        entered.append(session)
        return enter(session, visitor, work, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(gate, "enter", counted)
    monkeypatch.setattr(runs, "GATE", gate)
    app = arrive()
    for seed in (4711, 4712):
        entered.clear()
        assert not put_plan(app, _teams(1, seed)).exception
        assert len(entered) == 1, "forecast, verdicts, path and levers are computed in one turn"
        assert gate.counts() == (0, 0)


def test_a_page_that_fails_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    monkeypatch.setattr(runs, "GATE", gate)
    script = AppTest.from_file(str(ROOT / "tests" / "app" / "probe" / "failing_visit.py")).run()
    assert script.exception
    assert gate.counts() == (0, 0)


def test_a_script_that_is_stopped_in_line_leaves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(at_once=1)
    monkeypatch.setattr(runs, "GATE", gate)
    asked: list[int] = []

    def stop() -> None:
        asked.append(1)
        raise StopException

    running = gate.enter("another", "another", "something else")
    assert running is not None
    monkeypatch.setattr(runs, "stop_if_asked", stop)
    rescue = threading.Timer(
        PATIENCE_SECONDS, gate.leave, [running]
    )  # a script that never stops would wait for good
    rescue.start()
    page = AppTest.from_file(
        str(ROOT / "tests" / "app" / "probe" / "failing_visit.py"), default_timeout=2 * PATIENCE_SECONDS
    )
    page.run()
    rescue.cancel()
    assert asked == [1]
    assert gate.counts() == (1, 0)


def test_a_script_looks_whether_it_is_to_stop_where_it_reads_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Streamlit raises in a script that has to end when it reads the session."""

    def stop() -> None:
        raise StopException

    monkeypatch.setattr(runs, "get_script_run_ctx", lambda **_options: object())
    monkeypatch.setattr("streamlit.session_state", SafeSessionState(SessionState(), stop))
    with pytest.raises(StopException):
        runs.stop_if_asked()


def test_words_of_the_line() -> None:
    assert runs.waiting_words(0).startswith("**You are next.**")
    assert runs.waiting_words(1).startswith("**1 visitor before you.**")
    assert runs.waiting_words(2).startswith("**2 visitors before you.**")
    assert PLACE.search(runs.waiting_words(2))
