"""Start: what the server process does once, before the first visitor."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from geo import maps
from hazards.web import vendor


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Point folium at local files, and take the libraries out of the collector's rounds.

    Streamlit's collection after every run walks each object of pandas and folium while holding
    the interpreter; frozen ones are skipped (100 sessions: p50 2,433 ms to 18 ms with
    ``postScriptGC`` off as well).
    """
    maps.localise(dict(vendor.assets().libraries))
    gc.collect()
    gc.freeze()
    yield {}
