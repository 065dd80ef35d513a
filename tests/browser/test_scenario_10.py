"""Scenario 10: a fire at a listed place seals its file; what comes after is told apart, and nothing vanishes."""

import re
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hazards.domain.lifecycle import Action
from hazards.domain.steps import NeedsSecond, StepNotOpen
from hazards.services import casework, decisions, demo_people, evidence, overview
from hazards.services.access import LOCAL_ADMIN, acting_as, in_sight
from hazards.services.receipts import Told
from hazards.storage.store import Store
from tests.browser.conftest import PHONE, hazards, serving
from tests.browser.desks import Desk, Desks, desks
from tests.evidence.samples import photo
from tests.services.ledgers import a_row, held, take

NUMBER, UNIT = "鹿挂〔2026〕018号", "望瓯里旧书市"
CLERK, HEAD, LISTING, COLLEAGUE = "wumatb", "wumasq", "anwei1", "anwei2"
LEADER, AUDITOR = "lingdao", "shenji"
SUMMER, NIGHT, MORNING = "2026-07-14T09:00:00", "2026-10-12T03:10:00", "2026-10-12T09:00:00"
OLD, LATER = photo(8001), [photo(8002 + n, at=datetime(2026, 10, 10, 15, n)) for n in range(2)]


@pytest.fixture
def case(store, tmp_path, monkeypatch) -> int:
    """整改中 since spring; on 14 July the street brought a photograph and a leader looked at it."""
    monkeypatch.setenv("HAZARDS_TODAY", SUMMER)
    demo_people.add(store, LOCAL_ADMIN)
    facts = {"整治单位(区域)": UNIT, "挂牌级别": "区级", "挂牌日期": "2026-03-01", "整改期限": "2026-12-15"}
    take(store, tmp_path, a_row(NUMBER, **facts))
    made = held(store, NUMBER)["id"]
    decisions.confirm_places(store, LOCAL_ADMIN, [made], reason="核对台账")
    told = Told("七月现场.jpg", "during", way="phone")
    kept = evidence.add(store, acting_as(CLERK, store), made, [OLD], told).id
    evidence.view(store, acting_as(LEADER, store), kept, address="10.0.0.9")
    return made


def test_an_accident_seals_the_file_as_it_stood(chromium, store, case, tmp_path, monkeypatch):
    with at_moment(chromium, store, NIGHT, tmp_path) as at:
        recorded(at(LISTING), case)
    monkeypatch.setenv("HAZARDS_TODAY", MORNING)
    with at_moment(chromium, store, MORNING, tmp_path) as at:
        brought(at, case, tmp_path)
        not_voided(at, case)
        not_withdrawn(at, case)
        not_struck_off(at(LISTING), case)
        told_to_leaders(at(LEADER), case)
        taken_as_it_stood(at(LEADER), case, tmp_path)
        read_by_auditors(at(AUDITOR), case)
    office = acting_as(LISTING, store)
    with pytest.raises(NeedsSecond, match="领导"):
        casework.take(store, office, case, Action.WITHDRAW, told={"why": "误报", "document": "撤〔2026〕1号"})
    with pytest.raises(StepNotOpen):
        casework.take(store, office, case, Action.STRIKE_OFF, told={"how": "整改完成", "document": "销1号"})
    assert in_sight(store, office, case)["stage"] == "rectifying"
    elsewhere = replace(acting_as(LEADER, store), jurisdictions=frozenset({-1}))
    assert [len(overview.accidents(store, who)) for who in (office, elsewhere)] == [1, 0]
    assert hazards(str(store.url), "verify", "--json")["ok"]


@contextmanager
def at_moment(chromium, store: Store, moment: str, folder: Path):
    """The desks of a server whose clock stands at a moment."""
    room = folder / re.sub(r"\D", "", moment)
    room.mkdir()
    with serving(str(store.url), room, moment) as server, desks(chromium, server) as at:
        yield at


def recorded(office: Desk, case: int) -> None:
    form = office.case(case).other("登记事故")
    office.day(form, "事故日期", "2026-10-12")
    office.time(form, "事故时刻", "02:30")
    form.get_by_label("死亡人数").fill("1")
    form.get_by_label("受伤人数").fill("0")
    office.press("登记事故", form)
    office.told("“登记事故”已办理")
    told = "2026-10-12 02:30 发生事故，死亡 1 人、受伤 0 人，案卷已封存"
    expect(office.page.get_by_text(told)).to_be_visible()


