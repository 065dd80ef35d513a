"""Complaints: none unanswered, the first receiver answers for it, the caller stays unnamed."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from hazards.domain.complaints import masked_name, masked_phone
from hazards.domain.roles import Role
from hazards.services import answering, callers, complaints, lists, routing, scans, sheets, todo
from hazards.services.access import LOCAL_ADMIN, NoSuchCase, NotYours
from hazards.services.complaintsteps import CallerTold
from hazards.services.matters import BadDay, MatterLacks, MatterSettled, NoSuchMatter
from hazards.services.newcases import Incomplete, NotYourStreet
from hazards.services.scans import NoSuchScan
from hazards.storage import tables as t
from tests.accountability.samples import CALLER, ON, RECEIVED, accepted, one, take_in
from tests.services.district import add_case, key_of
from tests.services.offices import office, street, tiny_png


@pytest.fixture
def clerk(store):
    return street(store, "五马街道", Role.CLERK, 7)


@pytest.fixture
def listing():
    return office(Role.LISTING, 3)


# ------------------------------------------------------------------ taking in
def test_a_complaint_is_numbered_kept_by_its_first_receiver_and_placed_in_his_street(store, clerk):
    told = one(store, clerk, take_in(store, clerk))
    assert told.row["number"] == "诉〔2026〕001号"
    assert (told.row["owner"], told.street) == (clerk.actor, "五马街道")
    assert one(store, clerk, take_in(store, clerk)).row["number"] == "诉〔2026〕002号"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"content": " "}, "反映内容"),
        ({"way": "托梦"}, "来源方式"),
        ({"kind": "noise"}, "类别"),
        ({"promised_on": date(2026, 11, 1)}, "承诺"),
    ],
)
def test_what_lacks_is_named(store, clerk, more, why):
    with pytest.raises(MatterLacks, match=why):
        take_in(store, clerk, **more)
    assert complaints.held(store, clerk) == []


def test_it_is_not_received_tomorrow_and_not_for_another_street(store, clerk):
    with pytest.raises(BadDay):
        take_in(store, clerk, received_on=date(2026, 11, 22))
    with pytest.raises(NotYourStreet):
        take_in(store, clerk, street=key_of(store, "南汇街道"))


def test_the_caller_is_masked_everywhere_and_every_look_is_on_record(store, clerk, listing):
    number = take_in(store, clerk)
    told = one(store, listing, number)
    assert (told.caller, told.phone) == ("柳某", "138****5678")
    assert callers.reveal(store, listing, number) == (CALLER["caller"], CALLER["phone"])
    assert [d["what"] for d in complaints.file(store, clerk, number).deeds] == ["收件登记", "查看投诉举报人"]
    with pytest.raises(NotYours):
        callers.reveal(store, office(Role.LEADER, 5), number)


@pytest.mark.parametrize("told", ["我叫柳如烟，住在楼上", "打138 0000-5678找我"])
def test_what_is_written_about_a_complaint_does_not_name_who_made_it(store, clerk, told):
    with pytest.raises(CallerTold):
        take_in(store, clerk, content=told)
    number = accepted(store, clerk)
    with pytest.raises(CallerTold):
        routing.direct(store, clerk, number, why=told, on=ON)
    with pytest.raises(CallerTold):
        routing.open_case(
            store, clerk, number, {"unit": "某厂", "lead": key_of(store, "五马街道"), "content": told}, on=ON
        )


def test_the_trail_never_names_the_caller(store, clerk):
    number = accepted(store, clerk)
    routing.open_case(store, clerk, number, {"unit": "某纸箱作坊", "lead": key_of(store, "五马街道")}, on=ON)
    with store.read() as connection:
        told = " ".join(f"{r.data}{r.reason}" for r in connection.execute(select(t.events)))
    assert "柳如烟" not in told
    assert "13800005678" not in told


def test_names_and_numbers_hide_what_they_should():
    assert (masked_name(""), masked_name("欧阳修")) == ("匿名", "欧某")
    assert (masked_phone("13800005678"), masked_phone("12345")) == ("138****5678", "*****")


# ------------------------------------------------------------------ periods
def test_periods_run_from_the_day_it_was_received_and_roll_over_rest_days(store, clerk):
    """Ten days for a building from 2 November end on Thursday 12; fifteen for a hazard on Tuesday 17."""
    building = take_in(store, clerk, kind="building")
    assert one(store, clerk, building).owed.until == date(2026, 11, 12)
    hazard = take_in(store, clerk)
    assert one(store, clerk, hazard).owed.until == date(2026, 11, 17)
    assert one(store, clerk, hazard).late == 4
    on_a_friday = take_in(store, clerk, kind="building", received_on=date(2026, 11, 4))
    assert one(store, clerk, on_a_friday).owed.until == date(2026, 11, 16)  # the 14th is a Saturday


def test_the_answer_is_due_on_the_promised_day_where_that_is_earlier(store, clerk):
    assert one(store, clerk, accepted(store, clerk)).owed.until == date(2027, 1, 4)  # 60 days: Sunday the 3rd
    assert one(store, clerk, accepted(store, clerk, promised_on=date(2026, 11, 30))).owed.until == date(
        2026, 11, 30
    )


def test_a_superior_prolongs_once_within_what_the_law_allows(store, clerk):
    number = accepted(store, clerk)
    head = street(store, "五马街道", Role.HEAD, 8)
    more = {"why": "须鉴定", "told_on": ON}
    with pytest.raises(NotYours):
        answering.prolong(store, clerk, number, until=date(2027, 1, 20), **more)
    for until in (None, date(2027, 1, 4), date(2027, 2, 4)):
        with pytest.raises(MatterLacks, match="2027-02-03"):
            answering.prolong(store, head, number, until=until, **more)
    answering.prolong(store, head, number, until=date(2027, 2, 3), **more)
    assert one(store, clerk, number).owed.until == date(2027, 2, 3)
    with pytest.raises(MatterSettled):
        answering.prolong(store, head, number, until=date(2027, 2, 3), **more)


# ------------------------------------------------------------------ to its end
def test_nothing_is_answered_before_it_was_decided_and_dealt_with(store, clerk):
    number = take_in(store, clerk)
    with pytest.raises(MatterLacks, match="受理的决定"):
        answering.answer(store, clerk, number, way="电话", told="已整改", on=ON)
    answering.decide(store, clerk, number, accepted=True, on=ON)
    with pytest.raises(MatterLacks, match="处理结果"):
        answering.answer(store, clerk, number, way="电话", told="已整改", on=ON)
    routing.refer(store, clerk, number, to="市生态环境局鹿城分局", on=ON)
    with pytest.raises(MatterLacks, match="回执"):
        answering.answer(store, clerk, number, way="电话", told="已转办", on=ON)
    routing.receipt(store, clerk, number, told="鹿环收〔2026〕8号", on=date(2026, 11, 12))
    with pytest.raises(BadDay):
        answering.answer(store, clerk, number, way="电话", told="已转办", on=date(2026, 11, 9))
    answering.answer(store, clerk, number, way="电话", told="已转环保部门办理", on=date(2026, 11, 13))
    assert complaints.held(store, clerk, show="open") == []
    with pytest.raises(MatterSettled):
        answering.answer(store, clerk, number, way="电话", told="再答", on=date(2026, 11, 13))


def test_what_is_not_accepted_is_told_with_its_reason_within_the_first_period(store, clerk):
    number = take_in(store, clerk)
    with pytest.raises(MatterLacks, match="理由"):
        answering.decide(store, clerk, number, accepted=False, on=ON)
    answering.decide(store, clerk, number, accepted=False, on=ON, why="已在法院诉讼")
    assert one(store, clerk, number).owed.until == date(2026, 11, 17)
    answering.answer(store, clerk, number, way="书面", told="不予受理，请待裁判", on=ON)
    assert not one(store, clerk, number).open


def test_a_case_opened_from_a_complaint_tells_where_it_came_from(store, clerk):
    number = accepted(store, clerk)
    told = {"unit": "某纸箱作坊", "lead": key_of(store, "五马街道")}
    case = routing.open_case(store, clerk, number, told, on=ON, request="once")
    assert routing.open_case(store, clerk, number, told, on=ON, request="once") == case
    row = lists.case(store, clerk, case).row
    assert (row["source"], row["source_from"]) == ("投诉举报", "诉〔2026〕001号")
    assert (row["received_on"], row["found_on"]) == (RECEIVED, ON)
    assert complaints.file(store, clerk, number).case["id"] == case
    assert "complaint-joined" in [e["action"] for e in lists.case(store, clerk, case).events]
    assert [one.id for one in complaints.held(store, clerk, show="cases")] == [number]


def test_a_building_told_of_by_the_public_says_so(store, clerk):
    number = accepted(store, clerk, kind="building")
    told = {"unit": "某户", "lead": key_of(store, "五马街道")}
    with pytest.raises(Incomplete, match="违法面积"):
        routing.open_case(store, clerk, number, told, on=ON)
    case = routing.open_case(store, clerk, number, {**told, "illegal_area": "36.5"}, on=ON)
    with store.read() as connection:
        found = connection.execute(
            select(t.buildings.c.found_by).where(t.buildings.c.case_id == case)
        ).scalar()
    assert found == "public"


def test_it_joins_a_case_in_sight_only(store, clerk):
    number = accepted(store, clerk)
    with pytest.raises(NoSuchCase):
        routing.link(store, clerk, number, add_case(store, street="南汇街道"), on=ON)
    routing.link(store, clerk, number, add_case(store, street="五马街道"), on=ON)
    with pytest.raises(MatterSettled):
        routing.direct(store, clerk, number, why="查无此事", on=ON)


def test_what_opens_no_case_says_why(store, clerk):
    number = accepted(store, clerk)
    with pytest.raises(MatterLacks, match="理由"):
        routing.direct(store, clerk, number, why="", on=ON)
    routing.direct(store, clerk, number, why="现场核查，纸箱已清", on=ON)
    answering.note(store, clerk, number, told="电话未通", on=date(2026, 11, 11))
    answering.answer(store, clerk, number, way="当面", told="已清理", on=date(2026, 11, 12))
    assert [d["what"] for d in complaints.file(store, clerk, number).deeds] == [
        *("收件登记", "受理", "不立案", "办理记录", "答复")
    ]


# ------------------------------------------------------------------ sight, places, originals, to-dos
def test_a_street_sees_its_own_and_leaders_all(store, clerk):
    number = take_in(store, clerk)
    for stranger in (street(store, "南汇街道", Role.CLERK, 9), office(Role.DEPARTMENT, 4)):
        with pytest.raises(NoSuchMatter):
            complaints.file(store, stranger, number)
        assert complaints.held(store, stranger) == []
    assert one(store, office(Role.LEADER, 5), number).row["id"] == number
    with pytest.raises(NotYours):
        complaints.held(store, office(Role.ADMIN, 6))


def test_the_same_place_is_pointed_out_to_a_person(store, clerk, listing):
    first = take_in(store, clerk)
    case = add_case(store, street="五马街道", address="望瓯里17号", stage="rectifying")
    add_case(store, street="南汇街道", address="望瓯里17号", stage="rectifying")
    near = complaints.alike(store, clerk, "望瓯里17号")
    assert [(one.kind, one.id) for one in near] == [("complaint", first), ("case", case)]
    assert len(complaints.alike(store, listing, "望瓯里17号")) == 3
    assert complaints.alike(store, listing, " ") == []
    again = take_in(store, clerk, same_as=first)
    assert one(store, clerk, again).row["same_as"] == first


def test_the_original_is_kept_byte_for_byte_for_whoever_sees_the_complaint(store, clerk, listing):
    content = tiny_png(5)
    told = {"kind": "hazard", "received_on": RECEIVED, "way": "来信", "content": "见信"}
    number = callers.receive(store, clerk, told, files=[("来信.png", content)])
    (scan,) = complaints.file(store, listing, number).scans
    with scans.get(store, listing, scan["id"]).open() as file:
        assert file.read() == content
    with pytest.raises(NoSuchScan):
        scans.get(store, street(store, "南汇街道", Role.CLERK, 9), scan["id"])


def test_who_received_it_first_is_reminded_and_his_head_once_it_is_late(store, clerk, listing):
    number = take_in(store, clerk)
    head = street(store, "五马街道", Role.HEAD, 8)
    (todo_,) = [one for one in todo.mine(store, clerk) if one.kind == "complaint"]
    assert (todo_.what, todo_.until, todo_.ref) == ("决定是否受理", date(2026, 11, 17), number)
    assert [one.ref for one in complaints.todos(store, head)] == [number]
    answering.decide(store, clerk, number, accepted=True, on=ON)
    assert complaints.todos(store, head) == []
    assert [one.what for one in complaints.todos(store, clerk)] == ["核查处理"]
    assert complaints.todos(store, LOCAL_ADMIN) == []


def test_every_count_is_as_long_as_its_list(store, clerk, listing):
    take_in(store, clerk)
    number = accepted(store, clerk)
    routing.link(store, clerk, number, add_case(store, street="五马街道"), on=ON)
    told = complaints.counts(store, listing)
    assert [(count.title, count.number) for count in told] == [
        *(("本年收件", 2), ("其中立案", 1), ("未答复", 2), ("超期未办", 1))
    ]
    for count in told:
        show = dict(parse_qsl(count.query)).get("show", "")
        assert len(complaints.held(store, listing, show=show)) == count.number


def test_the_printed_list_is_the_one_the_page_shows_last_years_unanswered_too(store, clerk):
    take_in(store, clerk, received_on=date(2025, 12, 20), content="去年没有答复的")
    take_in(store, clerk, received_on=RECEIVED)
    year, waiting = (sheets.listed(store, clerk, "complaints", q) for q in ({}, {"show": "open"}))
    assert [len(told.sheet.rows) for told in (year, waiting)] == [1, 2]
    assert (year.asked, waiting.asked) == ("2026 年度", "未办结的，不分年度")
