"""The map inside a page: a frame that stays while filters go in and clicks come out."""

from dataclasses import dataclass

import streamlit as st

from hazards.pages.look import asset

CSS = """
iframe {
  display: block; width: 100%; height: var(--height); border: 1px solid #D0D5DD; border-radius: 6px;
  box-sizing: border-box; background: #F6F8FA;
}
/* On a phone the page must stay in reach of the thumb above and below the map. */
@media (max-width: 640px) { iframe { height: min(var(--height), 56vh, 110vw); } }
"""

_frame = st.components.v2.component("guapai_map", css=CSS, js=asset("mapview.js"))


@dataclass(frozen=True, slots=True)
class Click:
    """What was pressed on the map: a "case" or a "street", and its id in the store."""

    what: str
    id: int


def map_view(query: str, height: int = 640, focus: Click | None = None) -> Click | None:
    """Show the map for a question and say what was just pressed.

    Args:
        query: a query string as the layer routes read it (``Asked.query``).
        height: of the frame, in CSS pixels; less on a phone.
        focus: what the map should move to, once per change.

    Returns:
        The click that caused this run, None in every other run.
    """
    told = _frame(
        key="guapai_map",
        data={
            "query": query,
            "height": height,
            "focus": None if focus is None else {"what": focus.what, "id": focus.id},
        },
        on_click_change=lambda: None,
    )
    return read_click(told.click)


def read_click(told: object) -> Click | None:
    """A click as the browser sent it; None when it is not one of ours."""
    if not isinstance(told, dict) or told.get("what") not in ("case", "street"):
        return None
    number = told.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return Click(told["what"], number)
