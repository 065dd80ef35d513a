"""One hazard from found to struck off, by hand, every role in a browser of its own."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from hazards.storage.store import Store
from tests.browser import walking
from tests.browser.conftest import hazards
from tests.browser.desks import Desks, desks
from tests.browser.walking import CLERK, LEADER, LISTING, OFFICER, REASONS, STAND_IN, UNIT


@pytest.fixture(scope="module")
def server(own_server) -> str:
    return own_server


@pytest.fixture
def store(own_store, monkeypatch) -> Store:
    """The store of the server, for what is only typing and for looking afterwards."""
    monkeypatch.setenv("HAZARDS_DATABASE_URL", own_store)
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    return Store(own_store)


def test_a_hazard_is_walked_from_found_to_struck_off(chromium, server, store, own_store, tmp_path):
    with desks(chromium, server) as at:
        before = _figures(at)
        case = walking.found(at)
        walking.assessed(at, case)
        walking.listed(at, case)
        assert _figures(at) == (before[0], before[1] + 1)
        walking.planned(at, case, store, tmp_path)
        walking.started(at, case, store)
        walking.submitted(at, case, tmp_path, "整改后.jpg", 60)
        walking.returned(at, case)
        walking.extended(at, case)
        walking.lent(at)
        walking.submitted(at, case, tmp_path, "再次整改后.jpg", 61, signer=STAND_IN)
        walking.accepted(at, case, tmp_path)
        walking.struck_off(at, case)
        assert _figures(at) == (before[0] + 1, before[1] + 1)
        papers(at, case, tmp_path)
        dossier(at, case, tmp_path)
        told(at, case)
    report = hazards(own_store, "verify", "--json")
    assert report["ok"], report["findings"]


# ------------------------------------------------------------------ what it leaves behind
PAPERS = (
    (LISTING, "督办通知书"),
    (CLERK, "治理方案"),
    (CLERK, "验收申请书"),
    (OFFICER, "现场核查记录"),
    (OFFICER, "验收意见书"),
    (LISTING, "延期审批意见书"),
    (LISTING, "销号通知"),
)


def papers(at: Desks, case: int, folder: Path) -> None:
    """Every document of the walk, made and downloaded by whom it belongs to."""
    for name, title in PAPERS:
        desk = at(name).case(case, "文书")
        form = desk.unfold("出具文书")
        desk.choose(form, "文书", title)
        desk.press("出具", form)
        desk.told("已出具，可下载打印、盖章")
    links = desk.page.locator("a[href^='/papers/']")
    expect(links).to_have_count(len(PAPERS))
    for n in range(len(PAPERS)):
        with desk.page.expect_download() as came:
            links.nth(n).click()
        came.value.save_as(path := folder / f"{n}.docx")
        opened = docx.Document(str(path))
        cells = [c.text for table in opened.tables for row in table.rows for c in row.cells]
        words = "".join([*(p.text for p in opened.paragraphs), *cells])
        assert UNIT in words, came.value.suggested_filename


def dossier(at: Desks, case: int, folder: Path) -> None:
    """The zip is verified by the script inside it, with nothing of ours."""
    pack = at(LISTING).case(case, "文书").download("导出案卷证据包", folder)
    with zipfile.ZipFile(pack) as zipped:
        zipped.extract("verify.py", folder)
    run = [sys.executable, "-I", "-S", folder / "verify.py", pack]
    done = subprocess.run(run, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


ACTS = (
    "登记",
    "评估认定",
    "挂牌",
    "送达",
    "填写整治方案",
    "填报落实",
    "送审",
    "报送整治方案",
    "核验落实",
    "方案备案，进入整改",
    "申请验收",
    "退回整改",
    "申请延期",
    "批准延期",
    "上传材料",
    "现场核查",
    "验收合格",
    "销号",
    "出具文书",
)


def told(at: Desks, case: int) -> None:
    """The trail lists every act, the delegated one with both names."""
    page = at(LEADER).case(case, "轨迹").page
    lines = page.locator(".gp-list li")
    acts = {
        text.split(" ")[0].strip()
        for text in page.locator(".gp-list .gp-line > span:first-child").all_inner_texts()
    }
    assert acts >= set(ACTS)
    assert "其他记录" not in acts
    lent_ = lines.filter(has_text="代林望川")
    expect(lent_).to_have_count(1)
    expect(lent_).to_contain_text("申请验收")
    expect(lent_).to_contain_text("潘立秋")
    expect(lines.filter(has_text="；".join(REASONS))).to_have_count(1)
    numbers = [int(n) for n in re.findall(r"第 (\d+) 条", " ".join(lines.all_inner_texts()))]
    assert numbers == list(range(len(numbers), 0, -1))


def _figures(at: Desks) -> tuple[int, int]:
    """(struck off, listed) as 总览 shows them to a leader."""
    at(LEADER).go("")
    card = at(LEADER).page.locator(".gp-card").filter(has=at(LEADER).page.get_by_text("整改率", exact=True))
    struck, whole = re.search(r"(\d+)/(\d+)", card.first.inner_text()).groups()
    return int(struck), int(whole)
