"""Runs in a process of its own: a file on stdin, its columns on stdout (`evidence.transfer` says how).

Whatever the file does to the reader happens here. The first line of stdin is JSON: the file's name, the limits and the
memory this process may take.
"""

from __future__ import annotations

import json
import sys

from simulator.confinement import limit_resources
from simulator.evidence.limits import Limits
from simulator.evidence.refusal import EvidenceError
from simulator.evidence.transfer import read_columns, refused, sent

CPU_SECONDS = 30


def main() -> int:
    """Read, and write what was read or why it was not."""
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
