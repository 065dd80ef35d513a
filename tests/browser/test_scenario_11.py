"""Scenario 11: a phone on plain http, the link drops after three of seven, the login expires."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from tests.browser.conftest import PHONE, QUIET
from tests.browser.watching import still
from tests.evidence.samples import docx, heic, photo
from tests.evidence.serving import INTRANET, PASSWORD, Server, ask, login, send, serving

NOTE = "北侧违建已拆除，场地已清理"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("office")) as server:
        yield server
        assert "Traceback" not in server.log.read_text("utf-8")


@pytest.fixture
def phone(office: Server, playing: Playwright) -> Iterator[BrowserContext]:
    browser = playing.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=[*QUIET, f"--host-resolver-rules=MAP {INTRANET} 127.0.0.1"],
    )
    screen = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    yield still(browser, f"http://{INTRANET}:{office.port}", **screen)
    browser.close()


def change(server: Server, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(server.folder / "hazards.db", timeout=30)) as connection:
        rows = connection.execute(statement).fetchall()
        connection.commit()
    return rows


def the_case(server: Server) -> int:
    """Open, in the clerk's own street, and without the files the demonstration put into others."""
    found = change(
        server,
        "SELECT c.id FROM cases c JOIN jurisdictions j ON j.id = c.lead_id WHERE j.name = '双屿街道'"
        " AND c.state = 'open' AND c.kind = 'hazard'"
        " AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.case_id = c.id) ORDER BY c.id LIMIT 1",
    )[0][0]
    change(server, f"UPDATE cases SET lon = 120.68, lat = 27.985 WHERE id = {found}")
    return found


def seven(folder: Path) -> list[Path]:
    """Two honest photographs, one far away, one from a chat program, two HEIC, and a plan."""
    told = {
        "现场1.jpg": photo(1),
        "现场2.jpg": photo(2),
        "远处.jpg": photo(3, lon=120.6922),
        "聊天图片.jpg": photo(4, at=None, lon=None, lat=None),
        "IMG_0001.heic": heic(1),
        "IMG_0002.heic": heic(2),
        "应急预案.docx": docx(),
    }
    for name, data in told.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in told]


def log_in(page: Page) -> None:
    page.fill("#name", "shuangyutb")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="登录").click()


def get(server: Server, phone: BrowserContext, path: str) -> tuple[int, dict[str, str], bytes]:
    """As the phone would, by its session."""
    cookie = next(c["value"] for c in phone.cookies() if c["name"] == "sid")
    return ask(server.port, "GET", path, cookie=cookie)


WAITING = """() => new Promise((done) => {
  indexedDB.open('guapai-upload').onsuccess = (opened) => {
    opened.target.result.transaction('files').objectStore('files').getAll().onsuccess = async (found) => {
      const entry = found.target.result.find((e) => e.state !== 'done' && e.file && /png|jpe?g/.test(e.type));
      const bytes = Array.from(new Uint8Array(await entry.file.arrayBuffer()));
      done({ key: entry.key, name: entry.name, kind: entry.kind, note: entry.note, bytes });
    };
  };
})"""


SLOW = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...told) {
  const asked = open.apply(this, told);
  Object.defineProperty(asked, 'onsuccess', {
    set: (answer) => asked.addEventListener('success', (event) => setTimeout(() => answer(event), 500)),
  });
  return asked;
};
"""
"""A phone that takes half a second to read what an earlier visit left."""


def arrive_unanswered(server: Server, page: Page, case: int) -> None:
    """The bytes of one more file reach the server, and the answer is lost on the way back."""
    entry = page.evaluate(WAITING)
    cookie = login(server.port, "shuangyutb")
    data = bytes(entry["bytes"])
    status, _ = send(
        server.port, cookie, case, entry["name"], data, entry["kind"], entry["key"], note=entry["note"]
    )
    assert status == 201


def test_what_was_chosen_and_typed_survives_a_lost_link_and_an_expired_login(
    office: Server, phone: BrowserContext, tmp_path: Path
):
    case = the_case(office)
    page = phone.new_page()
    page.add_init_script(SLOW)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"/upload/{case}")
    log_in(page)
    assert not page.evaluate("isSecureContext"), "the test must not be easier than the office"
    page.set_input_files("#pick", seven(tmp_path))
    page.fill("#note", NOTE)
    expect(page.locator("#count")).to_have_text("应传 7 已收 0")

    arrived = 0

    def drops_after_three(route: Route) -> None:
        nonlocal arrived
        arrived += 1
        if arrived <= 3:
            route.continue_()
        else:
            route.abort("internetdisconnected")

    page.route("**/evidence", drops_after_three)
    page.route("**/evidence/case/*", lambda route: route.abort())
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator("#count")).to_have_text("应传 7 已收 3")
    expect(page.locator("#told")).to_contain_text("网络中断")
    arrive_unanswered(office, page, case)

    change(office, "UPDATE sessions SET ended_at = '2026-11-21T09:00:00+08:00'")
    page.unroute("**/evidence/case/*")
    expect(page.locator("#told")).to_contain_text("登录已过期", timeout=15_000)
    expect(page.locator("#note")).to_have_value(NOTE)

    page.unroute("**/evidence")
    page.get_by_role("link", name="重新登录").click()
    assert f"next=/upload/{case}" in unquote(page.url)
    page.route("**/evidence", lambda route: None)  # held until the note has been looked at
    log_in(page)
    page.wait_for_url(f"**/upload/{case}")
    expect(page.locator("#note")).to_have_value(NOTE)
    expect(page.locator("#count")).to_have_text("应传 7 已收 4")  # the fourth had arrived after all
    page.unroute("**/evidence")
    page.reload()
    expect(page.locator("#count")).to_have_text("应传 7 已收 7", timeout=30_000)

    files = json.loads(get(office, phone, f"/evidence/case/{case}.json")[2])["files"]
    assert len(files) == 7
    assert len({f["receipt"] for f in files}) == 7
    assert {f["note"] for f in files} == {NOTE}
    by_name = {f["file_name"]: f for f in files}
    assert by_name["远处.jpg"]["words"] == ["拍摄位置距现场1.2公里"]
    assert by_name["聊天图片.jpg"]["words"] == []
    assert by_name["应急预案.docx"]["kind"] == "contingency"
    expect(page.get_by_text("拍摄位置距现场1.2公里")).to_be_visible()

    plan = by_name["应急预案.docx"]["id"]
    status, headers, body = get(office, phone, f"/evidence/{plan}")
    assert (status, body) == (200, (tmp_path / "应急预案.docx").read_bytes())
    assert headers["content-disposition"].startswith("attachment")
    assert get(office, phone, f"/evidence/{plan}/view")[0] == 400
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []


def test_the_code_on_the_file_opens_its_upload_page(office: Server, phone: BrowserContext, tmp_path: Path):
    import zxingcpp
    from PIL import Image

    case = change(
        office, "SELECT c.id FROM cases c JOIN jurisdictions j ON j.id = c.lead_id WHERE j.name = '双屿街道'"
    )[0][0]
    page = phone.new_page()
    page.goto(f"/case/{case}/qr.svg")
    log_in(page)
    page.wait_for_url("**/qr.svg")
    page.screenshot(path=tmp_path / "qr.png")
    with Image.open(tmp_path / "qr.png") as picture:
        told = [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
    assert told == [f"http://{INTRANET}:{office.port}/upload/{case}"]
