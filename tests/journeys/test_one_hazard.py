"""One hazard from found to struck off through the services, and every gate that stops another."""

from datetime import date

import pytest

from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.domain.stages import Stage
from hazards.domain.steps import SamePerson, StepLacks
from hazards.services import (
    batches,
    casework,
    decisions,
    issuing,
    newcases,
    planning,
    progress,
    proposals,
    signatures,
)
from hazards.services.effect import CannotBe
from hazards.storage.store import Store
from tests.services.district import key_of, total
from tests.services.offices import DEPARTMENT, PLAN, file, five, office, street, take

TODAY = date(2026, 11, 21)


@pytest.fixture
def people(store: Store):
    class People:
        clerk = street(store, "五马街道", Role.CLERK, 1, "陈填报")
        head = street(store, "五马街道", Role.HEAD, 2, "林主任")
        officer = office(Role.DEPARTMENT, 3, "周核查")
        listing = office(Role.LISTING, 4, "吴安办")
        second = office(Role.LISTING, 5, "郑安办")
        leader = office(Role.LEADER, 6, "黄区长")

    return People


def registered(store, people) -> int:
    return newcases.register_case(
        store,
        people.clerk,
        {
            "unit": "晨岚模具厂",
            "content": "喷涂车间与宿舍未分隔",
            "lead": key_of(store, "五马街道"),
            "source": "巡查发现",
            "found_on": TODAY,
            "supervisor": DEPARTMENT,
        },
    )


def listed(store, people, case_id: int) -> None:
    take(store, people.officer, case_id, Action.ASSESS, basis="GB 35181—2025 第6.2条")
    batch = batches.draft(store, people.listing, does="list", year=2026, name="第三批", body="区安委办")
    batches.put(store, people.listing, batch, {case_id: {"deadline": date(2027, 3, 31)}})
    ((_, done),) = issuing.issue(store, people.listing, batch, document="鹿安委办〔2026〕40号", on=TODAY)
    assert isinstance(done, casework.Done), done


def signed(store, people, case_id: int, action: Action, **told) -> None:
    number = signatures.ask(store, people.clerk, case_id, action, told=told)
    ((_, done),) = signatures.sign(store, people.head, [number])
    assert isinstance(done, casework.Done), done


def stage(store, people, case_id: int) -> Stage:
    from hazards.services.access import in_sight

    return Stage(in_sight(store, people.listing, case_id)["stage"])


def test_a_hazard_walks_from_found_to_struck_off(store, people):
    before = total(store)
    case_id = registered(store, people)
    assert total(store) == before, "a case not yet listed counts in no figure"
    listed(store, people, case_id)
    assert total(store)["listed"] == before["listed"] + 1
    planning.save_plan(store, people.clerk, case_id, PLAN)
    signed(store, people, case_id, Action.FILE_PLAN)
    with pytest.raises(StepLacks, match="责任：内容"):
        take(store, people.officer, case_id, Action.START)
    five(store, people.clerk, people.officer, case_id)
    take(store, people.officer, case_id, Action.START)
    with pytest.raises(signatures.NotReady, match="整改后照片"):
        signatures.ask(store, people.clerk, case_id, Action.SUBMIT, told={})
    file(store, people.clerk, case_id, "after")
    signed(store, people, case_id, Action.SUBMIT)
    take(store, people.officer, case_id, Action.RETURN, reasons=["东侧门未封堵", "缺检测报告"])
    assert stage(store, people, case_id) is Stage.RECTIFYING
    signed(
        store,
        people,
        case_id,
        Action.APPLY,
        until=date(2027, 5, 31),
        reason="设备到货延迟",
        meanwhile="停用该车间",
        received_on=TODAY,
    )
    take(store, people.listing, case_id, Action.GRANT, document="鹿安委办延〔2026〕2号")
    signed(store, people, case_id, Action.SUBMIT)
    file(store, people.officer, case_id, "site-check")
    take(store, people.officer, case_id, Action.CHECK, officers=["周核查 33030201", "许核查 33030202"])
    take(store, people.officer, case_id, Action.ACCEPT)
    moved = office(Role.LISTING, 3, "周核查")
    with pytest.raises(SamePerson, match="周核查已在本案核查验收"):
        take(store, moved, case_id, Action.STRIKE_OFF, how="整改完成", document="鹿安委办销〔2026〕9号")
    take(store, people.listing, case_id, Action.STRIKE_OFF, how="整改完成", document="鹿安委办销〔2026〕9号")
    assert stage(store, people, case_id) is Stage.STRUCK_OFF
    assert total(store)["struck_off"] == before["struck_off"] + 1
    assert total(store)["extended"] == before["extended"] + 1


