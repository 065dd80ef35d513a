"""The bindery: one worker a job, taken up again when it was killed, with the rights of today."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from hazards.domain.roles import Role
from hazards.services import binders, bindery, posts
from hazards.services.access import LOCAL_ADMIN, acting_as
from hazards.storage import jobs
from hazards.storage import tables as t
from tests.people import hire
from tests.services.district import add_case, key_of

ROOT = Path(__file__).parents[2]
ALL = {"year": "2026"}


@pytest.fixture
def people(store):
    """A listing officer and two heads, with a case each street."""
    for street, unit in (("五马街道", "五马厂"), ("双屿街道", "双屿厂")):
        add_case(store, street=street, unit=unit)
    hire(store, "anwei", Role.LISTING)
    hire(store, "wuma", Role.HEAD, jurisdiction=key_of(store, "五马街道"))
    hire(store, "shuangyu", Role.HEAD, jurisdiction=key_of(store, "双屿街道"))
    return {name: acting_as(name, store) for name in ("anwei", "wuma", "shuangyu")}


def row(store, number):
    with store.read() as connection:
        return jobs.by_id(connection, number)


def told(store, subject="paper"):
    with store.read() as connection:
        asked = select(t.events.c.action, t.events.c.actor).where(t.events.c.subject == subject)
        return [tuple(one) for one in connection.execute(asked.order_by(t.events.c.id))]


def test_a_binder_is_ordered_made_taken_and_every_one_of_it_recorded(store, people):
    number = binders.ask(store, people["anwei"], ALL)
    assert bindery.waiting(store)
    assert bindery.work(store)
    assert not bindery.work(store)
    path, name = binders.take(store, people["anwei"], number, address="10.0.0.7")
    assert zipfile.ZipFile(path).testzip() is None
    assert name == "迎检台账_2026 年度_重大隐患_全部级别_全部属地_2026-11-21.zip"
    assert told(store) == [(f"binder-{act}", "anwei") for act in ("asked", "made", "taken")]
    with store.read() as connection:
        openings = connection.execute(select(t.openings.c.case_id, t.openings.c.what)).all()
    assert [tuple(one) for one in openings] == [(1, "export"), (2, "export")]


def test_a_head_gets_his_own_street_and_nobody_elses_binder(store, people):
    number = binders.ask(store, people["wuma"], ALL)
    bindery.work(store)
    assert row(store, number)["whole"] == 1
    assert [one.id for one in binders.held(store, people["wuma"])] == [number]
    assert [one.id for one in binders.held(store, people["anwei"])] == [number]
    assert binders.held(store, people["shuangyu"]) == []
    for act in (binders.take, binders.again):
        with pytest.raises(binders.NoSuchBinder):
            act(store, people["shuangyu"], number)


def test_a_worker_killed_on_its_way_is_taken_up_again(store, people):
    for _ in range(30):
        add_case(store, street="五马街道")
    number = binders.ask(store, people["anwei"], ALL)
    worker = subprocess.Popen([sys.executable, "-m", "hazards.services.bindery"], cwd=ROOT)
    until = time.monotonic() + 60
    # Taken up, and a second of typesetting still before it: later it may be through before it is killed.
    while row(store, number)["state"] != jobs.RUNNING and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert row(store, number)["state"] == jobs.RUNNING
    assert bindery.waiting(store)
    assert bindery.work(store)
    found = row(store, number)
    assert (found["state"], found["tries"], found["done"]) == (jobs.DONE, 2, 32)
    bindery.expire(store)
    assert binders.folder(store).joinpath(f"binder-{number}.zip").exists()
    assert {path.suffix for path in binders.folder(store).iterdir()} == {".zip"}


def test_a_job_that_kills_its_worker_three_times_waits_for_a_person(store, people):
    number = binders.ask(store, people["anwei"], ALL)
    died = {"state": jobs.RUNNING, "worker": "elsewhere:1:x", "beat": 0, "tries": 3}
    store.write(lambda c: jobs.change(c, number, **died))
    assert not bindery.work(store)
    found = binders.held(store, people["anwei"])[0]
    assert (found.state, found.trouble) == (jobs.FAILED, bindery.DIED)
    binders.again(store, people["anwei"], number)
    assert bindery.work(store)
    assert row(store, number)["state"] == jobs.DONE
    with pytest.raises(binders.NotEnded):
        binders.again(store, people["anwei"], number)


def test_a_job_somebody_works_at_elsewhere_is_left_alone_until_it_is_silent(store, people):
    number = binders.ask(store, people["anwei"], ALL)
    busy = {"state": jobs.RUNNING, "worker": "elsewhere:1:x", "tries": 1, "beat": int(time.time())}
    store.write(lambda c: jobs.change(c, number, **busy))
    assert not bindery.work(store)
    store.write(lambda c: jobs.change(c, number, beat=int(time.time()) - bindery.SILENT_S - 1))
    assert bindery.work(store)


def test_a_post_taken_away_since_opens_nothing(store, people):
    number = binders.ask(store, people["wuma"], ALL)
    posts.end(store, LOCAL_ADMIN, people["wuma"].post)
    bindery.work(store)
    assert row(store, number)["trouble"] == bindery.GONE
    assert not list(binders.folder(store).glob("*.zip"))


def test_a_finished_binder_is_taken_away_after_seven_days(store, people, monkeypatch):
    number = binders.ask(store, people["anwei"], ALL)
    bindery.work(store)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-29")
    assert bindery.waiting(store)
    assert bindery.expire(store) == 1
    assert binders.held(store, people["anwei"])[0].word == "已过期"
    with pytest.raises(binders.NoSuchBinder):
        binders.take(store, people["anwei"], number)


def test_nobody_fills_the_queue(store, people):
    for _ in range(binders.AT_ONCE):
        binders.ask(store, people["anwei"], ALL)
    with pytest.raises(binders.TooManyBinders):
        binders.ask(store, people["anwei"], ALL)
