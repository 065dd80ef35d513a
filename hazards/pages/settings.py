"""设置: being written."""

import streamlit as st

st.title("设置")
