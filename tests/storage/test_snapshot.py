"""The columns kept warm equal the columns read anew, whatever happened in between."""

import tempfile
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from hazards.domain.counting import Columns
from hazards.storage import cases, events
from hazards.storage import tables as t
from hazards.storage.snapshot import Snapshot, load, refresh
from tests.services import oracle, worlds

PLAIN = [f.name for f in fields(Columns) if f.name not in ("extensions", "moves", "uplistings", "strikes")]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return worlds.a_register(tmp_path_factory.mktemp("world"))


def content(snapshot: Snapshot) -> dict:
    """Everything a snapshot says, comparable: codes as words, histories case by case."""
    told = {name: getattr(snapshot.columns, name).tolist() for name in PLAIN}
    for name in ("extensions", "moves", "uplistings", "strikes"):
        one = getattr(snapshot.columns, name)
        triples = zip(one.row.tolist(), one.since.tolist(), one.value.tolist(), strict=True)
        told[name] = sorted(triples, key=lambda r: r[:2])  # stable: entries of one day keep their order
    for name in ("lon", "lat"):
        told[name] = [str(v) for v in getattr(snapshot, name)]
    told["unit"], told["claims"] = snapshot.unit.tolist(), snapshot.claims.tolist()
    told["groups"] = {g: [c.words[n] for n in c.codes] for g, c in snapshot.groups.items()}
    told["last"] = snapshot.last
    return told


VALUES = {
    "deadline": worlds.maybe,
    "lead_id": worlds.leads,
    "supervisor": worlds.words,
    "batch": worlds.words,
    "level": st.sampled_from(oracle.LEVELS),
    "year": st.sampled_from([None, 2025, 2026]),
    "listed_on": worlds.maybe,
    "claim_plan": st.sampled_from(["", "已备案"]),
    "lon": st.sampled_from([None, 120.65]),
}
changes = st.fixed_dictionaries({}, optional=VALUES)
endings = st.one_of(
    st.fixed_dictionaries({"state": st.just("struck-off"), "struck_off_on": worlds.maybe}),
    st.fixed_dictionaries({"state": st.just("withdrawn"), "left_on": worlds.maybe}),
    st.just({"state": "open"}),
)
acts = st.one_of(
    st.tuples(st.just("add"), worlds.worlds),
    st.tuples(st.just("change"), changes),
    st.tuples(st.just("change"), endings),
    st.tuples(st.just("extend"), st.tuples(worlds.days, worlds.days)),
    st.tuples(st.just("forget-extensions"), st.none()),
    st.tuples(st.just("move"), st.tuples(worlds.maybe, worlds.leads)),
    st.tuples(st.just("raise"), st.tuples(worlds.days, st.sampled_from(oracle.LEVELS[1:]))),
    st.tuples(st.just("elsewhere"), st.none()),
)


def do(connection, act: str, told, at: int) -> None:
    """One act on the case at place ``at`` among those there are."""
    if act == "add":
        return worlds.write(connection, told)
    ids = connection.execute(select(t.cases.c.id).order_by(t.cases.c.id)).scalars().all()
    key = ids[at % len(ids)] if ids and act != "elsewhere" else None
    about = {"action": act, "actor": "测试", "entered_at": ""}
    event = events.record(connection, subject="case" if key else "target", case_id=key, **about)
    if key is None:
        return None
    if act == "change" and told:
        cases.change(connection, [{"id": key, **told}])
    elif act == "extend":
        cases.set_extension(connection, key, event, told[1], told[0])
    elif act == "forget-extensions":
        connection.execute(delete(t.extensions).where(t.extensions.c.case_id == key))
    elif act == "move":
        cases.set_lead(connection, key, event, told[1], told[0])
    elif act == "raise":
        row = {"case_id": key, "level": told[1], "listed_on": told[0], "event_id": event}
        taken = select(t.uplistings).where(t.uplistings.c.case_id == key, t.uplistings.c.level == told[1])
        if not connection.execute(taken).first():
            connection.execute(insert(t.uplistings).values(row))
    return None


@given(st.lists(st.tuples(acts, st.integers(0, 20)), min_size=1, max_size=8))
def test_refreshed_after_any_acts_equals_loaded_anew(template, story):
    with tempfile.TemporaryDirectory() as room:
        store = worlds.settle(template, Path(room) / "one.db", [])
        with store.read() as connection:
            held = load(connection)
        for (act, told), at in story:
            before = content(held)
            with store.engine.begin() as connection:
                do(connection, act, told, at)
            with store.read() as connection:
                fresh = refresh(connection, held)
                assert content(fresh) == content(load(connection)), act
            assert content(held) == before, "a snapshot in use was changed in place"
            held = fresh
        store.engine.dispose()


def test_nothing_new_gives_the_same_snapshot_back(template, tmp_path):
    store = worlds.settle(template, tmp_path / "one.db", [dict(oracle.CASE)])
    with store.read() as connection:
        held = load(connection)
        assert refresh(connection, held) is held


def test_an_act_about_no_case_keeps_the_columns(template, tmp_path):
    store = worlds.settle(template, tmp_path / "one.db", [dict(oracle.CASE)])
    with store.read() as connection:
        held = load(connection)
    with store.engine.begin() as connection:
        do(connection, "elsewhere", None, 0)
    with store.read() as connection:
        fresh = refresh(connection, held)
    assert fresh.last == held.last + 1
    assert fresh.columns is held.columns


def test_cases_are_found_by_id_and_absent_ids_are_left_out(template, tmp_path):
    store = worlds.settle(template, tmp_path / "one.db", [dict(oracle.CASE) for _ in range(3)])
    with store.read() as connection:
        held = load(connection)
    assert held.rows_of([3, 99, 1]).tolist() == [2, 0]
    assert held.rows_of([]).tolist() == []
    assert np.array_equal(held.columns.case, [1, 2, 3])
