"""设置 in a real browser: check, then confirm; what is saved is there afterwards."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, settle

SHIPPED = ROOT / "data" / "boundaries" / "330302_schematic.geojson"


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def settings(page_desktop, visit):
    """Open one tab of 设置."""

    def go(tab: str):
        visit(page_desktop, "settings")
        page_desktop.get_by_role("tab", name=tab).click()
        return page_desktop.get_by_role("tabpanel", name=tab)

    return go


@pytest.fixture
def next_vintage(tmp_path) -> Path:
    """The shipped streets as a survey of another day would bring them, one of them broken."""
    layer = json.loads(SHIPPED.read_bytes())
    layer["name"] = "survey"
    layer["features"][0]["geometry"] = None
    path = tmp_path / "街镇边界2026.geojson"
    path.write_text(json.dumps(layer, ensure_ascii=False), "utf-8")
    return path


def test_boundaries_are_checked_first_and_taken_on_confirmation(page_desktop, settings, next_vintage):
    panel = settings("属地与边界")
    panel.locator(".st-key-layer input[type=file]").set_input_files(next_vintage)
    sure = panel.get_by_role("button", name=re.compile(r"^确认导入 13 个边界"))
    expect(sure).to_be_enabled()
    expect(panel.get_by_text("■ 未采用").first).to_be_visible()
    sure.click()
    expect(panel.get_by_text("已导入 13 个边界")).to_be_visible()
    settle(page_desktop)
    panel.get_by_role("button", name=re.compile(r"^确认导入 13 个边界")).click()
    expect(panel.get_by_text("同一文件已经导入过")).to_be_visible()


def test_a_file_that_is_no_map_is_explained(page_desktop, settings, tmp_path):
    path = tmp_path / "不是地图.geojson"
    path.write_text("{", "utf-8")
    panel = settings("属地与边界")
    panel.locator(".st-key-layer input[type=file]").set_input_files(path)
    expect(panel.get_by_test_id("stAlert")).to_contain_text("无法读取")


def test_a_yearly_target_is_saved_and_moves_the_overview(page_desktop, settings, visit):
    panel = settings("年度目标")
    panel.get_by_label("整改率目标(%)").fill("98")
    panel.get_by_label(re.compile("挂牌数目标")).fill("120")
    panel.get_by_role("button", name="保存", exact=True).click()
    expect(panel.locator("tbody tr").first).to_contain_text("98%")
    visit(page_desktop, "")
    expect(page_desktop.locator(".gp-cards")).to_contain_text("目标≥120")
    expect(page_desktop.locator(".gp-sentence")).to_contain_text("距98%")


def test_a_holiday_entered_by_hand_is_kept_with_its_source(page_desktop, settings):
    panel = settings("工作日历")
    for day in panel.get_by_test_id("stDateInput").all():
        day.get_by_role("spinbutton").first.click()
        page_desktop.keyboard.type("20261231")
    panel.get_by_label("名称").fill("迎新调休")
    panel.get_by_role("button", name="保存", exact=True).click()
    row = panel.locator("tr").filter(has_text="2026-12-31")
    expect(row).to_contain_text("迎新调休")
    expect(row).to_contain_text("本区录入")


def test_a_spelling_added_to_the_dictionary_is_read_from_then_on(page_desktop, settings):
    panel = settings("数据字典")
    panel.get_by_label("写法").fill("出租户主")
    panel.get_by_role("button", name="保存", exact=True).click()
    expect(panel.locator("tbody")).to_contain_text("出租户主")
