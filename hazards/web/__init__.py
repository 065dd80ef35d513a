"""Answers HTTP beside Streamlit: assets, map page, layers, downloads; decides nothing itself."""
