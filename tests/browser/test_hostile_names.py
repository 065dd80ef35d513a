"""Names that are scripts: shown as they were written, run nowhere."""

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import hazards, settle

NAMES = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<iframe src=javascript:hit()></iframe>",
    "<a href='javascript:hit()'>点我</a>",
    "<body onload=hit()>",
    "<details open ontoggle=hit()>",
    "<video><source onerror=hit()></video>",
    "<input autofocus onfocus=hit()>",
    "<style>*{display:none}</style>",
    "<math><mi//xlink:href='data:x,<script>hit()</script>'>",
    "<object data='javascript:hit()'></object>",
    "<embed src='javascript:hit()'>",
    "<form><button formaction=javascript:hit()>甲</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    '"><script>hit()</script>',
    "' autofocus onfocus=hit() x='",
    "`-hit()-`",
    "${hit()}",
    "{{hit()}}",
    "</td></tr></table><script>hit()</script>",
    "</style><script>hit()</script>",
    "--><script>hit()</script>",
    "javascript:hit()",
    "[点我](javascript:hit()) ![x](x)",
    ":red[甲] $x^2$ **乙** `丙` :material/delete:",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "data:text/html,<script>hit()</script>",
]
HEADS = "编号,整治单位(区域),属地街道,地址,经度,纬度,隐患主要内容,挂牌级别,年度,督办单位,包案领导,责任落实,整改期限,备注"
TRAP = "window.hits = 0; window.hit = () => { top.hits = (top.hits || 0) + 1; };"


@pytest.fixture(scope="module")
def server(own_store, own_server, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("names") / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADS.split(","))
        for n, name in enumerate(NAMES):
            lon, lat = 120.60 + n / 1000, 28.02
            out.writerow(
                [
                    f"危{n}",
                    name,
                    "五马街道",
                    name,
                    lon,
                    lat,
                    name,
                    "区级",
                    "2026",
                    *[name] * 3,
                    "2026-11-20",
                    name,
                ]
            )
    told = hazards(own_store, "ledger", "import", str(path), "--json")
    assert told["accepted"] == len(NAMES), told
    return own_server


@pytest.fixture
def trapped(page_desktop):
    page_desktop.add_init_script(TRAP)
    page_desktop.on("dialog", lambda dialog: dialog.dismiss())
    yield page_desktop
    assert page_desktop.evaluate("window.hits") == 0
    assert not any("javascript" in frame.url for frame in page_desktop.frames)


def test_the_list_shows_every_name_as_it_was_written(trapped, visit):
    visit(trapped, "ledger?text=危&light=overdue")
    expect(trapped.locator(".gp-count")).to_have_text(f"{len(NAMES)} 件")
    shown = trapped.locator("tbody [data-head='整治单位(区域)']").all_text_contents()
    assert sorted(" ".join(name.split()) for name in shown) == sorted(NAMES)


@pytest.mark.parametrize("number", [4, 27])
def test_a_case_shows_its_names_as_they_were_written(trapped, visit, number):
    visit(trapped, f"ledger?text=危{number}")
    trapped.locator("tbody tr").filter(has=trapped.get_by_text(f"危{number}", exact=True)).locator(
        "a"
    ).click()
    expect(trapped.get_by_text("返回台账")).to_be_visible()
    settle(trapped)
    assert trapped.locator("h1").inner_text() == NAMES[number]
    assert NAMES[number] in trapped.locator("dl dd").all_text_contents()


def test_no_page_runs_a_name(trapped, visit):
    for path in ("?year=all", "map?light=overdue", "intake", "settings"):
        visit(trapped, path)
        trapped.wait_for_timeout(500)
        assert trapped.evaluate("window.hits") == 0, path


def test_the_map_shows_a_name_on_its_card_and_runs_it_nowhere(trapped, visit):
    visit(trapped, "map?light=overdue")
    frame = trapped.frame_locator("iframe[title='一张图']")
    for _ in range(8):
        if frame.locator(".gp-case").count():
            break
        frame.locator(".gp-cluster").first.click()
        trapped.wait_for_timeout(600)
    frame.locator(".gp-case").first.hover()
    frame.locator(".gp-case").first.click()
    expect(trapped.locator(".st-key-card_picked")).to_contain_text("逾期")


def test_the_check_of_an_import_runs_no_cell(trapped, tmp_path):
    path = tmp_path / "<img src=x onerror=hit()>.csv"
    rows = [f'"{name.replace(chr(34), chr(34) * 2)}",五马街道,2026-02-30' for name in NAMES]
    path.write_text("整治单位(区域),属地街道,整改期限\n" + "\n".join(rows), "utf-8")
    trapped.goto("/intake")
    settle(trapped)
    trapped.locator("input[type=file]").set_input_files(path)
    expect(trapped.get_by_role("button", name="改正并重新核对")).to_be_visible()
    trapped.get_by_text("对照原表").click()
    settle(trapped)
    trapped.wait_for_timeout(300)
