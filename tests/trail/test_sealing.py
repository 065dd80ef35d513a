"""Seals: one when something is new, once a day, signed by a key that is never in the database."""

import os
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from hazards.domain import trail as lines
from hazards.services import sealing, signing
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import tables as t
from hazards.storage import trail as at_rest
from hazards.web import start


def seals(office) -> list[dict]:
    with office.store.read() as connection:
        return at_rest.all_seals(connection)


def test_nothing_new_makes_no_new_seal(office):
    number = sealing.seal(office.store, "daily")
    assert sealing.seal(office.store, "daily") == number
    office.note()
    assert sealing.seal(office.store, "accident") == number + 1
    assert seals(office)[-1]["why"] == "accident"


def test_an_empty_trail_has_no_seal(store):
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER events_delete"))
        connection.execute(t.events.delete())
    assert sealing.seal(store, "daily") == 0
    assert sealing.printed(store) == ""


def test_every_event_lies_under_exactly_one_seal(office):
    told = seals(office)
    with office.store.read() as connection:
        ids = connection.execute(select(t.events.c.id).order_by(t.events.c.id)).scalars().all()
    assert told[0]["first_event"] == ids[0]
    assert told[-1]["last_event"] == ids[-1]
    assert sum(s["events"] for s in told) == len(ids)


def test_the_first_call_of_a_day_seals_and_later_ones_do_not(office, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2030-01-01")
    office.note()
    assert sealing.daily(office.store) == len(seals(office))
    office.note()
    assert sealing.daily(office.store) is None
    monkeypatch.setenv("HAZARDS_TODAY", "2030-01-02")
    assert sealing.daily(office.store) == len(seals(office))


def test_sealing_from_many_threads_leaves_one_line_of_seals(office, flaws):
    def work(_: int) -> None:
        office.note()
        sealing.seal(office.store, "daily")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    assert flaws(office) == []


def test_the_key_is_a_file_for_its_owner_only_and_nowhere_in_the_database(office):
    path = signing.key_path(office.store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    raw = signing.load(path).private_bytes_raw()
    assert raw not in office.store.path.read_bytes()
    assert raw.hex().encode() not in office.store.path.read_bytes()


def test_two_processes_that_start_together_use_one_key(tmp_path):
    path = tmp_path / "var" / "signing.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing.public(signing.load(path)), range(32)))
    assert len(keys) == 1
    assert os.listdir(path.parent) == ["signing.key"]


def test_a_file_that_is_no_key_refuses_to_seal_and_says_that_nothing_is_lost(office, monkeypatch, tmp_path):
    (tmp_path / "odd.key").write_text("钥匙")
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "odd.key"))
    office.note()
    with pytest.raises(signing.KeyUnusable, match="不受影响"):
        sealing.seal(office.store, "daily")


def test_the_old_key_signs_which_key_follows_it(office, flaws):
    old = signing.public(signing.load(signing.key_path(office.store)))
    new = sealing.hand_over(office.store, LOCAL_ADMIN, reason="人员调整")
    office.note()
    sealing.seal(office.store, "daily")
    told = seals(office)
    assert [(s["key"], s["next_key"]) for s in told[-2:]] == [(old, new), (new, "")]
    assert flaws(office) == []


def test_a_hand_over_cut_short_after_its_seal_is_finished_by_the_next(office, flaws, monkeypatch):
    monkeypatch.setattr(sealing, "_replace", lambda *_: None)
    new = sealing.hand_over(office.store, LOCAL_ADMIN, reason="人员调整")
    monkeypatch.undo()
    office.note()
    sealing.seal(office.store, "daily")
    assert seals(office)[-1]["key"] == new
    assert flaws(office) == []


def test_a_lost_key_is_a_warning_and_a_foreign_one_at_the_end_a_flaw(office, flaws):
    signing.key_path(office.store).unlink()
    office.note()
    sealing.seal(office.store, "daily")
    assert [code for code, _ in flaws(office)] == ["key-unannounced"]
    signing.key_path(office.store).unlink()
    signing.load(signing.key_path(office.store))
    assert [code for code, _ in flaws(office)] == ["key-unannounced", "key-differs"]


@pytest.mark.parametrize("size", [*range(1, 18), 100])
def test_a_merkle_path_leads_from_every_leaf_to_the_root(size):
    leaves = [lines.leaf(lines.sha256(bytes([n]))) for n in range(size)]
    assert lines.root(leaves) == recursive(leaves).hex()
    for index in range(size):
        assert climbed(leaves[index], index, size, lines.path(leaves, index)) == lines.root(leaves)


def recursive(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return lines._node(recursive(leaves[:k]), recursive(leaves[k:]))


def climbed(leaf: bytes, index: int, size: int, path: list[str]) -> str:
    rest, width = list(path), size
    while width > 1:
        if index % 2:
            leaf = lines._node(bytes.fromhex(rest.pop(0)), leaf)
        elif index + 1 < width:
            leaf = lines._node(leaf, bytes.fromhex(rest.pop(0)))
        index, width = index // 2, (width + 1) // 2
    assert rest == []
    return leaf.hex()


def test_the_server_seals_when_it_starts_and_stops_asking_when_it_ends(office, monkeypatch):
    monkeypatch.setenv("HAZARDS_DATABASE_URL", str(office.store.url))
    monkeypatch.setenv("HAZARDS_TODAY", "2030-01-01")
    office.note()
    over, before = threading.Event(), len(seals(office))
    server = threading.Thread(target=start.seal_daily, args=(over,))
    server.start()
    for _ in range(200):
        if len(seals(office)) > before:
            break
        time.sleep(0.02)
    over.set()
    server.join(5)
    assert not server.is_alive()
    assert [s["why"] for s in seals(office)[before:]] == ["daily"]
