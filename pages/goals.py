import streamlit as st

st.title("Goals")
