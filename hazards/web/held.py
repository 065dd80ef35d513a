"""Held: what the pages' uploader keeps in memory for one account, and how much that may be."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hazards.web.size import MB

UPLOADS = "/_stcore/upload_file/"
MOST = 256 * MB
"""Four ledgers of the largest size; Streamlit keeps each until its tab is closed, whoever sends however many."""


def kept(path: str) -> bool:
    """Whether Streamlit still holds the file sent to this address."""
    from streamlit import runtime

    if not runtime.exists():
        return False
    session, _, file = path.removeprefix(UPLOADS).partition("/")
    return bool(runtime.get_instance().uploaded_file_mgr.get_files(session, [file]))


class Held:
    def __init__(self, most: int = MOST, kept: Callable[[str], bool] = kept) -> None:
        self._most, self._kept = most, kept
        self._of: dict[int, dict[str, int]] = {}
        self._coming: dict[int, list[int]] = {}
        self._guard = threading.Lock()

    @contextmanager
    def coming(self, account: int, path: str, size: int) -> Iterator[bool]:
        """While a file comes in: whether there is room for it beside what is held and what else is coming."""
        with self._guard:
            there = {at: n for at, n in self._of.get(account, {}).items() if at != path and self._kept(at)}
            under_way = self._coming.setdefault(account, [])
            room = sum(there.values()) + sum(under_way) + size <= self._most
            self._of[account] = there
            if room:
                under_way.append(size)
        try:
            yield room
        finally:
            if room:
                with self._guard:
                    under_way.remove(size)
                    self._of[account][path] = size
