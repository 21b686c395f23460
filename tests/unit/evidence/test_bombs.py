"""Files made to do harm: one sentence each, no process left, and this process no larger than before."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from simulator import ScenarioError
from simulator.confinement import run_confined
from simulator.evidence import EvidenceError, read_export, read_upload
from simulator.evidence.limits import LIMITS
from simulator.scenario.bounded import bounded_document
from tests.unit.evidence.bombs import BOMBS, MEBIBYTE, a_sheet_of_blanks, plain_export
from tests.unit.evidence.workbooks import archive, sheet

HARMLESS_MEBIBYTES = 40
"""What refusing a file may leave behind in this process, beside the file itself."""


def children() -> set[psutil.Process]:
    """The processes this one has started; in a whole run the tests' browser and servers are among them."""
    return set(psutil.Process().children())


def refusal(data: bytes, **bounds: float) -> str:
    """The one sentence a file is refused with, and no process left behind."""
    before = children()
    with pytest.raises(EvidenceError) as caught:
        read_upload(data, "deals.xlsx", **bounds)  # type: ignore[arg-type]
    assert children() <= before
    (sentence,) = caught.value.sentences
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


WORDS = {
    "name": "words",
    "two_far_corners": "claims 1,048,576 x 16,384 cells",
    "a_sheet_of_blanks": "a text longer than the 32,767 characters",
    "a_picture_of_zeros": "packed more than 250 times smaller",
    "a_password": "password",
    "an_encrypted_package": "old Excel workbook (.xls) or an encrypted one",
    "macros": "macros",
    "billion_laughs": "document type definitions",
    "an_external_entity_in_utf16": "document type definitions",
    "archives_in_archives": "a zip archive and no workbook",
    "a_web_page": "web page",
    "many_equal_headers": "65,537 columns, at most 500",
    "two_hundred_thousand_headers": "200,000 columns",
    "many_headers_in_quotes_below_blank_lines": "columns, at most 500",
    "ten_million_short_rows": "more than 500,000 rows of 2 columns",
    "a_million_quoted_rows": "more than 500,000 rows of 5 columns",
    "a_quote_never_closed": "opened in row 2 is never closed",
    "zero_bytes": "zero bytes",
    "half_characters": "Line 2 of the file holds half a character",
    "wider_than_the_cells": "more than 20,325 rows of 492 columns",
    "one_long_text_for_many_cells": "a text longer than",
    "a_legal_text_for_many_cells": "more memory or time",
    "a_size_that_lies": "undamaged",
    "an_external_entity": "document type definitions",
    "one_field_of_twenty_megabytes": "Row 2 has a text of more than 131,072 characters",
    "ten_million_rows": "only one column",
    "ragged_rows": "400,000 rows have more fields",
    "a_quote_closed_in_the_middle": "right after a closing quotation mark",
    "half_characters_in_utf16": "UTF-16",
    "a_binary_file": "no readable text",
    "entities_in_the_properties": "longer than",
    "two_far_corners_without_row_numbers_first": "claims",
}


@pytest.mark.parametrize("name", BOMBS)
def test_i2_a_bomb_is_refused_for_what_it_is_and_harms_nobody(name: str) -> None:
    data = BOMBS[name]()
    assert len(data) < LIMITS.bytes
    before = psutil.Process().memory_info().rss
    assert WORDS[name] in refusal(data)
    grown = psutil.Process().memory_info().rss - before
    assert grown < HARMLESS_MEBIBYTES * MEBIBYTE
    assert read_upload(plain_export()).n_rows == 40


def test_small_bombs_are_small() -> None:
    assert len(BOMBS["two_far_corners"]()) < 2000
    assert len(a_sheet_of_blanks()) < MEBIBYTE
    assert len(BOMBS["many_equal_headers"]()) < 132_000


def test_a_reader_that_takes_too_long_is_killed() -> None:
    assert "more memory or time" in refusal(a_sheet_of_blanks(), seconds=0.001)


def test_a_reader_without_memory_says_so() -> None:
    assert "more memory or time" in refusal(plain_export() * 2000, memory_bytes=24 * MEBIBYTE)


