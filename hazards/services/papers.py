"""Documents (文书): numbered per year and kind, made from the file, printed again as they were made."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from hazards.domain.competence import decider
from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, NAMES, STREET, Role
from hazards.domain.stages import UNLISTED, Stage
from hazards.formats.documents.buildings.index import BUILDINGS
from hazards.formats.documents.facts import restored
from hazards.formats.documents.index import DOCUMENTS, document_number
from hazards.services import clock, filed, onfile, structurefacts
from hazards.services.access import NotYours, Scope, operation, told, visible
from hazards.services.casework import in_file
from hazards.services.paperfacts import FACTS, Case
from hazards.services.structure import Structure
from hazards.storage import casework, events, register
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row

MAKERS: dict[str, frozenset[Role]] = {
    "notice": frozenset({Role.LISTING}),
    "plan": STREET,
    "progress": STREET | {Role.DEPARTMENT},
    "acceptance-request": STREET,
    "site-check": frozenset({Role.DEPARTMENT}),
    "acceptance-opinion": frozenset({Role.DEPARTMENT}),
    "extension-opinion": frozenset({Role.LISTING}),
    "strike-off": frozenset({Role.LISTING}),
}
BUILDING_MAKERS: dict[str, frozenset[Role]] = dict.fromkeys(BUILDINGS, onfile.ENFORCERS)
"""Of an illegal building: whoever takes its steps; the town's head in villages only."""
DECIDED = frozenset({"notice", "extension-opinion", "strike-off"})
"""Papers of the body that listed the case."""
_ALL = {**MAKERS, **BUILDING_MAKERS}
MAKES = frozenset().union(*_ALL.values())
READERS = EVERYONE - {Role.ADMIN, Role.MACHINE}


class NoSuchPaper(Refusal):
    code = "no-such-paper"
    says = "没有这份文书。"
    remedy = "它可能不在您的辖区，请核对编号。"


class PaperTooEarly(Refusal):
    code = "paper-too-early"
    says = "现在还不能出具《{title}》：{why}。"
    remedy = "请先办理相应步骤，文书按办理结果生成。"


@operation("出具文书", MAKES, case=True, lead=True)
def make(store: Store, scope: Scope, case_id: int, kind: str, *, on: date | None = None) -> int:
    """Make a document from the file as it stands; returns its number in the store.

    The facts are kept with it, so that it prints the same again however the case moves on.

    Args:
        on: the date it carries; today if not told, of a building's document the day of its step.

    Raises:
        NotYours, NotYourTrack, PaperTooEarly, NotAHazard, NotABuilding
    """
    _may_make(scope, kind)

    def job(connection: Connection) -> int:
        return _make(connection, scope, case_id, kind, on, None)

    return store.write(job)


def _may_make(scope: Scope, kind: str) -> None:
    if kind not in _ALL:
        raise NoSuchPaper
    if scope.role not in _ALL[kind]:
        raise NotYours(what=f"出具《{DOCUMENTS[kind].title}》", who=NAMES[scope.role], by=told(_ALL[kind]))


def _make(
    connection: Connection, scope: Scope, case_id: int, kind: str, on: date | None, batch: int | None
) -> int:
    draw = _of_building if kind in BUILDINGS else _of_hazard
    facts, number, serial, on = draw(connection, scope, case_id, kind, on)
    values = orjson.loads(orjson.dumps(facts))
    if "number" in values:
        values["number"] = number
    event = events.record(
        connection,
        action="document-made",
        case_id=case_id,
        entered_at=clock.stamp(),
        acted_on=on,
        data={"kind": kind, "document": number or DOCUMENTS[kind].title},
        **scope.signature,
    )
    return casework.add(
        connection,
        t.documents,
        case_id=case_id,
        batch_id=batch,
        kind=kind,
        year=on.year,
        serial=serial,
        number=number,
        dated=on,
        facts=orjson.dumps(values).decode(),
        event_id=event,
    )


Drawn = tuple[Any, str, int, date]
"""Facts of a document, its number and serial, the date it carries."""


def _of_hazard(connection: Connection, scope: Scope, case_id: int, kind: str, on: date | None) -> Drawn:
    held = filed.read(connection, scope, case_id)
    if why := _too_early(kind, held):
        raise PaperTooEarly(title=DOCUMENTS[kind].title, why=why)
    on, case = on or clock.today(), Case(connection, held)
    if registered := case.registered(kind):  # the decision has its number, in whoever's series
        number, serial = registered, 0
    elif kind in DECIDED and decider(held.level, held.body):
        number, serial = "", 0  # another body numbers its own paper
    else:
        number, serial = numbered(connection, kind, on.year, "安")
    return FACTS[kind](case, on), number, serial, on


def _of_building(connection: Connection, scope: Scope, case_id: int, kind: str, on: date | None) -> Drawn:
    """A number registered with the step is the document's own. A town numbers by letters nobody told us."""
    file = onfile.read(connection, scope, case_id)
    onfile.may_act(scope, file.building)
    case = Structure(connection, file)
    if why := structurefacts.too_early(kind, case):
        raise PaperTooEarly(title=DOCUMENTS[kind].title, why=why)
    act = case.of_kind(kind)
    on = on or (act["on_date"] if act else clock.today())
    number, serial = (act["document"] if act else ""), 0
    if not number and scope.role is not Role.HEAD:
        number, serial = numbered(connection, kind, on.year, "综执")
    return structurefacts.FACTS[kind](case, on), number, serial, on


