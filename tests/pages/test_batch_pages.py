"""Batches, new cases and audit, drawn and pressed; one press is one act."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from hazards.domain.stages import Stage
from hazards.services import notes
from hazards.services.access import in_sight
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests import people
from tests.pages import caseload
from tests.pages.caseload import AUDITOR, CLERK, LEADER, Load
from tests.pages.conftest import redraw, seen
from tests.pages.pressing import fill, press

LISTING = people.LISTING


@pytest.fixture
def store(demo_store: str) -> Store:
    return Store(demo_store)


@pytest.fixture
def at_work(store: Store) -> Load:
    return caseload.load(store)


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


def found_of(store: Store, unit: str) -> list[casework.Row]:
    with store.read() as connection:
        return casework.where(connection, t.cases, t.cases.c.unit == unit, t.cases.c.stage == "found")


def test_a_new_case_lacking_something_is_refused_and_keeps_what_was_typed(store, draw):
    at = draw("newcase", by=CLERK)
    fill(at, "整治单位(区域)", "康乐坊招待所")
    redraw(at)
    press(at, "保存案卷")
    assert "隐患主要内容" in at.error[0].value
    assert at.text_input(key="new_unit").value == "康乐坊招待所"


def test_a_new_case_is_saved_and_the_form_stands_empty_again(store, draw):
    at = draw("newcase", by=CLERK)
    found(at, "康乐坊招待所")
    press(at, "保存案卷")
    assert "案卷已保存" in seen(at)
    assert len(found_of(store, "康乐坊招待所")) == 1
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
    assert [row["recurs_id"] for row in found_of(store, "康乐坊招待所")] == [old]


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
