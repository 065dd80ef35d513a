"""The documents of a walked building: each says what is on file, none before its time, all the same again."""

import io
from datetime import date

import docx
import orjson
import pytest
from docx.oxml.ns import qn

from hazards.domain.roles import Role
from hazards.formats.documents.buildings.index import BUILDINGS
from hazards.services import buildings, contesting, enforcing, papers
from hazards.services.access import NotYours
from hazards.services.filed import NotAHazard
from hazards.services.onfile import NotABuilding, NotYourTrack
from hazards.services.papers import NoSuchPaper, PaperTooEarly
from hazards.storage import casework
from hazards.storage import tables as t
from tests.services.district import add_case
from tests.services.offices import file, office, street
from tests.services.structures import ENFORCEMENT, OFFICERS, WALK, D, act, found, officer, served, walk

PARTY = "温州晨岚日用品商行"
WALKED = (
    "filing",
    "survey",
    "inquiry",
    "rights-notice",
    "approval",
    "decision",
    "removal-notice",
    "urging",
    "enforcement",
    "announcement",
    "execution",
    "closing",
)
"""Every document the walk of tests/services/structures.py passes."""


@pytest.fixture
def scope():
    return officer()


@pytest.fixture
def case(store, scope):
    return found(store, scope, responsible_unit=PARTY)


