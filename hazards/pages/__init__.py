"""One Streamlit page a file: asks, calls one service, shows; knows no arithmetic."""
