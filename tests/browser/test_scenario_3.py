"""Scenario 3: three deadlines, two applications on paper, one of them late; looked at on three days."""

import re
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hazards.domain.lifecycle import Action
from hazards.services import casework, decisions, demo_people, extending, signatures
from hazards.services.access import LOCAL_ADMIN, acting_as
from hazards.storage.store import Store
from tests.browser.conftest import hazards, serving
from tests.browser.desks import Desk, desks
from tests.services.ledgers import a_row, held, take

CLERK, HEAD, LISTING = "wumatb", "wumasq", "anwei1"
NUMBERS = {"A": "鹿挂〔2026〕101号", "B": "鹿挂〔2026〕102号", "C": "鹿挂〔2026〕103号"}
DUE = {"A": "2026-11-20", "B": "2026-10-15", "C": "2026-10-15"}
UNITS = {"A": "望瓯里旧书市", "B": "安澜亭冷库", "C": "朔门街服装仓库"}
LATE = "申请距期满只有13个工作日，少于15个工作日"


@pytest.fixture
def cases(store, tmp_path, monkeypatch) -> dict[str, int]:
    """Listed in June, being rectified."""
    monkeypatch.setenv("HAZARDS_TODAY", "2026-09-01")
    demo_people.add(store, LOCAL_ADMIN)
    rows = [
        a_row(
            NUMBERS[n],
            **{"整治单位(区域)": UNITS[n], "挂牌级别": "区级", "挂牌日期": "2026-06-01", "整改期限": DUE[n]},
        )
        for n in NUMBERS
    ]
    take(store, tmp_path, *rows)
    made = {n: held(store, number)["id"] for n, number in NUMBERS.items()}
    decisions.confirm_places(store, LOCAL_ADMIN, list(made.values()), reason="核对台账")
    return made


def test_what_was_applied_for_in_time_moves_a_deadline_and_what_came_late_cures_nothing(
    chromium, store, cases, tmp_path, monkeypatch
):
    with at_moment(chromium, store, "2026-09-21T10:00", tmp_path) as at:
        monkeypatch.setenv("HAZARDS_TODAY", "2026-09-21T10:00")
        assert brought(store, cases["B"], date(2026, 9, 18)) == ()
        assert LATE in applied(at(CLERK), cases["C"], "2026-09-21")
        signed(at(HEAD))
    monkeypatch.setenv("HAZARDS_TODAY", "2026-10-09T10:00")
    told = {"document": "鹿安委办延〔2026〕1号"}
    casework.take(store, acting_as(LISTING, store), cases["B"], Action.GRANT, told=told)
    with at_moment(chromium, store, "2026-10-16T10:00", tmp_path) as at:
        granted_too_late(at(LISTING), cases["C"])
        stands(at(LISTING), B="○ 还有 76 天", C="■ 逾期 1 天", A="○ 还有 35 天")
    with at_moment(chromium, store, "2026-11-20T09:00", tmp_path) as at:
        stands(at(LISTING), A="▲ 今日到期", B="○ 还有 41 天", C="■ 逾期 36 天")
    with at_moment(chromium, store, "2026-11-21T00:01", tmp_path) as at:
        stands(at(LISTING), A="■ 逾期 1 天", B="○ 还有 40 天")
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-21")
    assert overdue(store, "2026-11-20") == 2  # at the end of that day A is due and open
    assert overdue(store, "2026-11-19") == 1
    assert overdue(store, "2026-10-16") == 1


@contextmanager
def at_moment(chromium, store: Store, moment: str, folder: Path):
    room = folder / re.sub(r"\D", "", moment)
    room.mkdir()
    with serving(str(store.url), room, moment) as server, desks(chromium, server) as at:
        yield at


def brought(store: Store, case: int, received: date) -> tuple[str, ...]:
    """The other paper, by the same services; what the clerk would be told."""
    clerk, told = acting_as(CLERK, store), {"until": date(2026, 12, 31), "received_on": received}
    told |= {"reason": "设备到货推迟", "meanwhile": "停用二层，专人值守"}
    signatures.ask(store, clerk, case, Action.APPLY, told=told)
    return extending.warned(store, clerk, case, received)


def applied(clerk: Desk, case: int, received: str) -> str:
    """The paper is typed in and put before the head; what the clerk is told."""
    form = clerk.case(case).other("申请延期")
    clerk.day(form, "延期后的期限", "2026-12-31")
    form.get_by_label("延期理由").fill("设备到货推迟，须等厂家安装")
    form.get_by_label("延期期间的防范措施").fill("停用二层，专人值守")
    clerk.day(form, "收件日期", received)
    clerk.press("送审", form)
    said = clerk.page.get_by_test_id("stAlert").filter(has_text="“申请延期”已送审").first
    expect(said).to_be_visible()
    return said.inner_text()


def signed(head: Desk) -> None:
    head.go("signing").press("全选")
    head.press("签署所选(2)")
    head.told("已签署 2 件")
    head.told(LATE)


def granted_too_late(office: Desk, case: int) -> None:
    form = office.case(case).other("批准延期")
    form.get_by_label("文号").fill("鹿安委办延〔2026〕2号")
    office.press("批准延期", form)
    office.told("期限不顺延，逾期不消除")


def stands(office: Desk, **lights: str) -> None:
    """The light of each case in the list, and in its own file."""
    rows = office.go("ledger").page.locator("tbody tr")
    for name, light in lights.items():
        expect(rows.filter(has_text=NUMBERS[name])).to_contain_text(light)


def overdue(store: Store, on: str) -> int:
    return hazards(str(store.url), "rates", "--json", "--as-of", on)["total"]["overdue"]
