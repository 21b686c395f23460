"""Files that leave: one kind of button for every download, made when it is pressed, and one question before it goes.

A press starts two things: the browser asks for the file, which a thread of the server makes, and the buttons' fragment
is drawn anew, where a sentence says what is being made, and in the end that it is there or why it is not.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from exports import file_name
from ui.computing import runs
from ui.computing.budget import PlanTooLargeError
from ui.serving.faults import trail
from ui.serving.handed_out import until_fetched
from ui.visitors.visit_checks import export_check
from ui.wording.text import plain

MIME = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "json": "application/json",
    "zip": "application/zip",
    "toml": "application/toml",
}
AT_ONCE = 2
"""Files made at the same time in the whole process, one for each core; the next waits."""
STARTS_WITHIN_SECONDS = 10.0
WAITS_AT_MOST_SECONDS = 60.0
"""For its turn to be made; the sentence beside the buttons is told as long."""
LOG = logging.getLogger("ui.handouts.downloads")
_ROOM = threading.BoundedSemaphore(AT_ONCE)
_ASKED = "download_asked_for"
Check = Callable[[], str | None]
"""Why a file must not leave now, or None: taken down in the visitor's session, asked at every press in a thread
without one."""


class NotHandedOutError(Exception):
    """The file is not handed out; what the visitor reads about it stands beside the button."""


class Making:
    """One file between the press and the browser."""

    def __init__(self, make: Callable[[], bytes], check: Check) -> None:
        self._make, self._check = make, check
        self.started, self.done = threading.Event(), threading.Event()
        self.seconds, self.size = 0.0, 0
        self.trouble: str | None = None

    def run(self) -> bytes:
        """Make the file. Raises NotHandedOutError, with nothing of the plan in it, where it is refused or fails."""
        self.done.clear()
        self.trouble = None
        self.started.set()
        try:
            content = self._content()
        finally:
            self.done.set()
        return content

    def _content(self) -> bytes:
        if not _ROOM.acquire(timeout=WAITS_AT_MOST_SECONDS):
            self._refuse("The server makes other files just now. Press the button again in a minute.")
        try:
            refusal = self._check()
            if refusal is not None:
                self._refuse(refusal)
            began = time.perf_counter()
            content = self._make()
        except NotHandedOutError:
            raise
        except PlanTooLargeError as error:
            self._refuse(str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the log gets its place and the page a sentence
            reference = secrets.token_hex(3)
            LOG.error("A file could not be made (reference %s): %s", reference, trail(error))
            self._refuse(
                "This file could not be made. Your plan is unchanged. If it happens again, tell whoever runs this "
                f"server the reference {reference}."
            )
        finally:
            _ROOM.release()
        self.seconds, self.size = time.perf_counter() - began, len(content)
        return content

    def _refuse(self, sentence: str) -> None:
        self.trouble = sentence
        raise NotHandedOutError(sentence) from None


@dataclass(frozen=True)
class File:
    """One download. key: of its button; label: plain text; name: what the file is called, before it is made safe."""

    key: str
    label: str
    make: Callable[[], bytes] = field(repr=False)
    name: str
    ending: str
    icon: str = "download"
    help: str | None = None


def draw_files(files: Sequence[File], *, columns: int = 1, quiet: bool = False) -> None:
    """A button for each of `files`; quiet: without frames, in one line."""
    _draw_files(tuple(files), columns, quiet, export_check())


def draw_file_menu(label: str, files: Sequence[File], *, key: str) -> None:
    """The same behind a button that opens them; `label` is plain text."""
    with st.container(width="content"):  # a fragment's own box would take its share of a line
        _draw_file_menu(label, tuple(files), key, export_check())


@st.fragment
def _draw_file_menu(label: str, files: tuple[File, ...], key: str, check: Check) -> None:
    menu = st.popover(plain(label), icon=":material/download:", key=key, type="tertiary", on_change="rerun")
    if menu.open:
        with menu:
            _draw_files(files, 1, False, check)


@st.fragment
def _draw_files(files: tuple[File, ...], columns: int, quiet: bool, check: Check) -> None:
    asked: tuple[str, Making] | None = st.session_state.pop(_ASKED, None)
    told = st.container()
    if quiet:
        with st.container(horizontal=True, gap="small"):
            for file in files:
                _button(file, check, quiet=True)
    else:
        with st.grid(columns, min_column_width=150, gap="small"):
            for file in files:
                with st.container():
                    _button(file, check, quiet=False)
    if asked is None:
        return
    mine = next((file for file in files if file.key == asked[0]), None)
    if mine is None:
        st.session_state[_ASKED] = asked
        return
    with told:
        _follow(mine, asked[1])


def _button(file: File, check: Check, *, quiet: bool) -> None:
    making = Making(runs.on_behalf(file.make), check)

    def ask() -> None:
        st.session_state[_ASKED] = (file.key, making)

    # Streamlit serves large files of one name and size for one another: each has a name of its own.
    name = file_name(file.name, file.ending, secrets.token_hex(4))
    st.download_button(
        plain(file.label),
        data=until_fetched(making.run, MIME[file.ending], name),
        file_name=name,
        mime=MIME[file.ending],
        icon=f":material/{file.icon}:",
        on_click=ask,
        type="tertiary" if quiet else "secondary",
        width="content" if quiet else "stretch",
        help=file.help,
        key=file.key,
    )


def _follow(file: File, making: Making) -> None:
    """Say what happens until the file is there. Every look at the session lets the next press in."""
    began = time.monotonic()
    label = plain(file.label)
    with st.spinner(f"{label} is being made…", show_time=True):
        while not making.done.wait(0.1):
            st.session_state.get(_ASKED)
            waited = time.monotonic() - began
            if waited > (WAITS_AT_MOST_SECONDS if making.started.is_set() else STARTS_WITHIN_SECONDS):
                break
    if making.trouble is not None:
        st.markdown(f":red[{plain(making.trouble)}]")
    elif making.done.is_set():
        st.caption(f"{label} is in your downloads: {_size(making.size)}, made in {making.seconds:.1f} s.")
    else:
        started = making.started.is_set()
        st.markdown(
            ":orange[It takes longer than usual; the download comes by itself.]"
            if started
            else ":red[The download did not start. Press the button again.]"
        )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count // 1000, 1)} kB"
