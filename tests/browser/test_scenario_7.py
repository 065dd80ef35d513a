"""Scenario 7: 大南 merges into 五马: what moves is shown first, then one act moves all of it."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect

from hazards.storage.store import Store
from tests.browser.conftest import serving
from tests.browser.desks import Desk, desks
from tests.people import LISTING
from tests.services import merger
from tests.services.district import row
from tests.services.merger import NEW, OLD

DAY = "2026-07-01"


@pytest.fixture
def store(lucheng_file, tmp_path, monkeypatch) -> Store:
    monkeypatch.setenv("HAZARDS_TODAY", "2026-06-30")
    made, _ = merger.june(lucheng_file, tmp_path / "hazards.db")
    monkeypatch.setenv("HAZARDS_TODAY", DAY)
    return made


@pytest.fixture
def server(store, tmp_path) -> Iterator[str]:
    with serving(str(store.url), tmp_path, DAY) as address:
        yield address


def test_a_merger_is_looked_at_and_done_in_one_act(chromium, server, store):
    with desks(chromium, server) as at:
        expect(at("danan").go("signing").page.get_by_text("申请验收").first).to_be_visible()
        _merged(at(LISTING))
        head = at("wuma").go("todo").page
        expect(head.get_by_text("审签：申请验收").first).to_be_visible()
        expect(head.get_by_text(NEW).first).to_be_visible()
    now = row(store, NEW)
    assert (now["listed"], now["struck_off"], now["rate"]) == (20, 17, 85.0)
    june = [row(store, name, as_of=date(2026, 6, 30))["rate"] for name in (OLD, NEW)]
    assert june == [75.0, 91.67]


def _merged(office: Desk) -> None:
    page = office.go("settings").page
    card = page.locator(".st-key-card_merger")
    office.choose(card, "撤并的街镇", OLD)
    page.mouse.click(1435, 5)  # closes a list that stays open; Escape would clear the field of a closed one
    office.choose(card, "并入", NEW)
    office.day(card, "生效日期", DAY)
    card.get_by_label("批复文号").fill("浙民批〔2026〕12号")
    page.keyboard.press("Enter")
    expect(card.get_by_text("案卷 8 件(未销号 2 件)")).to_be_visible()
    expect(card.get_by_text("审签：申请验收").first).to_be_visible()
    expect(card.get_by_text(f"邵南：{OLD}").first).to_be_visible()
    expect(card.get_by_text(f"{OLD}自 {DAY} 起不再报送周报和月报表")).to_be_visible()
    office.press("确认办理", card)
    office.told("已办理，相关案卷、待办、人员和目标即时移入。")
