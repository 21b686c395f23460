"""``schema``: the JSON Schema of a scenario file."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import TextIO

from simulator.scenario import Scenario


def add_arguments(parser: ArgumentParser) -> None:
    """``schema`` takes no arguments."""


def run(_args: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the schema."""
    print(json.dumps(Scenario.model_json_schema(), indent=2, ensure_ascii=False), file=out)
    return 0
