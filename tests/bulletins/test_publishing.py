"""A draft is looked at by a second person and frozen; nobody types a number, and nothing published moves."""

from datetime import date

import orjson
import pytest
from sqlalchemy import update

from hazards.domain import trail
from hazards.domain.roles import Role
from hazards.services import bulletins, intake, publishing, taking
from hazards.services.access import LOCAL_ADMIN, NotYours
from hazards.services.asked import BadQuestion
from hazards.storage import events
from hazards.storage import tables as t
from tests.bulletins.conftest import LEADER, LISTING, SECOND
from tests.services.district import add_case
from tests.services.offices import office, street

OCTOBER = ("month", "2026-10")


@pytest.fixture
def written(store, monkeypatch, tmp_path):
    """A store with one case and the draft of October; files are not what these tests are about."""
    monkeypatch.setenv("HAZARDS_KEY", str(tmp_path / "signing.key"))
    monkeypatch.setattr(publishing, "render", lambda told, kind: kind.encode())
    add_case(store, unit="晨岚模具厂", deadline=date(2026, 9, 30))
    return publishing.draft(store, LISTING, *OCTOBER)


def test_whoever_drafted_an_issue_does_not_publish_it(store, written):
    with pytest.raises(publishing.SecondLook, match="吴安办"):
        publishing.publish(store, LISTING, written)
    assert publishing.publish(store, SECOND, written) == 1


def test_whoever_wrote_its_notes_does_not_publish_it_either(store, written):
    publishing.note(store, SECOND, written, typical="", next="逐件落实。")
    with pytest.raises(publishing.SecondLook):
        publishing.publish(store, SECOND, written)
    assert publishing.publish(store, LEADER, written) == 1


def test_what_changed_after_the_second_look_is_not_published_unseen(store, written):
    add_case(store, unit="云帆加油站")
    with pytest.raises(publishing.DraftMoved, match="1件案卷不同"):
        publishing.publish(store, LEADER, written)
    assert publishing.draft(store, LISTING, *OCTOBER) == written
    assert publishing.publish(store, LEADER, written) == 1


def test_a_period_is_published_once_and_when_it_is_over(store, written):
    running = publishing.draft(store, LISTING, "month", "2026-11")
    with pytest.raises(publishing.PeriodNotOver, match="2026年11月30日24时"):
        publishing.publish(store, LEADER, running)
    publishing.publish(store, LEADER, written)
    with pytest.raises(publishing.AlreadyPublished, match="第1期"):
        publishing.draft(store, LISTING, *OCTOBER)
    with pytest.raises(
        publishing.AlreadyPublished, match="黄区长"
    ):  # whoever comes second is told who was first
        publishing.publish(store, SECOND, written)
    with pytest.raises(publishing.AlreadyPublished):
        publishing.discard(store, LISTING, written)
    with pytest.raises(publishing.NotStarted):
        publishing.draft(store, LISTING, "month", "2026-12")


def test_issues_of_a_kind_are_numbered_within_their_year(store, written):
    assert publishing.publish(store, LEADER, written) == 1
    for period, number in (("2026-09", 2), ("2026-08", 3), ("2025-12", 1)):
        draft = publishing.draft(store, LISTING, "month", period)
        assert publishing.publish(store, LEADER, draft) == number
    late = bulletins.look(store, LEADER, publishing.draft(store, LISTING, "month", "2026-07"))
    assert late.later == "2026年8月通报第3期"
    assert "此前没有截止更早的同类通报" not in late.paper["sections"][1]["paragraphs"][1]
    week = publishing.draft(store, LISTING, "week", "2026-W46")
    assert publishing.publish(store, LEADER, week) == 1


