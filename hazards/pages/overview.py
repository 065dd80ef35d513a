"""总览: being written."""

import streamlit as st

st.title("总览")
