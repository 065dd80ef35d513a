"""Runners: a few processes with a few threads each, let go at one moment by one barrier."""

import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

from hazards.storage.store import Store
from tests.races.acts import Act, Outcome, perform, prepared

PROCESSES = 2
PATIENCE = 120.0


def _serve(pipe: Connection, url: str, barriers: dict[int, Any]) -> None:
    """Another process of the product: its own store, its own writer, the same database."""
    store = Store(url)
    with ThreadPoolExecutor(16) as threads:

        def run(act: Act, parties: int) -> Outcome:
            ready = prepared(store, act)
            barriers[parties].wait(PATIENCE)
            return perform(store, act, ready)

        while (told := pipe.recv()) is not None:
            acts, parties = told
            pipe.send([f.result(PATIENCE) for f in [threads.submit(run, act, parties) for act in acts]])
    store.engine.dispose()


class RunnerGone(RuntimeError):
    """A process of the product is no more; the run ends here, and its figures count for nothing."""


class Runners:
    def __init__(self, url: str, parties: Sequence[int]) -> None:
        context = multiprocessing.get_context("spawn")  # a forked store would share its connections
        self.barriers = {n: context.Barrier(n) for n in parties}
        self.pipes: list[Connection] = []
        self.processes = []
        with _plain_main():
            for _ in range(PROCESSES):
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs, url, self.barriers), daemon=True)
                process.start()
                self.pipes.append(ours)
                self.processes.append(process)

    def race(self, acts: Sequence[Act], *, apart: bool) -> list[Outcome]:
        """Let acts go at one moment: ``apart`` in different processes, else in threads of one."""
        shares = [acts[n::PROCESSES] for n in range(PROCESSES)] if apart else [list(acts)]
        for pipe, share in zip(self.pipes, shares, strict=False):
            pipe.send((list(share), len(acts)))
        outcomes = []
        for pipe, _ in zip(self.pipes, shares, strict=False):
            try:
                if not pipe.poll(2 * PATIENCE):
                    raise RunnerGone("a racer never came back")
                outcomes += pipe.recv()
            except (EOFError, OSError) as error:
                raise RunnerGone(f"a process died, exit codes {self._codes()}") from error
        return outcomes

    def _codes(self) -> list[int | None]:
        for process in self.processes:
            process.join(2)
        return [process.exitcode for process in self.processes]

    def close(self) -> None:
        for pipe in self.pipes:
            with suppress(OSError):
                pipe.send(None)
        for process in self.processes:
            process.join(10)


@contextmanager
def _plain_main() -> Iterator[None]:
    """A page drawn in this process before leaves itself behind as ``__main__``, which children would run."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = sys.modules[__name__]
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def running(url: str, parties: Sequence[int] = (2, 8)) -> Iterator[Runners]:
    runners = Runners(url, parties)
    try:
        yield runners
    finally:
        runners.close()
