"""What still stands open in a year that is to be closed (年度结账): all of it, in one list."""

from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import Connection

from hazards.domain.lifecycle import STEPS, Action
from hazards.services.returnsigned import ASKED
from hazards.storage import casework, register
from hazards.storage import tables as t

BATCHES = {"list": "挂牌", "strike-off": "销号"}


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that has to be brought to an end, by whom; ``case`` where it is about one."""

    what: str
    about: str
    by: str
    case: int | None = None


def found(connection: Connection, year: int) -> list[Open]:
    """Batches not issued, registrations not confirmed, applications not decided, signatures not given."""
    end = date(year, 12, 31)
    return [
        *_batches(connection, year),
        *_proposals(connection, end),
        *_applications(connection, end),
        *_signatures(connection, end),
        *_returns(connection, year),
    ]


def _about(row: casework.Row) -> str:
    return " ".join(filter(None, [row["case_number"] or "未编号", row["case_unit"]]))


def _batches(connection: Connection, year: int) -> list[Open]:
    b = t.batches.c
    rows = casework.where(connection, t.batches, b.year == year, b.state != "issued", order=(b.id,))
    return [Open(f"{BATCHES.get(r['does'], '')}批次未印发", f"{year}年{r['name']}", "区安委办") for r in rows]


def _proposals(connection: Connection, end: date) -> list[Open]:
    out = []
    for row in casework.waiting(connection, t.proposals, t.proposals.c.state == "waiting"):
        told = orjson.loads(row["data"])
        if str(told.get("on") or row["entered_at"])[:10] <= end.isoformat():
            title = STEPS[Action(row["action"])].title
            out.append(Open(f"“{title}”待双人确认", _about(row), "确认人", row["case_id"]))
    return out


def _still(row: casework.Row, action: Action) -> bool:
    """Whether anybody can still do it: a case that went past the step would keep its year open for ever."""
    return row["case_stage"] in STEPS[action].start


def _applications(connection: Connection, end: date) -> list[Open]:
    rows = casework.waiting(connection, t.applications, t.applications.c.decision == "")
    return [
        Open("延期申请未审批", _about(row), "区安委办", row["case_id"])
        for row in rows
        if row["received_on"] <= end and _still(row, Action.GRANT)
    ]


def _signatures(connection: Connection, end: date) -> list[Open]:
    rows = casework.waiting(connection, t.signatures, t.signatures.c.signed_at == "")
    return [
        Open(f"“{STEPS[Action(row['what'])].title}”待审签", _about(row), "街镇审签人", row["case_id"])
        for row in rows
        if not row["returned"]
        and row["asked_at"][:10] <= end.isoformat()
        and _still(row, Action(row["what"]))
    ]


def _returns(connection: Connection, year: int) -> list[Open]:
    """Weekly reports and monthly forms of the year that wait for a head's hand."""
    w, m = t.weeklies.c, t.monthlies.c
    units = register.load(connection)
    span = w.monday.between(date(year, 1, 1), date(year, 12, 31))
    weeks = casework.where(connection, t.weeklies, w.state == ASKED, span, order=(w.id,))
    months = casework.where(connection, t.monthlies, m.state == ASKED, m.year == year, order=(m.id,))
    out = [
        Open(
            "周报待签报", f"{units[r['jurisdiction_id']].name} {r['monday'].isoformat()} 起一周", "街镇审签人"
        )
        for r in weeks
    ]
    for row in months:
        name = units[int(row["who"])].name if row["kind"] == "street" else row["who"]
        out.append(Open("月报待签报", f"{name} {row['year']}年{row['month']}月", "街镇审签人"))
    return out
