"""Casework at rest: plans, measures, items, applications, proposals; asked for by case."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Table, and_, delete, func, insert, or_, select, update

from hazards.domain.lifecycle import Part
from hazards.domain.milestones import Milestone
from hazards.domain.plan import ITEMS, MEASURES, Measure
from hazards.storage import tables as t
from hazards.storage.cases import chunks

Row = Mapping[str, Any]

BROUGHT = (
    *("scan", "decision", "letter", "acceptance", "site-check", "assessment", "inspection"),
    *("record", "opinion", "service", "legal-opinion", "ruling"),
)
"""Kinds an office adds to the file; bringing them makes nobody an uploader of the rectification."""

_ORDER = tuple(MEASURES)

PARTS = {
    Part.BRINGS: ("file-plan", "submit", "plan-saved", "measure-told", "item-told"),
    Part.VERIFIES: ("start", "check", "accept", "return", "measure-verified", "item-verified"),
    Part.DECIDES: ("struck-off", "send-back"),
}


def _rows(connection: Connection, asked: Any) -> list[Row]:
    return [cast(Row, dict(row)) for row in connection.execute(asked).mappings()]


def of_case(connection: Connection, table: Table, case_id: int, *order: str) -> list[Row]:
    """The rows of one table about a case."""
    asked = select(table).where(table.c.case_id == case_id)
    return _rows(connection, asked.order_by(*(table.c[name] for name in order)))


def plans(connection: Connection, case_id: int) -> list[Row]:
    """All versions of the plan, the first one first."""
    return of_case(connection, t.plans, case_id, "version")


def texts(plan: Row | None) -> dict[str, str]:
    """The six items of a plan as texts; empty ones where there is none."""
    return {key: plan[key] if plan else "" for key in ITEMS}


_MEASURES = select(t.measures, t.evidence.c.voided_at).outerjoin(
    t.evidence, t.evidence.c.id == t.measures.c.evidence_id
)


def measures(connection: Connection, case_id: int) -> dict[str, Measure]:
    asked = _MEASURES.where(t.measures.c.case_id == case_id)
    return {row["measure"]: _measure(row) for row in _rows(connection, asked)}


def _measure(row: Row) -> Measure:
    return Measure(
        name=row["measure"],
        told=row["told"],
        person=row["person"],
        on=row["on_date"],
        planned=row["planned"],
        source=row["source"],
        evidence=row["evidence_id"],
        evidence_voided=bool(row["voided_at"]),
        told_by=row["told_by"],
        verified_by=row["verified_by"],
        verifier=row["verifier"],
        remark=row["remark"],
    )


def measure_bits(connection: Connection, touched: Sequence[int] | None = None) -> dict[int, tuple[int, int]]:
    """Per case two sets of bits: measures told here, and those in place; bit n is measure n of the five."""
    told: dict[int, tuple[int, int]] = {}
    parts = [_MEASURES]
    if touched is not None:
        parts = [_MEASURES.where(t.measures.c.case_id.in_(p)) for p in chunks(touched)]
    for part in parts:
        for row in _rows(connection, part):
            one = _measure(row)
            bit = 1 << _ORDER.index(one.name)
            claimed, in_place = told.get(row["case_id"], (0, 0))
            claimed |= bit if one.claimed else 0
            in_place |= bit if one.in_place else 0
            told[row["case_id"]] = (claimed, in_place)
    return told


def milestones(connection: Connection, case_id: int) -> list[Milestone]:
    names = tuple(Milestone.__dataclass_fields__)
    rows = of_case(connection, t.milestones, case_id, "position")
    return [Milestone(**{n: row[n] for n in names}) for row in rows]


def kinds(connection: Connection, case_id: int) -> frozenset[str]:
    """The kinds of evidence that lie in a case and are not voided."""
    asked = select(t.evidence.c.kind).where(t.evidence.c.case_id == case_id, t.evidence.c.voided_at == "")
    return frozenset(connection.execute(asked.distinct()).scalars())


def evidence(connection: Connection, case_id: int, evidence_id: int) -> Row | None:
    """One unvoided file of this very case."""
    asked = select(t.evidence).where(
        t.evidence.c.id == evidence_id, t.evidence.c.case_id == case_id, t.evidence.c.voided_at == ""
    )
    found = _rows(connection, asked)
    return found[0] if found else None


def parts(connection: Connection, case_id: int) -> tuple[dict[Part, frozenset[int]], dict[int, str]]:
    """Which accounts took which part, lenders of a post included; and their names."""
    asked = select(
        t.events.c.action, t.events.c.account_id, t.events.c.actor, t.events.c.behalf_id, t.events.c.behalf
    ).where(t.events.c.case_id == case_id, t.events.c.origin == "here")
    uploads = (
        select(t.events.c.account_id, t.events.c.actor, t.events.c.behalf_id, t.events.c.behalf)
        .join(t.evidence, t.evidence.c.event_id == t.events.c.id)
        .where(t.evidence.c.case_id == case_id, t.evidence.c.voided_at == "")
        .where(t.evidence.c.kind.not_in(BROUGHT))
    )
    told: dict[Part, set[int]] = {part: set() for part in Part}
    names: dict[int, str] = {}

    def took(part: Part, account: int | None, actor: str, behalf_id: int | None, behalf: str) -> None:
        for key, name in ((account, actor), (behalf_id, behalf)):
            if key is not None:
                told[part].add(key)
                names[key] = name

    for action, *who in connection.execute(asked):
        for part, actions in PARTS.items():
            if action in actions:
                took(part, *who)
    for row in connection.execute(uploads):
        took(Part.BRINGS, *row)
    return {part: frozenset(found) for part, found in told.items()}, names


def pending(connection: Connection, case_id: int) -> Row | None:
    """The application for extension that nobody has decided yet."""
    asked = select(t.applications).where(t.applications.c.case_id == case_id, t.applications.c.decision == "")
    found = _rows(connection, asked.order_by(t.applications.c.id))
    return found[-1] if found else None


def listing(connection: Connection, row: Row) -> tuple[str, str]:
    """(level, body) at which a case now stands, up-listings included."""
    asked = select(t.uplistings.c.level, t.uplistings.c.body).where(t.uplistings.c.case_id == row["id"])
    rank = ("", "街镇级", "区级", "市级", "省级", "国家级")
    told = [(row["level"], row["body"]), *((level, body) for level, body in connection.execute(asked))]
    return max(told, key=lambda one: rank.index(one[0]) if one[0] in rank else 0)


def deadline(connection: Connection, row: Row) -> date | None:
    """The deadline in force: extensions approved in time count, in the order of approval."""
    asked = select(t.extensions.c.approved_on, t.extensions.c.until).where(
        t.extensions.c.case_id == row["id"]
    )
    now: date | None = row["deadline"]
    order = asked.order_by(t.extensions.c.approved_on, t.extensions.c.event_id)
    for approved, until in connection.execute(order):
        if now is None or (approved <= now and until > now):
            now = until
    return now


def last_step(connection: Connection, case_id: int, actions: Sequence[str]) -> Row | None:
    """The latest step taken here."""
    asked = (
        select(t.events)
        .where(t.events.c.case_id == case_id, t.events.c.origin == "here", t.events.c.action.in_(actions))
        .order_by(t.events.c.id.desc())
        .limit(1)
    )
    found = _rows(connection, asked)
    return found[0] if found else None


def put(connection: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Update the row with these keys, or insert it. Writes are one at a time, so nobody comes between."""
    condition = and_(*(table.c[name] == value for name, value in keys.items()))
    if not connection.execute(update(table).where(condition).values(**values)).rowcount:
        connection.execute(insert(table).values(**keys, **values))


