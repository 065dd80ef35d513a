"""占地 in a real browser: drawn with the mouse and the thumb, uploaded, typed; overlap told; nothing from outside."""

import json
import re
import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, settle
from tests.browser.watching import watched

MINE, NEIGHBOUR, PHONES = "鹿违〔2026〕007号", "鹿违〔2025〕106号", "鹿违〔2025〕104号"
OFFICER = "zonghe1"


@pytest.fixture(scope="module")
def server(own_server: str) -> str:
    return own_server


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Page]:
    yield from watched(chromium, server, OFFICER, viewport=DESKTOP)


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Page]:
    yield from watched(chromium, server, OFFICER, viewport=PHONE, has_touch=True, is_mobile=True)


def asked(store: str, question: str, *told) -> list[tuple]:
    with sqlite3.connect(store.removeprefix("sqlite:///")) as connection:
        return connection.execute(question, told).fetchall()


def case_of(store: str, number: str) -> int:
    return asked(store, "SELECT id FROM cases WHERE number = ?", number)[0][0]


def ground_of(store: str, number: str) -> shapely.Polygon:
    told = asked(store, "SELECT wkb FROM footprints WHERE case_id = ?", case_of(store, number))
    return shapely.from_wkb(told[0][0])


def opened(page: Page, case: int) -> FrameLocator:
    page.goto(f"/ledger?case={case}&tab=占地")
    settle(page)
    frame = page.frame_locator("iframe[title='占地图']")
    frame.locator("#map[aria-busy='false']").wait_for()
    return frame


def drawn(page: Page, frame: FrameLocator, press: str) -> None:
    """A square in the lower left quarter of the map, where nothing stands."""
    frame.locator(".leaflet-pm-icon-polygon").first.locator("..").click()
    box = frame.locator("#map").bounding_box()
    size = min(box["width"], box["height"])
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.72
    corners = [(left, top), (left + size / 6, top), (left + size / 6, top + size / 6), (left, top + size / 6)]
    for x, y in corners:
        if press == "tap":
            page.touchscreen.tap(x, y)
        else:
            page.mouse.move(x, y)
            page.mouse.click(x, y)
        page.wait_for_timeout(350)  # two presses close together are a zoom
    frame.get_by_text("完成", exact=True).filter(visible=True).click()


def saved(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"^保存 \d+ 处占地$")).click()
    expect(page.get_by_text("已登记占地")).to_be_visible()
    settle(page)


def test_a_polygon_is_drawn_with_the_mouse_measured_and_kept(desk, own_store, shot):
    case = case_of(own_store, MINE)
    frame = opened(desk, case)
    expect(frame.locator(".gp-own")).to_have_count(1)
    expect(frame.locator(".gp-schematic")).to_have_text("示意图")
    drawn(desk, frame, "click")
    expect(frame.locator(".gp-size")).to_contain_text("新画约")
    said = desk.get_by_text(re.compile("新登记 1 处"))
    expect(said).to_be_visible()
    shot(desk, "footprint-drawn-desktop")
    area = float(re.search(r"([\d,.]+) ㎡", said.inner_text())[1].replace(",", ""))
    assert area > 10
    saved(desk)
    rows = asked(own_store, "SELECT position, area_m2, way FROM footprints WHERE case_id = ?", case)
    assert [(r[0], r[2]) for r in rows] == [(1, ""), (2, "drawn")]
    assert rows[1][1] == pytest.approx(area, abs=0.01)
    expect(frame.locator(".gp-own")).to_have_count(2)
    shot(desk, "footprint-desktop")


def test_on_a_phone_the_thumb_draws_as_well(phone, own_store, shot):
    case = case_of(own_store, PHONES)
    frame = opened(phone, case)
    phone.locator("iframe[title='占地图']").scroll_into_view_if_needed()
    drawn(phone, frame, "tap")
    expect(phone.get_by_text(re.compile("新登记 1 处"))).to_be_visible()
    wide = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
    shot(phone, "footprint-phone")
    saved(phone)
    assert len(asked(own_store, "SELECT 1 FROM footprints WHERE case_id = ?", case)) == 2


def test_typed_corners_on_a_neighbours_ground_are_told_before_saving(desk, own_store, shot):
    other = ground_of(own_store, NEIGHBOUR)
    opened(desk, case_of(own_store, MINE))
    desk.get_by_role("radio", name="填写坐标").click()
    corners = list(other.exterior.coords)[:-1]
    desk.get_by_role("textbox", name="拐点坐标").fill("\n".join(f"{x:.7f}, {y:.7f}" for x, y in corners))
    desk.get_by_role("button", name="核对坐标").click()
    told = desk.get_by_text(re.compile(f"与“{NEIGHBOUR}.*很可能是同一处"))
    expect(told).to_be_visible()
    expect(desk.get_by_text(re.compile("占地离案卷所载坐标约"))).to_be_visible()
    shot(desk, "footprint-overlap-desktop")
    crossed = [corners[0], corners[2], corners[1], corners[3]]
    desk.get_by_role("textbox", name="拐点坐标").fill("\n".join(f"{x:.7f}, {y:.7f}" for x, y in crossed))
    desk.get_by_role("button", name="核对坐标").click()
    expect(desk.get_by_text(re.compile("边线自相交"))).to_be_visible()


def test_a_file_is_uploaded_and_one_outline_removed_with_its_reason(desk, own_store, tmp_path):
    case = case_of(own_store, MINE)
    moved = shapely.transform(ground_of(own_store, MINE), lambda xy: xy + np.array([0.0002, 0.0002]))
    feature = {"type": "Feature", "properties": {"编号": MINE}, "geometry": shapely.geometry.mapping(moved)}
    path = tmp_path / "占地.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    opened(desk, case)
    desk.get_by_role("radio", name="上传文件").click()
    desk.locator("input[type=file]").set_input_files(path)
    expect(desk.get_by_text(re.compile("新登记 1 处"))).to_be_visible()
    saved(desk)
    desk.get_by_text("删除一处占地").click()
    desk.get_by_text(re.compile("^第3处 [0-9.]+ ㎡$")).click()
    settle(desk)
    desk.get_by_label("删除理由").fill("误报了相邻房屋")
    desk.get_by_label("删除理由").press("Tab")
    settle(desk)
    desk.get_by_role("button", name="删除，图形留存在轨迹中").click()
    expect(desk.get_by_text("第3处占地已删除")).to_be_visible()
    told = asked(own_store, "SELECT reason FROM events WHERE action = 'act-footprint-removed'")
    assert told == [("误报了相邻房屋",)]
