"""What every layer of the tests shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadscope import LoadScopeScheduling

from simulator.backtest import PastDeals, Replay, past_deals
from simulator.backtest.deals_replay import backtest_deals
from simulator.evidence import read_export
from simulator.sample import sample_export

# The same examples on every run: a property that fails here fails everywhere.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent
SERVED = ("app", "store")


class Layers(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Tests that share a server, a browser or a database stay in one process, the rest runs beside, file by file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        layer = file.split("/")[1]
        return layer if layer in SERVED else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Layers:
    """How the tests are handed out to more than one process."""
    return Layers(config, log)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports beside the project; where it is missing, the test is skipped."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real exports (../shared/data) are not here")
    return folder


@pytest.fixture(scope="session")
def sample_deals() -> PastDeals:
    """The deals of the sample company, in a file of another name than the app's own."""
    return past_deals(read_export(sample_export(), "deals.csv"))


@pytest.fixture(scope="session")
def sample_replay(sample_deals: PastDeals) -> Replay:
    """The past of these deals, with few futures: made once, it takes as long as a dozen tests."""
    return backtest_deals(sample_deals, n_trials=100)