def test_an_undone_strike_off_counts_until_its_day_and_not_after(store, people, monkeypatch):
    from tests.services.district import add_case
    from tests.services.offices import place

    case_id = add_case(store, street="五马街道", deadline=date(2026, 6, 30), supervisor=DEPARTMENT)
    place(store, case_id, "accepted")
    monkeypatch.setenv("HAZARDS_TODAY", "2026-06-20")
    take(store, people.listing, case_id, Action.STRIKE_OFF, how="整改完成", document="销〔2026〕1号")
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    scan = file(store, people.listing, case_id, "decision")
    told = {"why": "虚假整改", "document": "鹿安委办撤〔2026〕1号"}
    number = proposals.propose(
        store, people.listing, case_id, Action.UNDO, on=date(2026, 11, 20), told=told, scan=scan
    )
    assert total(store)["struck_off"] == 1
    with pytest.raises(proposals.AnotherPerson):
        proposals.confirm(store, people.listing, number)
    proposals.confirm(store, people.second, number)
    assert total(store)["struck_off"] == 0
    assert total(store)["overdue"] == 1
    assert total(store, as_of=date(2026, 11, 19))["struck_off"] == 1
    assert total(store, as_of=date(2026, 11, 20))["struck_off"] == 0
    assert stage(store, people, case_id) is Stage.RECTIFYING


def test_every_refusal_says_what_to_do(store, people):
    case_id = registered(store, people)
    for action in Action:
        with pytest.raises(Refusal, match=r"。$"):
            take(store, people.leader, case_id, action)


def test_every_document_of_a_walked_case_is_made_once_and_prints_the_same_again(store, people):
    from hazards.services import papers

    case_id = registered(store, people)
    with pytest.raises(papers.PaperTooEarly, match="尚未挂牌"):
        papers.make(store, people.listing, case_id, "notice")
    listed(store, people, case_id)
    notice = papers.make(store, people.listing, case_id, "notice")
    first, name = papers.print_(store, people.clerk, [notice])
    assert name == "挂牌督办通知书鹿安督〔2026〕1号.docx"
    planning.save_plan(store, people.clerk, case_id, PLAN)
    papers.make(store, people.clerk, case_id, "plan")
    assert papers.print_(store, people.clerk, [notice])[0] == first
    stranger = street(store, "南汇街道", Role.CLERK, 9)
    with pytest.raises(papers.NoSuchPaper):
        papers.print_(store, stranger, [notice])


def test_a_corrected_day_moves_the_figures_of_a_case_that_was_once_undone(store, people):
    from tests.services.district import add_case
    from tests.services.offices import place

    case_id = add_case(store, street="五马街道", deadline=date(2026, 12, 31), supervisor=DEPARTMENT)
    place(store, case_id, "accepted", stage_on=date(2026, 9, 1))
    file(store, people.listing, case_id, "decision")
    scan = file(store, people.listing, case_id, "decision")

    def both(action: Action, on: date, **told) -> None:
        number = proposals.propose(store, people.listing, case_id, action, on=on, told=told, scan=scan)
        proposals.confirm(store, people.second, number)

    paper = {"document": "鹿安委办〔2026〕5号"}
    take(
        store, people.listing, case_id, Action.STRIKE_OFF, how="拆除", scan=scan, on=date(2026, 9, 2), **paper
    )
    both(Action.UNDO, date(2026, 9, 10), why="误销", **paper)
    place(store, case_id, "accepted", stage_on=date(2026, 9, 10))
    take(
        store,
        people.listing,
        case_id,
        Action.STRIKE_OFF,
        how="拆除",
        scan=scan,
        on=date(2026, 11, 12),
        **paper,
    )
    assert total(store, as_of=date(2026, 11, 6))["struck_off"] == 0
    both(
        Action.CORRECT, date(2026, 11, 20), why="笔误", changes={"struck_off_on": date(2026, 11, 5)}, **paper
    )
    assert total(store, as_of=date(2026, 11, 6))["struck_off"] == 1


