"""A visitor without a browser, and what is read on the page; for the tests of the pages."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from simulator.scenario import Scenario
from tests.app.server_process import ROOT
from ui.state import Work

APP_SECONDS = 300
"""How long one run of a page may take before it counts as hanging: the machine may be busy with something else."""


def arrive() -> AppTest:
    """A visitor who has just arrived."""
    return AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=APP_SECONDS).run()


def open_page(app: AppTest, page: str) -> AppTest:
    """Go to a page."""
    return app.switch_page(f"../pages/{page}.py").run()


def plan_of(app: AppTest) -> Scenario:
    """The plan as it stands."""
    work: Work = app.session_state["work"]
    return work.scenario


def words_of(app: AppTest) -> str:
    """Everything in markdown on the page, without escapes and invisible joiners."""
    return (
        "\n".join(one.value for one in [*app.title, *app.header, *app.markdown])
        .replace("\\", "")
        .replace("\u2060", "")
        .replace("\u00a0", " ")
    )


def choose(app: AppTest, label: str, option: object) -> None:
    """Pick an option of a segmented control."""
    groups = [one for one in app.get("button_group") if isinstance(one, ButtonGroup)]
    next(one for one in groups if one.label == label).set_value(option).run()


def put_plan(app: AppTest, plan: Scenario) -> AppTest:
    """Start over with another plan."""
    app.session_state["work"] = Work(plan)
    return app.run()
