"""Size: how large a body may be, by address; counted as it comes, whatever its header said."""

from typing import Any

from starlette.types import Message, Receive, Send

MB = 1024 * 1024
SMALL = MB
LARGE = (("/_stcore/upload_file/", 66 * MB), ("/evidence", 1024 * MB))
"""Ledgers through Streamlit's uploader; evidence through our own route, which judges each kind."""


def most(path: str) -> int:
    return next((size for prefix, size in LARGE if path.startswith(prefix)), SMALL)


class Measured:
    """A request body that ends when it grows too large, and an answer that then says so."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._limit = receive, send, limit
        self._had, self.started, self.over = 0, False, False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._had += len(message.get("body", b""))
            if self._had > self._limit:
                self.over = True
        return {"type": "http.disconnect"} if self.over else message

    async def send(self, message: Any) -> None:
        if self.over and not self.started:
            return  # the gate answers in the application's place
        self.started = True
        await self._send(message)
