"""A second hazard is stopped at every gate in turn, and each time the page says why."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from hazards.domain.lifecycle import Action
from hazards.domain.plan import ITEMS, MEASURES
from hazards.services import planning, progress, signatures
from hazards.services.access import in_sight
from hazards.storage.store import Store
from tests.browser.casework import Office
from tests.browser.conftest import settle
from tests.browser.desks import Desk, Desks, desks
from tests.evidence.samples import photo
from tests.services.offices import PLAN

CLERK, HEAD, OFFICER, COLLEAGUE = "wumatb", "wumasq", "xiaofang1", "xiaofang2"
LISTING, SECOND = "anwei1", "anwei2"
EARLIER = "2026-11-02"
UNIT = "梧田里棋牌室"


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def store(own_store, monkeypatch) -> Store:
    monkeypatch.setenv("HAZARDS_DATABASE_URL", own_store)
    monkeypatch.setenv("HAZARDS_TODAY", EARLIER)
    return Store(own_store)


@pytest.fixture
def office(store) -> Office:
    return Office(store, CLERK, HEAD, OFFICER)


@pytest.fixture
def case(office) -> int:
    """Listed on 2 November, nothing done since."""
    on = date.fromisoformat(EARLIER)
    made = office.found(UNIT, "五马街道", found_on=on)
    office.listed(made, date(2027, 3, 31), on)
    return made


def test_a_case_is_stopped_at_every_gate_and_told_why(
    chromium, server, store, office, case, tmp_path, monkeypatch
):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    with desks(chromium, server) as at:
        without_a_plan(at(CLERK), case)
        planning.save_plan(store, office.clerk, case, PLAN)
        late_without_a_paper(at, case, store, office)
        office.signed(case, Action.FILE_PLAN)
        after_today(at(OFFICER), case)
        without_five_measures(at, case, office)
        with_an_open_item_and_no_photograph(at(CLERK), case, store, office)
        by_whom_uploaded(at(COLLEAGUE), case, tmp_path)
        by_one_officer(at(OFFICER), case, tmp_path)
        with_an_unverified_item(at(OFFICER), case)
        by_whom_verified(at, case)
    assert in_sight(store, office.listing, case)["stage"] == "struck-off"


# ------------------------------------------------------------------ the gates
def without_a_plan(clerk: Desk, case: int) -> None:
    step = clerk.case(case).step("报送整治方案")
    expect(step.locator(".gp-missing li")).to_contain_text(list(ITEMS.values()))
    _refused(clerk, step, "送审", "送审“报送整治方案”还缺", *ITEMS.values())


def late_without_a_paper(at: Desks, case: int, store: Store, office: Office) -> None:
    """An act of sixteen days ago wants the dated paper; the head may not sign it away."""
    clerk, head = at(CLERK).case(case), at(HEAD)
    step = clerk.step("报送整治方案")
    clerk.day(step, "办理日期(文书所载)", "2026-11-05")
    clerk.press("送审", step)
    clerk.told("已送审")
    head.go("signing").page.get_by_role("checkbox", name=re.compile(UNIT)).check(force=True)
    settle(head.page)
    head.press("签署所选(1)")
    head.told("属于补录")
    head.told("须附载明办理日期的文书扫描件")
    ((number, _),) = [
        (row["id"], row) for row in signatures.waiting(store, office.head) if row["case_id"] == case
    ]
    signatures.send_back(store, office.head, number, reason="办理日期填错")


def after_today(officer: Desk, case: int) -> None:
    step = officer.case(case).step("方案备案，进入整改")
    officer.day(step, "办理日期(文书所载)", "2026-11-25")
    _refused(officer, step, "方案备案，进入整改", "办理日期2026-11-25晚于今天")


def without_five_measures(at: Desks, case: int, office: Office) -> None:
    """Told but not verified is not in place; the list names all five."""
    officer = at(OFFICER)
    office.five(case, list(MEASURES)[:2], on=date(2026, 11, 20))
    step = officer.case(case).step("方案备案，进入整改")
    words = [f"{word}：" for word in MEASURES.values()]
    for word in words:
        expect(step.locator(".gp-missing")).to_contain_text(word)
    _refused(officer, step, "方案备案，进入整改", "还缺", "依据", *words)
    office.five(case, list(MEASURES)[2:], on=date(2026, 11, 20))
    second = at(SECOND).case(case, "五落实")
    form = second.unfold("核验五落实")
    for box in form.get_by_role("checkbox").all():
        box.check(force=True)
    second.press("提交核验", form)
    second.told("核验已记入案卷")
    step = officer.case(case).step("方案备案，进入整改")
    officer.press("方案备案，进入整改", step)
    officer.told("“方案备案，进入整改”已办理")


def with_an_open_item_and_no_photograph(clerk: Desk, case: int, store: Store, office: Office) -> None:
    progress.set_items(store, office.clerk, case, [{"text": "拆除二层铁栅栏"}])
    step = clerk.case(case).step("申请验收")
    expect(step.locator(".gp-missing li")).to_have_text(["整改后照片", "整治明细第1项未完成(拆除二层铁栅栏)"])
    _refused(clerk, step, "送审", "整改后照片", "整治明细第1项未完成")
    progress.tell_item(store, office.clerk, case, 1)
    office.file(office.clerk, case, "after", 5001)
    office.signed(case, Action.SUBMIT)


def by_whom_uploaded(officer: Desk, case: int, folder: Path) -> None:
    officer.bring(case, "整改中照片", [_photo(folder, "整改中.jpg", 5002)])
    step = officer.case(case).step("现场核查")
    _officers(step, "麻定远 浙C0302", "邵守正 浙C0301")
    _refused(officer, step, "现场核查", "麻定远已在本案上传或报送，不能再核查或验收")


def by_one_officer(officer: Desk, case: int, folder: Path) -> None:
    officer.bring(case, "现场核查记录", [_photo(folder, "核查记录.jpg", 5003)])
    step = officer.case(case).step("现场核查")
    _officers(step, "邵守正 浙C0301", "")
    _refused(officer, step, "现场核查", "还缺：两名以上核查人员姓名及执法证号")
    _officers(step, "邵守正 浙C0301", "麻定远 浙C0302")  # the first is still there
    officer.press("现场核查", step)
    officer.told("“现场核查”已办理")


def with_an_unverified_item(officer: Desk, case: int) -> None:
    step = officer.case(case, "进度").step("验收合格")
    _refused(officer, step, "验收合格", "整治明细第1项未核验")
    items = officer.unfold("核验整治明细")
    items.get_by_role("button", name=re.compile("核验第 1 项")).click()
    officer.told("第 1 项已核验")
    officer.press("验收合格", officer.step("验收合格"))
    officer.told("“验收合格”已办理")


def by_whom_verified(at: Desks, case: int) -> None:
    """The second listing officer verified the five; her colleague did not."""
    for name in (SECOND, LISTING):
        office = at(name).case(case)
        step = office.step("销号")
        office.choose(step, "销号方式", "整改完成")
        step.get_by_label("文号").fill("鹿安委办销〔2026〕10号")
        if name == SECOND:
            _refused(office, step, "销号", "蔡秉公已在本案核查验收，不能再办理销号", "须由三人分别办理")
    office.press("销号", step)
    office.told("“销号”已办理")


# ------------------------------------------------------------------ hands
def _refused(desk: Desk, step: Locator, button: str, *words: str) -> None:
    """The press is refused in these words, and what was typed is still there."""
    desk.press(button, step)
    alert = desk.page.get_by_test_id("stAlert")
    expect(alert).to_have_count(1)
    for word in words:
        expect(alert).to_contain_text(word)
    expect(alert).to_contain_text("。")


def _officers(step: Locator, one: str, other: str) -> None:
    step.get_by_label("核查人员一(姓名 执法证号)").fill(one)
    step.get_by_label("核查人员二(姓名 执法证号)").fill(other)


def _photo(folder: Path, name: str, shade: int) -> Path:
    (folder / name).write_bytes(photo(shade))
    return folder / name
