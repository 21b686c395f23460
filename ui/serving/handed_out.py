"""A file that was made at the press of a button stays until its browser has fetched it.

Streamlit makes such a file in a thread of no session, and counts it as nobody's: as soon as two pages of anybody have
been drawn it is thrown away, and with twenty people at work that is before the browser asks for it. Here it is put down
as its own session's, whose next page but one lets it go.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx


def until_fetched(make: Callable[[], bytes], mime: str, name: str) -> Callable[[], bytes]:
    """`make`, and its file put down for the session this is called in. mime, name: as the button has them."""
    context = get_script_run_ctx(suppress_warning=True)

    def make_and_keep() -> bytes:
        content = make()

        def keep() -> None:
            files = runtime.get_instance().media_file_mgr
            files.add(content, mime, f"handed out {name}", file_name=name, is_for_static_download=True)

        if context is not None and runtime.exists():
            # In a thread of its own: the one that makes files belongs to no session, and to others afterwards.
            keeper = threading.Thread(target=keep, name="handed-out")
            add_script_run_ctx(keeper, context)
            keeper.start()
            keeper.join()
        return content

    return make_and_keep
