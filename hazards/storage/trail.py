"""The trail at rest: chaining what a write recorded, before it commits; seals by number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from hazards.domain import trail
from hazards.domain.trail import COMMON, Seal
from hazards.storage import commons, facts
from hazards.storage.tables import cases, chains, events, evidence, scans, seals

_COLUMNS = ("id", "case_id", *(name for name in trail.FIELDS if name != "sums"))
# The literal '' lets both engines see that the partial index answers.
_UNCHAINED = "SELECT id FROM events WHERE hash = ''"
_FRESH = f"SELECT {','.join(_COLUMNS)} FROM events WHERE hash = '' AND id > %d ORDER BY id LIMIT 20000"  # noqa: S608
_ENDS = "SELECT id,length,head FROM cases WHERE id IN (%s)"
# One statement for all: with a trigger that may refuse, SQLite walks the whole journal of a
# savepoint after each statement, and 40,000 of them took a minute (2.7 s this way).
_SET = """
UPDATE events SET seq = json_extract(told.value, '$[1]'), sums = json_extract(told.value, '$[2]'),
prev = json_extract(told.value, '$[3]'), hash = json_extract(told.value, '$[4]')
FROM json_each(?) AS told WHERE events.id = json_extract(told.value, '$[0]')
"""
_SET_THERE = """
UPDATE events SET seq = told.seq, sums = told.sums, prev = told.prev, hash = told.hash
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[]) AS told(id, seq, sums, prev, hash)
WHERE events.id = told.id
"""
_END = (
    update(cases)
    .where(cases.c.id == bindparam("_id"))
    .values(length=bindparam("length"), head=bindparam("head"))
)

End = tuple[int, str]
"""Length and head of a chain; (0, "") of one without an event."""


def unchained(connection: Connection) -> frozenset[int]:
    """Events in no chain. Before a write there are none, unless somebody wrote past the program."""
    return frozenset(i for (i,) in connection.exec_driver_sql(_UNCHAINED))


def chain(connection: Connection, besides: Collection[int] = ()) -> int:
    """Chain every event that is in no chain yet, but for ``besides``; how many were chained.

    Every event of a case gets the digests of the whole case as it now stands, every other one
    those of the rows it wrote.
    """
    last, done = 0, 0
    while found := connection.exec_driver_sql(_FRESH % last).fetchall():
        last = found[-1][0]
        rows = [dict(zip(_COLUMNS, r, strict=True)) for r in found if r[0] not in besides]
        if rows:
            _chain(connection, rows)
        done += len(rows)
        if len(found) < 20000:
            break
    return done


def _chain(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    touched = sorted({r["case_id"] for r in rows if r["case_id"] is not None})
    told = {i: trail.sums(f) for i, f in facts.of_cases(connection, touched).items()}
    ends = _ends(connection, touched)
    said: dict[int, str] = {}
    if apart := [r for r in rows if r["case_id"] is None]:
        ends[COMMON], said = common(connection), commons.vouched(connection, apart)
    done = []
    for row in rows:
        key = row["case_id"] or COMMON
        row["acted_on"] = None if row["acted_on"] is None else str(row["acted_on"])
        row["sums"] = said.get(row["id"], "") if key == COMMON else told.get(key, "")
        ends[key] = linked(row, key, ends[key])
        done.append([row[n] for n in ("id", "seq", "sums", "prev", "hash")])
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_SET_THERE, tuple(map(list, zip(*done, strict=True))))
    else:
        connection.exec_driver_sql(_SET, (trail.canonical(done).decode(),))
    heads = [{"_id": i, "length": ends[i][0], "head": ends[i][1]} for i in touched]
    if heads:
        connection.execute(_END, heads)
    if COMMON in ends:
        length, head = ends[COMMON]
        made = {"length": length, "head": head}
        if not connection.execute(update(chains).where(chains.c.id == COMMON).values(made)).rowcount:
            connection.execute(insert(chains).values(id=COMMON, **made))


def linked(event: dict[str, Any], key: int, end: End) -> End:
    """Put ``event`` (whose ``sums`` are told) at the end of a chain; the chain's new end."""
    seq, prev = end[0] + 1, end[1]
    told = trail.sha256(trail.line(event, key, seq, prev))
    event.update(seq=seq, prev=prev, hash=told)
    return seq, told


