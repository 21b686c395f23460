"""The plan as a file that the command line and the page both take back."""

from __future__ import annotations

from simulator import Scenario, dump_scenario


def scenario_file(scenario: Scenario) -> bytes:
    """`scenario` as TOML in UTF-8: read again, it gives an equal document and with the same seed the same digits."""
    return dump_scenario(scenario, "toml").encode("utf-8")
