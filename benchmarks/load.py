"""A room full of visitors who move sliders, quiet and with two who simulate the largest plans without a pause."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
import urllib.request
from http.cookies import SimpleCookie
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.browser import ROOT, served
from benchmarks.workloads import company, small
from simulator.scenario import Scenario
from store import Actor, Capability, open_store
from ui.visitors.identity import COOKIE

SESSIONS = int(os.environ.get("LOAD_SESSIONS", "25"))
SECONDS = float(os.environ.get("LOAD_SECONDS", "60"))
THINK_SECONDS = 6.0
ABUSERS = 2
ABUSER_PLANS = 40
WARM_UP_SECONDS = 10.0


class Visitor:
    """One browser with one plan, by its websocket."""

    def __init__(self, address: str, folder: Path, plans: list[Scenario]) -> None:
        self.address = address
        with urllib.request.urlopen(address) as answer:
            found = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE].value
        self.cookie = f"{COOKIE}={found}"
        store = open_store(None, data_dir=folder)
        who = Capability(Actor(found.rsplit(".", 1)[0], ""))
        self.plans = [store.create(who, plan).id for plan in plans]
        store.close()
        self.sliders: dict[str, list[str]] = {}
        self.values: dict[str, str] = {}

    def connecting(self) -> connect:
        """The connection, not yet opened."""
        return connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit"), Subprotocol("none")],
            additional_headers=[("Cookie", self.cookie)],
            max_size=None,
            proxy=None,
        )

    async def run(self, socket: ClientConnection, plan: str) -> float:
        """Run the page once, with the sliders where they are; seconds until it is drawn."""
        message = BackMsg()
        message.rerun_script.query_string = f"s={plan}"
        for widget, value in self.values.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            state.string_array_value.data.append(value)
        begun = time.perf_counter()
        await socket.send(message.SerializeToString())
        sliders: dict[str, list[str]] = {}
        words: list[str] = []
        while True:
            received = await socket.recv()
            assert isinstance(received, bytes)
            forward = ForwardMsg.FromString(received)
            element = forward.delta.new_element
            if element.WhichOneof("type") == "slider":
                sliders[element.slider.id] = list(element.slider.options)
            elif element.WhichOneof("type") in ("alert", "markdown"):
                words.append(element.alert.body or element.markdown.body)
            elif forward.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            elif forward.WhichOneof("type") == "script_finished":
                if not sliders:
                    print("  a page without sliders:", *words, sep="\n    ")
                if sliders.keys() != self.sliders.keys():
                    self.sliders, self.values = sliders, {}
                return time.perf_counter() - begun

    async def think_and_move(self, seconds: float, seed: int, first: list[float], found: list[float]) -> None:
        """Open the plan, then move one slider after another, a pause of random length before each."""
        luck = random.Random(seed)
        async with self.connecting() as socket:
            await asyncio.sleep(luck.uniform(0, WARM_UP_SECONDS))
            first.append(await self.run(socket, self.plans[0]))
            ends = time.perf_counter() + seconds
            while time.perf_counter() < ends:
                await asyncio.sleep(luck.expovariate(1 / THINK_SECONDS))
                if not self.sliders:
                    raise RuntimeError("a page came without its sliders; look at what it says instead")
                widget = luck.choice(list(self.sliders))
                self.values[widget] = luck.choice(self.sliders[widget])
                found.append(await self.run(socket, self.plans[0]))

    async def abuse(self, seconds: float) -> int:
        """Open one large plan after another without a pause; how many."""
        ends, opened = time.perf_counter() + seconds + WARM_UP_SECONDS, 0
        async with self.connecting() as socket:
            for plan in self.plans:
                if time.perf_counter() >= ends:
                    break
                await self.run(socket, plan)
                opened += 1
        return opened


async def _room(address: str, folder: Path, abusers: int) -> tuple[list[float], list[float], int]:
    first: list[float] = []
    found: list[float] = []
    room = [Visitor(address, folder, [small().changed(seed=1000 * abusers + n)]) for n in range(SESSIONS)]
    largest = company(28, 2, 120, recurring=True)
    greedy = [
        Visitor(address, folder, [largest.changed(seed=100 * n + k) for k in range(ABUSER_PLANS)])
        for n in range(abusers)
    ]
    results = await asyncio.gather(
        *(one.think_and_move(SECONDS, seed, first, found) for seed, one in enumerate(room)),
        *(one.abuse(SECONDS) for one in greedy),
    )
    return first, found, sum(one for one in results if one is not None)


def load() -> None:
    """Print the room's figures, quiet and with abusers, and their ratio."""
    print(
        f"{SESSIONS} visitors move a slider of workload (a) every {THINK_SECONDS:.0f} s for {SECONDS:.0f} s; "
        f"{os.cpu_count()} cores, the visitors on the same machine"
    )
    tails = []
    with (
        tempfile.TemporaryDirectory() as data,
        served(ROOT / "app.py", "--server.headless", "true", data=Path(data)) as address,
    ):
        for abusers in (0, ABUSERS):
            first, found, opened = asyncio.run(_room(address, Path(data), abusers))
            p95 = statistics.quantiles(found, n=20)[-1]
            tails.append(p95)
            print(
                f"  {abusers} abusers: {len(found):4d} moves   half within {statistics.median(found) * 1e3:5.0f} ms   "
                f"95 % within {p95 * 1e3:5.0f} ms   first page 95 % within "
                f"{statistics.quantiles(first, n=20)[-1] * 1e3:5.0f} ms"
                + (f"   {opened} large plans opened meanwhile" if abusers else ""),
                flush=True,
            )
    print(f"  95 % with abusers / quiet: {tails[1] / tails[0]:.1f}")
