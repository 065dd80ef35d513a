"""The desk drop and the 采集包, in a real browser: codes assign, zips verify, nothing goes twice."""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import QUIET
from tests.browser.watching import still
from tests.evidence.samples import photo
from tests.evidence.serving import PASSWORD, Server, ask, login, serving


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("office")) as server:
        yield server
        assert "Traceback" not in server.log.read_text("utf-8")


@pytest.fixture
def context(office: Server, playing: Playwright) -> Iterator[BrowserContext]:
    browser = playing.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
    yield still(browser, f"http://127.0.0.1:{office.port}")
    browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    assert faults == []


def arrive(page: Page, path: str) -> None:
    page.goto(path)
    page.fill("#name", "shuangyutb")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{path}")


def offered(page: Page) -> list[dict]:
    return json.loads(page.locator("#cases").text_content())["cases"]


def files_of(office: Server, case: int) -> list[dict]:
    cookie = login(office.port, "shuangyutb")
    return json.loads(ask(office.port, "GET", f"/evidence/case/{case}.json", cookie=cookie)[2])["files"]


def empty(office: Server, page: Page) -> list[dict]:
    """Cases offered that hold no file yet; the demonstration has put some into others."""
    return [one for one in offered(page)[-12:] if not files_of(office, one["id"])]


def test_a_photographed_code_assigns_what_follows_in_the_order_taken(office, page, tmp_path):
    arrive(page, "/desk")
    first, second = empty(office, page)[:2]
    wanted = []
    for n, one in enumerate((first, second)):
        code = page.context.new_page()
        code.goto(f"/case/{one['id']}/qr.svg")
        code.screenshot(path=tmp_path / "qr.png")
        code.close()
        told = tmp_path / f"code{n}.jpg"

        with Image.open(tmp_path / "qr.png") as picture:
            shot = picture.convert("RGB")
            exif = shot.getexif()
            exif.get_ifd(0x8769)[0x9003] = f"2026:11:20 1{n}:00:00"
            shot.save(told, exif=exif)
        wanted.append(told)
        for minute in (5, 10):
            named = tmp_path / f"{'甲乙'[n]}{minute}.jpg"
            named.write_bytes(photo(n * 100 + minute, at=datetime(2026, 11, 20, 10 + n, minute)))
            wanted.append(named)
    page.set_input_files("#pick", list(reversed(wanted)))
    expect(page.locator("#count")).to_have_text("应传 4 已收 0", timeout=30_000)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator("#count")).to_have_text("应传 4 已收 4", timeout=30_000)
    # Two go at a time, so they may arrive in another order than they were taken.
    assert {f["file_name"] for f in files_of(office, first["id"])} == {"甲5.jpg", "甲10.jpg"}
    assert {f["file_name"] for f in files_of(office, second["id"])} == {"乙5.jpg", "乙10.jpg"}
    assert {f["way"] for f in files_of(office, first["id"])} == {"desk"}


def test_a_package_made_without_any_network_is_handed_in_once(office, page, context, tmp_path):
    arrive(page, "/desk")
    with page.expect_download() as came:
        page.get_by_role("link", name="下载采集包页面").click()
    assert came.value.suggested_filename == "采集包.html"
    came.value.save_as(tmp_path / "采集包.html")

    context.set_offline(True)
    phone = context.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto((tmp_path / "采集包.html").as_uri())
    case = empty(office, phone)[0]
    phone.select_option("#case", str(case["id"]))
    phone.fill("#note", "巡查所见")
    for n in (1, 2):
        (tmp_path / f"现场{n}.jpg").write_bytes(photo(500 + n))
    phone.set_input_files("#pick", [tmp_path / "现场1.jpg", tmp_path / "现场2.jpg"])
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="保存采集包").click()
    zipped = tmp_path / "包.zip"
    saved.value.save_as(zipped)
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    context.set_offline(False)

    with zipfile.ZipFile(zipped) as package:
        assert package.testzip() is None
        told = json.loads(package.read("manifest.json"))
        for file in told["files"]:
            assert sha256(package.read(file["path"])).hexdigest() == file["sha256"]
        assert package.read(told["files"][0]["path"]) == photo(501)

    for _ in range(2):  # handed in twice, received once
        page.set_input_files("#pick", zipped)
        expect(page.locator("#told")).to_have_text("", timeout=30_000)
    files = files_of(office, case["id"])
    assert sorted((f["file_name"], f["way"], f["note"]) for f in files) == [
        ("现场1.jpg", "package", "巡查所见"),
        ("现场2.jpg", "package", "巡查所见"),
    ]

    broken = tmp_path / "坏.zip"
    data = bytearray(zipped.read_bytes())
    data[data.index(photo(501)[:20]) + 200] ^= 1
    broken.write_bytes(data)
    page.set_input_files("#pick", broken)
    expect(page.locator("#told")).to_contain_text("校验值不同")
    assert len(files_of(office, case["id"])) == 2


def test_the_pages_fit_a_phone_and_speak_chinese(office, page):
    page.set_viewport_size({"width": 390, "height": 844})
    arrive(page, "/desk")
    for path in ("/desk", f"/upload/{offered(page)[0]['id']}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        words = page.locator("body").inner_text()
        assert not [w for w in ("Choose", "Upload", "null", "undefined", "NaN") if w in words]
