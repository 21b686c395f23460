"""The script of every visit: which page is asked for, with what around it.

It stands in ui/ and not beside pages/ on purpose: Streamlit treats a folder named pages beside its script as pages of
its own and would show them without this router, see docs/adr/0005.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.computing.runs import visit
from ui.frame import draw_frame
from ui.kept.keeping import leave
from ui.visitors import sign_in_page

ROOT = Path(__file__).resolve().parent.parent
FAVICON = str(ROOT / "ui" / "images" / "favicon.png")
PRESENT = "present"


def _page(stem: str, icon: str, question: str) -> StreamlitPage:
    return st.Page(
        ROOT / "pages" / f"{stem}.py",
        title=stem.capitalize(),
        icon=f":material/{icon}:",
        url_path=stem,
        default=stem == HOME,
        help=question,
    )


HOME = "target"
PAGES = [
    _page("target", "target", "Is the goal realistic, and what would make it so?"),
    _page("history", "history", "What have we really done?"),
    _page("growth", "trending_up", "What will be different?"),
    _page("team", "group", "Who sells, and when are they ready?"),
    _page("goals", "flag", "What do we want?"),
    _page("levers", "tune", "What would make it realistic?"),
    _page("compare", "compare_arrows", "Which plan?"),
    _page("quotas", "balance", "Is it fair, and does it add up?"),
    _page("trust", "verified", "Was it right before?"),
]

# Before the navigation too: it would set the page's own icon, which the browser fetches from the internet by its name.
st.set_page_config(page_icon=FAVICON, layout="wide")
is_shut = sign_in_page.stands_before()
page = st.navigation(PAGES, position="hidden" if is_shut or st.query_params.get(PRESENT) == "1" else "top")
st.set_page_config(page_title=f"{page.title} · Sales targets", page_icon=FAVICON, layout="wide")

if is_shut:
    sign_in_page.draw()
draw_frame(page)
sign_in_page.watch()
with visit():
    page.run()
leave()
