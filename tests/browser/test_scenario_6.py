"""Scenario 6: one hazard over two streets: the co-street brings its part, the lead signs and counts it."""

import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from hazards.domain.lifecycle import Action
from hazards.domain.steps import NotTheLead
from hazards.services import decisions, lists, progress, signatures
from hazards.services.access import acting_as
from hazards.services.asked import Asked
from hazards.storage.store import Store
from tests.browser.conftest import PHONE, hazards
from tests.browser.desks import Desk, desks
from tests.evidence.samples import photo
from tests.services.district import key_of

UNIT, NUMBER = "水心连片出租房", "鹿挂〔2026〕501号"
LEAD, CO = "松台街道", "广化街道"
LEAD_CLERK, CO_CLERK, CO_HEAD, STRANGER, LEADER = (
    "songtaitb",
    "guanghuatb",
    "guanghuasq",
    "nanhuitb",
    "lingdao",
)
ROW = {
    "编号": NUMBER,
    "案件类型": "重大隐患",
    "整治单位(区域)": UNIT,
    "属地街道": f"{LEAD}(主办)、{CO}(协办)",
    "地址": "水心街道片区",
    "隐患主要内容": "区域性火灾隐患：连片出租房507户，多户合用木楼梯",
    "挂牌级别": "区级",
    "挂牌文号": "鹿安委办〔2026〕30号",
    "年度": "2026",
    "挂牌日期": "2026-06-01",
    "督办单位": "鹿城区消防救援大队",
    "整改期限": "2026-12-20",
    "状态": "整改中",
}


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def store(own_store, monkeypatch) -> Store:
    monkeypatch.setenv("HAZARDS_DATABASE_URL", own_store)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    return Store(own_store)


@pytest.fixture
def before(own_store) -> dict[str, int]:
    return _listed(own_store)


@pytest.fixture
def case(before, store, own_store, tmp_path) -> int:
    """From the ledger; 507 households in two items, 96 of them in 广化."""
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append(list(ROW.values()))
    book.save(path := tmp_path / "台账.xlsx")
    assert hazards(own_store, "ledger", "import", str(path), "--json")["accepted"] == 1
    office = acting_as("anwei1", store)
    ((made),) = [line.id for line in lists.page(store, office, Asked(text=NUMBER)).lines]
    decisions.confirm_places(store, office, [made], reason="区安委办核对主办和协办")
    items = [
        {"text": "水心片北侧出租房", "wanted": 411, "counted_in": "户"},
        {"text": "水心片南侧出租房", "wanted": 96, "counted_in": "户", "jurisdiction_id": key_of(store, CO)},
    ]
    progress.set_items(store, acting_as(LEAD_CLERK, store), made, items)
    return made


def test_the_co_street_brings_its_households_and_the_lead_alone_submits(
    chromium, server, store, own_store, case, before, tmp_path
):
    with desks(chromium, server) as at:
        brought(at(CO_CLERK, viewport=PHONE, has_touch=True, is_mobile=True), case, tmp_path)
        told(at(CO_CLERK), case)
        not_signed(at(CO_CLERK), at(CO_HEAD), case)
        not_there(at(STRANGER), case)
        counted(at(LEADER).page, at(LEADER), store)
    with pytest.raises(NotTheLead, match=LEAD):
        signatures.ask(store, acting_as(CO_CLERK, store), case, Action.SUBMIT, told={})
    now = _listed(own_store)
    assert now.pop(LEAD) == before.pop(LEAD) + 1
    assert now.pop("合计") == before.pop("合计") + 1
    assert now == before


def brought(phone: Desk, case: int, folder) -> None:
    files = []
    for n in (1, 2, 3):
        files.append(folder / f"南侧{n}.jpg")
        files[-1].write_bytes(photo(7000 + n))
    phone.page.goto(f"{phone.server}/upload/{case}")
    phone.page.get_by_label("整治明细").select_option(label="第2项 水心片南侧出租房")
    phone.page.set_input_files("#pick", files)
    phone.page.get_by_role("button", name="上传", exact=True).click()
    expect(phone.page.locator("#count")).to_have_text("应传 3 已收 3", timeout=60_000)
    receipts = phone.page.locator("#list .receipt").all_inner_texts()
    assert len(set(receipts)) == 3


def told(clerk: Desk, case: int) -> None:
    form = clerk.case(case, "进度").unfold("填报整治明细")
    clerk.choose(form, "明细", "第 2 项")
    form.get_by_label(re.compile("已整改数")).fill("96")
    clerk.press("保存", form)
    clerk.told("第 2 项已填报")
    row = clerk.page.locator("tr").filter(has_text="水心片南侧出租房")
    expect(row).to_contain_text("96/96户")
    expect(row).to_contain_text("● 已完成")
    expect(clerk.page.locator("tr").filter(has_text="水心片北侧出租房")).to_contain_text("0/411户")


def not_signed(clerk: Desk, head: Desk, case: int) -> None:
    """Nothing to press for a co-street, but the reason and the name of whoever can."""
    for desk in (clerk.case(case), head.case(case)):
        expect(desk.page.get_by_text(f"本案主办为{LEAD}")).to_be_visible()
        expect(desk.page.get_by_text("协办单位可以上传材料、报告本单位承担的明细")).to_be_visible()
        expect(desk.page.get_by_role("button", name="送审")).to_have_count(0)
    expect(head.go("signing").page.get_by_text(UNIT)).to_have_count(0)


def not_there(stranger: Desk, case: int) -> None:
    page = stranger.page
    page.goto(f"{stranger.server}/ledger?case={case}")
    expect(page.get_by_text("没有这个案卷")).to_be_visible()
    expect(page.get_by_text(UNIT)).to_have_count(0)
    known, missing = (page.request.get(f"{stranger.server}/upload/{n}") for n in (case, 999_999))
    assert (known.status, known.text()) == (missing.status, missing.text()) == (404, missing.text())
    assert "没有这个案卷" in known.text()


def counted(page: Page, leader: Desk, store: Store) -> None:
    leader.go(f"ledger?text={UNIT}&place={key_of(store, LEAD)}")
    expect(page.locator(".gp-count")).to_contain_text("1")
    leader.go(f"ledger?text={UNIT}&place={key_of(store, CO)}")
    expect(page.get_by_text("没有符合条件的案件")).to_be_visible()
    leader.go("")
    pairs = page.locator(".gp-ranks tbody [data-head='已销号/挂牌']").all_inner_texts()
    rows = [tuple(map(int, text.split("/"))) for text in pairs]
    total = page.locator(".gp-ranks tfoot [data-head='已销号/挂牌']").inner_text()
    assert tuple(map(sum, zip(*rows, strict=True))) == tuple(map(int, total.split("/")))
    names = " ".join(page.locator(".gp-ranks tbody [data-head='街镇']").all_inner_texts())
    assert "未定属地" in names


def _listed(url: str) -> dict[str, int]:
    told = hazards(url, "rates", "--json")
    return {row["name"]: row["listed"] for row in (*told["rows"], {**told["total"], "name": "合计"})}
