"""SQLite and PostgreSQL give one answer, and PostgreSQL takes many writers at once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from hazards.__main__ import main
from hazards.services import intake, lists, register, taking
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import BY, Asked
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.migrations import migrate
from hazards.storage.snapshot import load, refresh
from hazards.storage.store import Store
from tests.services.ledgers import a_file, a_row, counts, how_many, take
from tests.storage.test_snapshot import content

pytestmark = pytest.mark.postgres

QUESTIONS = [
    *(["--by", by, "--kind", "all"] for by in BY),
    ["--year", "all"],
    ["--as-of", "2025-12-31"],
    ["--as-of", "2026-06-30", "--boundaries", "now"],
    ["--kind", "building"],
    ["--level", "省级"],
]


@pytest.fixture
def city(postgres_url, today) -> Store:
    """A ready PostgreSQL with 鹿城区 and no case."""
    store = Store(postgres_url)
    migrate(store)
    register.add_district(store, LOCAL_ADMIN, "330302")
    yield store
    store.engine.dispose()


def printed(capsys, *command: str) -> dict:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def trail(store: Store) -> list:
    """Every event as stored, its hash and the digests of its case included.

    Salts and keys are drawn anew in each store, and a bulletin prints a seal of its own: what vouches for
    what is about no case differs.
    """
    with store.read() as connection:
        rows = [dict(r) for r in connection.execute(select(t.events).order_by(t.events.c.id)).mappings()]
    for row in rows:
        if row["case_id"] is None:
            del row["sums"], row["prev"], row["hash"]
        if row["subject"] == "bulletin":
            del row["data"]
    return rows


def test_the_demonstration_gives_one_answer_on_both(tmp_path, postgres_url, today, capsys, monkeypatch):
    answers = {}
    monkeypatch.setenv("HAZARDS_TODAY", f"{today}T09:30:00+08:00")
    for url in (f"sqlite:///{tmp_path / 'demo.db'}", postgres_url):
        monkeypatch.setenv("HAZARDS_DATABASE_URL", url)
        filled = printed(capsys, "demo")
        tables = [printed(capsys, "rates", *question) for question in QUESTIONS]
        printed(capsys, "export", "csv", "--out", str(tmp_path / "out.csv"))
        store = Store(url)
        every = Asked(year=0, kind="all")
        order = lists.page(store, LOCAL_ADMIN, every, size=None).ids.tolist()
        found = lists.page(store, LOCAL_ADMIN, every.but(text="厂"), size=None).ids.tolist()
        exported = (tmp_path / "out.csv").read_bytes()
        answers[url] = (filled, tables, exported, order, found, trail(store))
        store.engine.dispose()
    one, other = answers.values()
    assert one[0] == {"filled": True, "cases": 300}
    for part, same in zip(one, other, strict=True):
        assert part == same


def test_a_second_file_is_compared_as_on_sqlite(city, tmp_path):
    take(city, tmp_path, a_row(整改期限="2026年底前", 经度="120.66", 纬度="28.01", 违法面积="320.5"))
    told = a_row(整改期限="2026年底前", 经度="120.66", 纬度="28.01", 违法面积="320.5")
    assert counts(take(city, tmp_path, told)) == (0, 0, 1)
    assert counts(take(city, tmp_path, a_row(联系电话="0577-05550001"))) == (1, 0, 0)


def test_ledgers_imported_at_once_do_not_collide(city, tmp_path):
    files = [a_file(tmp_path, *(a_row(f"{n}-{k}") for k in range(20))) for n in range(6)]
    together = threading.Barrier(len(files))

    def work(path) -> int:
        draft = intake.check(city, LOCAL_ADMIN, path)
        together.wait()
        taking.commit(city, LOCAL_ADMIN, draft)
        return draft.accepted

    with ThreadPoolExecutor(len(files)) as pool:
        assert sum(pool.map(work, files)) == 120
    assert how_many(city) == 120
    assert how_many(city, t.imports) == len(files)


def test_a_snapshot_refreshed_amid_many_writers_misses_nobody(city, tmp_path):
    """A smaller event id must never become visible after a larger one was seen."""
    take(city, tmp_path, *(a_row(f"{n}") for n in range(40)))
    with city.read() as connection:
        held = load(connection)
    stop = threading.Event()

    def work(first: int) -> None:
        for n in range(25):
            case_id = 1 + (first * 25 + n) % 40

            def job(connection, case_id=case_id, n=n):
                about = {"action": "noted", "actor": "测试", "entered_at": ""}
                events.record(connection, case_id=case_id, **about)
                connection.execute(
                    t.cases.update().where(t.cases.c.id == case_id).values(batch=f"{first}-{n}")
                )

            city.write(job)

    def watch() -> None:
        nonlocal held
        while not stop.is_set():
            with city.read() as connection:
                held = refresh(connection, held)

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    stop.set()
    watcher.join()
    with city.read() as connection:
        assert content(refresh(connection, held)) == content(load(connection))


def test_a_failed_write_leaves_nothing_behind(city):
    def failing(connection):
        events.record(connection, subject="test", action="n", actor="败", entered_at="")
        raise LookupError("not today")

    before = how_many(city, t.events)
    with pytest.raises(LookupError):
        city.write(failing)
    assert how_many(city, t.events) == before


def test_a_reading_cannot_write(city):
    with city.read() as connection, pytest.raises(Exception, match="read-only"):
        connection.execute(t.words.insert().values(list="levels", spelling="特级", means="省级"))
