"""A store: where the ledger rests. SQLite by default, PostgreSQL for a city; one code path."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from hazards.storage import trail
from hazards.storage.writer import Writer

T = TypeVar("T")
WRITING = 0x67756170
"""Key of the PostgreSQL advisory lock that every write of ours holds until it commits."""


class Store:
    """Reads see one consistent moment; writes are one transaction each and durable on return."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.sqlite else _server(url)
        self._writer: Writer | None = None
        self._guard = threading.Lock()
        self.wrote = False

    @property
    def path(self) -> Path | None:
        return Path(self.url.database) if self.sqlite and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if not self.sqlite:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection

    def write(self, job: Callable[[Connection], T], *, chained: bool = True) -> T:
        """Run ``job`` in one transaction; what it recorded is chained before it commits.

        Only migrations, which may run before there is a trail, say ``chained=False``.
        """
        done = self._commit(_chaining(job) if chained else job)
        self.wrote = True
        return done

    def _commit(self, job: Callable[[Connection], T]) -> T:
        if not self.sqlite:
            with self.engine.begin() as connection:
                # One writer at a time here too: ids are given out by the largest, and a snapshot
                # refreshed by "event.id > last" must never see a smaller id come after a larger.
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITING})
                return job(connection)
        with self._guard:
            if self._writer is None:
                assert self.path is not None
                self._writer = Writer(self.engine, self.path.with_name(self.path.name + ".lock"))
        return self._writer.submit(job)


def _chaining(job: Callable[[Connection], T]) -> Callable[[Connection], T]:
    def whole(connection: Connection) -> T:
        # Rows that somebody inserted past the program stay outside: verify tells of them.
        foreign = trail.unchained(connection)
        done = job(connection)
        trail.chain(connection, foreign)
        return done

    return whole


def _server(url: str) -> Engine:
    return create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 30}, pool_size=8)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # The driver's own transaction handling commits behind our back; we say BEGIN ourselves.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writer = threading.current_thread().name == "writer"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine
