"""An illegal building is dealt with step by step, and no step is taken before its time."""

from datetime import date

import pytest

from hazards.domain.roles import Role
from hazards.domain.steps import BadDate, LateEntry
from hazards.services import (
    annulling,
    buildings,
    contesting,
    course,
    enforcing,
    overriding,
    pausing,
    sealing,
    serving,
    signing,
    trail,
)
from hazards.services.access import NoSuchCase, NotYours, Scope
from hazards.services.annulling import StillNeeded
from hazards.services.enforcing import AlreadyTaken, CaseClosed, OutOfOrder
from hazards.services.onfile import NoSuchStep, NotYourTrack, StepIncomplete
from hazards.services.overriding import AlreadyAsked, NothingToOverride
from tests.services.offices import file, office, street
from tests.services.structures import OFFICERS, SERVED, WALK, D, act, found, officer, papers, walk


@pytest.fixture
def scope() -> Scope:
    return officer()


@pytest.fixture
def case(store, scope) -> int:
    return found(store, scope)


def whole(store) -> bool:
    """Whether trail and rows agree; the evidence of these tests has no bytes."""
    sealing.seal(store, "test")
    with store.read() as connection:
        report = trail._trail(connection, signing.key_path(store), {})
    return report.flaws == []


def test_a_building_is_walked_from_filing_to_closing(store, scope, case):
    walk(store, scope, case)
    told = buildings.file(store, scope, case)
    assert told.row["state"] == "struck-off"
    assert told.row["struck_off_on"] == D(WALK["closing"][0])
    assert told.row["struck_off_how"] == "强制拆除"
    assert told.row["disposed_area"] == 320
    assert [d["kind"] for d in told.disposals] == ["强制拆除"]
    assert whole(store)


def test_the_earliest_day_follows_from_what_is_on_file(store, scope, case):
    walk(store, scope, case, until="announcement")
    answer = course.course(store, scope, case).answer.lawful
    # 2026-01-29 + 6 months is 29 July; the moving-out day is 10 August; the day after that
    assert answer.earliest == date(2026, 8, 11)
    with pytest.raises(OutOfOrder, match="最早可强拆日为2026-08-11"):
        enforcing.take(
            store,
            scope,
            case,
            "execution",
            on=D("2026-08-10"),
            told=WALK["execution"][1],
            scan=_any(store, scope, case),
        )


def _any(store, scope, case) -> int:
    return file(store, scope, case, "decision")


STOPPED = [
    ("survey", "尚未办理“立案”"),
    ("notice", "尚未办理“现场勘验”"),
    ("decision", "尚未办理“事先告知”"),
    ("removal-notice", "尚未办理“责令限期拆除决定”"),
    ("charge", "尚未办理“报请政府责成强制拆除”"),
    ("urging", "尚未办理“公告限期自行拆除”"),
    ("enforcement", "尚未办理“催告”"),
    ("announcement", "尚未办理“强制执行决定”"),
    ("execution", "尚未办理“强制拆除公告”"),
    ("closing", "尚未办理“实施强制拆除”"),
]


@pytest.mark.parametrize(("key", "why"), STOPPED)
def test_a_step_out_of_order_is_refused_with_its_article_and_cure(store, scope, case, key, why):
    scan = papers(store, scope, case)["decision"]
    with pytest.raises(OutOfOrder, match=why) as refused:
        act(store, scope, case, key, scan)
    assert "第" in str(refused.value)
    assert "请先办理" in str(refused.value)


def test_the_decision_waits_for_the_period_to_ask_for_a_hearing(store, scope, case):
    walk(store, scope, case, until="discussion")
    scan = _any(store, scope, case)
    with pytest.raises(OutOfOrder, match="至2026-01-23止"):  # five working days after 16 January
        act(store, scope, case, "decision", scan, on="2026-01-23")


def test_what_was_never_served_holds_the_next_step(store, scope, case):
    scan = papers(store, scope, case)["decision"]
    for key in ("filing", "survey", "inquiry", "opinion", "notice", "legal-review", "discussion"):
        act(store, scope, case, key, scan)
    with pytest.raises(OutOfOrder, match="“事先告知”尚未送达"):
        act(store, scope, case, "decision", scan)


def test_a_village_case_needs_no_charge_of_the_government(store, case, scope):
    buildings.describe(store, scope, case, {"track": "planning-village"})
    keys = [gate.step.key for gate in course.course(store, scope, case).gates]
    assert "charge" not in keys
    assert "urging" in keys
    head = street(store, "五马街道", Role.HEAD, 7)
    enforcing.take(store, head, case, "filing", told={"basis": "未经批准"})


def test_a_street_takes_no_step_of_a_town_case_and_a_strange_one_sees_nothing(store, case):
    with pytest.raises(NotYourTrack):
        enforcing.take(store, street(store, "五马街道", Role.HEAD, 7), case, "filing", told={"basis": "x"})
    with pytest.raises(NoSuchCase):
        enforcing.take(store, street(store, "南汇街道", Role.HEAD, 8), case, "filing")
    with pytest.raises(NotYours):
        enforcing.take(store, office(Role.LISTING, 5), case, "filing")


def test_two_officers_and_every_field_are_asked_for_in_one_list(store, scope, case):
    scan = papers(store, scope, case)["decision"]
    act(store, scope, case, "filing", scan)
    with pytest.raises(StepIncomplete, match=r"勘验情况.*两名以上执法人员"):
        enforcing.take(
            store, scope, case, "survey", on=D("2026-01-06"), told={"officers": OFFICERS[:1]}, scan=scan
        )


def test_what_is_entered_late_shows_its_dated_document(store, scope, case):
    with pytest.raises(LateEntry):
        enforcing.take(store, scope, case, "filing", on=D("2026-01-05"), told={"basis": "x"})
    with pytest.raises(BadDate):
        enforcing.take(store, scope, case, "filing", on=date(2030, 1, 1), told={"basis": "x"})


@pytest.mark.parametrize("day", ["2026-10-01", "2026-09-25"])
def test_nothing_is_demolished_on_a_statutory_holiday(store, scope, case, day):
    walk(store, scope, case, until="announcement")
    with pytest.raises(OutOfOrder, match="法定节假日"):
        act(store, scope, case, "execution", _any(store, scope, case), on=day)


def test_a_weekend_is_pointed_out(store, scope, case):
    walk(store, scope, case, until="announcement")
    done = act(store, scope, case, "execution", _any(store, scope, case), on="2026-08-15")
    assert any("周末" in notice for notice in done.notices)


def test_nothing_is_demolished_at_night(store, scope, case):
    walk(store, scope, case, until="announcement")
    with pytest.raises(OutOfOrder, match="夜间"):
        act(store, scope, case, "execution", _any(store, scope, case), started_at="22:30")


def test_a_pending_review_holds_the_demolition_and_its_end_frees_it(store, scope, case):
    walk(store, scope, case, until="announcement")
    scan = _any(store, scope, case)
    number = contesting.file(store, scope, case, "review", filed_on=D("2026-07-20"), forum="温州市人民政府")
    with pytest.raises(OutOfOrder, match="复议决定送达日期"):
        act(store, scope, case, "execution", scan)
    contesting.end(store, scope, case, number, on=D("2026-09-10"), outcome="维持", scan=scan)
    answer = course.course(store, scope, case).answer.lawful
    assert answer.earliest == date(2026, 9, 29)  # 10 + 15 = 25 September, a holiday until the 27th: the 28th
    act(store, scope, case, "execution", scan, on="2026-09-29")


@pytest.mark.parametrize("kind", ["suspended", "agreement", "postponed", "terminated"])
def test_a_side_state_holds_the_hand_until_it_ends(store, scope, case, kind):
    walk(store, scope, case, until="announcement")
    scan = _any(store, scope, case)
    held = pausing.pause(store, scope, case, kind, since=D("2026-08-05"), why="当事人病重", scan=scan)
    with pytest.raises(OutOfOrder, match="本案"):
        act(store, scope, case, "execution", scan)
    pausing.resume(store, scope, case, held, on=D("2026-08-10"), outcome="恢复执行")
    act(store, scope, case, "execution", scan)


def test_an_override_opens_a_gate_once_with_a_lawyer_a_reason_and_a_leader(store, scope, case):
    walk(store, scope, case, until="announcement")
    kept = papers(store, scope, case)
    told = {
        "lawyer": "郑律",
        "licence": "13303202610000001",
        "reason": "台风来临，墙体随时倒塌",
        "opinion": kept["legal-opinion"],
    }
    with pytest.raises(NothingToOverride):
        overriding.ask(store, scope, case, "report", **told)
    number = overriding.ask(store, scope, case, "closing", **told)
    with pytest.raises(AlreadyAsked):
        overriding.ask(store, scope, case, "closing", **told)
    with pytest.raises(NotYours):
        overriding.decide(store, scope, number, grant=True)
    with pytest.raises(OutOfOrder):
        act(store, scope, case, "closing", kept["decision"])
    overriding.decide(store, office(Role.LEADER, 9), number, grant=True, why="同意")
    act(store, scope, case, "closing", kept["decision"])
    held = buildings.file(store, scope, case)
    assert held.overrides[0]["used_event"]
    assert held.acts[-1]["override_id"] == number


def test_without_lawyer_or_opinion_no_override_is_asked(store, scope, case):
    with pytest.raises(StepIncomplete, match="执业证号、法律意见书"):
        overriding.ask(store, scope, case, "decision", lawyer="郑律", licence="", reason="急", opinion=None)


def test_an_act_taken_back_no_longer_counts_and_stays_in_the_file(store, scope, case):
    walk(store, scope, case)
    acts = {a["step"]: a["id"] for a in buildings.file(store, scope, case).acts}
    with pytest.raises(StillNeeded):
        annulling.annul(store, scope, case, acts["execution"], why="录入错误")
    annulling.annul(store, scope, case, acts["closing"], why="复查发现未拆净")
    again = buildings.file(store, scope, case)
    assert (again.row["state"], again.row["struck_off_on"]) == ("open", None)
    annulling.annul(store, scope, case, acts["execution"], why="面积有误")
    assert buildings.file(store, scope, case).row["disposed_area"] == 0
    assert len(buildings.file(store, scope, case).acts) == len(WALK)
    assert whole(store)


def test_a_closed_case_takes_no_further_step(store, scope, case):
    walk(store, scope, case)
    with pytest.raises(CaseClosed):
        enforcing.take(store, scope, case, "inform", told={"told_to": "供电公司"})


def test_a_decision_late_after_filing_is_taken_and_counted(store, scope, case):
    walk(store, scope, case, until="discussion")
    done = act(store, scope, case, "decision", _any(store, scope, case), on="2026-04-20")
    assert any("超期" in notice for notice in done.notices)


def test_service_by_announcement_counts_thirty_days_later(store, scope, case):
    done = walk(store, scope, case, until="discussion")
    scan = _any(store, scope, case)
    decision = act(store, scope, case, "decision", scan)
    counts = serving.serve(
        store,
        scope,
        case,
        int(decision.stage),
        on=D("2026-02-01"),
        way="公告送达",
        recipient="下落不明",
        scan=scan,
    )
    assert counts == date(2026, 3, 3)
    with pytest.raises(NoSuchStep):
        serving.serve(store, scope, case, 999, on=D("2026-02-01"), way="直接送达", recipient="甲", scan=scan)
    assert SERVED.keys() & done.keys()


def test_one_press_twice_is_one_act(store, scope, case):
    for _ in range(2):
        enforcing.take(store, scope, case, "filing", told={"basis": "x"}, request="k1")
    assert len(buildings.file(store, scope, case).acts) == 1


def test_a_standing_step_is_not_taken_twice_and_no_area_counts_double(store, scope, case):
    walk(store, scope, case, until="execution")
    with pytest.raises(AlreadyTaken, match="先撤回"):
        act(store, scope, case, "execution", _any(store, scope, case))
    assert buildings.file(store, scope, case).row["disposed_area"] == 320
