import streamlit as st

st.title("Target")
