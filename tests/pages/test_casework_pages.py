"""Every page of casework for every role that finds it; to-dos and signatures pressed."""

import io
import re

import pytest

from hazards.domain.stages import Stage
from hazards.pages import menu
from hazards.services import batches, evidence, planning, proposals, signatures
from hazards.services.access import in_sight
from hazards.storage.store import Store
from tests import people
from tests.evidence.samples import photo, told
from tests.pages import caseload
from tests.pages.caseload import AUDITOR, CLERK, HEAD, LEADER, OFFICER, SECOND, Load
from tests.pages.conftest import redraw, seen
from tests.pages.pressing import fill, press, words
from tests.services.offices import PLAN

LISTING = people.LISTING
NAMES = {
    "clerk": CLERK,
    "head": HEAD,
    "department": OFFICER,
    "listing": LISTING,
    "leader": LEADER,
    "auditor": AUDITOR,
}
OURS = ("todo", "signing", "batches", "newcase", "audit")
FITTING = [
    (entry.name, NAMES[role])
    for entry in menu.ENTRIES
    if entry.name in OURS
    for role in sorted(entry.roles)
    if role in NAMES
]


@pytest.fixture
def store(demo_store: str) -> Store:
    return Store(demo_store)


@pytest.fixture
def at_work(store: Store) -> Load:
    return caseload.load(store)


# ------------------------------------------------------------------ every page for every role
@pytest.mark.parametrize(("page", "by"), FITTING)
def test_a_page_draws_for_every_role_that_finds_it_and_speaks_chinese(at_work, draw, page, by):
    at = draw(page, by=by)
    assert not at.error
    told = re.sub(r"\b(CGCS2000|GB|A/B|csv|[XK][\d+]+)\b", "", words(at))
    assert not re.findall(r"[A-Za-z_]{2,}", told)
    assert "None" not in told


@pytest.mark.parametrize(("page", "by"), FITTING)
def test_a_page_without_cases_says_what_would_fill_it(store, draw, page, by):
    if page != "newcase":
        assert re.search("目前没有|还没有|本年没有|我在等谁|导入销号", words(draw(page, by=by)))


@pytest.mark.parametrize("name", NAMES.values())
def test_no_role_finds_more_than_seven_entries(name, store):
    role = people.scope_of(store, name).role
    assert sum(e.beside(role) for e in menu.ENTRIES) <= 7


# ------------------------------------------------------------------ 待办
def test_the_most_urgent_stands_first_and_leads_to_its_case(at_work, draw):
    at = draw("todo", by=CLERK)
    table = next(h.proto.body for h in at.get("html") if "gp-waits" in h.proto.body)
    days = [int(n) for n in re.findall(r"超期 (\d+) 天", table)]
    assert days == sorted(days, reverse=True)
    assert "/ledger?case=" in table


def test_what_is_to_be_listed_leads_the_office_to_the_batches(at_work, draw):
    at = draw("todo", by=LISTING)
    assert re.search(r'href="/batches"[^>]*>挂牌', " ".join(h.proto.body for h in at.get("html")))


def test_a_long_list_is_filtered_by_text(store, draw):
    for n in range(21):
        caseload.found(store, f"康乐坊{n + 1}号仓库")
    at = draw("todo", by=OFFICER)
    at.text_input(key="filter_mine").set_value("坊7号")
    redraw(at)
    table = next(h.proto.body for h in at.get("html") if "gp-waits" in h.proto.body)
    assert table.count("<tr>") == 2
    assert "康乐坊7号仓库" in table


def test_who_proposed_cannot_confirm_but_may_take_it_back(store, at_work, draw):
    at = draw("todo", by=LISTING)
    assert "由您提出" in seen(at)
    assert "确认" not in [b.label for b in at.button]
    press(at, "撤回")
    assert not proposals.waiting(store, people.scope_of(store, LISTING))


def test_the_second_person_sees_the_paper_and_confirms(store, at_work, draw):
    at = draw("todo", by=SECOND)
    body = " ".join(h.proto.body for h in at.get("html"))
    assert "鹿安委办撤〔2026〕2号" in body
    assert re.search(r"/evidence/\d+/view", body)
    press(at, "确认")
    assert "已确认“撤销挂牌”" in seen(at)
    assert not proposals.waiting(store, people.scope_of(store, SECOND))


def test_a_street_gives_its_opinion_on_a_batch(store, at_work, draw):
    at = draw("todo", by=CLERK)
    fill(at, "意见", "同意，期限宜延至2027年5月底", "text_area")
    press(at, "提交意见")
    (batch,) = (b for b in batches.held(store, people.scope_of(store, LISTING)) if b["id"] == at_work.batch)
    assert "宜延至" in batch["cases"][0]["opinion"]
    fill(at, "意见", "改为同意", "text_area")
    press(at, "提交意见")
    (batch,) = (b for b in batches.held(store, people.scope_of(store, LISTING)) if b["id"] == at_work.batch)
    assert "改为同意" in batch["cases"][0]["opinion"]


# ------------------------------------------------------------------ 证据
def test_a_file_used_on_another_case_leads_there(store, at_work, draw):
    one, other = at_work.assessed
    clerk = people.scope_of(store, CLERK)
    for case_id in (one, other):
        evidence.add(store, clerk, case_id, io.BytesIO(photo()), told())
    table = " ".join(h.proto.body for h in draw("ledger", by=CLERK, case=str(one), tab="证据").get("html"))
    assert re.search(rf'同一文件另见于 1 件案卷：<a [^>]*href="/ledger\?case={other}"', table)


# ------------------------------------------------------------------ 审签
def test_the_head_signs_what_is_ticked(store, at_work, draw):
    at = draw("signing", by=HEAD)
    assert at.button(key="sign_all").disabled
    at.checkbox(key=f"sign_{at_work.signature}").check()
    redraw(at)
    press(at, "签署所选(1)")
    assert "已签署 1 件" in seen(at)
    row = in_sight(store, people.scope_of(store, HEAD), at_work.sent_up)
    assert row["stage"] == Stage.PLANNED


def test_the_head_sends_back_only_with_a_reason(store, at_work, draw):
    at = draw("signing", by=HEAD)
    press(at, "退回")
    assert "退回理由" in at.error[0].value
    fill(at, "退回理由(一次写全)", "第三项未写资金来源", "text_area")
    press(at, "退回")
    assert not signatures.waiting(store, people.scope_of(store, HEAD))


def test_only_what_changed_since_the_last_signature_is_shown(store, at_work, draw):
    clerk = people.scope_of(store, CLERK)
    signatures.sign(store, people.scope_of(store, HEAD), [at_work.signature])
    officer = people.scope_of(store, OFFICER)
    from hazards.domain.lifecycle import Action
    from hazards.services import casework

    casework.take(store, officer, at_work.sent_up, Action.RETURN_PLAN, told={"reasons": ["经费不明"]})
    planning.save_plan(store, clerk, at_work.sent_up, {**PLAN, "funds": "区财政安排二十万元。"})
    signatures.ask(store, clerk, at_work.sent_up, Action.FILE_PLAN, told={})
    body = " ".join(h.proto.body for h in draw("signing", by=HEAD).get("html"))
    assert "有 1 处变化" in body
    assert "<ins>" in body
    assert "<del>" in body
    assert "负责治理的机构和人员" not in body


def test_a_paper_signature_without_its_sheet_is_refused_and_keeps_what_was_typed(at_work, draw):
    at = draw("signing", by=CLERK)
    fill(at, "审签单编号", "五街审〔2026〕7号")
    press(at, "登记")
    assert "签字人" in at.error[0].value
    assert next(t for t in at.text_input if t.label == "审签单编号").value == "五街审〔2026〕7号"
