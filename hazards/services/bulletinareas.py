"""The illegal buildings of a bulletin: everything on the books at its cut-off, with what was disposed of."""

from collections.abc import Iterable

from hazards.domain.bulletin import ALL, Structure
from hazards.services import reporting, stockfigures
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.counted import count
from hazards.storage import cases, register
from hazards.storage.store import Store


def structures(store: Store, scope: Scope, asked: Asked) -> tuple[Structure, ...]:
    """By id; a disposal without a day has none, and counts in no period."""
    counted = count(store, scope, asked.but(kind="building"))
    held = stockfigures.buildings(store, counted)
    at, keys = counted.places
    with store.read() as connection:
        rows = cases.by_ids(connection, [one.case for _, one in held])
    told = []
    for position, one in held:
        key, row = keys[int(at[position])], rows[one.case]
        street = counted.register[key].name if key else reporting.UNPLACED
        done = tuple((d.kind, d.m2, d.on.isoformat() if d.on else "") for d in one.disposals)
        told.append(
            Structure(one.case, row["number"], row["unit"], street, key, one.stock, one.m2, one.of_year, done)
        )
    return tuple(sorted(told, key=lambda one: one.id))


def tasks(store: Store, year: int, streets: Iterable[int], district: int | None) -> dict[str, float]:
    """The year's tasks in m² by the key of a row; of all, the district's own or the sum of the streets'."""
    with store.read() as connection:
        told = register.area_targets(connection)
    rows = {str(key): told[key, year] for key in streets if (key, year) in told}
    whole = told.get((district, year)) if district is not None else None
    if total := whole or sum(rows.values()):
        rows[ALL] = total
    return rows
