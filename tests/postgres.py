"""A real PostgreSQL for tests: one throw-away server a session, one empty database a test.

PostgreSQL refuses to run as root, so root hands the server to the ``postgres`` user that the
Debian package creates. Nothing of an installed cluster is touched.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

UNSAFE_BUT_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass
class Server:
    port: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str, driver: str = "postgresql+psycopg") -> str:
        return f"{driver}://postgres@127.0.0.1:{self.port}/{name}"

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"guapai_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres", "postgresql"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self.url(name)


def binaries() -> Path | None:
    """The newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def running() -> Iterator[Server]:
    """Start a server and stop it; without binaries skip loudly, and fail where CI must have them."""
    programs = binaries()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed, and CI must have it: apt-get install postgresql")
        pytest.skip("PostgreSQL IS NOT TESTED: no /usr/lib/postgresql/*/bin; apt-get install postgresql")
    room = Path(tempfile.mkdtemp(prefix="guapai-pg-"))
    user = _unprivileged()
    if user:
        os.chown(room, user["user"], user["group"])
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {room} {UNSAFE_BUT_FAST}"
    control = [str(programs / "pg_ctl"), "-D", str(room / "data"), "-w", "-t", "60"]
    try:
        _run(
            [str(programs / "initdb"), "-D", str(room / "data"), "-U", "postgres", "-A", "trust", "-N"], user
        )
        _run([*control, "-l", str(room / "log"), "-o", options, "start"], user)
        try:
            yield Server(port)
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _run(command: list[str], user: dict) -> None:
    done = subprocess.run(
        command, **user, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


def _unprivileged() -> dict:
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
