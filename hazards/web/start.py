"""Start: what the server process does once, before the first visitor."""

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from geo import maps
from hazards.domain.errors import Refusal
from hazards.services import bindery, evidence, outbox, sealing
from hazards.services.stores import ready_store
from hazards.web import vendor

MINUTES = 10
"""How often the server asks whether a new day has come."""

log = logging.getLogger("hazards.web")


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Point folium at local files, and take the libraries out of the collector's rounds.

    Streamlit's collection after every run walks each object of pandas and folium while holding
    the interpreter; frozen ones are skipped (100 sessions: p50 2,433 ms to 18 ms with
    ``postScriptGC`` off as well).
    """
    threading.Thread(target=tidy, name="tidy", daemon=True).start()
    over = threading.Event()
    threading.Thread(target=seal_daily, args=(over,), name="seal", daemon=True).start()
    threading.Thread(target=bindery.watch, args=(over,), name="bindery", daemon=True).start()
    threading.Thread(target=notify, args=(over,), name="notify", daemon=True).start()
    maps.localise(dict(vendor.assets().libraries))
    gc.collect()
    gc.freeze()
    yield {}
    over.set()


def tidy() -> None:
    """Take away what a crash left in the evidence store; beside the first visitors, not before them."""
    try:
        parts, orphans = evidence.sweep(ready_store())
    except Refusal:
        return  # not migrated yet: there is no evidence either
    except Exception:
        log.exception("the evidence store was not tidied")
        return
    if parts or orphans:
        log.warning("tidied the evidence store: %d unfinished, %d without a row", parts, orphans)


def seal_daily(over: threading.Event) -> None:
    """Seal once a day until the server is ``over``, whether or not anybody comes."""
    while not over.is_set():
        try:
            sealing.daily(ready_store())
        except Refusal as refusal:
            log.warning("not sealed: %s", refusal.code)  # no store yet, or no usable key
        except Exception:
            log.exception("not sealed")
        over.wait(MINUTES * 60)


def notify(over: threading.Event) -> None:
    """Send what waits in the outbox, once a minute; with notifications off one read and nothing else."""
    while not over.wait(60):
        try:
            outbox.drain(ready_store())
        except Refusal as refusal:
            log.warning("nothing notified: %s", refusal.code)
        except Exception:
            log.exception("nothing notified")