def brought(at: Desks, case: int, folder: Path) -> None:
    """Photographs dated before the fire, entered after it, read so wherever they stand."""
    phone = at(CLERK, viewport=PHONE, has_touch=True, is_mobile=True)
    files = [folder / f"十月十日{n}.jpg" for n in range(len(LATER))]
    for path, data in zip(files, LATER, strict=True):
        path.write_bytes(data)
    phone.bring(case, "整改中照片", files)
    expect(phone.page.locator("#list .flag").filter(has_text="事故后录入")).to_have_count(2)
    rows = at(CLERK).case(case, "证据").page.locator("tbody tr")
    expect(rows.filter(has_text="十月十日")).to_have_count(2)
    for n in range(2):
        expect(rows.filter(has_text=f"十月十日{n}")).to_contain_text("事故后录入")
    expect(rows.filter(has_text="七月现场.jpg")).not_to_contain_text("事故后录入")


def not_voided(at: Desks, case: int) -> None:
    for name, role in ((HEAD, "街镇审签人"), (LISTING, "区安委办")):
        desk = at(name).case(case, "证据")
        form = desk.unfold("作废材料")
        desk.choose(form, "材料", "七月现场")
        form.get_by_label("作废理由").fill("照片拍错了地方")
        desk.press("作废，原件留存", form)
        desk.told(f"本案已登记事故，材料不能由{role}作废")
        desk.told("请由领导办理并写明理由")


def not_withdrawn(at: Desks, case: int) -> None:
    """The listing office can only put it before a leader; a colleague's word does not do, and the leader refuses."""
    office = at(LISTING).case(case)
    form = office.other("撤销挂牌")
    form.get_by_label("理由").fill("经核实系重复挂牌")
    form.get_by_label("文号").fill("鹿安委办撤〔2026〕1号")
    office.press("提出，由领导确认", form)
    office.told("等待领导确认，确认前案卷不变")
    card = _confirming(at(COLLEAGUE).go("todo"))
    expect(card).to_contain_text("须由领导确认")
    expect(card.get_by_role("button", name="确认", exact=True)).to_have_count(0)
    leader = at(LEADER).go("todo")
    card = _confirming(leader)
    expect(card.get_by_role("button", name="确认", exact=True)).to_be_visible()
    form = leader.unfold("退回", card)
    form.get_by_label("退回理由").fill("事故调查期间不得撤销")
    leader.press("退回", form)
    leader.told("已退回，案卷不变")
    lines = at(LISTING).case(case, "轨迹").page.locator(".gp-list li")
    expect(lines.filter(has_text="事故调查期间不得撤销")).to_have_count(1)


def not_struck_off(office: Desk, case: int) -> None:
    page = office.case(case).page
    expect(page.get_by_text("销号须等事故调查结论")).to_be_visible()
    expect(office.step("销号")).to_have_count(0)
    expect(page.locator(".gp-figure").first).to_contain_text("2026-12-15")


def told_to_leaders(leader: Desk, case: int) -> None:
    card = leader.go("").page.locator(".gp-card").filter(has_text="挂牌单位事故 1 起")
    expect(card).to_contain_text("2026-10-12 02:30 死亡 1 人、受伤 0 人，销号等待事故调查结论")
    expect(card.get_by_role("link", name=UNIT)).to_have_attribute("href", re.compile(f"case={case}$"))


def taken_as_it_stood(leader: Desk, case: int, folder: Path) -> None:
    """The file of 03:10, verified by its own script: the old photograph is in it, the later ones are not."""
    pack = leader.case(case, "文书").download("导出事故登记时的证据包", folder)
    with zipfile.ZipFile(pack) as zipped:
        zipped.extract("verify.py", folder)
        names = " ".join(zipped.namelist())
        events = zipped.read("events.jsonl").decode()
    run = [sys.executable, "-I", "-S", folder / "verify.py", pack]
    done = subprocess.run(run, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sha256(OLD).hexdigest() in names
    assert not [data for data in LATER if sha256(data).hexdigest() in names + events]
    assert '"accident"' in events.splitlines()[-1]


def read_by_auditors(auditor: Desk, case: int) -> None:
    card = auditor.case(case, "轨迹").page.locator(".gp-card").filter(has_text="调阅记录")
    expect(card).to_contain_text("自 2026-07-14 起")
    rows = card.locator("tbody tr")
    expect(rows.filter(has_text="2026-07-14 09:00")).to_contain_text(
        re.compile("孙怀民.*查看.*整改中照片.*10.0.0.9")
    )
    expect(rows.filter(has_text="导出证据包")).to_contain_text(re.compile("2026-10-12 09:00.*孙怀民"))


def _confirming(desk: Desk):
    return desk.page.locator("[class*='st-key-card_confirm_']").filter(has_text="撤销挂牌")
