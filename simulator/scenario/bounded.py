"""A stranger's scenario file: parsed in a process of its own, and taken only if it is no larger than a plan can be.

A few hundred kilobytes of dotted TOML keys take gigabytes in the standard library's parser; a list of a million empty
teams takes gigabytes in whoever reports what each of them lacks.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from typing import Any, Literal

from simulator.confinement import limit_resources, run_confined
from simulator.errors import ScenarioError

MAX_BYTES = 5 * 2**20
MAX_VALUES = 100_000
MAX_DEPTH = 20
MEMORY_BYTES = 400 * 2**20
CPU_SECONDS, WALL_SECONDS = 4, 15.0
_MOST_DOTS = 100
"""In one TOML key: the parser's time and memory grow with their square."""
_MODULE = "simulator.scenario.bounded"

_TOO_DEEP = f"is nested deeper than the {MAX_DEPTH} levels a scenario may have"
_BETWEEN_KEYS = re.compile(r"[=\n\r{,]")

Form = Literal["toml", "json"]


def bounded_document(data: bytes, form: Form) -> dict[str, Any]:
    """The document in `data`, for `parse_scenario`.

    Raises ScenarioError with one sentence where it is no UTF-8, no TOML or JSON, or larger than 5 MB, 100,000 values
    or 20 levels.
    """
    if len(data) > MAX_BYTES:
        raise ScenarioError.single(
            "file",
            f"{len(data) / 2**20:.0f} MB",
            f"is larger than the {MAX_BYTES // 2**20} MB a scenario may have",
        )
    answer = run_confined(_MODULE, {"form": form}, data, WALL_SECONDS)
    if not answer.started:
        raise ScenarioError.single(
            "file", "", "cannot be read just now, the server has no room; try again in a minute"
        )
    if answer.code != 0:
        raise ScenarioError.single(
            "file",
            "",
            f"takes more memory or time to read than a scenario may; check that it is {form.upper()}",
        )
    found = json.loads(answer.output)
    if "rule" in found:
        raise ScenarioError.single("file", found["value"], found["rule"])
    document: dict[str, Any] = found["document"]
    return document


def main() -> int:
    """In the confined process: the document as JSON, or why there is none."""
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limit_resources(MEMORY_BYTES, CPU_SECONDS)
    try:
        answer = read_document(data, request["form"])
        text = json.dumps(answer, default=str)
    except MemoryError:
        return 5
    sys.stdout.write(text)
    return 0


def read_document(data: bytes, form: Form) -> dict[str, Any]:
    """``{"document": …}``, or ``{"value": …, "rule": …}`` for a sentence."""
    try:
        text = data.decode("utf-8-sig")
        if form == "toml" and max(part.count(".") for part in _BETWEEN_KEYS.split(text)) > _MOST_DOTS:
            return {"value": f"more than {_MOST_DOTS} levels", "rule": _TOO_DEEP}
        document = (
            tomllib.loads(text) if form == "toml" else json.loads(text, parse_constant=_refused_constant)
        )
    except UnicodeDecodeError:
        return {"value": "", "rule": "is not UTF-8 text; save it as UTF-8"}
    except _RefusedConstantError as error:
        return {"value": str(error), "rule": "is not a number a scenario may hold; give a finite one"}
    except (ValueError, RecursionError) as error:  # ValueError also: a whole number of thousands of digits
        what = str(error)[:200]
        return {"value": "", "rule": f"is not valid {form.upper()}: {what}; correct the line named"}
    if not isinstance(document, dict):
        rule = "must hold one scenario, an object with name, start_month and teams"
        return {"value": type(document).__name__, "rule": rule}
    values, depth = _size(document)
    if values > MAX_VALUES:
        return {
            "value": f"{values:,} values",
            "rule": f"holds more than the {MAX_VALUES:,} a scenario may have",
        }
    if depth > MAX_DEPTH:
        return {"value": f"{depth} levels", "rule": _TOO_DEEP}
    return {"document": document}


class _RefusedConstantError(ValueError):
    pass


def _refused_constant(name: str) -> float:
    raise _RefusedConstantError(name)


def _size(document: Any) -> tuple[int, int]:
    """How many values and how many levels."""
    values = depth = 0
    level = [document]
    while level:
        depth += 1
        values += len(level)
        below: list[Any] = []
        for one in level:
            below.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        level = below
    return values, depth
