"""Every write chains what it recorded: once, in order, recomputable by anybody, undone with its job."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import exc, select, text

from hazards.domain import trail as lines
from hazards.services import trail
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import events, facts
from hazards.storage import tables as t
from hazards.storage.migrations import migrate, unmigrate
from tests.services.ledgers import a_row, take
from tests.trail.worlds import WHO, Office

TOLD = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.text(st.characters(exclude_categories=["Cs"])))


@given(st.lists(TOLD))
def test_the_line_of_an_event_is_what_the_standard_library_writes(told):
    assert lines.canonical(told) == json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_stranger_recomputes_a_chain_with_the_standard_library(office):
    with office.store.read() as connection:
        told = events.of_case(connection, 1)
    prev = ""
    for n, e in enumerate(told, 1):
        acted = e["acted_on"].isoformat() if e["acted_on"] else None
        names = ("entered_at", "actor", "account_id", "as_whom", "behalf_id", "behalf", "import_id", "reason")
        row = ["guapai-event-1", 1, n, prev, e["subject"], e["action"], e["origin"], acted]
        row += [*(e[name] for name in names), e["data"], e["sums"]]
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        prev = hashlib.sha256(line.encode()).hexdigest()
        assert (e["seq"], e["hash"]) == (n, prev)


def test_the_head_of_a_case_is_its_last_event_and_the_rest_has_a_chain_of_its_own(office):
    office.target()
    with office.store.read() as connection:
        last = events.of_case(connection, 1)[-1]
        row = connection.execute(select(t.cases.c.length, t.cases.c.head).where(t.cases.c.id == 1)).one()
        common = connection.execute(select(t.events).where(t.events.c.case_id.is_(None))).mappings().all()
        chain = connection.execute(select(t.chains)).one()
    assert tuple(row) == (last["seq"], last["hash"])
    assert tuple(chain) == (0, len(common), common[-1]["hash"])


def test_events_of_one_write_tell_the_case_as_it_stands_after_all_of_them(office):
    office.register()
    with office.store.read() as connection:
        told = events.of_case(connection, office.cases[-1])
        now = lines.sums(facts.of_cases(connection, [office.cases[-1]])[office.cases[-1]])
    assert [e["sums"] for e in told] == [now, now]


def test_a_job_that_fails_leaves_no_link(office):
    def failing(connection):
        events.record(connection, action="noted", case_id=1, entered_at="", **WHO)
        raise LookupError

    before = _head(office)
    with pytest.raises(LookupError):
        office.store.write(failing)
    assert _head(office) == before


def _head(office: Office):
    with office.store.read() as connection:
        return connection.execute(select(t.cases.c.length, t.cases.c.head).where(t.cases.c.id == 1)).one()


def test_an_event_written_past_the_program_never_enters_a_chain(office, flaws):
    with office.store.engine.begin() as connection:
        row = {"subject": "case", "case_id": 1, "action": "noted", "origin": "here"}
        connection.execute(t.events.insert().values(**row, entered_at="", actor="别人"))
    office.note()
    office.target()
    said = [code for code, _ in flaws(office)]
    assert said == ["event-foreign"]


def test_a_ledger_taken_in_bulk_verifies(store, tmp_path):
    wide = {"挂牌日期": "2026-03-01", "整改期限": "2026-09-30", "经度": "120.66", "纬度": "28.01"}
    wide |= {"违法面积": "320.50", "延期至": "2026-10-31", "延期批准日期": "2026-09-01"}
    take(store, tmp_path, a_row("1"), a_row("2", **wide, 隐患主要内容="一是通道堵塞；二是电线老化。"))
    take(
        store,
        tmp_path,
        a_row("1", 联系电话="0577-05550001"),
        a_row("3", 状态="已销号", 销号日期="2026-05-01"),
    )
    report = trail.verify(store, LOCAL_ADMIN, None)
    assert report.public()["findings"] == []
    assert report.cases == 3


@pytest.mark.parametrize("engine", ["office", pytest.param("city", marks=pytest.mark.postgres)])
@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM events WHERE id = 1",
        "UPDATE events SET reason = 'x' WHERE id = 1",
        "UPDATE events SET hash = '' WHERE id = 1",
        "DELETE FROM seals",
        "UPDATE seals SET at = ''",
        "DELETE FROM evidence",
    ],
)
def test_the_database_itself_keeps_what_is_chained(engine, act, request):
    office = request.getfixturevalue(engine)
    office.bring()
    with (
        office.store.engine.connect() as connection,
        pytest.raises(exc.DBAPIError, match="only ever added to"),
    ):
        connection.execute(text(act))


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_trail(city):
    with city.store.engine.connect() as connection, pytest.raises(exc.DBAPIError, match="only ever added to"):
        connection.execute(text("TRUNCATE events"))


@pytest.mark.parametrize("engine", ["office", pytest.param("city", marks=pytest.mark.postgres)])
def test_a_store_from_before_the_trail_is_chained_as_it_is_upgraded(engine, request, flaws):
    office = request.getfixturevalue(engine)
    unmigrate(office.store, "0001")
    migrate(office.store)
    office.note()
    report = trail.verify(office.store, LOCAL_ADMIN, office.blobs)
    assert report.public()["findings"] == []
    assert report.events > 12


def test_a_column_left_at_its_default_changes_no_digest():
    part = facts.PARTS["cases"]
    assert part.row({"id": 1, "note": "", "suspended": False, "round": 0, "stage": "rectifying"}) == {"id": 1}
    assert part.row({"id": 1, "lon": -0.0, "x": 1e16}) == {"id": 1, "lon": "0.0", "x": "1e+16"}
