"""One illegal building is walked from discovery to closing, and one is stopped at every gate."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from hazards.services import evidence
from hazards.services.access import Scope, acting_as
from hazards.services.receipts import Told
from hazards.storage.store import Store
from tests.browser.conftest import TODAY, hazards, settle
from tests.browser.desks import Desk, Desks, desks
from tests.evidence.samples import photo
from tests.services.structures import SERVED, WALK, act, found, served

CLERK, OFFICER, LEADER = "wumatb", "zonghe1", "lingdao"
UNIT = "试验巷9号加建"
ENFORCEMENT = "鹿城区综合行政执法局"
KINDS = ("decision", "before", "after", "opinion", "legal-opinion")


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def store(own_store, monkeypatch) -> Store:
    monkeypatch.setenv("HAZARDS_DATABASE_URL", own_store)
    monkeypatch.setenv("HAZARDS_TODAY", TODAY)
    return Store(own_store)


@pytest.fixture
def at(chromium, server) -> Iterator[Desks]:
    with desks(chromium, server) as seated:
        yield seated


def bring(store: Store, case: int, *kinds: str) -> dict[str, int]:
    """Files of the office, by the services: bringing them by hand is another test's matter."""
    officer = acting_as(OFFICER, store)
    return {
        kind: evidence.add(store, officer, case, [photo(7000 + case * 20 + n)], Told(f"{kind}.jpg", kind)).id
        for n, kind in enumerate(kinds)
    }


def by_services(store: Store, officer: Scope, case: int, scan: int, *keys: str) -> None:
    for key in keys:
        done = act(store, officer, case, key, scan)
        if key in SERVED:
            served(store, officer, case, key, done, scan)


def dated(desk: Desk, form, key: str) -> None:
    """The day of the act and its scan, as every form asks."""
    desk.day(form, "办理日期(文书所载)", WALK[key][0])
    desk.choose(form, "文书扫描件", "decision.jpg")


def next_step(desk: Desk):
    return desk.page.locator("[class*='st-key-step_next']")


def registered(at: Desks) -> int:
    clerk = at(CLERK).go("newcase")
    page = clerk.page
    page.get_by_test_id("stButtonGroup").get_by_text("违法建筑").click()
    settle(page)
    page.get_by_label("当事人或建筑名称").fill(UNIT)
    page.get_by_label("违法建设情况").fill("未经许可搭建二层砖混房屋。")
    page.get_by_label("违法面积(㎡)").fill("320")
    page.keyboard.press("Tab")
    settle(page)
    clerk.choose(page.locator("body"), "来源", "巡查发现")
    clerk.day(page.locator("body"), "发现日期", "2026-01-04")
    who = clerk.unfold("责任单位、督办单位和联系人(可后补)")
    who.get_by_label("督办单位").fill(ENFORCEMENT)
    page.keyboard.press("Tab")
    settle(page)
    clerk.press("保存案卷")
    clerk.told(f"案卷已保存：{UNIT}，已登记在册")
    return int(
        re.search(r"case=(\d+)", page.get_by_role("link", name="进入案卷").get_attribute("href")).group(1)
    )


def test_a_building_is_walked_from_discovery_to_closing(at, store, own_store):
    case = registered(at)
    scan = bring(store, case, "decision", "before", "after", "opinion")["decision"]
    scope = acting_as(OFFICER, store)
    officer = at(OFFICER).case(case)
    form = next_step(officer)
    form.get_by_label("立案依据").fill("未取得建设工程规划许可证")
    dated(officer, form, "filing")
    officer.press("立案", form)
    officer.told("“立案”已办理")
    by_services(
        store, scope, case, scan, "survey", "inquiry", "opinion", "notice", "legal-review", "discussion"
    )

    officer.case(case)
    form = next_step(officer)
    expect(form).to_contain_text("责令限期拆除决定")
    form.get_by_text("已载明", exact=True).click()
    officer.day(form, "限期自行拆除的最后日期", "2026-02-12")
    dated(officer, form, "decision")
    officer.press("责令限期拆除决定", form)
    officer.told("“责令限期拆除决定”已办理")
    form = officer.page.locator("[class*='st-key-step_serve']")
    officer.day(form, "送达日期(公告送达填公告日)", SERVED["decision"])
    form.get_by_label("受送达人").fill("当事人")
    officer.choose(form, "送达回证扫描件", "decision.jpg")
    officer.press("登记送达", form)
    officer.told("期限自 2026-01-29 起算")
    keys = ("removal-notice", "report", "charge", "urging", "enforcement", "announcement")
    by_services(store, scope, case, scan, *keys)

    officer.case(case)
    expect(officer.page.locator(".gp-figure").nth(1)).to_contain_text("最早可强拆日 2026-08-11")
    form = next_step(officer)
    expect(form).to_contain_text("案卷中缺“全过程录像”")
    bring(store, case, "video")
    officer.case(case)
    form = next_step(officer)
    officer.time(form, "开始实施时间", "09:00")
    officer.choose(form, "当事人到场情况或公证、见证人", "公证")
    form.get_by_label("财物清点登记情况").fill("已登记造册，由当事人领取")
    form.get_by_label("处置面积(㎡)").fill("320")
    form.get_by_label("执法人员一(姓名 执法证号)").fill("沈执之 浙C101")
    form.get_by_label("执法人员二(姓名 执法证号)").fill("陆法明 浙C102")
    dated(officer, form, "execution")
    officer.press("实施强制拆除", form)
    officer.told("“实施强制拆除”已办理")
    form = next_step(officer)
    form.get_by_label("结论").fill("拆除到位")
    dated(officer, form, "closing")
    officer.press("结案", form)
    officer.told("“结案”已办理")
    expect(officer.page.locator(".gp-figure").first).to_contain_text("已结案 2026-08-20")
    officer.case(case, "程序")
    for key in WALK:
        row = officer.page.locator("tr").filter(has_text=WALK[key][0])
        expect(row.filter(has_text="● 已办").first).to_be_visible()
    assert hazards(own_store, "verify", "--json")["findings"] == []


