"""Ten classes of tampering are found and located, on SQLite and PostgreSQL; honest work raises no alarm."""

import random
import sqlite3

import pytest
from sqlalchemy import insert, select, update

from hazards.services import sealing, trail
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import tables as t
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests.trail import attacks, rooms
from tests.trail.tampering import tried
from tests.trail.worlds import Office

IN_PLACE = sorted(attacks.ATTACKS.keys() - attacks.WITNESSED)


@pytest.mark.parametrize("name", attacks.ATTACKS)
def test_tampering_is_found_and_located(lived, name, tmp_path):
    found, located, said = tried(lived, name, tmp_path / "twin", 0)
    assert found
    assert located, said


@pytest.mark.postgres
@pytest.mark.parametrize("name", IN_PLACE)
def test_tampering_is_found_and_located_on_postgresql(city, name):
    city.bring()
    sealing.seal(city.store, "daily")
    sealed = rooms.spans(city)
    damage = attacks.ATTACKS[name](city, random.Random(name))
    report = trail.verify(city.store, LOCAL_ADMIN, city.blobs)
    assert damage.located(report, sealed), report.public()["findings"]


@pytest.mark.postgres
def test_both_engines_chain_the_same_life_alike(office, city):
    ends = []
    for one in (office, city):
        with one.store.read() as connection:
            columns = (t.events.c.id, t.events.c.seq, t.events.c.sums, t.events.c.hash)
            ends.append([tuple(r) for r in connection.execute(select(*columns).order_by(t.events.c.id))])
    assert ends[0] == ends[1]


@pytest.mark.parametrize("seed", range(3))
def test_an_honest_life_raises_no_alarm(tmp_path, seed, flaws):
    store = Store(f"sqlite:///{tmp_path / 'hazards.db'}")
    migrate(store)
    office = Office(store, tmp_path, 100 + seed)
    for _ in range(5):
        office.live(6)
        assert flaws(office) == []
    assert flaws(office, against=rooms.held_by_witness(office)) == []


def past(office: Office, statement) -> None:
    with attacks.past_the_program(office.store) as connection:
        assert connection.execute(statement).rowcount


def test_a_deadline_moved_in_the_database_is_named(office, flaws):
    past(office, update(t.cases).where(t.cases.c.id == 2).values(deadline=None))
    said = "案卷“鹿挂〔2026〕002号”的案卷登记与最后一条记录(第"
    [(code, says)] = flaws(office)
    assert code == "case-differs"
    assert says.startswith(said)


def test_an_extension_written_into_the_database_is_named(office, flaws):
    row = {"case_id": 1, "until": office.day(), "approved_on": office.day(), "event_id": 1}
    past(office, insert(t.extensions).values(row))
    [(code, says)] = flaws(office)
    assert code == "case-differs"
    assert "鹿挂〔2026〕001号" in says
    assert "延期" in says


def test_a_row_of_evidence_changed_in_the_database_is_named(office, flaws):
    office.bring()
    past(office, update(t.evidence).where(t.evidence.c.id == 1).values(captured_at="2026-01-01"))
    [(code, says)] = flaws(office)
    assert code == "case-differs"
    assert "证据材料" in says


def test_a_case_deleted_from_the_database_is_named(office, flaws):
    with sqlite3.connect(office.store.path) as raw:  # foreign keys are off by default here
        raw.execute("DELETE FROM cases WHERE id = 1")
    assert next(code for code, _ in flaws(office)) == "case-missing"


def test_a_case_written_into_the_database_is_named(office, flaws):
    values = {"identity": "x", "number": "伪〔2026〕1号", "kind": "hazard", "unit_id": 1, "state": "open"}
    past(office, insert(t.cases).values(values))
    assert ("case-foreign", "案卷“伪〔2026〕1号”没有任何记录：它不是由本程序登记的。") in flaws(office)


def test_all_seals_taken_away_leave_the_next_one_out_of_order(office, flaws):
    past(office, t.seals.delete().where(t.seals.c.number == 1))
    assert flaws(office)[0][0] == "seal-missing"


def test_a_seal_forged_with_another_key_is_named(office, flaws):
    past(office, update(t.seals).where(t.seals.c.number == 2).values(signature="00" * 64))
    assert flaws(office) == [("seal-signature", "第 2 号封签的签名不成立：封签是伪造的，或被改动。")]


def test_a_witness_who_kept_one_printed_seal_finds_a_rewritten_trail(office, flaws):
    printed = sealing.printed(office.store)
    attacks.rewrite(office, random.Random(3))
    [(code, says)] = flaws(office, against=trail.witness(printed))
    assert code == "witness-differs"
    assert "第 2 号封签之内或更早" in says


def test_what_no_witness_could_have_written_is_refused(tmp_path):
    (tmp_path / "x.json").write_text('{"format": "guapai-head-1", "seals": [{"number": 1}]}')
    for told in ("", "12", "12:zz", "x:" + "0" * 64, str(tmp_path / "x.json"), "{", str(tmp_path)):
        with pytest.raises(trail.BadWitness, match="封签"):
            trail.witness(told)
