"""案情一页纸: one case on one upright A4, for whoever goes to the site or reports about it."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import segno

from hazards.domain.errors import Refusal
from hazards.domain.kinds import KINDS
from hazards.domain.milestones import Milestone
from hazards.domain.plan import MEASURES, five, wan
from hazards.domain.stages import NAMES
from hazards.domain.waiting import Todo
from hazards.formats import typeset
from hazards.formats.documents.text import flat
from hazards.services import clock, evidence, lists, todo, words
from hazards.services.access import Scope, operation
from hazards.services.eventwords import ACTIONS
from hazards.services.filed import Filed
from hazards.services.lists import CaseRecord
from hazards.services.papers import READERS
from hazards.storage.store import Store

LONG, SHORT = 220, 44
"""Characters of the hazard and of a smaller text: with these the page is never two."""
EVENTS, TASKS = 7, 8


@operation("打印案情一页纸", READERS, case=True)
def pdf(store: Store, scope: Scope, case_id: int, *, home: str = "", address: str = "") -> tuple[bytes, str]:
    """(pdf, file name) of one case; looking at its pictures is recorded as everywhere.

    Args:
        home: the address of this installation, ``https://…``, for the QR code; none without.
        address: of whoever asks, for the openings.

    Raises:
        NoSuchCase, fonts.NoFont
    """
    told = lists.case(store, scope, case_id)
    held, turn = todo.standing(store, scope, case_id)
    shown, pictures = _pictures(store, scope, case_id, address)
    if home:
        pictures["qr.svg"] = _code(f"{home}/upload/{case_id}")
    number = told.line.number or "未编号"
    facts = {
        "unit": clip(told.row["unit"], 60),
        "number": number,
        "light": f"{told.line.mark} {told.line.clock}",
        "rows": _rows(told, held, turn),
        "hazard": clip(told.row["content"], LONG),
        "measures": _measures(held) if told.row["kind"] == "hazard" else [],
        "tasks": gantt(held.milestones, clock.today(), held.deadline),
        "pictures": shown,
        "events": _events(told),
        "qr": bool(home),
        "made": f"打印时间 {clock.now():%Y-%m-%d %H:%M} {scope.as_whom} {scope.actor}",
    }
    name = "".join(sign for sign in number if sign.isalnum() or sign in "〔〕") or str(case_id)
    return typeset.pdf("onepage", facts, pictures), f"案情一页纸_{name}.pdf"


def clip(text: str, most: int) -> str:
    """A text on one line, cut where the page has no more room for it, and saying so."""
    line = flat(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def _rows(told: CaseRecord, held: Filed, turn: Todo | None) -> list[list[str]]:
    row, line = told.row, told.line
    holder = f"{turn.holder} 第{turn.days}天（{turn.what}）" if turn else "—"
    area = f"{row['illegal_area']:,.0f} ㎡" if row["illegal_area"] else ""
    rows = [
        ("属地", line.street),
        ("挂牌级别", f"{held.level or '—'}{f'（{held.body}）' if held.body else ''}"),
        ("地址", row["address"]),
        ("督办单位", line.supervisor),
        ("挂牌日期", line.listed_on.isoformat() if line.listed_on else "—"),
        ("整改期限", f"{held.deadline.isoformat()}  {line.clock}" if held.deadline else "期限缺失"),
        ("当前环节", NAMES[held.stage]),
        ("卡在谁手里", holder),
        ("责任单位", row["responsible_unit"] or row["unit"]),
        ("包案领导", row["leader"] or "未指定"),
    ]
    if area:
        rows += [("违法面积", area), ("案件类型", words.KIND_NAMES[row["kind"]])]
    return [[name, clip(text or "—", SHORT)] for name, text in rows]


def _measures(held: Filed) -> list[list[str]]:
    """Name, what was told, person, whether claimed, who verified."""
    told = []
    for one in five(held.measures):
        money = f"（计划 {wan(one.planned)} 万元）" if one.planned else ""
        told.append(
            [
                MEASURES[one.name],
                clip((one.told or "—") + money, SHORT),
                clip(one.person or "—", 10),
                "● 已报" if one.claimed else "○ 缺",
                f"● {clip(one.verifier, 8)}" if one.in_place else "○ 未核验",
            ]
        )
    return told


def gantt(milestones: Sequence[Milestone], today: date, deadline: date | None) -> dict[str, Any]:
    """Bars as shares of the whole time: where each begins, how long it is, how much is done."""
    shown = list(milestones)[:TASKS]
    if not shown:
        return {"bars": [], "from": "", "until": "", "today": -1, "more": 0}
    first = min(m.starts for m in shown)
    last = max([*(m.ends for m in shown), *([deadline] if deadline else [])])
    whole = max((last - first).days + 1, 1)
    bars = [
        {
            "task": clip(m.task, 16),
            "days": f"{m.starts:%m-%d} 至 {m.ends:%m-%d}",
            "at": round((m.starts - first).days / whole, 4),
            "long": round(((m.ends - m.starts).days + 1) / whole, 4),
            "done": m.done,
            "tone": "late" if m.late(today) else "done" if m.done == 100 else "open",
        }
        for m in shown
    ]
    here = (today - first).days / whole
    return {
        "bars": bars,
        "from": first.isoformat(),
        "until": last.isoformat(),
        "today": round(here, 4) if 0 <= here <= 1 else -1,
        "more": len(milestones) - len(shown),
    }


def _pictures(
    store: Store, scope: Scope, case_id: int, address: str
) -> tuple[list[dict[str, str]], dict[str, bytes | Path]]:
    """The last pair of one viewpoint, else the last photograph of either state, as viewing copies."""
    pairs = [p for p in evidence.pairs(store, scope, case_id) if p.before and p.after]
    held = [f for f in evidence.of_case(store, scope, case_id) if not f["voided_at"]]
    last = {f["kind"]: f for f in held if f["kind"] in ("before", "after")}
    chosen: list[Any] = [pairs[-1].before, pairs[-1].after] if pairs else list(last.values())
    shown: list[dict[str, str]] = []
    files: dict[str, bytes | Path] = {}
    for row in sorted((c for c in chosen if c), key=lambda c: str(c["kind"]), reverse=True):
        try:
            name = f"{row['kind']}.jpg"
            files[name] = evidence.view(store, scope, int(row["id"]), address=address)
        except (Refusal, OSError):  # no copy can be made: the words stay
            name = ""
        when = (row["captured_at"] or row["entered_at"])[:10]
        where = f" {row['viewpoint']}" if row["viewpoint"] else ""
        told = f"{KINDS[row['kind']]}{where} {when} 回执{row['receipt']}"
        shown.append({"file": name, "told": told if name else f"{told}（无法显示）"})
    return shown, files


def _events(told: CaseRecord) -> list[list[str]]:
    latest = [e for e in told.events if e["action"] in ACTIONS][-EVENTS:]
    return [
        [
            (e["acted_on"].isoformat() if e["acted_on"] else e["entered_at"][:10]),
            ACTIONS[e["action"]],
            clip(e["actor"], 12),
            clip(e["reason"] or "", 36),
        ]
        for e in reversed(latest)
    ]


def _code(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=0, scale=4)
    return out.getvalue()