def test_an_issue_is_sealed_and_told_in_the_trail_with_its_digests(store, written):
    publishing.publish(store, LEADER, written)
    look = bulletins.look(store, LEADER, written)
    number, _, digest = look.bulletin.seal.partition(":")
    with store.read() as connection:
        seal = connection.execute(t.seals.select().where(t.seals.c.number == int(number))).mappings().one()
        (event,) = (
            e for e in connection.execute(t.events.select()).mappings() if e["action"] == "bulletin-published"
        )
    assert seal["hash"] == digest
    assert seal["last_event"] >= look.bulletin.last_event
    told = orjson.loads(event["data"])
    assert (told["sha256"], told["issue"], told["drafter"]) == (look.issue.sha256, 1, "吴安办")
    assert set(told["files"]) == {"docx", "xlsx", "pdf"}


def test_a_frozen_value_that_was_touched_is_refused_by_name(store, written):
    publishing.publish(store, LEADER, written)
    at = t.bulletins.c.id == written

    def touch(connection):
        facts = connection.execute(t.bulletins.select().where(at)).mappings().one()["facts"]
        connection.execute(update(t.bulletins).where(at).values(facts=facts.replace("晨岚", "晨兰")))

    store.write(touch)
    with pytest.raises(bulletins.BulletinDamaged, match="冻结数据"):
        bulletins.look(store, LEADER, written)


def test_a_row_rewritten_with_its_digest_still_contradicts_the_trail(store, written):
    publishing.publish(store, LEADER, written)
    at = t.bulletins.c.id == written
    values = {"facts": "{}", "sha256": trail.sha256(b"{}")}
    store.write(lambda c: c.execute(update(t.bulletins).where(at).values(**values)))
    with pytest.raises(bulletins.BulletinDamaged, match="冻结数据"):
        bulletins.file(store, LEADER, written, "pdf")


def test_a_file_that_was_touched_is_not_handed_out(store, written):
    publishing.publish(store, LEADER, written)
    files = t.bulletin_files
    store.write(
        lambda c: c.execute(
            update(files).where(files.c.kind == "pdf").values(content=b"else", sha256=trail.sha256(b"else"))
        )
    )
    with pytest.raises(bulletins.BulletinDamaged, match="pdf"):
        bulletins.file(store, LEADER, written, "pdf")
    assert bulletins.file(store, LEADER, written, "docx") == (b"docx", "2026年10月通报第1期.docx")


def test_a_street_reads_the_published_letter_and_nothing_else(store, written):
    clerk = street(store, "五马街道", Role.CLERK, 7)
    assert bulletins.issues(store, clerk) == []
    with pytest.raises(bulletins.NoSuchBulletin):
        bulletins.file(store, clerk, written, "docx")
    publishing.publish(store, LEADER, written)
    assert bulletins.file(store, clerk, written, "pdf")[0] == b"pdf"
    with pytest.raises(NotYours):
        bulletins.file(store, clerk, written, "xlsx")
    with pytest.raises(NotYours):
        bulletins.look(store, clerk, written)


def test_a_draft_waits_in_the_to_dos_of_those_who_may_publish_it(store, written):
    for who, waits in ((LEADER, 1), (SECOND, 1), (LISTING, 0), (office(Role.AUDITOR, 8), 0)):
        assert len(bulletins.todos(store, who)) == waits


def test_notes_are_words_and_leave_every_number_where_it_is(store, written):
    before = bulletins.look(store, LEADER, written).bulletin
    publishing.note(store, LISTING, written, typical="晨岚模具厂提前整改。", next="")
    look = bulletins.look(store, LEADER, written)
    assert look.bulletin.members == before.members
    assert [s["head"] for s in look.paper["sections"]][-2:] == ["五、典型案例", "六、下一步工作"]
    with pytest.raises(publishing.TooLong, match="3000字"):
        publishing.note(store, LISTING, written, typical="长" * 2900, next="")


def test_a_discarded_draft_is_gone_and_its_period_free(store, written):
    publishing.discard(store, LISTING, written)
    assert bulletins.issues(store, LISTING) == []
    with pytest.raises(bulletins.NoSuchBulletin):
        bulletins.look(store, LISTING, written)
    assert publishing.draft(store, LISTING, *OCTOBER) != written


