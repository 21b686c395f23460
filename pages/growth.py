import streamlit as st

st.title("Growth")
