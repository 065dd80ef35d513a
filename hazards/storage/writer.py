"""One fair writer for SQLite: a queue with group commit, and a file lock between processes.

``busy_timeout`` alone starves writers (one may wait seconds while another commits thousands);
a queue serves them in order and one fsync carries a whole group.
"""

import fcntl
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

GROUP = 64

Job = tuple[Callable[[Connection], Any], "Future[Any]"]


class Writer:
    """Runs jobs one after the other in savepoints, and commits them in groups."""

    def __init__(self, engine: Engine, lock: Path) -> None:
        self._engine, self._lock = engine, lock
        self._jobs: queue.Queue[Job] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Connection], Any]) -> Any:
        """Run ``job`` and return its value once it is safely on disk.

        Raises:
            Whatever the job raised; its own changes are then undone, its neighbours' are not.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself")
        future: Future[Any] = Future()
        self._jobs.put((job, future))
        return future.result()

    def _run(self) -> None:
        while True:
            group = [self._jobs.get()]
            while len(group) < GROUP:
                try:
                    group.append(self._jobs.get_nowait())
                except queue.Empty:
                    break
            self._commit(group)

    def _commit(self, group: list[Job]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with open(self._lock, "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                with self._engine.begin() as connection:
                    for job, future in group:
                        try:
                            with connection.begin_nested():
                                value = job(connection)
                        except BaseException as error:  # it is the caller's to judge
                            future.set_exception(error)
                        else:
                            done.append((future, value))
        except BaseException as error:
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for future, value in done:
            future.set_result(value)
