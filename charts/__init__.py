"""Tidy tables in, Altair charts out. One chart a file; no Streamlit here."""
