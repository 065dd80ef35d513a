"""The door: draws the pages when run, is the ASGI app when imported.

``streamlit run`` and ``uvicorn streamlit_app:app`` import this file once for ``app``, and then
run it as ``__main__`` for every visit; so does ``AppTest.from_file``.
"""

from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    from hazards.pages import look

    look.draw()
else:
    from starlette.middleware import Middleware

    from hazards.web.gate import Gate
    from hazards.web.routes import routes
    from hazards.web.start import lifespan

    # Streamlit finds this assignment by reading the file; it must stay a direct call.
    app = st.App(
        Path(__file__).resolve(),
        routes=routes(),
        middleware=[Middleware(Gate)],
        lifespan=lifespan,
    )