def text(store, scope, number):
    content, _ = papers.print_(store, scope, [number])
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(one.text or "" for one in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def made(store, scope, case, kind, **more):
    return text(store, scope, papers.make(store, scope, case, kind, **more))


def test_every_document_of_the_walk_names_organ_and_case_and_prints_again_the_same(store, scope, case):
    walk(store, scope, case)
    for kind in WALKED:
        number = papers.make(store, scope, case, kind)
        content, name = papers.print_(store, scope, [number])
        assert name.startswith(BUILDINGS[kind].title)
        assert ENFORCEMENT in text(store, scope, number)
        assert papers.print_(store, scope, [number])[0] == content
        assert "None" not in text(store, scope, number)


def test_a_document_stays_as_it_was_made_however_the_case_moves_on(store, scope, case):
    walk(store, scope, case, until="announcement")
    number = papers.make(store, scope, case, "announcement")
    before, _ = papers.print_(store, scope, [number])
    act(store, scope, case, "execution", file(store, scope, case, "decision"))
    assert papers.print_(store, scope, [number])[0] == before


SAYS = {
    "filing": ("未取得建设工程规划许可证", "2026年1月5日", "巡查发现", "☑同意立案"),
    "survey": ("砖混二层，占压通道", *OFFICERS, "2026年1月6日", "五马街道试验巷1号", "拒绝签名"),
    "inquiry": ("承认未办许可", *OFFICERS, "2026年1月7日", "拒绝签名"),
    "rights-notice": (
        "责令限期拆除",
        "五个工作日内",
        "陈述和申辩",
        "2026年1月6日勘验检查笔录",
        "2026年1月16日",
    ),
    "approval": ("周审", "同意限期拆除", "讨论日期：2026年1月27日"),
    "decision": (
        "2026年2月12日前自行拆除",
        "60日内向鹿城区人民政府申请行政复议",
        "6个月内直接向",
        "认定不能改正",
        "现场照片1张",
        "《中华人民共和国城乡规划法》第六十四条",
        "2026年1月29日",
    ),
    "removal-notice": ("2026年2月12日前自行拆除", "《中华人民共和国行政强制法》第四十四条"),
    "urging": (
        "自收到本催告通知书之日起10个工作日内",
        "一、履行义务的期限",
        "二、履行义务的方式",
        "三、涉及金钱给付的",
        "四、你（单位）收到本催告通知书后有权进行陈述和申辩",
        "于2026年1月29日送达",
    ),
    "enforcement": (
        "一、当事人",
        "二、强制执行的理由和依据",
        "三、强制执行的方式和时间",
        "四、救济途径和期限",
        "鹿城区人民政府已于2026年3月6日书面责成",
        "60日内向",
    ),
    "announcement": ("2026年8月10日前搬离", "2026年8月11日", "2026年3月26日作出的强制执行决定"),
    "execution": (*OFFICERS, "9时00分至", "公证", "已登记造册", "320", "最早可强拆日：2026年8月11日"),
    "closing": ("拆除到位", "2026年8月11日强制拆除320平方米", "责令限期拆除决定", "2026年8月20日"),
}


@pytest.mark.parametrize("kind", WALKED)
def test_a_document_says_what_the_file_says(store, scope, case, kind):
    walk(store, scope, case)
    told = made(store, scope, case, kind)
    for said in (*SAYS[kind], PARTY):
        assert said in told, said


def test_the_record_of_execution_argues_its_day_line_by_line(store, scope, case):
    walk(store, scope, case)
    for kind in ("execution", "lawful-date"):
        told = made(store, scope, case, kind)
        for line in ("2026年7月29日", "起诉期限六个月", "催告书所定10个工作日", "强制拆除公告所定的搬离日"):
            assert line in told


def test_a_record_argues_from_its_own_day_not_from_what_came_later(store, scope, case):
    walk(store, scope, case)
    contesting.file(store, scope, case, "suit", filed_on=D("2026-09-01"), forum="某人民法院")
    assert "最早可强拆日：2026年8月11日" in made(store, scope, case, "execution")
    assert "尚缺：裁判生效日期" in made(store, scope, case, "lawful-date")
    assert "不早于按案卷推算的最早可强拆日（2026年7月30日）" in made(store, scope, case, "enforcement")


def test_a_reckoning_with_facts_missing_names_them_and_no_day(store, scope, case):
    walk(store, scope, case, until="decision")
    told = made(store, scope, case, "lawful-date")
    assert "最早可强拆日尚不能确定，不早于2026年7月30日" in told
    assert "催告书送达日期" in told


@pytest.mark.parametrize("kind", [k for k in WALKED if k not in ("filing", "survey", "inquiry")])
def test_a_document_is_not_made_before_its_step(store, scope, case, kind):
    walk(store, scope, case, until="filing")
    with pytest.raises(PaperTooEarly, match="尚未办理"):
        papers.make(store, scope, case, kind)


def test_an_approval_goes_before_its_step_and_a_record_is_a_form_for_the_site(store, scope, case):
    assert "☐同意立案" in made(store, scope, case, "filing")
    with pytest.raises(PaperTooEarly, match="立案"):
        papers.make(store, scope, case, "survey")
    walk(store, scope, case, until="filing")
    assert "问：____" in made(store, scope, case, "inquiry")
    assert list(papers.ready(store, scope, case)) == ["filing", "survey", "inquiry", "lawful-date"]


def test_no_decision_is_printed_without_its_remedies(store, scope, case):
    walk(store, scope, case, until="discussion")
    scan = file(store, scope, case, "decision")
    act(store, scope, case, "decision", scan, remedies_told=False)
    with pytest.raises(PaperTooEarly, match="复议、诉讼"):
        papers.make(store, scope, case, "decision")


def test_a_registered_number_is_the_documents_own_and_others_are_counted(store, scope, case):
    enforcing.take(
        store,
        scope,
        case,
        "filing",
        on=date(2026, 11, 20),
        told={"basis": "x"},
        document="鹿综立〔2026〕77号",
    )
    assert "鹿综立〔2026〕77号" in made(store, scope, case, "filing")
    other = found(store, scope, unit="另一处搭建", address="五马街道试验巷9号")
    assert "鹿综执立〔2026〕1号" in made(store, scope, other, "filing")


def test_what_nobody_told_is_left_to_the_pen(store, scope):
    case = found(store, scope)
    walk(store, scope, case, until="decision")
    told = made(store, scope, case, "decision")
    assert "_" * 16 + "：" in told.splitlines()
    assert "广化临街店面搭建" not in told


def test_a_document_carries_the_day_of_its_step(store, scope, case):
    walk(store, scope, case, until="decision")
    number = papers.make(store, scope, case, "decision")
    with store.read() as connection:
        row = casework.get(connection, t.documents, number)
    assert row["dated"] == D(WALK["decision"][0])
    assert orjson.loads(row["facts"])["number"] == "鹿综执拆〔2026〕1号"


def test_a_village_case_is_papered_by_its_town_under_a_number_of_its_own(store, scope, case):
    head = street(store, "五马街道", Role.HEAD, 7)
    with pytest.raises(NotYourTrack):
        papers.make(store, head, case, "filing")
    buildings.describe(store, scope, case, {"track": "planning-village"})
    assert "鹿综执" not in made(store, head, case, "filing")


def test_land_orders_tell_fifteen_days_and_the_court(store, scope, case):
    buildings.describe(store, scope, case, {"track": "land"})
    walk(store, scope, case, until="inquiry")
    scan = file(store, scope, case, "decision")
    for key in ("notice", "legal-review", "discussion", "decision"):
        done = act(store, scope, case, key, scan)
        if key == "notice":
            served(store, scope, case, key, done, scan)
    told = made(store, scope, case, "decision")
    assert "15日内直接向" in told
    assert "申请人民法院强制执行" in told


def test_kinds_of_the_other_sort_of_case_are_refused(store, scope, case):
    hazard = add_case(store, street="五马街道", found_on=date(2026, 4, 1), supervisor=ENFORCEMENT)
    with pytest.raises(NotABuilding):
        papers.make(store, scope, hazard, "decision")
    with pytest.raises(NotAHazard):
        papers.make(store, scope, case, "site-check")
    with pytest.raises(NoSuchPaper):
        papers.make(store, scope, case, "warrant")
    with pytest.raises(NotYours):
        papers.make(store, office(Role.LISTING, 5), case, "filing")
