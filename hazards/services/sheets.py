"""Sheets: every list a page shows, as it leaves that page on paper. One line a list in ``SHEETS``."""

from collections.abc import Mapping
from dataclasses import replace

from hazards.domain.errors import Refusal
from hazards.domain.printed import Sheet
from hazards.domain.roles import EVERYONE
from hazards.formats import listpaper
from hazards.services import (
    buildingsheets,
    casesheets,
    clock,
    peoplesheets,
    returnsheets,
    supervisionsheets,
)
from hazards.services.access import Scope, operation
from hazards.services.printed import Maker, Printed
from hazards.storage.store import Store

SHEETS: dict[str, Maker] = {
    "cases": casesheets.cases,
    "rates": casesheets.rates,
    "todo": casesheets.mine,
    "waits": casesheets.others,
    "batches": casesheets.held_batches,
    "oddities": casesheets.found_oddities,
    "structures": buildingsheets.structures,
    "buildings": buildingsheets.buildings,
    "patrols": buildingsheets.walked,
    "unreported": buildingsheets.unknown,
    "contests": buildingsheets.contests,
    "clocks": supervisionsheets.clocks,
    "late": supervisionsheets.late,
    "orders": supervisionsheets.sent,
    "instructions": supervisionsheets.instructions,
    "complaints": supervisionsheets.complained,
    "exposures": supervisionsheets.exposed,
    "weekly": returnsheets.weekly,
    "monthly": returnsheets.monthly,
    "closing": returnsheets.closed,
    "issues": returnsheets.issued,
    "accounts": peoplesheets.people,
}
"""By the name in the address /print/NAME.pdf."""
MOST = 2000
"""Rows of one paper: 13,000 took a gigabyte and a half of the memory that all pages share."""


class NoSuchList(Refusal):
    code = "no-such-list"
    says = "没有名为“{name}”的列表可以打印。"
    remedy = "请回到页面，从“打印”进入。"


@operation("打印列表", EVERYONE)
def listed(store: Store, scope: Scope, name: str, told: Mapping[str, str]) -> Printed:
    """A list by its name in ``SHEETS``; whoever may not open it on its page is refused here alike.

    Raises:
        NoSuchList, NotYours
    """
    if name not in SHEETS:
        raise NoSuchList(name=name[:40])
    return SHEETS[name](store, scope, told)


def fitting(sheet: Sheet) -> Sheet:
    """What one paper holds, and where the rest is."""
    count = len(sheet.rows)
    if count <= MOST:
        return sheet
    note = f"{sheet.note}共 {count} 行，本次打印前 {MOST} 行，其余请缩小范围后打印，或者导出。"
    return replace(sheet, rows=sheet.rows[:MOST], note=note)


@operation("打印列表", EVERYONE)
def pdf(store: Store, scope: Scope, name: str, told: Mapping[str, str]) -> tuple[bytes, str]:
    """(pdf, file name); ``told["paper"]`` may say a4 or a3.

    Raises:
        NoSuchList, NotYours, fonts.NoFont
    """
    found = listed(store, scope, name, told)
    paper = told.get("paper", "")
    content = listpaper.pdf(
        fitting(found.sheet), asked=found.asked, cut=found.cut, paper=paper, numbered=found.numbered
    )
    return content, f"{found.sheet.title}_{clock.today():%Y%m%d}.pdf"
