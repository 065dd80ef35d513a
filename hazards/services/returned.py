"""What was returned (月报数据): the figures of signed monthly forms, for bulletins and forms to fill."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

import orjson
from sqlalchemy import Connection

from hazards.domain.returned import nothing
from hazards.services.stores import DATA
from hazards.storage import casework
from hazards.storage import tables as t

STREET, DEPARTMENT = "street", "department"
Key = tuple[str, int | str, str, str]
"""(kind, street key or department name, sector, column)."""


@lru_cache(maxsize=1)
def sectors() -> tuple[str, ...]:
    """The sectors of hazards in the order of the provincial form, 其他 last."""
    with open(DATA / "dictionary" / "sectors.csv", encoding="utf-8-sig", newline="") as file:
        return tuple(r["name"] for r in csv.DictReader(file) if r["kind"] == "重大隐患")


def figures(connection: Connection, year: int, month: int) -> Mapping[Key, Decimal]:
    """Every figure reported for a month: the latest signed form of each street and department.

    A declared zero (零报告) is 0 in every sector and column. What is unreported has no key here, so
    that nobody takes it for 0: add up with ``domain.returned.added``, which answers None of nothing.
    Columns are those of ``domain.returned.COLUMNS``: should, inspected, common, common_fixed,
    planned, funds (万元).
    """
    out: dict[Key, Decimal] = {}
    for row in latest(connection, year, month).values():
        who: int | str = int(row["who"]) if row["kind"] == STREET else row["who"]
        for sector, cells in told_of(row).items():
            for column, value in cells.items():
                out[row["kind"], who, sector, column] = value
    return out


def latest(connection: Connection, year: int, month: int) -> dict[tuple[str, str], casework.Row]:
    """The last signed version of each form of a month, by (kind, who)."""
    m = t.monthlies.c
    rows = casework.where(
        connection,
        t.monthlies,
        m.year == year,
        m.month == month,
        m.state == "signed",
        order=(m.version,),
    )
    return {(row["kind"], row["who"]): row for row in rows}


def told_of(row: casework.Row) -> dict[str, dict[str, Decimal]]:
    """Sector to column to figure of one form, as typed; of a 零报告 zero everywhere."""
    if row["zero"]:
        return nothing(sectors())
    told = orjson.loads(row["told"]) if row["told"] else {}
    return {sector: {key: Decimal(text) for key, text in cells.items()} for sector, cells in told.items()}
