"""One fair writer: durable on return, neighbours apart, nobody starved, processes in turn."""

import fcntl
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, text

from hazards.storage import events
from hazards.storage.store import Store
from hazards.storage.tables import calendar_days, mappings

ROOT = Path(__file__).parents[2]
THREADS, WRITES = 16, 50


def note(store: Store, told: str) -> int:
    """One small act, as a person's click would be."""
    about = {"action": "noted", "actor": told, "entered_at": ""}
    return store.write(lambda c: events.record(c, subject="test", **about))


def actors(store: Store) -> list[str]:
    """What another program finds in the file, past our own connections."""
    with sqlite3.connect(f"file:{store.path}?mode=ro", uri=True) as connection:
        asked = "SELECT actor FROM events WHERE subject = 'test' ORDER BY id"
        return [actor for (actor,) in connection.execute(asked)]


def test_sixteen_threads_lose_nothing_and_share_fairly(store):
    waits: dict[int, list[float]] = {n: [] for n in range(THREADS)}
    rush = threading.Barrier(THREADS)

    def work(n: int) -> None:
        rush.wait()
        for k in range(WRITES):
            start = time.perf_counter()
            note(store, f"{n}-{k}")
            waits[n].append(time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = actors(store)
    assert sorted(written) == sorted(f"{n}-{k}" for n in range(THREADS) for k in range(WRITES))
    # By the time one thread has all its writes in, every other has at least half of its own.
    done = dict.fromkeys(range(THREADS), 0)
    for actor in written:
        done[int(actor.split("-")[0])] += 1
        if max(done.values()) == WRITES:
            break
    assert min(done.values()) >= WRITES // 2
    assert max(max(w) for w in waits.values()) < 5


def test_a_write_is_on_disk_when_it_returns(store):
    note(store, "一")
    assert actors(store) == ["一"]


def test_nobody_is_told_yes_before_the_whole_group_is_on_disk(store):
    holding, last_began, finish, told = threading.Event(), threading.Event(), threading.Event(), []

    def hold(_) -> None:
        holding.wait(5)

    def last(_) -> None:
        last_began.set()
        finish.wait(5)

    def early() -> None:
        note(store, "前")
        told.append(actors(store))

    threads = [threading.Thread(target=store.write, args=(hold,))]
    threads[0].start()
    time.sleep(0.05)
    for work in (threading.Thread(target=early), threading.Thread(target=store.write, args=(last,))):
        work.start()
        threads.append(work)
        time.sleep(0.05)  # in this order they wait behind the first, and share one commit
    holding.set()
    assert last_began.wait(5)
    time.sleep(0.05)
    assert told == []
    finish.set()
    for thread in threads:
        thread.join()
    assert told == [["前"]]


def test_a_write_waits_while_another_process_holds_the_file_lock(store):
    done = threading.Event()
    with open(f"{store.path}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = threading.Thread(target=lambda: (note(store, "一"), done.set()))
        waiting.start()
        assert not done.wait(0.2)
        assert actors(store) == []
    waiting.join()
    assert actors(store) == ["一"]


def test_a_failing_job_undoes_itself_and_leaves_its_neighbours(store):
    hold, stages = threading.Event(), []

    def slow(connection):
        stages.append("began")
        hold.wait(5)
        return events.record(connection, subject="test", action="n", actor="前", entered_at="")

    def failing(connection):
        events.record(connection, subject="test", action="n", actor="败", entered_at="")
        raise LookupError("not today")

    def caught() -> None:
        with pytest.raises(LookupError, match="not today"):
            store.write(failing)
        stages.append("refused")

    threads = [threading.Thread(target=store.write, args=(slow,))]
    threads[0].start()
    while "began" not in stages:
        time.sleep(0.001)
    # These wait in the queue together and so share one commit.
    threads += [threading.Thread(target=caught), threading.Thread(target=note, args=(store, "后"))]
    for thread in threads[1:]:
        thread.start()
    time.sleep(0.05)
    hold.set()
    for thread in threads:
        thread.join()
    assert actors(store) == ["前", "后"]
    assert "refused" in stages


def test_a_statement_the_database_refuses_undoes_only_its_own_job(store):
    def broken(connection):
        connection.execute(insert(mappings).values(signature="a", mapping="1"))
        connection.execute(insert(mappings).values(signature="a", mapping="2"))

    with pytest.raises(Exception, match="UNIQUE"):
        store.write(broken)
    note(store, "后")
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(mappings)).scalar_one() == 0
    assert actors(store) == ["后"]


def test_no_reader_sees_half_a_write(store):
    """Every write moves the whole calendar from one kind to the other; mixtures must not show."""
    days = [{"day": d, "name": ""} for d in _days(200)]
    stop, mixed = threading.Event(), []

    def swap(kind: str) -> None:
        def job(connection):
            connection.execute(delete(calendar_days))
            connection.execute(insert(calendar_days), [{**d, "kind": kind} for d in days])

        store.write(job)

    def watch() -> None:
        while not stop.is_set():
            with store.read() as connection:
                seen = connection.execute(select(calendar_days.c.kind)).scalars().all()
                again = connection.execute(select(calendar_days.c.kind)).scalars().all()
            if len(set(seen)) != 1 or len(seen) != len(days) or seen != again:
                mixed.append(seen)

    swap("rest")
    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for thread in watchers:
        thread.start()
    for n in range(30):
        swap(("work", "rest")[n % 2])
    stop.set()
    for thread in watchers:
        thread.join()
    assert mixed == []


def _days(count: int):
    from datetime import date, timedelta

    return [date(2026, 1, 1) + timedelta(n) for n in range(count)]


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(store):
    with pytest.raises(RuntimeError, match="inside a write"):
        store.write(lambda _: note(store, "内"))
    note(store, "后")
    assert actors(store) == ["后"]


def test_the_file_is_synced_on_every_commit(store):
    with store.read() as connection:
        told = [
            connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")
        ]
        assert told == ["wal", 2]
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


WORKER = """
import sys
from hazards.storage import events
from hazards.storage.store import Store
store = Store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[3])):
    def job(c, n=n):
        last = events.last(c)
        told = events.record(c, subject="test", action="n", actor=f"{sys.argv[2]}-{n}", entered_at="")
        assert told == last + 1, "another process wrote in between"
    store.write(job)
"""


def test_two_processes_take_turns_by_the_file_lock_and_lose_nothing(store):
    command = [sys.executable, "-c", WORKER, f"sqlite:///{store.path}"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen([*command, name, "100"], cwd=ROOT, **pipes) for name in "ab"]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for n in range(20):
        note(store, f"here-{n}")
    for worker in workers:
        assert worker.communicate(timeout=60)[1] == ""
        assert worker.returncode == 0
    written = actors(store)
    assert len(written) == len(set(written)) == 220
