"""What is about no case is vouched for too: a bulletin, a package, a report changed in the database is named."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, update

from hazards.domain.roles import Role
from hazards.domain.weeks import Week
from hazards.services import (
    accounts,
    answering,
    instructions,
    posts,
    publications,
    publishing,
    targets,
    trail,
    weekly,
)
from hazards.services.access import LOCAL_ADMIN
from hazards.services.publicvalue import Wish
from hazards.storage import tables as t
from hazards.storage.blobs import Blobs
from hazards.storage.store import Store
from tests.accountability.samples import take_in
from tests.services.district import add_case, key_of
from tests.services.offices import office, street
from tests.trail.attacks import past_the_program

LISTING, LEADER = office(Role.LISTING, 901), office(Role.LEADER, 902)
STREET = "双屿街道"


@pytest.fixture
def lived(store, monkeypatch, tmp_path) -> Store:
    """One of everything that is about no case, through the services, changed as honest work changes it."""
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "signing.key"))
    monkeypatch.setattr(publishing, "render", lambda told, kind: kind.encode())
    add_case(store, unit="晨岚模具厂", deadline=date(2026, 9, 30))
    account, _ = posts.hire(store, LOCAL_ADMIN, "wuanban", "吴安办", Role.LISTING)
    accounts.reset(store, LOCAL_ADMIN, account)
    targets.set_target(store, LISTING, "330302", 2026, listed=90, rate=95)
    number = publishing.draft(store, LISTING, "month", "2026-10")
    publishing.note(store, LISTING, number, typical="", next="逐件落实。")
    publishing.publish(store, LEADER, number)
    number = publications.prepare(store, LISTING, Wish(2026, "all", False, "", {}))
    publications.sign(store, LEADER, number, assessed=True, assessment="可以公开")
    clerk, key = street(store, STREET, Role.CLERK, 11), key_of(store, STREET)
    week = Week.of(date(2026, 11, 21))
    weekly.ask(store, clerk, weekly.save(store, clerk, key, week, problems="无", plans="无"))
    answering.decide(store, clerk, take_in(store, clerk), accepted=True, on=date(2026, 11, 4))
    by = date(2026, 11, 26)
    number = instructions.give(store, LEADER, f"street:{key}", text="请核实", reply_by=by)
    instructions.reply(store, street(store, STREET, Role.HEAD, 12), number, "已核实")
    return store


def said(store: Store, tmp_path) -> list[str]:
    report = trail.verify(store, LOCAL_ADMIN, Blobs(tmp_path / "evidence"))
    return [report.says(flaw) for flaw in report.flaws]


def test_honest_work_raises_no_alarm_and_each_change_past_the_program_is_named(lived, tmp_path):
    assert said(lived, tmp_path) == []
    changes = {
        "通报(编号 1)": update(t.bulletins).values(facts="{}", sha256="0" * 64),
        "通报文件(编号 1-pdf)": update(t.bulletin_files)
        .where(t.bulletin_files.c.kind == "pdf")
        .values(content=b"else"),
        "公开包(编号 1)": update(t.publications).values(assessment="未评估"),
        "周报(编号 1)": update(t.weeklies).values(facts="{}"),
        "投诉举报(编号 1)": update(t.complaints).values(received_on=date(2026, 11, 20)),
        "办理记录(编号 1)": update(t.deeds).where(t.deeds.c.id == 1).values(told="没有来电"),
        "批示(编号 1)": update(t.instructions).values(reply_by=date(2027, 1, 1)),
        "年度目标": update(t.targets).values(rate=50),
        "账号": update(t.accounts).values(password="别人的"),
        "任职": update(t.posts).values(role="leader"),
    }
    with past_the_program(lived) as connection:
        for change in changes.values():
            connection.execute(change)
    found = said(lived, tmp_path)
    assert {line.partition("与最后一次登记")[0] for line in found} == changes.keys()


def test_what_was_deleted_and_what_was_slipped_in_is_named(lived, tmp_path):
    chosen = (t.bulletin_files.c.bulletin_id == 1) & (t.bulletin_files.c.kind == "docx")
    forged = {"subject": "complaint", "subject_id": 1, "what": "答复", "on_date": date(2026, 11, 20)}
    with past_the_program(lived) as connection:
        connection.execute(delete(t.bulletin_files).where(chosen))
        connection.execute(insert(t.deeds).values(**forged, entered_at="2026-11-20", event_id=1))
    gone, strange = said(lived, tmp_path)
    assert gone.startswith("通报文件(编号 1-docx)登记过")
    assert strange == "办理记录(编号 3)没有任何记录：它不是由本程序登记的。"
