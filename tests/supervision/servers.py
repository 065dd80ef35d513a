"""A mail server and a webhook of one's own: real sockets, answering as told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Mail(socketserver.ThreadingTCPServer):
    """As much of SMTP as a client needs; keeps what it accepted, refuses while ``closed``."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[tuple[str, Message]] = []
        self.closed = False

    @property
    def port(self) -> int:
        return self.server_address[1]

    def subjects(self) -> list[str]:
        return [str(make_header(decode_header(mail["Subject"]))) for _, mail in self.taken]


class _Talk(socketserver.StreamRequestHandler):
    server: Mail

    def handle(self) -> None:
        self._say("220 here" if not self.server.closed else "421 closed")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if self.server.closed or word == "QUIT":
                self._say("221 over")
                return
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
            if word == "DATA":
                self._say("354 go on")
                self.server.taken.append((to, message_from_bytes(self._body())))
            self._say("250 fine")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Hook(ThreadingHTTPServer):
    """Keeps what was posted; answers ``status``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status = 200

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Post(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def running(server: Any) -> Iterator[Any]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
