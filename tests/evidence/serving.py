"""The product on a real port, and people who log in to it over plain HTTP."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from tests import demonstration

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "yanshi2026"
DAY = "2026-11-21"
INTRANET = "guapai.lan"
"""A name without https: browsers allow such a page less than one of this very machine."""


@dataclass
class Server:
    """One process on one port; it can be killed and started again."""

    url: str
    folder: Path
    port: int
    process: subprocess.Popen | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "server.log"

    @property
    def settings(self) -> dict[str, str]:
        evidence = (self.folder / "evidence").as_uri()
        return {
            **os.environ,
            "HAZARDS_DATABASE_URL": self.url,
            "HAZARDS_EVIDENCE_URL": evidence,
            "HAZARDS_TODAY": DAY,
            "HAZARDS_ALLOWED_HOSTS": INTRANET,
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "streamlit_app:app", "--port", str(self.port)]
        with self.log.open("a") as sink:
            self.process = subprocess.Popen(
                [*command, "--log-level", "warning"],
                cwd=ROOT,
                env=self.settings,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                if ask(self.port, "GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log.read_text("utf-8")[-4000:])

    def kill(self) -> None:
        """Nobody is asked: the whole group is gone at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def command(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "hazards", *words],
            cwd=ROOT,
            env=self.settings,
            capture_output=True,
            text=True,
        )


@contextmanager
def serving(folder: Path, url: str | None = None) -> Iterator[Server]:
    """The demonstration district on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Server(url or demonstration.copied(folder, DAY), folder, port)
    if url and (made := one.command("demo")).returncode:
        raise RuntimeError(made.stderr[-3000:])
    one.start()
    try:
        yield one
    finally:
        one.kill()


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes = b"",
    cookie: str = "",
    timeout: float = 60,
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    told = {"Origin": f"http://127.0.0.1:{port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    if cookie:
        told["Cookie"] = f"sid={cookie}"
    try:
        line.request(method, path, body or None, told)
        answer = line.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        line.close()


def login(port: int, name: str) -> str:
    """The cookie of a new session."""
    form = urlencode({"name": name, "password": PASSWORD, "next": "/"}).encode()
    kind = "application/x-www-form-urlencoded"
    status, headers, text = ask(port, "POST", "/account/login", form, Content_Type=kind)
    if status != 303:
        raise RuntimeError(f"{name}: {status} {text[:300]!r}")
    return headers["set-cookie"].split("sid=")[1].split(";")[0]


def send(
    port: int,
    cookie: str,
    case: int,
    name: str,
    data: bytes,
    kind: str = "other",
    key: str = "",
    timeout: float = 60,
    **more: str,
) -> tuple[int, dict]:
    """One file as a multipart form, as the upload page sends it."""
    mark = "guapai-7d1f"
    fields = {"case": str(case), "kind": kind, "key": key, **more}
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
    )
    safe = quote(name, safe="") if any(c in name for c in '"\r\n\0') else name
    # A browser writes a quote as %22 and line ends as %0D %0A; a name with them arrives bare as well.
    if safe != name:
        path = f"/evidence?{urlencode({'case': case, 'kind': kind, 'key': key, 'name': name})}"
        status, _, text = ask(
            port, "POST", path, data, cookie, timeout, Content_Type="application/octet-stream"
        )
        return status, json.loads(text)
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
    kind_ = f"multipart/form-data; boundary={mark}"
    status, _, text = ask(port, "POST", "/evidence", body, cookie, timeout, Content_Type=kind_)
    return status, json.loads(text)
