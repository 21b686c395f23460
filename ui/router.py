"""The script of every visit: which page is asked for, with what around it.

It stands in ui/ and not beside pages/ on purpose: Streamlit treats a folder named pages beside its script as pages of
its own and would show them without this router, see docs/adr/0001.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.frame import draw_frame

ROOT = Path(__file__).resolve().parent.parent
LINK = "s"  # the address of a saved scenario; Streamlit drops it from the URL on a page change
PRESENT = "present"

PAGES = [
    st.Page(
        ROOT / "pages" / "target.py",
        title="Target",
        icon=":material/target:",
        default=True,
        help="Is the goal realistic, and what would make it so?",
    ),
    st.Page(
        ROOT / "pages" / "history.py",
        title="History",
        icon=":material/history:",
        url_path="history",
        help="What have we really done?",
    ),
    st.Page(
        ROOT / "pages" / "growth.py",
        title="Growth",
        icon=":material/trending_up:",
        url_path="growth",
        help="What will be different?",
    ),
    st.Page(
        ROOT / "pages" / "team.py",
        title="Team",
        icon=":material/group:",
        url_path="team",
        help="Who sells, and when are they ready?",
    ),
    st.Page(
        ROOT / "pages" / "goals.py",
        title="Goals",
        icon=":material/flag:",
        url_path="goals",
        help="What do we want?",
    ),
]

page = st.navigation(PAGES, position="hidden" if st.query_params.get(PRESENT) == "1" else "top")
st.set_page_config(
    page_title=f"{page.title} · Sales targets",
    page_icon=str(
        ROOT / "ui" / "images" / "favicon.png"
    ),  # an icon by name would be fetched from the internet
    layout="wide",
)

if LINK in st.query_params:
    st.session_state[LINK] = st.query_params[LINK]
elif LINK in st.session_state:
    st.query_params[LINK] = st.session_state[LINK]

draw_frame(page)
page.run()