def born(
    case: dict[str, Any], sides: Mapping[str, Sequence[Mapping[str, Any]]], told: Sequence[dict[str, Any]]
) -> None:
    """Chain the first events of a case that is about to be inserted in bulk, and set its head."""
    digests = trail.sums(facts.of_row(case, sides))
    end: End = (0, "")
    for event in told:
        event["sums"] = digests
        end = linked(event, case["id"], end)
    case["length"], case["head"] = end


def _ends(connection: Connection, ids: Sequence[int]) -> dict[int, End]:
    found: dict[int, End] = {}
    for start in range(0, len(ids), facts.CHUNK):
        listed = ",".join(str(int(i)) for i in ids[start : start + facts.CHUNK])
        found.update((i, (length, head)) for i, length, head in connection.exec_driver_sql(_ENDS % listed))
    return found


def common(connection: Connection) -> End:
    """The end of the chain of whatever is about no case."""
    asked = select(chains.c.length, chains.c.head).where(chains.c.id == COMMON)
    row = connection.execute(asked).first()
    return (row[0], row[1]) if row else (0, "")


# ------------------------------------------------------------------ seals
_STATED = ("number", "at", "why", "first_event", "last_event", "events", "root", "prev", "key", "next_key")


def last_seal(connection: Connection) -> Mapping[str, Any] | None:
    asked = select(seals).order_by(seals.c.number.desc()).limit(1)
    return connection.execute(asked).mappings().first()  # type: ignore[return-value]


def all_seals(connection: Connection) -> list[Mapping[str, Any]]:
    return [dict(r) for r in connection.execute(select(seals).order_by(seals.c.number)).mappings()]


def stated(row: Mapping[str, Any]) -> Seal:
    return Seal(**{name: row[name] for name in _STATED})


def under(connection: Connection, first: int, last: int | None = None) -> Iterator[tuple[int, str]]:
    """(id, hash) of the chained events between two ids, in order; a stream."""
    asked = select(events.c.id, events.c.hash).where(events.c.id >= first, events.c.hash != "")
    if last is not None:
        asked = asked.where(events.c.id <= last)
    stream = asked.order_by(events.c.id).execution_options(yield_per=5000)
    yield from ((key, told) for key, told in connection.execute(stream))


def add_seal(connection: Connection, seal: Seal, signature: str) -> None:
    told = {name: getattr(seal, name) for name in _STATED}
    connection.execute(insert(seals).values(**told, hash=seal.hash, signature=signature))


# ------------------------------------------------------------------ for verifying
_EVERY = ("id", "case_id", "seq", "prev", "hash", *trail.FIELDS)


def every_event(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """All events in order of entry; a stream."""
    asked = f"SELECT {','.join(_EVERY)} FROM events ORDER BY id"  # noqa: S608 - names of ours
    options = {"stream_results": True, "max_row_buffer": 5000}
    for row in connection.exec_driver_sql(asked, execution_options=options):
        event = dict(zip(_EVERY, row, strict=True))
        if event["acted_on"] is not None:
            event["acted_on"] = str(event["acted_on"])
        yield event


def spans(connection: Connection, size: int) -> Iterator[list[tuple[int, int, str]]]:
    """(id, length, head) of all cases by id, ``size`` at a time."""
    last = 0
    while True:
        asked = select(cases.c.id, cases.c.length, cases.c.head).where(cases.c.id > last)
        found = [tuple(r) for r in connection.execute(asked.order_by(cases.c.id).limit(size))]
        if not found:
            return
        last = found[-1][0]
        yield found


def numbers(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """What a person calls each case: its number, else its unit; the id of one that is gone."""
    told = {i: str(i) for i in ids}
    for key in ids:
        asked = select(cases.c.number, cases.c.unit).where(cases.c.id == key)
        if row := connection.execute(asked).first():
            told[key] = row[0] or row[1] or str(key)
    return told


def every_file(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """Every row of evidence, then every scan of other matters, with what the event that brought it said."""
    columns = (evidence.c.case_id, evidence.c.event_id, evidence.c.file_name, evidence.c.sha256)
    asked = (
        select(*columns, events.c.data)
        .join(events, events.c.id == evidence.c.event_id, isouter=True)
        .order_by(evidence.c.id)
        .execution_options(yield_per=1000)
    )
    yield from (dict(row) for row in connection.execute(asked).mappings())
    told = select(scans.c.event_id, scans.c.file_name, scans.c.sha256, events.c.data)
    joined = told.join(events, events.c.id == scans.c.event_id, isouter=True).order_by(scans.c.id)
    yield from ({"case_id": None, **row} for row in connection.execute(joined).mappings())