@pytest.mark.parametrize(
    ("kind", "told"),
    [("week", "2026-W54"), ("week", "2026-10"), ("month", "2026-13"), ("quarter", "2026-Q5"), ("year", "26")],
)
def test_what_names_no_period_is_told_how_to_write_one(store, kind, told):
    with pytest.raises(BadQuestion, match="如 "):
        publishing.draft(store, LISTING, kind, told)


def test_the_shell_drafts_and_publishes_as_the_machine_and_the_trail_says_so(store, written):
    draft = publishing.draft(store, LOCAL_ADMIN, "week", "2026-W46")
    assert publishing.publish(store, LOCAL_ADMIN, draft) == 1
    with store.read() as connection:
        last = connection.execute(t.events.select().where(t.events.c.id == events.last(connection)))
        assert last.mappings().one()["actor"] == "本机管理员"


@pytest.mark.parametrize(
    ("listed", "struck", "told"),
    [("2026-09-01", "", 1), ("2026-11-02", "", 0), ("2026-09-01", "2026-10-30", 1)],
)
def test_a_ledger_that_may_change_what_was_published_says_so_before_it_is_taken(
    store, written, tmp_path, listed, struck, told
):
    publishing.publish(store, LEADER, written)
    state = "已销号" if struck else "整改中"
    path = tmp_path / "补报.csv"
    path.write_text(
        "编号,整治单位(区域),属地街道,年度,挂牌日期,状态,销号日期\n"
        f"补〔2026〕1号,屿岚打印社,五马街道,2026,{listed},{state},{struck}\n",
        "utf-8-sig",
    )
    draft = intake.check(store, LOCAL_ADMIN, path)
    assert draft.accepted == 1, [f.remedy for f in draft.findings]
    said = [f for f in draft.findings if f.code == "restates-published"]
    assert len(said) == told
    assert all("2026年10月通报第1期(截止2026-10-31)" in f.remedy for f in said)


def test_a_ledger_that_strikes_off_after_the_cut_off_changes_nothing_published(store, written, tmp_path):
    def ledger(state: str, struck: str):
        path = tmp_path / "台账.csv"
        path.write_text(
            "编号,整治单位(区域),属地街道,年度,挂牌日期,状态,销号日期\n"
            f"补〔2026〕2号,屿岚打印社,五马街道,2026,2026-03-01,{state},{struck}\n",
            "utf-8-sig",
        )
        return intake.check(store, LOCAL_ADMIN, path)

    taking.commit(store, LOCAL_ADMIN, ledger("整改中", ""))
    publishing.discard(store, LISTING, written)
    publishing.publish(store, LEADER, publishing.draft(store, LISTING, *OCTOBER))
    codes = [{f.code for f in ledger("已销号", day).findings} for day in ("2026-11-05", "2026-10-31")]
    assert ["restates-published" in one for one in codes] == [False, True]


def test_a_week_over_the_new_year_tells_what_was_done_before_midnight(store, written, monkeypatch):
    """No later issue has it open, no earlier one over: it would be told nowhere."""
    monkeypatch.setenv("HAZARDS_TODAY", "2027-01-05")
    late = {"state": "struck-off", "deadline": date(2026, 12, 31)}
    add_case(store, struck_off_on=date(2026, 12, 29), **late)
    add_case(store, struck_off_on=date(2026, 12, 27), **late)  # of the week before
    add_case(store, struck_off_on=date(2027, 1, 2), **late)
    look = bulletins.look(store, LEADER, publishing.draft(store, LISTING, "week", "2026-W53"))
    told = {name: look.bulletin.count(name) for name in ("struck-now", "carried-struck-now", "due-now")}
    assert told == {"struck-now": 1, "carried-struck-now": 1, "due-now": 3}
    assert "含2026年度案卷在该年最后几日办理的" in look.paper["sections"][1]["paragraphs"][0]
