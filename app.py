"""The server: `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from ui.serving.faults import report_script_error
from ui.serving.server import MIDDLEWARE, ROUTES, lifespan

app = st.App(
    "ui/router.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=report_script_error,
)
