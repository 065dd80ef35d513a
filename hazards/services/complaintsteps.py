"""Steps of complaints: what each finds open, and how each is kept; callers see them in order only."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain import complaints as rules
from hazards.domain.errors import Refusal
from hazards.services import matters, scans
from hazards.services.access import Scope
from hazards.services.matters import COMPLAINT, MatterLacks, MatterSettled, Row
from hazards.storage import casework
from hazards.storage import tables as t

CODES = {
    "受理": "accepted",
    "不予受理": "not-accepted",
    "立案": "to-case",
    "转办": "referred",
    "转办回执": "receipt",
    "不立案": "no-case",
    "延长办理": "prolonged",
    "答复": "answered",
    "办理记录": "noted",
}


class CallerTold(Refusal):
    code = "caller-told"
    says = "文字中写有投诉举报人的姓名或者电话({which})。"
    remedy = "请从文字中删去：姓名、电话只填在专门的栏里，不进入列表、案卷和轨迹；来信原件可以附扫描件。"


def unnamed(row: Mapping[str, Any], *texts: str) -> None:
    """Nothing written about a complaint names who made it: lists, the case and the trail would.

    Raises:
        CallerTold
    """
    for text in texts:
        if which := rules.names_caller(row["caller"], row["phone"], text):
            raise CallerTold(which=which)


def unanswered(connection: Connection, scope: Scope, number: int) -> Row:
    """A complaint that still waits for its answer.

    Raises:
        NoSuchMatter, MatterSettled
    """
    row = matters.one(connection, scope, COMPLAINT, number)
    if row["answered_on"]:
        raise MatterSettled(what=f"{row['number']}已于{row['answered_on'].isoformat()}答复")
    return row


def unrouted(connection: Connection, scope: Scope, number: int, on: date | None) -> tuple[Row, date]:
    """An accepted complaint of which nobody has said yet what becomes of it, and the day of that.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay
    """
    row = unanswered(connection, scope, number)
    if not row["accepted"]:
        raise MatterLacks(what="处理投诉举报", missing="受理决定")
    if row["route"]:
        raise MatterSettled(what=f"{row['number']}已登记为{rules.ROUTES[row['route']]}")
    return row, matters.lawful_day("处理", on, row["accepted_on"])


def act(
    connection: Connection,
    scope: Scope,
    row: Row,
    what: str,
    values: Mapping[str, Any],
    *,
    on: date,
    told: str,
    files: Sequence[scans.Settled] = (),
) -> None:
    """One step in one go: its event, the complaint as it now stands, and the line of what was done, its papers.

    Raises:
        CallerTold
    """
    unnamed(row, told)
    data = {"complaint": row["id"], "number": row["number"], **values, "scans": scans.digests(files)}
    event = matters.record(connection, scope, COMPLAINT, CODES[what], data, on=on, why=told)
    if values:
        casework.set_row(connection, t.complaints, row["id"], **values)
    matters.deed(connection, scope, COMPLAINT, row["id"], what, event, on=on, told=told)
    scans.add(connection, scope, COMPLAINT, row["id"], files, event)
