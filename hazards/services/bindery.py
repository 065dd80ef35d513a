"""The bindery: takes up what was ordered, one job at a time, in a process of its own.

A page never waits for it, and what it needs of memory goes with it. A job whose process died is taken
up again, three times at most; after that a person decides.
"""

import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.services import access, binders, binding, clock
from hazards.services.access import Scope
from hazards.services.stores import ready_store
from hazards.storage import accounts, jobs
from hazards.storage import evidence as receipts
from hazards.storage.casework import Row
from hazards.storage.store import Store

LOOK_S = 3
SILENT_S = 300
"""After this long without a beat a job of another machine is taken for dead."""
BEAT_S = 1.5
TRIES = 3
DIED = "编制进程三次中断，已停止。请系统管理员查看内存和磁盘，之后重新编制。"
FAULT = "系统出错，没有编成。请重新编制，仍不行请联系系统管理员。"
GONE = "申请人已不在提出时的职务上，没有编制。请由在岗人员重新提出。"

log = logging.getLogger("hazards.bindery")


class TakenUp(Exception):
    """Another worker holds this job now."""


def watch(over: threading.Event) -> None:
    """Until the server is ``over``: where something is to do, start a worker and wait for it."""
    while not over.wait(LOOK_S):
        try:
            store = ready_store()
            if not waiting(store):
                continue
            worker = subprocess.Popen([sys.executable, "-m", "hazards.services.bindery"], env=_settings())
        except Refusal:
            continue  # no store yet
        except Exception:
            log.exception("the bindery did not start")
            continue
        while worker.poll() is None and not over.wait(1):
            pass


def _settings() -> dict[str, str]:
    """The worker works where the server was started, so that a relative address means the same store."""
    paths = (str(binders.ROOT), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def waiting(store: Store) -> bool:
    """Whether there is a job nobody works at, or a file that has lain long enough."""
    with store.read() as connection:
        return bool(_open(connection)) or bool(jobs.old(connection, _long_ago()))


def main() -> None:
    """Work until nothing is left; other processes of this machine go first."""
    os.nice(10)
    store = ready_store()
    expire(store)
    while work(store):
        pass


def work(store: Store) -> bool:
    """Take up one job and bring it to its end; False where there is none."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    row = store.write(lambda connection: _claim(connection, worker))
    if row is None:
        return False
    home = binders.folder(store)
    room = home / f"making-{row['id']}-{worker.rpartition(':')[2]}"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # whole files of persons lie here
        room.mkdir()
        _perform(store, row, worker, room)
    except TakenUp:
        log.warning("job %s was taken up by another worker", row["id"])
    except Refusal as refusal:
        _failed(store, row, worker, str(refusal))
    except Exception:
        log.exception("job %s failed", row["id"])
        _failed(store, row, worker, FAULT)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return True


def expire(store: Store) -> int:
    """Take away files that have lain long enough, and rooms of workers that died; returns how many."""
    home = binders.folder(store)
    with store.read() as connection:
        old = jobs.old(connection, _long_ago())
        held = {row["worker"].rpartition(":")[2] for row in jobs.running(connection)}
    for row in old:
        (home / row["file"]).unlink(missing_ok=True)
        store.write(lambda c, n=row["id"]: jobs.change(c, n, state=jobs.EXPIRED, file=""))  # type: ignore[misc]
    for room in home.glob("making-*"):
        if room.name.rpartition("-")[2] not in held:
            shutil.rmtree(room, ignore_errors=True)
    return len(old)


def _long_ago() -> str:
    return (clock.now() - binders.KEPT).isoformat(timespec="seconds")


def _open(connection: Connection) -> list[Row]:
    """Jobs to take up: waiting, silent for long, or of a process of this machine that is no more."""
    silent = jobs.to_do(connection, int(time.time()) - SILENT_S)
    known = {row["id"] for row in silent}
    dead = [row for row in jobs.running(connection) if row["id"] not in known and _dead(row["worker"])]
    return sorted([*silent, *dead], key=lambda row: row["id"])


def _dead(worker: str) -> bool:
    host, _, rest = worker.partition(":")
    process = rest.partition(":")[0]
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _claim(connection: Connection, worker: str) -> Row | None:
    for row in _open(connection):
        if row["tries"] >= TRIES:
            ended = {"state": jobs.FAILED, "trouble": DIED, "ended_at": clock.stamp()}
            jobs.change(connection, row["id"], **ended)
            continue
        told = {"state": jobs.RUNNING, "worker": worker, "beat": int(time.time()), "done": 0}
        jobs.change(connection, row["id"], **told, tries=row["tries"] + 1)
        return {**row, **told}
    return None


def _perform(store: Store, row: Row, worker: str, room: Path) -> None:
    with store.read() as connection:
        scope = _scope(connection, row)
    if scope is None:
        _failed(store, row, worker, GONE)
        return
    last = [0.0]

    def tell(doing: str, done: int, whole: int) -> None:
        if time.monotonic() - last[0] >= BEAT_S:
            _beat(store, row, worker, doing=doing, done=done, whole=whole)
            last[0] = time.monotonic()

    made = binding.make(store, scope, binders.question(row), room, tell)
    name = f"binder-{row['id']}.zip"
    os.replace(room / "binder.zip", binders.folder(store) / name)

    def job(connection: Connection) -> None:
        ended = {"state": jobs.DONE, "doing": "", "ended_at": clock.stamp(), "file": name}
        facts = {"size": made.size, "pages": made.pages, "sha256": made.sha256, "done": len(made.cases)}
        if not jobs.beat(connection, row["id"], worker, **ended, **facts, whole=len(made.cases)):
            raise TakenUp
        told = {"binder": row["id"], "cases": len(made.cases), "pages": made.pages, "sha256": made.sha256}
        binders.record(connection, scope, "binder-made", told)
        who = {"actor": scope.actor, "account_id": scope.account, "at": clock.stamp(), "address": ""}
        for case in made.cases:
            receipts.opened(connection, case_id=case, what="export", **who)

    store.write(job)


def _scope(connection: Connection, row: Row) -> Scope | None:
    """The actor as he stands now: a post taken away since he asked opens nothing."""
    account = accounts.by_id(connection, row["account_id"] or 0)
    if account is None or account["disabled_at"]:
        return None
    today = clock.today()
    posts = [
        *accounts.own_posts(connection, account["id"], today),
        *accounts.lent_posts(connection, account["id"], today),
    ]
    wanted = (row["post_id"], row["delegation_id"])
    post = next((one for one in posts if (one.id, one.delegation) == wanted), None)
    scope = access.scope_of(connection, account["person"], account["id"], post) if post else None
    return scope if scope is not None and scope.role in binders.MAKERS else None


def _beat(store: Store, row: Row, worker: str, **values: Any) -> None:
    beat = {"beat": int(time.time()), **values}
    if not store.write(lambda connection: jobs.beat(connection, row["id"], worker, **beat)):
        raise TakenUp


def _failed(store: Store, row: Row, worker: str, trouble: str) -> None:
    told = {"state": jobs.FAILED, "trouble": trouble, "ended_at": clock.stamp(), "doing": ""}
    store.write(lambda connection: jobs.beat(connection, row["id"], worker, **told))


if __name__ == "__main__":
    main()
