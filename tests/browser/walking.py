"""The steps of one hazard from found to struck off, each by the hands of whoever it belongs to."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from hazards.domain.plan import ITEMS, MEASURES
from hazards.services import evidence, planning
from hazards.services.access import acting_as
from hazards.storage.store import Store
from tests.browser.conftest import PHONE, settle
from tests.browser.desks import Desks
from tests.evidence.samples import photo

CLERK, HEAD, STAND_IN = "wumatb", "wumasq", "songtaisq"
OFFICER, LISTING, LEADER = "xiaofang1", "anwei1", "lingdao"
UNIT = "望瓯里棋牌茶室"
REASONS = ("东侧疏散门仍上锁", "缺消防设施检测报告")


def found(at: Desks) -> int:
    clerk = at(CLERK).go("newcase")
    page = clerk.page
    page.get_by_label("整治单位(区域)").fill(UNIT)
    page.get_by_label("地址").fill("望瓯里17号")
    page.get_by_label("隐患主要内容").fill("二层包厢装有铁栅栏，仅一部疏散楼梯。")
    page.keyboard.press("Tab")
    settle(page)
    clerk.choose(page.locator("body"), "来源", "巡查发现")
    who = clerk.unfold("责任单位、督办单位和联系人(可后补)")
    who.get_by_label("督办单位").fill("鹿城区消防救援大队")
    page.keyboard.press("Tab")
    settle(page)
    clerk.press("保存案卷")
    clerk.told(f"案卷已保存：{UNIT}")
    link = page.get_by_role("link", name="进入案卷").get_attribute("href")
    return int(re.search(r"case=(\d+)", link).group(1))


def assessed(at: Desks, case: int) -> None:
    officer = at(OFFICER).go("todo")
    expect(officer.page.locator("tr").filter(has_text=UNIT)).to_contain_text("评估认定")
    officer.case(case)
    step = officer.step("评估认定")
    step.get_by_label("判定标准及条款").fill("《重大火灾隐患判定规则》GB 35181 第6.2条")
    officer.press("评估认定", step)
    officer.told("“评估认定”已办理")


def listed(at: Desks, case: int) -> None:
    office = at(LISTING).go("batches")
    page = office.page
    office.unfold("拟定新批次")
    page.get_by_label("名称").fill("第三批")
    office.press("拟定")
    office.told("批次“第三批”已拟定")
    line = page.locator("[class*='st-key-pick_']").filter(has_text=UNIT)
    line.get_by_role("checkbox").check(force=True)
    settle(page)
    office.day(line, "整改期限", "2026-12-31")
    page.get_by_label("文号").fill("鹿安委办〔2026〕40号")
    office.press("印发 1 件")
    office.told("已印发 1 件")
    page.get_by_label("签收人").fill("陈知夏")
    page.get_by_role("checkbox", name=UNIT).check(force=True)
    office.press("登记送达")
    expect(page.get_by_text("全部送达回证已登记")).to_be_visible()
    office.case(case)
    expect(page.locator(".gp-figure").first).to_contain_text("整改期限 2026-12-31")


def planned(at: Desks, case: int, store: Store, folder: Path) -> None:
    """The plan and the first of the five by hand, the rest of the typing by the services."""
    _brought(at, case, folder, "责任分工文件", "责任分工.jpg", 41)
    clerk = at(CLERK).case(case, "五落实")
    plan = clerk.unfold("填写整治方案")
    for n, name in enumerate(ITEMS.values(), 1):
        plan.get_by_label(f"{n}. {name}").fill(f"{name}：拆除铁栅栏，增设疏散楼梯，逐项验收。")
    clerk.press("保存为新一版", plan)
    clerk.told("整治方案第 1 版已保存")
    form = clerk.unfold("填报五落实")
    form.get_by_label("内容").fill("店主负总责，街道消防所一人联系")
    form.get_by_label("责任人", exact=True).fill("王立")
    clerk.choose(form, "证据", "责任分工.jpg")
    clerk.press("保存", form)
    clerk.told("责任落实已保存，等待核验")
    _told_too(store, case)
    _ask(at, case, "报送整治方案")
    _sign(at, HEAD, "报送整治方案")


def started(at: Desks, case: int, store: Store) -> None:
    officer = at(OFFICER).case(case, "五落实")
    form = officer.unfold("核验五落实")
    for box in form.get_by_role("checkbox").all():
        box.check(force=True)
    officer.press("提交核验", form)
    officer.told("核验已记入案卷")
    assert planning.plan(store, acting_as(LISTING, store), case).verified == 5
    officer.press("方案备案，进入整改", officer.step("方案备案，进入整改"))
    officer.told("“方案备案，进入整改”已办理")


def submitted(at: Desks, case: int, folder: Path, name: str, shade: int, signer: str = HEAD) -> None:
    _brought(at, case, folder, "整改后照片", name, shade)
    _ask(at, case, "申请验收")
    _sign(at, signer, "申请验收")


def returned(at: Desks, case: int) -> None:
    """Both defects in one return, and the clerk reads both at once."""
    officer = at(OFFICER).case(case)
    form = officer.other("退回整改")
    form.get_by_label("退回理由(一次写全)").fill("\n".join(REASONS))
    officer.press("退回整改", form)
    officer.told("“退回整改”已办理")
    clerk = at(CLERK).case(case)
    card = clerk.page.locator(".gp-missing").filter(has_text=REASONS[0])
    expect(card.locator("li")).to_have_text(REASONS)


def extended(at: Desks, case: int) -> None:
    clerk = at(CLERK).case(case)
    form = clerk.other("申请延期")
    clerk.day(form, "延期后的期限", "2027-01-31")
    clerk.day(form, "收件日期", "2026-11-20")
    form.get_by_label("延期理由").fill("楼梯构件到货延迟")
    form.get_by_label("延期期间的防范措施").fill("二层停止营业")
    clerk.press("送审", form)
    clerk.told("“申请延期”已送审")
    _sign(at, HEAD, "申请延期")
    office = at(LISTING).case(case)
    expect(office.page.get_by_text("延期申请待批：申请延至 2027-01-31")).to_be_visible()
    form = office.other("批准延期")
    form.get_by_label("文号").fill("鹿安委办延〔2026〕2号")
    office.press("批准延期", form)
    office.told("“批准延期”已办理")
    expect(office.page.locator(".gp-figure").first).to_contain_text("整改期限 2027-01-31")


def lent(at: Desks) -> None:
    """The head is away for a day; another head stands in and chooses the post at work."""
    head = at(HEAD).go("me")
    page = head.page
    form = page.locator(".st-key-card_lend")
    head.choose(form, "由谁代办", f"({STAND_IN})")
    form.get_by_label("事由").fill("赴省里培训")
    head.press("委托", form)
    expect(page.locator(".st-key-card_lent")).to_contain_text("潘立秋")
    other = at(STAND_IN).go("todo")
    other.choose(other.page.get_by_test_id("stSidebar"), "当前职务", "五马街道 审签人(代 林望川)")
    expect(other.page.locator(".gp-who")).to_contain_text("代 林望川")


def accepted(at: Desks, case: int, folder: Path) -> None:
    officer = at(OFFICER)
    (folder / "现场核查记录.jpg").write_bytes(photo(70))
    officer.bring(case, "现场核查记录", [folder / "现场核查记录.jpg"])
    officer.case(case)
    step = officer.step("现场核查")
    step.get_by_label("核查人员一(姓名 执法证号)").fill("邵守正 浙C0301")
    step.get_by_label("核查人员二(姓名 执法证号)").fill("麻定远 浙C0302")
    officer.press("现场核查", step)
    officer.told("“现场核查”已办理")
    officer.press("验收合格", officer.step("验收合格"))
    officer.told("“验收合格”已办理")


def struck_off(at: Desks, case: int) -> None:
    office = at(LISTING).case(case)
    step = office.step("销号")
    office.choose(step, "销号方式", "整改完成")
    step.get_by_label("文号").fill("鹿安委办销〔2026〕9号")
    office.press("销号", step)
    office.told("“销号”已办理")
    expect(office.page.locator(".gp-stepper")).to_contain_text("● 销号")


# ------------------------------------------------------------------ hands
def _told_too(store: Store, case: int) -> None:
    """The other four measures, by the same clerk and with the same file."""
    clerk = acting_as(CLERK, store)
    proof = evidence.of_case(store, clerk, case)[0]["id"]
    for name in list(MEASURES)[1:]:
        funds = {"planned": "12.5", "source": "店主自筹"} if name == "funds" else {}
        about = {"told": f"{MEASURES[name]}已落实到人到岗", "person": "王立", "on": date(2026, 11, 20)}
        planning.tell_measure(store, clerk, case, name, evidence=proof, **about, **funds)


def _brought(at: Desks, case: int, folder: Path, kind: str, name: str, shade: int) -> None:
    """By phone, from the clerk's own account."""
    (folder / name).write_bytes(photo(shade))
    phone = at(CLERK, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.bring(case, kind, [folder / name], note="现场所见")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def _ask(at: Desks, case: int, title: str) -> None:
    clerk = at(CLERK).case(case)
    clerk.press("送审", clerk.step(title))
    clerk.told(f"“{title}”已送审")


def _sign(at: Desks, name: str, title: str) -> None:
    head = at(name).go("signing")
    head.page.get_by_role("checkbox", name=f"{title}：{UNIT}").check(force=True)
    settle(head.page)
    head.press("签署所选(1)")
    head.told("已签署 1 件")
