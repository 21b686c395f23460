"""What the log keeps of a failure: the place, never the values."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from ui.serving.faults import redact_log_records, trail

SECRET = "postgres://ana:hunter2@db"


def _fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"row of {SECRET}") from error


def _caught() -> ValueError:
    with pytest.raises(ValueError, match="row of") as caught:
        _fail()
    return caught.value


def test_the_trail_names_types_and_lines_of_the_error_and_of_its_cause() -> None:
    lines = trail(_caught()).split("\n")
    assert lines[0] == "ValueError"
    assert "KeyError" in lines
    assert any(
        line.startswith("  tests/unit/ui/test_faults.py:") and line.endswith(" _fail") for line in lines
    )


def test_the_trail_keeps_no_message() -> None:
    assert SECRET not in trail(_caught())


@pytest.fixture
def _own_factory() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


@pytest.mark.usefixtures("_own_factory")
def test_log_records_keep_the_trail_instead_of_the_text(caplog: pytest.LogCaptureFixture) -> None:
    redact_log_records()
    redact_log_records()  # a second server in the process adds nothing
    error = _caught()
    logging.getLogger("tried").error("Uncaught app execution", exc_info=error)
    logging.getLogger("tried").error("Could not: %s", error)
    formatted = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert SECRET not in formatted
    assert formatted.count("_fail") == 2  # one line for the error, one for its cause
    assert "Could not: ValueError" in formatted


@pytest.mark.usefixtures("_own_factory")
def test_other_records_are_left_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    redact_log_records()
    logging.getLogger("tried").warning("%s of %d", "two", 3)
    logging.getLogger("tried").warning("%(name)s", {"name": "by name"})
    assert [record.getMessage() for record in caplog.records] == ["two of 3", "by name"]
