"""上报包 in: taken through the ledger like any other, then counted anew and compared, cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection, delete, insert, select, update

from hazards.domain.comparing import Compared, compare
from hazards.domain.errors import Finding, Refusal, Unreadable
from hazards.domain.grid import Sheet, Workbook
from hazards.domain.rates import Line
from hazards.domain.roles import KEEPERS
from hazards.services import clock, intake, register, taking, upward
from hazards.services.access import LOCAL_ADMIN, Scope, operation
from hazards.services.counted import Counted, snapshot
from hazards.services.drafts import Draft, Verdict
from hazards.services.recounting import day_of, questions
from hazards.services.reporting import table, target
from hazards.services.upwardfacts import COLUMNS, ITEMS
from hazards.services.upwardread import ForeignUnit, Package, check, refuse_outdated
from hazards.storage import cases, events, histories, retold
from hazards.storage import register as places
from hazards.storage import tables as t
from hazards.storage.store import Store


class Miscounted(Refusal):
    code = "package-miscounts"
    says = "上报包所载整改率与包内案件不符，共 {count} 处。"
    remedy = "请报送单位核对后重新生成；可先用“核对”查看是哪些数。"


@operation("导入上报包", KEEPERS)
def bring(store: Store, scope: Scope, path: Path, *, key_known: bool = False) -> dict[str, Any]:
    """Take a package; the same one again changes nothing.

    Returns:
        ``{"district", "cut_off", "made_at", "rows", "accepted", "refused", "unchanged", "settled", "findings",
        "equal", "cells", "different"}``; settled are cases whose dated history was brought in.

    Raises:
        Miscounted, Outdated, and what ``upwardread.check`` raises
    """
    found = check(store, scope, path, key_known=key_known)
    if not found.compared.equal:
        raise Miscounted(count=len(found.compared.different))
    with store.read() as connection:
        refuse_outdated(connection, found)
    store.write(lambda connection: _units(connection, scope, found))
    draft = _draft(store, scope, found, path.name)
    taking.commit(store, scope, draft, items=False)
    # A refused row may name a case that is not this district's to change.
    identities = [
        "" if row.verdict is Verdict.REFUSED and not row.live else row.identity for row in draft.rows
    ]
    settled = store.write(lambda connection: _settle(connection, scope, found, identities))
    with store.read() as connection:
        known = cases.known(connection, identities)
    compared = recount(store, found, [known[i][0] for i in identities if i in known])
    told = {
        "district": found.manifest["district"],
        "cut_off": found.manifest["cut_off"],
        "made_at": found.manifest["made_at"],
        "rows": len(draft.rows),
        "accepted": draft.accepted,
        "refused": draft.refused,
        "unchanged": draft.count(Verdict.UNCHANGED),
        "settled": settled,
        "findings": [f.public() for f in draft.findings if f.refuses],
        **compared.public(),
    }
    store.write(lambda connection: _remember(connection, scope, found, told))
    return told


def _remember(connection: Connection, scope: Scope, found: Package, told: Mapping[str, Any]) -> None:
    """One record a package; brought again, only what came of it is written anew."""
    result = orjson.dumps(told).decode()
    same = (t.transfers.c.way == "in") & (t.transfers.c.sha256 == found.digest)
    if connection.execute(select(t.transfers.c.id).where(same)).first() is not None:
        if told["accepted"] or told["settled"]:
            connection.execute(update(t.transfers).where(same).values(result=result))
        return
    about = {
        "code": found.code,
        "name": found.name,
        "cut_on": found.cut,
        "rule": str(found.manifest["rule"])[:20],
        "cases": len(found.cases),
        "sha256": found.digest,
        "key": found.manifest["key"],
    }
    upward.keep(connection, scope, "in", about, result)


def _units(connection: Connection, scope: Scope, found: Package) -> None:
    """Units not known yet are registered; those that ended since end here too, with their lineage."""
    units = found.manifest["units"]
    before = places.load(connection)
    district = before.by_code.get(found.code)
    above = {before.above(district, kind) for kind in ("city", "province")} if district else set()
    for unit in units:
        key = before.by_code.get(unit["codes"][0]["code"])
        # A package that could end another district's street would take its cases with it.
        if key and key not in above and before.above(key, "district") != district:
            raise ForeignUnit(district=found.name, name=unit["name"])
    rows = [
        {
            "code": one["code"],
            "scheme": one["scheme"],
            "name": unit["name"],
            "type": unit["type"],
            "parent": unit["parent"],
            "valid_from": unit["valid_from"] or "",
            "valid_to": unit["valid_to"] or "",
            "aliases": ";".join(unit["names"]),
            "successors": ";".join(e["into"] for e in unit["lineage"]),
        }
        for unit in units
        for one in unit["codes"]
    ]
    register.add_rows(connection, scope, rows)
    held = places.load(connection)
    rows_ = connection.execute(select(t.lineage.c.old_id, t.lineage.c.new_id))
    edges = {(old, new) for old, new in rows_}
    for unit in units:
        key = held.by_code[unit["codes"][0]["code"]]
        if unit["valid_to"] and held[key].valid_to is None:
            ended = day_of(unit["valid_to"])
            assert ended is not None
            places.end_unit(connection, key, ended)
            for edge in unit["lineage"]:
                new = held.by_code[edge["into"]]
                if (key, new) not in edges:
                    places.add_lineage(connection, key, new, day_of(edge["on"]))
    mine = places.all_targets(connection)
    fresh = []
    for goal in found.manifest["targets"]:
        key = held.by_code[goal["code"]]
        if (key, goal["year"]) not in mine:  # a target the higher office set itself stays
            values = {"listed": goal["listed"], "rate": goal["rate"]}
            connection.execute(insert(t.targets).values(jurisdiction_id=key, year=goal["year"], **values))
            fresh.append([goal["code"], goal["year"], goal["listed"], goal["rate"]])
    if fresh:
        events.record(
            connection,
            subject="target",
            action="targets-taken",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"package": found.digest, "targets": fresh},
        )


def _draft(store: Store, scope: Scope, found: Package, name: str) -> Draft:
    """The ledger of the package, checked like any other; each case led as its district says."""
    book = Workbook((Sheet("案件台账", [list(COLUMNS), *found.words]),))
    draft = intake.check_book(store, scope, book, file_name=name, sha256=found.digest)
    if draft.failed is not None:
        raise draft.failed
    if len(draft.rows) != len(found.cases):
        raise Unreadable("package-damaged", "上报包的案件行不能逐行读取", "请报送单位重新生成上报包。")
    with store.read() as connection:
        held = places.load(connection)
        known = cases.by_ids(connection, [row.case_id for row in draft.rows if row.case_id])
    keys, district = held.by_code, held.by_code[found.code]
    for row, one in zip(draft.rows, found.cases, strict=True):
        theirs = known[row.case_id]["lead_id"] if row.case_id else None
        if theirs and held.above(theirs, "district") != district:
            # The number is another district's case here: told, and left as it is.
            draft.findings.append(_taken(row.number, held[theirs].name))
            row.verdict, row.changes = Verdict.REFUSED, {}
        lead = keys[one["lead_id"]] if one["lead_id"] else None
        row.placement = replace(row.placement, lead=lead, by="named" if lead else "", co=())
    return draft


def _taken(number: int, street: str) -> Finding:
    remedy = f"编号已是{street}的案件，本件未采用。请两区核对编号。"
    return Finding(number, "编号", "number-of-another-district", street, remedy, True)


def _settle(connection: Connection, scope: Scope, found: Package, identities: Sequence[str]) -> int:
    """What a ledger row cannot tell: several extensions, moves, up-listings, strike-offs undone."""
    known = cases.known(connection, list(identities))
    keys = places.load(connection).by_code
    numbers = {known[i][0]: n for n, i in enumerate(identities, 1) if i in known and not known[i][2]}
    told = histories.read(connection, list(numbers))
    rows = cases.by_ids(connection, list(numbers))
    wanted: dict[int, dict[str, list[Any]]] = {}
    for kind, dated in found.histories.items():
        for n, on, value in dated:
            wanted.setdefault(n, {}).setdefault(kind, []).append(
                (on, keys.get(value or "") if kind == "moves" else value)
            )
    held: dict[int, dict[str, list[Any]]] = {}
    for kind, dated_here in told.items():
        for case_id, on, value in dated_here:
            held.setdefault(case_id, {}).setdefault(kind, []).append((on, value))
    parts: dict[int, list[dict[str, Any]]] = {}
    for item in found.items:
        parts.setdefault(item["case"], []).append(_item(item))
    changed = 0
    for case_id, n in numbers.items():
        one = found.cases[n - 1]
        values = {"lead_id": keys.get(one["lead_id"] or ""), "struck_off_origin": one["struck_off_origin"]}
        fresh = {name: v for name, v in values.items() if rows[case_id][name] != v}
        mine = [{name: row[name] for name in _ITEM} for row in cases.items_of(connection, case_id)]
        theirs = parts.get(n, [])
        if not fresh and held.get(case_id, {}) == wanted.get(n, {}) and mine == theirs:
            continue
        changed += 1
        _write(connection, scope, found, case_id, wanted.get(n, {}))
        if mine != theirs:
            connection.execute(delete(t.items).where(t.items.c.case_id == case_id))
            if theirs:
                connection.execute(insert(t.items), [{**row, "case_id": case_id} for row in theirs])
        cases.change(connection, [{"id": case_id, **fresh}] if fresh else [])
    return changed


_ITEM = (*ITEMS, "told_in")


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ITEMS}
    return {**told, "done_on": day_of(told["done_on"]), "told_in": ""}


_TABLES = {"extensions": t.extensions, "moves": t.leads, "uplistings": t.uplistings, "strikes": t.strikes}


def _write(
    connection: Connection, scope: Scope, found: Package, case_id: int, wanted: Mapping[str, list[Any]]
) -> None:
    """Replace the dated changes of a case; each has an event of its own, so that their order stays."""
    about = {"entered_at": clock.stamp(), "acted_on": clock.today(), "origin": events.IMPORTED}
    data = {"package": found.digest, "district": found.code}
    event = events.record(
        connection, action="package-told", case_id=case_id, data=data, **about, **scope.signature
    )
    for kind, held in _TABLES.items():
        connection.execute(delete(held).where(held.c.case_id == case_id))
        day, what = retold.HISTORIES[kind]
        for at, (on, value) in enumerate(wanted.get(kind, ())):
            if at:
                event = events.record(
                    connection, action="package-told", case_id=case_id, data=data, **about, **scope.signature
                )
            number = 0 if kind == "moves" and on is None else event
            row = {"case_id": case_id, "event_id": number, day: on, what: value}
            connection.execute(insert(held).values(**row))


class _Of(Counted):
    """A question about certain cases only."""

    ids: np.ndarray

    @cached_property
    def keep(self) -> np.ndarray:
        return super().keep & np.isin(self.snapshot.columns.case, self.ids)


def recount(store: Store, found: Package, ids: Sequence[int]) -> Compared:
    """The rates of these cases as this store counts them, against those the package told."""
    held = snapshot(store)
    with store.read() as connection:
        units, goals = places.load(connection), places.all_targets(connection)
    mine = {}
    for name, asked in questions(found.cut):
        one = _Of(asked, held, units, goals, LOCAL_ADMIN)
        object.__setattr__(one, "ids", np.array(ids, np.int64))
        made = table(one)
        rows = [line.public() for line in made.rows]
        total = Line(None, "合计", made.total.counts, target(one, units.by_code[found.code]))
        mine[name] = {"rows": rows, "total": total.public()}
    return compare(found.manifest["rates"], mine)
