"""导入: being written."""

import streamlit as st

st.title("导入")
