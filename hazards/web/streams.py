"""Streams: the body of an upload as it arrives; its fields first, then one file, never held whole."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from hazards.domain.errors import Refusal

PIECE = 256 * 1024
FIELDS, FIELD = 20, 8 * 1024
IDLE_S = 60.0
"""A sender silent for this long has gone."""
DRAINED = 64 * 1024 * 1024


class BadForm(Refusal):
    code = "bad-upload-form"
    says = "上传的内容格式不对。"
    remedy = "请刷新上传页后重试。"


class Silent(Refusal):
    code = "upload-silent"
    says = "文件没有收下：传输中断，{seconds}秒没有新的数据。"
    remedy = "请在信号好的地方重试，已收到的文件不会重复。"


class Form:
    """A multipart body (RFC 7578) read as it comes."""

    def __init__(self, content_type: str) -> None:
        _, options = parse_options_header(content_type)
        if not options.get(b"boundary"):
            raise BadForm
        self.fields: dict[str, str] = {}
        self.file_name: str | None = None
        self._pieces: list[bytes] = []
        self._header, self._value, self._name = b"", b"", ""
        self._field = bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._told,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> list[bytes]:
        """The pieces of the file in this chunk.

        Raises:
            BadForm
        """
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            raise BadForm from error
        pieces, self._pieces = self._pieces, []
        return pieces

    def _begin(self) -> None:
        if self.file_name is not None or len(self.fields) >= FIELDS:
            raise BadForm  # the file comes last, and there is one
        self._headers, self._name, self._field = {}, "", bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end].lower()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        if len(self._value) > FIELD:
            raise BadForm

    def _header_end(self) -> None:
        self._headers[self._header] = self._value
        self._header = self._value = b""

    def _told(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            self.file_name = options[b"filename"].decode("utf-8", "replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self.file_name is not None:
            self._pieces.append(data[start:end])
            return
        self._field += data[start:end]
        if len(self._field) > FIELD:
            raise BadForm

    def _end(self) -> None:
        if self.file_name is None:
            self.fields[self._name] = self._field.decode("utf-8", "replace")


async def chunks(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces of some size.

    Raises:
        Silent: nothing came for a minute.
        starlette.requests.ClientDisconnect: the sender hung up.
    """
    held = bytearray()
    stream: Any = request.stream()
    while True:
        try:
            with anyio.fail_after(IDLE_S):
                chunk = await anext(stream)
        except StopAsyncIteration:
            break
        except TimeoutError as error:
            raise Silent(seconds=int(IDLE_S)) from error
        held += chunk
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


async def drain(request: Request) -> None:
    """Read on without keeping, so that a browser still sending comes to read why it was refused."""
    had = 0
    try:
        with anyio.move_on_after(IDLE_S):
            async for chunk in request.stream():
                had += len(chunk)
                if had > DRAINED:
                    return
    except Exception:
        return  # whoever hung up wants no answer
