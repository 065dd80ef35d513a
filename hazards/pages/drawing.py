"""The map inside a case's page on which its ground is drawn; the frame stays while the page is drawn anew."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from hazards.pages.look import asset

CSS = """
iframe {
  display: block; width: 100%; height: 480px; border: 1px solid #D0D5DD; border-radius: 6px;
  box-sizing: border-box; background: #F6F8FA;
}
/* On a phone the page must stay in reach of the thumb above and below the map. */
@media (max-width: 640px) { iframe { height: min(60vh, 120vw); } }
"""

_frame = st.components.v2.component("guapai_drawing", css=CSS, js=asset("drawing.js"))


def sketch(case_id: int, *, edit: bool, version: str, filed: Sequence[int]) -> Any:
    """Show the ground of a case and say what is being drawn on it.

    Args:
        edit: whether the tools are there.
        version: of the drawing; another one wipes it.
        filed: positions of the outlines on file; when they change the map fetches them anew.

    Returns:
        A GeoJSON geometry, CGCS2000, as the browser sent it; None while nothing is drawn.
    """
    told = _frame(
        key=f"guapai_drawing_{case_id}",
        data={"case": case_id, "edit": edit, "version": version, "filed": list(filed)},
        default={"drawn": None},
        on_drawn_change=lambda: None,
    )
    drawn = told.drawn
    if not edit or not isinstance(drawn, dict) or drawn.get("version") != version:
        return None
    return drawn.get("geometry")
