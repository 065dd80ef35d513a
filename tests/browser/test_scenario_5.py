"""Scenario 5: what the province listed, the province strikes off; here its decision is registered by two."""

import re
from datetime import date

import orjson
import pytest
from playwright.sync_api import expect

from hazards.services import lists
from hazards.storage.store import Store
from tests.browser.casework import Office
from tests.browser.conftest import hazards, settle
from tests.browser.desks import Desk, Desks, desks
from tests.evidence.samples import photo

UNIT = "G330 K12+300—K12+800"
DOCUMENT = "浙安委办函〔2026〕21号"
LISTING, COLLEAGUE = "anwei1", "anwei2"
REGISTERS = "登记上级决定：销号"


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def store(own_store, monkeypatch) -> Store:
    monkeypatch.setenv("HAZARDS_DATABASE_URL", own_store)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    return Store(own_store)


@pytest.fixture
def office(store) -> Office:
    return Office(store, "yangyitb", "yangyisq", "jiaojing1")


@pytest.fixture
def case(office) -> int:
    """A road point of 仰义街道, listed by the province, accepted here."""
    on = date(2026, 11, 21)
    made = office.found(UNIT, "仰义街道", content="长下坡接急弯，护栏等级偏低", found_on=on)
    office.listed(made, date(2027, 3, 31), on, level="省级", body="省安委办")
    office.accepted(made, on)
    return made


def test_an_upper_bodys_strike_off_is_registered_with_its_scan_by_two(
    chromium, server, store, own_store, office, case, tmp_path
):
    before = _struck_off(own_store)
    with desks(chromium, server) as at:
        pressed_here(at(LISTING))
        registered(at(LISTING), case, tmp_path)
        by_the_same_person(at(LISTING), case)
        assert _struck_off(own_store) == before
        by_a_colleague(at, case)
    assert _struck_off(own_store) == (before[0] + 1, before[1] + 1)
    last = lists.case(store, office.listing, case).events[-1]
    told = orjson.loads(last["data"])
    assert last["action"] == "struck-off"
    assert (told["decider"], told["enterer"], told["confirmer"]) == ("省安委办", "沈持衡", "蔡秉公")
    assert told["document"] == DOCUMENT


def pressed_here(office: Desk) -> None:
    """By a batch of the district's own: refused, and told whose decision it is and how to register it."""
    page = office.go("batches").page
    form = office.unfold("拟定新批次")
    form.get_by_role("button", name="销号", exact=True).or_(
        form.get_by_role("radio", name="销号", exact=True)
    ).first.click()
    form.get_by_label("名称").fill("第一批销号")
    office.press("拟定", form)
    office.told("批次“第一批销号”已拟定")
    line = page.locator("[class*='st-key-pick_']").filter(has_text=UNIT)
    line.get_by_role("checkbox").check(force=True)
    settle(page)
    page.get_by_label("文号").fill("鹿安委办销〔2026〕11号")
    office.press("印发 1 件")
    office.told("1 件都没有印发")
    expect(line).to_contain_text("“销号”的决定权在省安委办")
    expect(line).to_contain_text("请用“登记上级决定”填写机关、文号、日期并附扫描件，由另一人确认")


def registered(office: Desk, case: int, folder) -> None:
    """Without the scan refused, with it taken."""
    step = office.case(case).step(REGISTERS)
    expect(step).to_contain_text("决定权在省安委办")
    _fill(office, step)
    office.press("提出，由另一人确认", step)
    office.told("上级决定扫描件")
    (folder / "省安委办函.jpg").write_bytes(photo(6001))
    office.bring(case, "决定文书扫描件", [folder / "省安委办函.jpg"])
    step = office.case(case).step(REGISTERS)
    _fill(office, step)
    office.choose(step, "文书扫描件", "省安委办函.jpg")
    office.press("提出，由另一人确认", step)
    office.told("等待另一人确认")


def _fill(office: Desk, step) -> None:
    office.choose(step, "销号方式", "整改完成")
    step.get_by_label("文号").fill(DOCUMENT)


def by_the_same_person(office: Desk, case: int) -> None:
    card = _card(office.go("todo"))
    expect(card).to_contain_text("由您提出，须另一人确认")
    expect(card.get_by_role("button", name="确认", exact=True)).to_have_count(0)
    expect(office.case(case).page.locator(".gp-stepper")).to_contain_text("▶ 销号")


def by_a_colleague(at: Desks, case: int) -> None:
    office = at(COLLEAGUE).go("todo")
    card = _card(office)
    expect(card).to_contain_text("省安委办")
    expect(card).to_contain_text(DOCUMENT)
    expect(card.get_by_role("link", name="查看文书扫描件")).to_be_visible()
    office.press("确认", card)
    office.told("已确认“销号”")
    office.case(case, "轨迹")
    expect(office.page.locator(".gp-stepper")).to_contain_text("● 销号")
    line = office.page.locator(".gp-list li").filter(has_text="决定：省安委办，登记：沈持衡，确认：蔡秉公")
    expect(line).to_have_count(1)


def _card(office: Desk):
    return office.page.locator("[class*='st-key-card_confirm_']").filter(has_text=re.compile(re.escape(UNIT)))


def _struck_off(url: str) -> tuple[int, int]:
    """(at 省级, of all levels)."""
    upper = hazards(url, "rates", "--json", "--level", "省级")["total"]["struck_off"]
    return upper, hazards(url, "rates", "--json")["total"]["struck_off"]
