"""打印挂图: the streets on a sheet of A3 with numbered pins, and the list that carries the same numbers."""

from collections.abc import Mapping, Sequence

from geo import palette
from hazards.domain.roles import EVERYONE
from hazards.domain.signals import Light
from hazards.formats import drawings, typeset
from hazards.formats.drawings import Pin
from hazards.services import clock, drawing, lists
from hazards.services.access import Scope, operation
from hazards.services.lists import CaseLine
from hazards.services.printed import asked_of
from hazards.storage import cases
from hazards.storage.store import Store

MOST = 300
"""Pins one sheet still shows apart."""
BESIDE = 46
"""Lines that find room beside the map; more of them lie behind it."""
COLOURS = {
    Light.OVERDUE: "#B42318",
    Light.TODAY: "#B26A00",
    Light.SOON: "#B26A00",
    Light.STRUCK_OFF: "#1B7F4B",
}
LEGEND = (
    ("■ 逾期", "#B42318"),
    ("▲ 今日到期、临期", "#B26A00"),
    ("○ 整改中", drawings.NAVY),
    ("● 已销号", "#1B7F4B"),
)


@operation("打印挂图", EVERYONE)
def pdf(store: Store, scope: Scope, told: Mapping[str, str]) -> tuple[bytes, str]:
    """(pdf, file name) of the list an address asks for, as 台账 and 一张图 show it.

    Cases without a point stand unnumbered under their street.

    Raises:
        BadQuestion, fonts.NoFont
    """
    asked, filters, cut = asked_of(store, scope, told)
    found = lists.page(store, scope, asked, size=MOST)
    with store.read() as connection:
        rows = cases.by_ids(connection, [line.id for line in found.lines])
    placed = [line for line in found.lines if rows[line.id]["lon"] is not None]
    pins = [
        Pin(str(n), rows[line.id]["lon"], rows[line.id]["lat"], COLOURS.get(line.light, drawings.NAVY))
        for n, line in enumerate(placed, 1)
    ]
    more = f"；只列最急的 {MOST} 件，共 {found.total} 件" if found.total > MOST else ""
    facts = {
        "title": "挂牌隐患分布挂图" if asked.kind == "hazard" else "挂牌案件分布挂图",
        "asked": filters,
        "cut": cut,
        "note": f"街镇按整改率着色，编号与列表一致；示意图，不作定界依据{more}。",
        "legend": [list(one) for one in LEGEND],
        "steps": [[step.word, step.fill] for step in palette.STEPS],
        "rows": [_row(str(n), line) for n, line in enumerate(placed, 1)],
        "beside": len(placed) <= BESIDE,
        "unplaced": _unplaced([line for line in found.lines if rows[line.id]["lon"] is None]),
    }
    areas = drawing.areas(store, scope, asked)
    svg = drawings.street_map(areas, pins, width=1100, note="示意图")
    name = f"挂图_{clock.today():%Y%m%d}.pdf"
    return typeset.pdf("wallmap", facts, {"map.svg": svg.encode()}), name


def _row(number: str, line: CaseLine) -> list[str]:
    return [
        number,
        line.unit,
        line.street,
        line.number or "未编号",
        line.level or "—",
        line.deadline.isoformat() if line.deadline else "缺失",
        f"{line.mark} {line.clock}",
    ]


def _unplaced(lines: Sequence[CaseLine]) -> list[dict[str, str]]:
    """Street by street the cases that no pin shows."""
    streets = dict.fromkeys(line.street for line in lines)
    return [
        {
            "street": street,
            "cases": "；".join(
                f"{one.unit}({one.number or '未编号'}，{one.clock})" for one in lines if one.street == street
            ),
        }
        for street in streets
    ]
