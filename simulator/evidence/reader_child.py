"""Runs in a process of its own: a file on stdin, its columns on stdout (`evidence.transfer` says how).

Whatever the file does to the reader happens here. The first line of stdin is JSON: the file's name and the limits.
"""

from __future__ import annotations

import json
import sys
import types

CPU_SECONDS = 30


def _without_front_doors() -> None:
    """Let `simulator.evidence.…` be imported without the packages' own imports, which take seconds."""
    root = __file__.rsplit("simulator", 1)[0]
    for name in ("simulator", "simulator.evidence"):
        package = types.ModuleType(name)
        package.__path__ = [root + name.replace(".", "/")]
        sys.modules[name] = package


def main() -> int:
    """Read, and write what was read or why it was not."""
    _without_front_doors()
    from simulator.confinement import limit_resources
    from simulator.evidence.limits import Limits
    from simulator.evidence.refusal import EvidenceError
    from simulator.evidence.transfer import read_columns, refused, sent

    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limit_resources(request["memory"], CPU_SECONDS)
    try:
        answer = sent(read_columns(data, request["name"], Limits(**request["limits"])))
    except EvidenceError as error:
        answer = [refused(error)]
    except MemoryError:
        return 5
    for part in answer:
        sys.stdout.buffer.write(part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
