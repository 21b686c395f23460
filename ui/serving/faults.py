"""What happens when a page fails: the visitor reads one sentence, the log gets the place and not the values.

An exception's message may carry a customer's row, a password in a URL or a link's token. So the log keeps its type and
the lines it passed through; the reference on the page finds that entry.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path
from types import TracebackType

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
LOG = logging.getLogger("ui.serving.faults")


def trail(error: BaseException) -> str:
    """The exception's type and the lines it passed through, of it and of its causes; no messages, no values."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        lines.append(type(current).__qualname__)
        lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(current.__traceback__)]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    if path.is_relative_to(ROOT):
        path = path.relative_to(ROOT)
    return f"{path}:{frame.lineno} {frame.name}"


def redact_log_records() -> None:
    """From now on, every log record of this process keeps an exception's trail instead of its text."""
    make = logging.getLogRecordFactory()
    if getattr(make, "keeps_trail_only", False):
        return

    def make_redacted(
        name: str,
        level: int,
        path: str,
        line: int,
        message: object,
        arguments: tuple[object, ...],
        info: tuple[type[BaseException], BaseException, TracebackType | None] | None,
        function: str | None = None,
        stack: str | None = None,
        **more: object,
    ) -> logging.LogRecord:
        if isinstance(arguments, tuple):
            arguments = tuple(type(a).__qualname__ if isinstance(a, BaseException) else a for a in arguments)
        record = make(name, level, path, line, message, arguments, None, function, stack, **more)
        if info is not None and info[1] is not None:
            record.exc_text = trail(info[1])
        return record

    make_redacted.keeps_trail_only = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make_redacted)


def report_script_error(error: Exception) -> bool:
    """Show one sentence in place of the failed page. True: Streamlit adds nothing of its own."""
    reference = secrets.token_hex(3)
    LOG.error("A page failed (reference %s): %s", reference, type(error).__qualname__)
    st.error(
        "This page could not be drawn. What you entered is kept: undo the last change or open another page. "
        f"If it comes again, tell whoever runs this server the reference {reference}.",
        icon=":material/error:",
    )
    return True
