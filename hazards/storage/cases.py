"""Cases at rest: looked up by identity, written in bulk, read a page at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

import orjson
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from hazards.storage.tables import (
    case_jurisdictions,
    cases,
    events,
    extensions,
    footprints,
    items,
    leads,
    mappings,
    unit_answers,
    unit_names,
    units,
)

Row = Mapping[str, Any]
"""A row by column names."""

CHUNK = 5000
BULK = 20000

BLANK: dict[str, Any] = {
    c.name: ("" if c.server_default is not None and c.type.python_type is str else None)
    for c in cases.columns
}
BLANK.update(live=False, version=1, round=0, suspended=False, accident=False, length=0, stage="rectifying")


def chunks(values: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def known(connection: Connection, identities: Sequence[str]) -> dict[str, tuple[int, str, bool, int]]:
    """identity to (id, digest of the ledger row last imported, lives here, version)."""
    columns = (cases.c.identity, cases.c.id, cases.c.imported_digest, cases.c.live, cases.c.version)
    asked = select(*columns)
    held = select(func.count()).select_from(cases)
    if len(identities) > CHUNK and connection.execute(held).scalar_one() < len(identities):
        # A store smaller than the file is read whole: cheaper than naming every identity.
        wanted = set(identities)
        return {r[0]: tuple(r[1:]) for r in connection.execute(asked) if r[0] in wanted}
    found: dict[str, tuple[int, str, bool, int]] = {}
    for part in chunks(identities):
        rows = connection.execute(asked.where(cases.c.identity.in_(part)))
        found.update((r[0], (r[1], r[2], r[3], r[4])) for r in rows)
    return found


def by_ids(connection: Connection, ids: Sequence[int], names: Sequence[str] = ()) -> dict[int, Row]:
    """Rows by id, in the order asked: whole, or of long lists these columns only (a third of the time)."""
    found: dict[int, Row] = {}
    asked = select(cases.c.id, *(cases.c[name] for name in names)) if names else select(cases)
    for part in chunks(ids):
        for row in connection.execute(asked.where(cases.c.id.in_(part))).mappings():
            found[row["id"]] = cast(Row, row)
    return {i: found[i] for i in ids if i in found}


def named(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """(number, unit, sector) by id: what the map says of thousands, without their other sixty columns."""
    asked = select(cases.c.id, cases.c.number, cases.c.unit, cases.c.sector)
    rows = (row for part in chunks(ids) for row in connection.execute(asked.where(cases.c.id.in_(part))))
    return {key: (number, unit, sector) for key, number, unit, sector in rows}


def by_number(connection: Connection, number: str) -> int | None:
    """The case of a number; of several, which only old ledgers have, the first."""
    asked = select(cases.c.id).where(cases.c.number == number).order_by(cases.c.id)
    return connection.execute(asked).scalar()


def next_id(connection: Connection, table: Any) -> int:
    return connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one() + 1


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows; every row must have the same keys.

    Past SQLAlchemy's own parameters, which cost more than the insert itself (3.0 of 4.4 s for
    20,000 cases): positional values on SQLite, COPY on PostgreSQL, in the same transaction.
    """
    names = [c.name for c in table.columns if rows and c.name in rows[0]]
    for part in chunks(rows, BULK):
        told = map(itemgetter(*names), part)
        if connection.dialect.name == "postgresql":
            _copy(connection, table, names, told)
            continue
        columns = zip(names, zip(*told, strict=True), strict=True)
        sent = {n: _sent(table.c[n], values) for n, values in columns if not _left_out(table.c[n], values)}
        statement = insert(table).values({n: bindparam(n) for n in sent})
        text = str(statement.compile(dialect=connection.dialect))
        connection.exec_driver_sql(text, list(zip(*sent.values(), strict=True)))


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({','.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _left_out(column: Column, values: Sequence[Any]) -> bool:
    """Whether the values are what the database fills in anyway: half the columns of most ledgers."""
    return not any(values) and set(values) == {None if column.server_default is None else ""}


def _sent(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    """The values of one column as SQLite stores them: days as ISO text, the rest as they are."""
    if isinstance(column.type, Date):
        text = {d: None if d is None else d.isoformat() for d in set(values)}
        return [text[v] for v in values]
    return values


def change(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Update cases, one statement per set of columns; each mapping holds ``id`` and the changes."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        names = tuple(sorted(k for k in row if k != "id"))
        by_columns.setdefault(names, []).append({"_id": row["id"], **{n: row[n] for n in names}})
    for names, values in by_columns.items():
        statement = (
            update(cases)
            .where(cases.c.id == bindparam("_id"))
            .values({**{n: bindparam(n) for n in names}, "version": cases.c.version + 1})
        )
        connection.execute(statement, values)


def set_extension(connection: Connection, case_id: int, event_id: int, until: Any, approved_on: Any) -> None:
    """Replace what a ledger told about the extension of a case that does not live here."""
    connection.execute(delete(extensions).where(extensions.c.case_id == case_id))
    if until and approved_on:
        connection.execute(
            insert(extensions).values(
                case_id=case_id, until=until, approved_on=approved_on, event_id=event_id
            )
        )


def set_items(connection: Connection, case_id: int, told: Sequence[tuple[str, str]]) -> None:
    connection.execute(delete(items).where(items.c.case_id == case_id))
    if told:
        rows = [
            {"case_id": case_id, "position": n, "told_in": column, "text": text}
            for n, (column, text) in enumerate(told, 1)
        ]
        connection.execute(insert(items), rows)


def items_of(connection: Connection, case_id: int) -> list[Row]:
    asked = select(items).where(items.c.case_id == case_id).order_by(items.c.position)
    return [cast(Row, row) for row in connection.execute(asked).mappings()]


def co_streets(connection: Connection, case_id: int) -> frozenset[int]:
    asked = select(case_jurisdictions.c.jurisdiction_id).where(case_jurisdictions.c.case_id == case_id)
    return frozenset(connection.execute(asked).scalars())


def footprints_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[bytes]]:
    """Outlines by case, as WKB in degrees (CGCS2000); cases without one are left out."""
    found: dict[int, list[bytes]] = {}
    for part in chunks(ids):
        asked = select(footprints.c.case_id, footprints.c.wkb).where(footprints.c.case_id.in_(part))
        for case_id, wkb in connection.execute(asked):
            found.setdefault(case_id, []).append(bytes(wkb))
    return found


def set_lead(connection: Connection, case_id: int, event_id: int, key: int | None, since: Any) -> None:
    connection.execute(
        insert(leads).values(case_id=case_id, event_id=event_id, since=since, jurisdiction_id=key)
    )


def unit_by_name(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(names):
        asked = select(unit_names.c.name, unit_names.c.unit_id).where(unit_names.c.name.in_(part))
        found.update((n, i) for n, i in connection.execute(asked))
    return found


def units_by_core(connection: Connection, cores: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for part in chunks(cores):
        asked = select(units.c.core, units.c.id, units.c.name).where(units.c.core.in_(part))
        for core, key, name in connection.execute(asked):
            found.setdefault(core, []).append((key, name))
    return found


def answers(connection: Connection) -> dict[tuple[str, str], bool]:
    """What people said about two unit names: the same unit, or not."""
    return {
        (one, other): same
        for one, other, same in connection.execute(
            select(unit_answers.c.one, unit_answers.c.other, unit_answers.c.same)
        )
    }


def mapping_for(connection: Connection, signature: str) -> dict[str, str]:
    """Header to template column, as somebody chose for a sheet of this signature before."""
    told = connection.execute(select(mappings.c.mapping).where(mappings.c.signature == signature)).scalar()
    return orjson.loads(told) if told else {}


def remember_mapping(connection: Connection, signature: str, mapping: Mapping[str, str]) -> None:
    connection.execute(delete(mappings).where(mappings.c.signature == signature))
    connection.execute(
        insert(mappings).values(signature=signature, mapping=orjson.dumps(dict(mapping)).decode())
    )


def matching(connection: Connection, text: str) -> set[int]:
    """Ids of cases whose number, unit, address, content or document holds the text."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    looked = (cases.c.number, cases.c.unit, cases.c.address, cases.c.content, cases.c.document)
    condition = or_(*(column.ilike(pattern, escape="\\") for column in looked))
    return set(connection.execute(select(cases.c.id).where(condition)).scalars())


def changed_since(connection: Connection, event_id: int) -> list[int]:
    """Ids of the cases that some event after this one touched, in order."""
    asked = select(events.c.case_id).where(events.c.id > event_id, events.c.case_id.is_not(None)).distinct()
    return sorted(connection.execute(asked).scalars())
