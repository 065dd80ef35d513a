"""Jurisdictions at rest: units, codes, names, lineage, boundary vintages, targets."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from hazards.domain.jurisdiction import Jurisdiction, Lineage, Register
from hazards.storage.tables import (
    boundaries,
    jurisdiction_codes,
    jurisdiction_names,
    jurisdictions,
    lineage,
    targets,
    vintages,
)


def load(connection: Connection) -> Register:
    """Every unit with its codes, names, parents and lineage, whatever its dates."""
    codes: dict[int, dict[str, str]] = {}
    for scheme, code, key in connection.execute(select(jurisdiction_codes)):
        codes.setdefault(key, {})[scheme] = code
    names: dict[int, list[str]] = {}
    for key, name, kind in connection.execute(select(jurisdiction_names)):
        if kind == "alias":
            names.setdefault(key, []).append(name)
    units = [
        Jurisdiction(
            r.id,
            r.name,
            r.type,
            r.parent_id,
            r.valid_from,
            r.valid_to,
            codes.get(r.id, {}),
            tuple(names.get(r.id, ())),
        )
        for r in connection.execute(select(jurisdictions).order_by(jurisdictions.c.id))
    ]
    edges = [Lineage(r.old_id, r.new_id, r.on_date) for r in connection.execute(select(lineage))]
    return Register(units, edges)


def villages(connection: Connection) -> list[tuple[int, str]]:
    """(street, village name): an address that names the village lies in the street."""
    asked = select(jurisdiction_names.c.jurisdiction_id, jurisdiction_names.c.name).where(
        jurisdiction_names.c.kind == "village"
    )
    return [(key, name) for key, name in connection.execute(asked)]


def add_unit(
    connection: Connection,
    name: str,
    type_: str,
    parent: int | None,
    valid_from: date | None,
    valid_to: date | None,
) -> int:
    values = {
        "name": name,
        "type": type_,
        "parent_id": parent,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    return connection.execute(insert(jurisdictions).values(values).returning(jurisdictions.c.id)).scalar_one()


def add_code(connection: Connection, key: int, scheme: str, code: str) -> None:
    connection.execute(insert(jurisdiction_codes).values(scheme=scheme, code=code, jurisdiction_id=key))


def add_names(connection: Connection, key: int, names: Iterable[str], kind: str) -> None:
    rows = [{"jurisdiction_id": key, "name": n, "kind": kind} for n in dict.fromkeys(names)]
    if rows:
        connection.execute(insert(jurisdiction_names), rows)


def end_unit(connection: Connection, key: int, on: date) -> None:
    """A unit is valid until before a day."""
    connection.execute(update(jurisdictions).where(jurisdictions.c.id == key).values(valid_to=on))


def add_lineage(connection: Connection, old: int, new: int, on: date | None) -> None:
    connection.execute(insert(lineage).values(old_id=old, new_id=new, on_date=on))


def add_vintage(connection: Connection, shapes: Iterable[tuple[int, bytes, float]], **about: Any) -> int:
    """Store one vintage of boundaries; ``shapes`` are (unit, WKB CGCS2000, area in m²)."""
    vintage = connection.execute(insert(vintages).values(about).returning(vintages.c.id)).scalar_one()
    rows = [
        {"vintage_id": vintage, "jurisdiction_id": key, "wkb": wkb, "area_m2": area}
        for key, wkb, area in shapes
    ]
    if rows:
        connection.execute(insert(boundaries), rows)
    return vintage


def shapes(connection: Connection, on: date) -> list[tuple[int, bytes, bool, int]]:
    """(unit, WKB, schematic, vintage) of the boundaries to use on a day.

    Of each unit that had not ended by then the newest vintage valid then; a surveyed one always
    before a schematic one.
    """
    asked = (
        select(
            boundaries.c.jurisdiction_id,
            boundaries.c.wkb,
            vintages.c.schematic,
            vintages.c.id,
            vintages.c.valid_from,
        )
        .join(vintages, vintages.c.id == boundaries.c.vintage_id)
        .join(jurisdictions, jurisdictions.c.id == boundaries.c.jurisdiction_id)
        .where(or_(jurisdictions.c.valid_to.is_(None), jurisdictions.c.valid_to > on))
        .order_by(vintages.c.schematic.desc(), vintages.c.valid_from.asc().nulls_first(), vintages.c.id)
    )
    best: dict[int, tuple[int, bytes, bool, int]] = {}
    for key, wkb, schematic, vintage, valid_from in connection.execute(asked):
        if valid_from is None or valid_from <= on:
            best[key] = (key, bytes(wkb), bool(schematic), vintage)
    return list(best.values())


def all_targets(connection: Connection) -> dict[tuple[int, int], tuple[int | None, int]]:
    """(unit, year) to (number to list, rate in percent)."""
    return {(r.jurisdiction_id, r.year): (r.listed, r.rate) for r in connection.execute(select(targets))}


def area_targets(connection: Connection) -> dict[tuple[int, int], float]:
    """(unit, year) to the year's task of disposal in m², where one was set."""
    rows = connection.execute(select(targets).where(targets.c.area_m2.is_not(None)))
    return {(r.jurisdiction_id, r.year): float(r.area_m2) for r in rows}


def set_target(
    connection: Connection, key: int, year: int, *, listed: int | None, rate: int, area_m2: float | None
) -> None:
    """A unit's target for a year, in place of an earlier one."""
    connection.execute(delete(targets).where(targets.c.jurisdiction_id == key, targets.c.year == year))
    values = {"listed": listed, "rate": rate, "area_m2": area_m2}
    connection.execute(insert(targets).values(jurisdiction_id=key, year=year, **values))


def has_vintage(connection: Connection, sha256: str, valid_from: date | None) -> bool:
    asked = select(vintages.c.id).where(vintages.c.sha256 == sha256)
    asked = asked.where(
        vintages.c.valid_from.is_(None) if valid_from is None else vintages.c.valid_from == valid_from
    )
    return connection.execute(asked).first() is not None