def replace_all(connection: Connection, table: Table, case_id: int, rows: Sequence[Row]) -> None:
    connection.execute(delete(table).where(table.c.case_id == case_id))
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def add(connection: Connection, table: Table, **values: Any) -> int:
    """Insert one row and return its id."""
    return connection.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()


def set_row(connection: Connection, table: Table, key: int, **values: Any) -> None:
    connection.execute(update(table).where(table.c.id == key).values(**values))


def get(connection: Connection, table: Table, key: int) -> Row | None:
    found = _rows(connection, select(table).where(table.c.id == key))
    return found[0] if found else None


def remembered(connection: Connection, key: str) -> str | None:
    """What was answered when this very press of a button arrived before."""
    return connection.execute(select(t.requests.c.answer).where(t.requests.c.key == key)).scalar()


def remember(connection: Connection, key: str, account: int | None, at: str, answer: str) -> None:
    connection.execute(insert(t.requests).values(key=key, account_id=account, at=at, answer=answer))


def where(connection: Connection, table: Table, *conditions: Any, order: Sequence[Any] = ()) -> list[Row]:
    return _rows(connection, select(table).where(*conditions).order_by(*order))


def same_texts(connection: Connection, column: str, text: str, beside: int) -> int:
    """On how many other cases the latest plans hold this very text in one item."""
    latest = (
        select(t.plans.c.case_id, func.max(t.plans.c.version).label("version"))
        .group_by(t.plans.c.case_id)
        .subquery()
    )
    asked = (
        select(func.count())
        .select_from(t.plans)
        .join(latest, and_(latest.c.case_id == t.plans.c.case_id, latest.c.version == t.plans.c.version))
        .where(t.plans.c[column] == text, t.plans.c.case_id != beside)
    )
    return connection.execute(asked).scalar_one()


def waiting(connection: Connection, table: Table, *conditions: Any) -> list[Row]:
    """Rows of a table that wait for somebody, with number, unit, lead and supervisor of their case."""
    told = ("number", "unit", "lead_id", "supervisor", "stage")
    asked = (
        select(table, *(t.cases.c[name].label(f"case_{name}") for name in told))
        .join(t.cases, t.cases.c.id == table.c.case_id)
        .where(or_(*conditions) if len(conditions) > 1 else conditions[0])
        .order_by(table.c.id)
    )
    return _rows(connection, asked)
