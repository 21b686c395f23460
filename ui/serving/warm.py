"""Pay at the start what would otherwise be paid by the first visitors and by every rerun.

Heavy imports and the engine's compiled kernels are made ready while nobody waits. What they leave in memory stays for
good and is taken out of garbage collection (`gc.freeze`): a full collection over it holds the interpreter for a
hundred milliseconds. Streamlit's own collection after every rerun is off (`runner.postScriptGC`): a timer does it.
"""

from __future__ import annotations

import gc
import importlib
import logging
import pkgutil
import threading

import charts
import ui
from ui.kept.keeping_store import open_at_start

COLLECT_EVERY_SECONDS = 60.0
HEAVY_MODULES = (
    "SALib.analyze.enhanced_hdmr",
    "altair",
    "exports",
    "pandas",
    "pyarrow",
    "scipy.stats",
    "statsmodels.tsa.statespace.structural",
    "streamlit.elements.vega_charts",
    "streamlit.elements.arrow",
)

LOG = logging.getLogger("ui.serving.warm")
_is_ready = threading.Event()


def is_ready() -> bool:
    """True once a first visitor would not wait for imports or compilation."""
    return _is_ready.is_set()


def warm_up() -> None:
    """Import, compile, freeze. A failure is logged and leaves a slower but working server."""
    try:
        for name in [*HEAVY_MODULES, *_own_modules()]:
            importlib.import_module(name)
        _run_engine_once()
        open_at_start()
    except Exception as error:  # noqa: BLE001 - whatever it is, the pages themselves will say it better
        LOG.warning(
            "The server could not be warmed up (%s): first answers will be slower.", type(error).__name__
        )
    gc.collect()
    gc.freeze()
    _is_ready.set()


def _own_modules() -> list[str]:
    """What the pages import; the router itself is a script and runs with every visit."""
    return [
        f"{package.__name__}.{module.name}"
        for package in (charts, ui)
        for module in pkgutil.iter_modules(package.__path__)
        if module.name != "router"
    ]


def _run_engine_once() -> None:
    from simulator import assess, simulate
    from simulator.quotas.quota_sheet import sheet_of
    from simulator.sample import sample_scenario

    forecast = simulate(sample_scenario(), n_trials=1_000)
    assess(forecast)
    sheet_of(forecast)


class Collector:
    """A daemon thread that runs a full garbage collection every `seconds`, until stopped."""

    def __init__(self, seconds: float = COLLECT_EVERY_SECONDS) -> None:
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)
        self.rounds = 0

    def start(self) -> None:
        """Begin; the first collection comes after one interval."""
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting for the interval to pass."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            gc.collect()
            self.rounds += 1