def test_a_reader_that_fails_says_nothing_of_its_own(tmp_path: Path) -> None:
    before = children()
    script = tmp_path / "fails.py"
    script.write_text("import sys\nsys.exit(7)\n")
    assert run_confined(script, {}, b"x" * 10**7, 30).code == 7
    script.write_text("import os\nos.abort()\n")
    assert run_confined(script, {}, b"x" * 10**7, 30).code == -6
    assert children() <= before


def test_nobody_is_left_when_the_wait_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    before = children()
    monkeypatch.setattr("simulator.confinement._talk", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_upload(plain_export())
    assert children() <= before
    monkeypatch.undo()
    assert read_upload(plain_export()).n_rows == 40  # and its turn was given back


def test_a_machine_without_room_for_a_process_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", full)
    with pytest.raises(EvidenceError, match="cannot be read just now: the server has no room"):
        read_upload(plain_export())
    with pytest.raises(ScenarioError, match="cannot be read just now"):
        bounded_document(b"", "toml")


def test_the_limits_hold_in_the_process_that_reads(tmp_path: Path) -> None:
    script = tmp_path / "limits.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parents[3])!r})\n"
        "sys.stdin.buffer.read()\nimport os, resource\nfrom simulator.confinement import limit_resources\n"
        "limit_resources(3 * 2**30, 7)\n"
        "held = [resource.getrlimit(one) for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]\n"
        "print(held, os.nice(0) >= 10)\n"
    )
    memory = 3 * 2**30
    answer = run_confined(script, {}, b"", 60)
    assert answer.output.decode() == f"[({memory}, {memory}), (7, 7), (0, 0)] True\n"


def test_what_a_reader_sends_is_checked_before_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offsets that leave the text would let pandas read foreign memory."""
    script = tmp_path / "lies.py"
    head = '{"header": ["a"], "header_row": 1, "rows": 1, "sizes": [3], "dialect": "", "delimiter": ",", "remarks": []}'
    monkeypatch.setattr("simulator.evidence.table._READER", script)
    for ends, text in (([0, 4000], b"abc"), ([3, 0], b"abc"), ([0, 3], b"ab\xff"), ([0, 3], b"abcdef")):
        script.write_text(
            "import struct, sys\nsys.stdin.buffer.read()\n"
            f"sys.stdout.buffer.write({head.encode()!r} + b'\\n' + struct.pack('<3q', 2, *{ends}) + {text!r})\n"
        )
        assert "damaged" in refusal(b"x,y\n1,2\n")
    script.write_text("import sys\nsys.stdin.buffer.read()\nsys.stdout.write('[]')\n")
    assert "damaged" in refusal(b"x,y\n1,2\n")


@pytest.mark.parametrize("data", [plain_export(), archive(sheet([["id", "stage"], ["007", "Won"]]))])
def test_the_process_reads_what_this_process_reads(data: bytes) -> None:
    here, there = read_export(data, "deals"), read_upload(data, "deals")
    assert there.frame.equals(here.frame)
    assert there.frame.dtypes.tolist() == here.frame.dtypes.tolist()
    assert there.row_numbers.tolist() == here.row_numbers.tolist()
    assert (there.dialect, there.delimiter, there.header_row) == (
        here.dialect,
        here.delimiter,
        here.header_row,
    )
    assert (there.remarks, there.digest) == (here.remarks, hashlib.sha256(data).hexdigest())


def test_a_file_s_name_reaches_no_path_and_no_command() -> None:
    """Watched from within: an audit hook sees every file opened and every process started."""
    script = """if True:
        import sys
        from simulator.evidence import read_upload
        read_upload(b"id,stage\\n1,Won\\n", "first.csv")
        opened, started = [], []
        def watch(event, what):
            if event in ("open", "os.mkdir", "os.rename", "os.remove") and isinstance(what[0], str | bytes):
                opened.append(repr(what))
            if event == "subprocess.Popen":
                started.append(repr(what))
        sys.addaudithook(watch)
        table = read_upload(b"id,stage\\n1,Won\\n", "../../canary name$(x)\\x00.csv")
        assert table.name == "canary name$(x).csv", table.name
        assert len(started) == 1, started
        assert "canary" not in repr(opened + started), opened + started
        assert not [what for what in opened if "'r'" not in what and "/dev/null" not in what], opened
        print("unseen")
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "unseen\n", done.stderr
