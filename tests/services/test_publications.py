"""公开包: what the public reads is redacted, signed by another, and the same bytes ever after."""

import hashlib
import io
import shutil
import zipfile
from datetime import date

import openpyxl
import pytest
from sqlalchemy import update

from hazards.domain.roles import Role
from hazards.formats import publicfiles, publicpage
from hazards.services import publications, todo
from hazards.services.publications import NotAssessed, NotPublic, OwnDraft
from hazards.services.publicvalue import Wish
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.services.district import add_case
from tests.services.offices import office

OFFICE, LEADER = office(Role.LISTING, 901), office(Role.LEADER, 902)
WISH = Wish(2026, "all", True, "", {})
SECRETS = ("张三丰", "13800138000", "330302199001011234", "振瓯路12号", "王立")


@pytest.fixture(scope="module")
def filled(lucheng_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("public") / "hazards.db"
    shutil.copy(lucheng_file, path)
    store = Store(f"sqlite:///{path}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-11-21")
        _fill(store)
    store.engine.dispose()
    return path


def _fill(store):
    due = {"deadline": date(2026, 12, 1), "supervisor": "区应急管理局"}
    add_case(
        store,
        street="五马街道",
        number="鹿挂〔2026〕1号",
        content="消防通道堵塞，王立 13800138000",
        responsible_person="王立",
        **due,
    )
    home = {
        "kind": "building",
        "unit": "张三丰",
        "address": "振瓯路12号",
        "lon": 120.650001,
        "lat": 28.010001,
    }
    add_case(store, street="双屿街道", content="张三丰(330302199001011234)振瓯路12号加层", **home, **due)
    struck = {
        "state": "struck-off",
        "stage": "struck-off",
        "struck_off_on": date(2026, 6, 1),
        "struck_off_how": "整改完成",
    }
    add_case(store, street="五马街道", unit="<script>alert(1)</script>厂", content="=1+1", **struck, **due)
    add_case(
        store,
        street="五马街道",
        unit="误挂厂",
        state="withdrawn",
        stage="withdrawn",
        left_on=date(2026, 3, 1),
        **due,
    )


@pytest.fixture
def store(filled, tmp_path, today):
    shutil.copy(filled, tmp_path / "hazards.db")
    return Store(f"sqlite:///{tmp_path / 'hazards.db'}")


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_public_reads_units_and_results_and_of_persons_nothing(store):
    number = publications.prepare(store, OFFICE, WISH)
    value = publications.one(store, LEADER, number).value
    told = {case["name"]: case for case in value["cases"]}
    assert set(told) == {"晨岚模具厂", "张某", "<script>alert(1)</script>厂"}
    assert told["晨岚模具厂"]["content"] == "消防通道堵塞，王某 ***"
    assert told["张某"]["content"] == "张某(***)振瓯路×号加层"
    assert (told["张某"]["street"], told["晨岚模具厂"]["body"]) == ("双屿街道", "区应急管理局")
    assert told["<script>alert(1)</script>厂"]["result"] == "已销号(整改完成)"
    parts = members(publications.file(store, OFFICE, number)[0])
    sheet = openpyxl.load_workbook(io.BytesIO(parts["table.xlsx"])).active
    cells = " ".join(str(c.value) for row in sheet.iter_rows() for c in row)
    for secret in (*SECRETS, "120.65", "28.01", "误挂厂"):
        assert secret not in parts["index.html"].decode()
        assert secret not in cells


def test_the_page_asks_nobody_for_anything_and_runs_no_text_of_a_case(store):
    number = publications.prepare(store, OFFICE, WISH)
    page = publicpage.page(publications.one(store, OFFICE, number).value)
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;厂" in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    for outward in ("http://", "https://", "src=", "@import", "url(h"):
        assert outward not in page.replace("http://www.w3.org/2000/svg", "")


def test_another_signs_after_the_assessment_and_the_hash_is_recorded(store):
    number = publications.prepare(store, OFFICE, WISH)
    (waiting,) = [one for one in todo.mine(store, LEADER) if one.kind == "publication"]
    assert (waiting.ref, waiting.what) == (number, "签发公开包")
    with pytest.raises(NotAssessed, match="影响评估"):
        publications.sign(store, LEADER, number, assessed=False, assessment="已评估")
    digest = publications.sign(store, LEADER, number, assessed=True, assessment="只含单位信息，可以公开")
    content, name = publications.file(store, OFFICE, number)
    assert hashlib.sha256(content).hexdigest() == digest
    assert name == "公开包_鹿城区_20261121.zip"
    row = publications.kept(store, OFFICE)[0]
    assert (row["state"], row["decider"], row["assessed"]) == ("published", LEADER.actor, True)
    assert not todo.mine(store, LEADER) or all(w.kind != "publication" for w in todo.mine(store, LEADER))
    with store.read() as connection:
        told = connection.execute(
            t.events.select().where(t.events.c.action == "publication-signed")
        ).mappings()
        assert digest in told.one()["data"]


def test_who_prepared_it_does_not_sign_it(store):
    number = publications.prepare(store, OFFICE, WISH)
    with pytest.raises(OwnDraft):
        publications.sign(store, office(Role.LEADER, 901), number, assessed=True, assessment="可以")


def test_a_draft_sent_back_says_why_and_is_signed_by_nobody(store):
    number = publications.prepare(store, OFFICE, WISH)
    publications.send_back(store, LEADER, number, reason="第 2 件概要请改写")
    assert publications.kept(store, OFFICE)[0]["reason"] == "第 2 件概要请改写"
    with pytest.raises(publications.NoSuchPublication):
        publications.sign(store, LEADER, number, assessed=True, assessment="可以")


def test_a_full_name_chosen_by_hand_is_refused(store):
    made = publications.one(store, OFFICE, publications.prepare(store, OFFICE, WISH))
    home = next(i for i, c in zip(made.ids, made.value["cases"], strict=True) if c["name"] == "张某")
    with pytest.raises(NotPublic):
        publications.prepare(store, OFFICE, Wish(2026, "all", False, "", {home: "李四"}))
    number = publications.prepare(store, OFFICE, Wish(2026, "all", False, "", {home: "某住户"}))
    assert "某住户" in {c["name"] for c in publications.one(store, OFFICE, number).value["cases"]}


def test_the_same_frozen_value_gives_the_same_bytes(store):
    number = publications.prepare(store, OFFICE, WISH)
    first = publications.file(store, OFFICE, number)[0]
    value = publications.one(store, OFFICE, number).value
    assert publicfiles.zipped(value) == first == publications.file(store, OFFICE, number)[0]


def test_a_package_stays_what_was_signed_when_the_page_is_drawn_otherwise(store, monkeypatch):
    number = publications.prepare(store, OFFICE, WISH)
    first = publications.file(store, OFFICE, number)[0]
    monkeypatch.setattr(publicpage, "RULE", "口径：{rule}")
    assert publicfiles.zipped(publications.one(store, OFFICE, number).value) != first
    assert publications.sign(store, LEADER, number, assessed=True, assessment="同意")
    assert publications.file(store, OFFICE, number)[0] == first


def test_what_changed_since_is_told_case_by_case(store):
    number = publications.prepare(store, OFFICE, WISH)
    assert publications.compare(store, OFFICE, number) == []
    add_case(store, street="南汇街道", number="鹿挂〔2026〕99号", identity="n:99")

    def job(connection):
        chosen = t.cases.c.number == "鹿挂〔2026〕1号"
        struck = {"state": "struck-off", "stage": "struck-off", "struck_off_on": date(2026, 11, 20)}
        connection.execute(update(t.cases).where(chosen).values(**struck))
        key = connection.execute(t.cases.select().where(chosen)).mappings().one()["id"]
        events.record(connection, action="noted", case_id=key, actor="测试", entered_at="2026-11-21T00:00:00")

    store.write(job)
    found = {(c.number, c.what): (c.before, c.after) for c in publications.compare(store, OFFICE, number)}
    assert found["鹿挂〔2026〕1号", "办理结果"] == ("整改中", "已销号")
    assert found["鹿挂〔2026〕1号", "销号日期"] == ("", "2026-11-20")
    assert ("鹿挂〔2026〕99号", "包中没有，台账新增") in found
