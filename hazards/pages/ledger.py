"""台账: being written."""

import streamlit as st

st.title("台账")