def _too_early(kind: str, held: filed.Filed) -> str:
    """Why a document would say what has not happened; "" where it may be made."""
    stage = held.stage
    if stage in UNLISTED:
        return "本案尚未挂牌"
    if kind == "strike-off" and stage is not Stage.STRUCK_OFF:
        return "本案尚未销号"
    if kind == "extension-opinion" and not held.application and not held.row["extended_to"]:
        return "没有延期申请或决定"
    if kind == "acceptance-opinion" and held.row["round"] == 0:
        return "本案尚未报验"
    if kind == "plan" and not held.plans:
        return "整治方案尚未填写"
    return ""


def numbered(connection: Connection, kind: str, year: int, organ: str) -> tuple[str, int]:
    """The next serial of a kind in a year, and how it reads; kinds without a series carry none."""
    last = select(func.coalesce(func.max(t.documents.c.serial), 0)).where(
        t.documents.c.kind == kind, t.documents.c.year == year
    )
    serial = connection.execute(last).scalar_one() + 1
    series = DOCUMENTS[kind].series
    return (document_number(_letterhead(connection, organ) + series, year, serial) if series else "", serial)


def _letterhead(connection: Connection, organ: str) -> str:
    """机关代字: the district's first character and the organ's; a store of several districts has that alone."""
    districts = [u.name for u in register.load(connection).districts()]
    return f"{districts[0][0]}{organ}" if len(districts) == 1 else organ


@operation("出具批次文书", frozenset({Role.LISTING}))
def make_batch(store: Store, scope: Scope, batch: int, kind: str) -> list[int]:
    """The same document for every issued case of a batch, to be printed as one file.

    Raises:
        NoSuchPaper: no such batch, or nothing of it is issued. PaperTooEarly
    """
    _may_make(scope, kind)

    def job(connection: Connection) -> list[int]:
        table = t.batch_cases
        rows = casework.where(
            connection, table, table.c.batch_id == batch, table.c.issued, order=(table.c.case_id,)
        )
        found = casework.get(connection, t.batches, batch)
        if found is None or not rows:
            raise NoSuchPaper
        on = found["decided_on"] or clock.today()
        before = {
            d["case_id"]: int(d["id"])
            for d in casework.where(
                connection, t.documents, t.documents.c.batch_id == batch, t.documents.c.kind == kind
            )
        }
        return [
            before.get(row["case_id"]) or _make(connection, scope, row["case_id"], kind, on, batch)
            for row in rows
        ]

    return store.write(job)


@operation("打印文书", READERS)
def print_(store: Store, scope: Scope, numbers: Sequence[int]) -> tuple[bytes, str]:
    """(docx, file name) of one or several documents of one kind; the same bytes every time.

    Raises:
        NoSuchPaper: one of them does not exist, is out of sight, or is of another kind.
    """
    with store.read() as connection:
        rows = [_seen(connection, scope, number) for number in numbers]
        scans = {
            r["scan_id"]: casework.get(connection, t.evidence, r["scan_id"]) for r in rows if r["scan_id"]
        }
    kinds = {row["kind"] for row in rows}
    if len(kinds) != 1:
        raise NoSuchPaper
    kind = DOCUMENTS[kinds.pop()]
    facts = []
    for row in rows:
        values: dict[str, Any] = orjson.loads(row["facts"])
        scan = scans.get(row["scan_id"])
        if scan is not None:
            values["scan"] = f"盖章扫描件已归入案卷，回执{scan['receipt']}"
        facts.append(restored(kind.facts, values))
    name = f"{kind.title}{rows[0]['number']}" + (f"等{len(rows)}份" if len(rows) > 1 else "")
    return kind.write(*facts), f"{name}.docx"


@operation("查看案卷文书", READERS, case=True)
def of_case(store: Store, scope: Scope, case_id: int) -> list[Row]:
    """The documents of a case, the latest first."""
    with store.read() as connection:
        return list(reversed(casework.of_case(connection, t.documents, case_id, "id")))


@operation("查看可出具的文书", READERS, case=True)
def ready(store: Store, scope: Scope, case_id: int) -> dict[str, str]:
    """Titles of the documents of a building that could be made now, by kind, in the order of the procedure.

    Raises:
        NotABuilding
    """
    with store.read() as connection:
        case = Structure(connection, onfile.read(connection, scope, case_id))
    return {k: one.title for k, one in BUILDINGS.items() if not structurefacts.too_early(k, case)}


@operation("登记盖章扫描件", MAKES)
def attach(store: Store, scope: Scope, number: int, scan: int) -> None:
    """The sealed paper, scanned and lying in the same case, belongs to this document."""

    def job(connection: Connection) -> None:
        row = _seen(connection, scope, number)
        in_file(connection, row["case_id"], scan)
        events.record(
            connection,
            action="document-sealed",
            case_id=row["case_id"],
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"document": row["number"] or row["kind"], "scan": scan},
            **scope.signature,
        )
        casework.set_row(connection, t.documents, number, scan_id=scan)

    store.write(job)


def _seen(connection: Connection, scope: Scope, number: int) -> Row:
    row = casework.get(connection, t.documents, number)
    if row is None or visible(connection, scope, row["case_id"]) is None:
        raise NoSuchPaper
    return row
