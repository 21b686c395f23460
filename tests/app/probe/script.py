"""One of everything a content security policy can break, and a button that fails."""

from __future__ import annotations

import secrets

import altair as alt
import pandas as pd
import streamlit as st

if "secret" not in st.session_state:
    st.session_state["secret"] = secrets.token_hex(8)
st.text(f"secret {st.session_state['secret']}")
st.text(f"browser {st.user.to_dict().get('anon_id')}")
st.text(f"account {st.user.to_dict().get('proxy_account')}")
told = {name.lower(): value for name, value in st.context.headers.items()}
st.text(f"told {sorted(told)}")

upload = st.file_uploader("Export", type="csv")
if upload is not None:
    st.text(f"{upload.name} has {len(upload.getvalue())} bytes")

frame = pd.DataFrame({"month": ["Jan", "Feb", "Mar"], "won": [3, 5, 4]})
chart = (
    alt.Chart(frame, title="Three months")
    .mark_bar(tooltip=True)
    .encode(alt.X("month:N"), alt.Y("won:Q"))
    .add_params(alt.selection_point(name="pick"))
)
st.altair_chart(chart, on_select="rerun", key="chart")
st.data_editor(frame, key="editor")
st.metric("Odds", "34 %", chart_data=[1, 3, 2])
st.slider("Win rate", 0, 100, 22, key="rate")
st.text(f"rate {st.session_state['rate']}")
st.download_button("Template", "month,won\n", file_name="template.csv")
if st.toggle("Picture from elsewhere"):
    st.markdown("![x](http://192.0.2.1/beacon.png)")
if st.button("Fail"):
    raise ValueError("postgres://ana:hunter2@db/crm refused row Acme GmbH")