GATES = [
    ("现场勘验", "尚未办理“立案”"),
    ("询问当事人", "尚未办理“立案”"),
    ("规划认定", "尚未办理“现场勘验”"),
    ("事先告知", "尚未办理“询问当事人”"),
    ("法制审核", "尚未办理“事先告知”"),
    ("集体讨论", "尚未办理“法制审核”"),
    ("责令限期拆除决定", "尚未办理“集体讨论”"),
    ("公告限期自行拆除", "尚未办理“责令限期拆除决定”"),
    ("报请政府责成强制拆除", "尚未办理“公告限期自行拆除”"),
    ("政府责成强制拆除", "尚未办理“报请政府责成强制拆除”"),
    ("催告", "尚未办理“政府责成强制拆除”"),
    ("强制执行决定", "尚未办理“催告”"),
    ("强制拆除公告", "尚未办理“强制执行决定”"),
    ("实施强制拆除", "最早可强拆日尚不能确定"),
    ("结案", "尚未办理“实施强制拆除”"),
]


def test_a_building_is_stopped_at_every_gate_and_told_why(at, store):
    scope = acting_as(OFFICER, store)
    case = found(store, scope, supervisor=ENFORCEMENT, unit="试验巷11号加建")
    kept = bring(store, case, *KINDS)
    officer = at(OFFICER).case(case, "程序")
    for title, why in GATES:
        row = officer.page.locator("tr").filter(has=officer.page.get_by_text(title, exact=True))
        expect(row.first).to_contain_text(why)
        expect(row.first).to_contain_text("第")
    steps = ("filing", "survey", "inquiry", "opinion", "notice", "legal-review", "discussion")
    by_services(store, scope, case, kept["decision"], *steps)

    officer.case(case)
    form = next_step(officer)
    form.get_by_text("已载明", exact=True).click()
    officer.day(form, "限期自行拆除的最后日期", "2026-02-12")
    officer.day(form, "办理日期(文书所载)", "2026-01-27")
    officer.press("责令限期拆除决定", form)
    officer.told("补录须附载明办理日期的文书扫描件")
    by_services(store, scope, case, kept["decision"], "decision", "removal-notice", "report", "charge")

    officer.case(case)
    rare = officer.other("申请越序办理")
    officer.choose(rare, "越序的步骤", "实施强制拆除")
    expect(rare).to_contain_text("尚未办理“强制拆除公告”")
    rare.get_by_label("律师姓名").fill("郑言")
    rare.get_by_label("执业证号").fill("13303202610000001")
    rare.get_by_label("理由").fill("台风将至，墙体随时倒塌")
    officer.press("报领导准予", rare)
    officer.told("法律意见书")
    officer.choose(rare, "法律意见书", "legal-opinion.jpg")
    officer.press("报领导准予", rare)
    officer.told("越序申请已报领导")

    leader = at(LEADER).go("todo")
    card = leader.page.locator("[class*='st-key-card_override_']")
    expect(card).to_contain_text("越序办理：实施强制拆除")
    expect(card).to_contain_text("郑言(执业证号 13303202610000001)")
    leader.press("准予", card)
    leader.told("已准予越序")
    expect(leader.page.locator("[class*='st-key-card_override_']")).to_have_count(0)
