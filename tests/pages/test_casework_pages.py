"""To-dos, signatures, batches, new cases and audit, drawn and pressed as each role finds them."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from hazards.domain.stages import Stage
from hazards.pages import menu
from hazards.services import batches, newcases, notes, planning, proposals, signatures
from hazards.services.access import in_sight
from hazards.storage.store import Store
from tests import people
from tests.pages import caseload
from tests.pages.caseload import AUDITOR, CLERK, HEAD, LEADER, OFFICER, SECOND, Load
from tests.pages.conftest import redraw, seen
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


def words(at: AppTest) -> str:
    """Everything on the page in words, labels of its widgets too."""
    kinds = ("button", "checkbox", "text_input", "text_area", "selectbox", "date_input", "number_input")
    labels = [one.label for kind in kinds for one in at.get(kind)]
    hints = [one.proto.placeholder for kind in ("text_input", "text_area") for one in at.get(kind)]
    folded = [one.label for one in at.expander]
    return " ".join([seen(at), *labels, *hints, *folded])


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return redraw(at)


def fill(at: AppTest, label: str, text: str, kind: str = "text_input") -> None:
    next(one for one in at.get(kind) if one.label == label).set_value(text)


# ------------------------------------------------------------------ every page for every role
@pytest.mark.parametrize(("page", "by"), FITTING)
def test_a_page_draws_for_every_role_that_finds_it_and_speaks_chinese(at_work, draw, page, by):
    at = draw(page, by=by)
    assert not at.error
    told = re.sub(r"\b(CGCS2000|GB|A/B|[XK][\d+]+)\b", "", words(at))
    assert not re.findall(r"[A-Za-z_]{2,}", told)
    assert "None" not in told


@pytest.mark.parametrize(("page", "by"), FITTING)
def test_a_page_without_cases_says_what_would_fill_it(store, draw, page, by):
    if page != "newcase":
        assert re.search("目前没有|还没有|本年没有|我在等谁|导入销号", words(draw(page, by=by)))


@pytest.mark.parametrize("name", NAMES.values())
def test_no_role_finds_more_than_seven_entries(name, store):
    role = people.scope_of(store, name).role
    assert len([e for e in menu.ENTRIES if role in e.roles and not e.aside]) <= 7


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


def test_a_long_list_is_filtered_by_text(at_work, draw):
    at = draw("todo", by=CLERK)
    at.text_input(key="filter_mine").set_value("谢池")
    redraw(at)
    table = next(h.proto.body for h in at.get("html") if "gp-waits" in h.proto.body)
    assert table.count("<tr>") == 2
    assert "谢池商务楼" in table


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


# ------------------------------------------------------------------ 批次
def test_a_batch_is_drafted_filled_and_issued(store, at_work, draw):
    office = people.scope_of(store, LISTING)
    at = draw("batches", by=LISTING)
    fill(at, "名称", "第五批")
    press(at, "拟定")
    number = int(
        at.query_params["batch"][0]
        if isinstance(at.query_params["batch"], list)
        else at.query_params["batch"]
    )
    key = at_work.assessed[1]
    at.checkbox(key=f"tick_{number}_{key}").check()
    redraw(at)
    at.date_input(key=f"day_{number}_{key}").set_value(date(2027, 6, 30))
    redraw(at)
    fill(at, "文号", "鹿安委办〔2026〕41号")
    press(at, "印发 1 件")
    assert "已印发 1 件" in seen(at)
    assert in_sight(store, office, key)["deadline"] == date(2027, 6, 30)
    at.checkbox[0].check()
    fill(at, "签收人", "李厂长")
    press(at, "登记送达")
    assert "全部送达回证已登记" in seen(at)


def test_a_case_without_a_deadline_is_named_with_its_reason_and_stays(store, at_work, draw):
    at = draw("batches", by=LISTING, batch=str(at_work.batch))
    key = at_work.assessed[1]
    at.checkbox(key=f"tick_{at_work.batch}_{key}").check()
    redraw(at)
    fill(at, "文号", "鹿安委办〔2026〕42号")
    press(at, "印发 2 件")
    told = seen(at)
    assert "已印发 1 件" in told
    assert "未印发 1 件" in told
    assert "办理“挂牌”还缺：整改期限" in told
    assert in_sight(store, people.scope_of(store, LISTING), key)["stage"] == Stage.ASSESSED


def test_a_reader_of_batches_finds_nothing_to_press(at_work, draw):
    for by in (LEADER, AUDITOR):
        at = draw("batches", by=by, batch=str(at_work.batch))
        assert "望江楼餐饮店" in seen(at)
        assert not at.checkbox
        assert not [b for b in at.button if b.label.startswith("印发")]


# ------------------------------------------------------------------ 新建案卷
def found(at: AppTest, unit: str) -> None:
    fill(at, "整治单位(区域)", unit)
    fill(at, "隐患主要内容", "疏散通道堵塞", "text_area")
    fill(at, "来源", "巡查发现", "selectbox")
    redraw(at)


def test_a_new_case_lacking_something_is_refused_and_keeps_what_was_typed(store, draw):
    at = draw("newcase", by=CLERK)
    fill(at, "整治单位(区域)", "康乐坊招待所")
    redraw(at)
    press(at, "保存案卷")
    assert "隐患主要内容" in at.error[0].value
    assert at.text_input(key="new_unit").value == "康乐坊招待所"


def test_a_new_case_is_saved_and_the_form_stands_empty_again(store, draw):
    clerk = people.scope_of(store, CLERK)
    at = draw("newcase", by=CLERK)
    found(at, "康乐坊招待所")
    press(at, "保存案卷")
    assert "案卷已保存" in seen(at)
    assert [r["unit"] for r in newcases.unlisted(store, clerk)] == ["康乐坊招待所"]
    assert at.text_input(key="new_unit").value == ""


def test_what_was_typed_stands_again_after_a_refresh(store, draw):
    at = draw("newcase", by=CLERK)
    fill(at, "整治单位(区域)", "康乐坊招待所")
    redraw(at)
    assert notes.kept(store, people.scope_of(store, CLERK), "newcase")
    again = draw("newcase", by=CLERK)
    assert again.text_input(key="new_unit").value == "康乐坊招待所"


def test_a_similar_case_asks_a_person_first(at_work, draw):
    at = draw("newcase", by=CLERK)
    found(at, "望江楼餐饮店")
    assert "相近案卷" in seen(at)
    assert next(b for b in at.button if b.label == "保存案卷").disabled
    at.radio(key="new_same").set_value(0)
    redraw(at)
    press(at, "保存案卷")
    assert "案卷已保存" in seen(at)


def test_a_hazard_that_came_back_is_linked_to_the_one_struck_off(store, draw):
    from tests.services.district import add_case
    from tests.services.offices import place

    old = add_case(store, street="五马街道", unit="康乐坊招待所")
    place(store, old, "struck-off", state="struck-off")
    at = draw("newcase", by=CLERK)
    found(at, "康乐坊招待所")
    at.radio(key="new_same").set_value(old)
    redraw(at)
    press(at, "保存案卷")
    clerk = people.scope_of(store, CLERK)
    assert [r["recurs_id"] for r in newcases.unlisted(store, clerk)] == [old]


def test_one_coordinate_alone_is_refused(store, draw):
    at = draw("newcase", by=CLERK)
    found(at, "康乐坊招待所")
    at.number_input(key="new_lon").set_value(120.65)
    redraw(at)
    press(at, "保存案卷")
    assert "须同时填写" in at.error[0].value


# ------------------------------------------------------------------ 审计
def test_every_sort_of_oddity_is_counted_and_leads_to_its_list(at_work, draw):
    at = draw("audit", by=AUDITOR, sort="导入销号")
    told = seen(at)
    for name in ("补录", "相近审签", "导入销号", "12月销号", "纸质审签", "代岗办理"):
        assert name in told
    assert "未经本系统核查" in told


def test_a_year_in_the_address_is_the_year_of_the_audit(at_work, draw):
    at = draw("audit", by=AUDITOR, year="2025", sort="12月销号")
    assert at.selectbox(key="audit_year").value == 2025
    assert "2025 年内" in seen(at)


# ------------------------------------------------------------------ one press is one act
def test_a_second_press_on_the_same_drawn_form_does_nothing_and_says_the_same():
    def script() -> None:
        import streamlit as st

        from hazards.pages import acting

        done: list[int] = []
        drawn = acting.mark("form")
        for _ in range(2):
            acting.press("form", drawn, lambda: done.append(1) or "已办理。")
        acting.told("form")
        st.text(f"{len(done)} {acting.mark('form') == drawn}")

    at = AppTest.from_function(script)
    redraw(at)
    assert at.text[0].value == "1 False"
    assert [s.value for s in at.success] == ["已办理。"]


def test_a_refusal_leaves_the_form_under_its_mark_until_the_next_press():
    def script() -> None:
        import streamlit as st

        from hazards.pages import acting

        def work() -> str:
            raise acting.NothingTicked

        drawn = acting.mark("form")
        acting.press("form", drawn, work)
        acting.told("form")
        acting.told("form")
        st.text(str(acting.mark("form") == drawn))

    at = AppTest.from_function(script)
    redraw(at)
    assert at.text[0].value == "True"
    assert len(at.error) == 2