def test_what_cannot_be_is_told_to_whoever_proposes_it(store, people):
    case_id = registered(store, people)
    listed(store, people, case_id)
    for value, why in ((date(2026, 11, 1), "早于挂牌日期"), ("明年二月", "不是确切的日期")):
        told = {"changes": {"deadline": value}, "why": "笔误", "document": "鹿安委办〔2026〕6号"}
        with pytest.raises(CannotBe, match=why):
            proposals.propose(store, people.listing, case_id, Action.CORRECT, on=TODAY, told=told, scan=None)
    assert not proposals.waiting(store, people.listing)


def test_after_an_accident_the_case_is_not_given_to_another_street_by_one_person(store, people):
    case_id = registered(store, people)
    listed(store, people, case_id)
    accident = {"happened_at": "2026-11-20T02:30:00+08:00", "dead": 1, "injured": 0}
    take(store, people.clerk, case_id, Action.ACCIDENT, **accident)
    with pytest.raises(decisions.Sealed, match="不能改定属地"):
        decisions.overrule_place(
            store, people.listing, case_id, key_of(store, "南汇街道"), reason="经核在南汇街道"
        )


def test_the_same_words_at_another_place_are_another_item(store, people):
    case_id = registered(store, people)
    listed(store, people, case_id)
    lamp = {"text": "路灯缺失", "line_from": "K12+300"}
    progress.set_items(store, people.clerk, case_id, [lamp])
    progress.tell_item(store, people.clerk, case_id, 1)
    progress.set_items(
        store, people.clerk, case_id, [lamp, {**lamp, "line_from": "K12+500"}, {"text": "护栏", "wanted": 4}]
    )
    held = planning.plan(store, people.clerk, case_id).items
    assert [item["done_on"] is not None for item in held] == [True, False, False]
    progress.tell_item(store, people.clerk, case_id, 3)
    progress.set_items(store, people.clerk, case_id, [{"text": "护栏", "wanted": 8}])
    (item,) = planning.plan(store, people.clerk, case_id).items
    assert item["done_on"] is None


def test_a_paper_of_a_decision_bears_the_number_of_the_decision(store, people):
    from hazards.services import papers
    from tests.services.district import add_case
    from tests.services.offices import place

    told = {"deadline": date(2026, 12, 31), "supervisor": DEPARTMENT}
    ours = add_case(store, street="五马街道", **told)
    place(store, ours, "accepted")
    take(store, people.listing, ours, Action.STRIKE_OFF, how="拆除", document="鹿安委办销〔2026〕9号")
    _, name = papers.print_(store, people.listing, [papers.make(store, people.listing, ours, "strike-off")])
    assert name == "销号通知鹿安委办销〔2026〕9号.docx"
    theirs = add_case(store, street="五马街道", level="市级", body="市安委办", **told)
    place(store, theirs, "rectifying")
    _, name = papers.print_(store, people.listing, [papers.make(store, people.listing, theirs, "notice")])
    assert name == "挂牌督办通知书.docx"


def test_a_measure_told_again_in_the_same_words_stays_verified_unless_it_was_found_wanting(store, people):
    case_id = registered(store, people)
    listed(store, people, case_id)
    told = {"told": "看护人已到岗", "person": "王立", "on": TODAY}
    told["evidence"] = file(store, people.clerk, case_id, "roster")

    def tell(**more) -> bool:
        return planning.tell_measure(store, people.clerk, case_id, "responsibility", **{**told, **more})

    def verify(remark: str | None) -> None:
        planning.verify_measures(store, people.officer, case_id, {"responsibility": remark})

    def verified() -> bool:
        held = planning.plan(store, people.clerk, case_id).measures
        return next(m.in_place for m in held if m.name == "responsibility")

    assert [tell(), tell()] == [True, False]
    verify(None)
    assert not tell()
    assert verified()
    assert tell(person="李平")
    assert not verified()
    verify("现场无人值守")
    assert [tell(person="李平"), tell(person="李平")] == [True, False]
