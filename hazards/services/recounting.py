"""Recounting: the tables of rates from what a package holds and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hazards.domain.jurisdiction import Jurisdiction, Lineage, Register
from hazards.services.access import LOCAL_ADMIN
from hazards.services.asked import Asked
from hazards.services.counted import Counted
from hazards.services.reporting import table
from hazards.storage import retold

Histories = Mapping[str, Sequence[tuple[int, date | None, Any]]]
"""Kind of change (retold.HISTORIES) to (number of the case, day, value); a lead is told by its code."""


def counted(
    told: Sequence[Mapping[str, Any]],
    histories: Histories,
    units: Sequence[Mapping[str, Any]],
    goals: Sequence[Mapping[str, Any]],
    cut: date,
) -> dict[str, Any]:
    """The tables of rates that a package vouches for, from what stands in it and nothing else."""
    held = register_of(units)
    keys = held.by_code
    mine = [{**one, "lead_id": keys.get(one["lead_id"] or "")} for one in told]
    moves = [(n, since, keys.get(code or "")) for n, since, code in histories.get("moves", ())]
    snapshot = retold.snapshot(mine, {**histories, "moves": moves})
    targets = {(held.by_code[g["code"]], g["year"]): (g["listed"], g["rate"]) for g in goals}
    out = {}
    for name, asked in questions(cut):
        made = table(Counted(asked, snapshot, held, targets, LOCAL_ADMIN)).public()
        out[name] = {"rows": made["rows"], "total": made["total"]}
    return out


def questions(cut: date) -> list[tuple[str, Asked]]:
    """The tables of a package: hazards and buildings, of the year and of all years."""
    years = (("year", cut.year), ("all", 0))
    return [
        (f"{kind}-{name}", Asked(as_of=cut, year=year, kind=kind))
        for kind in ("hazard", "building")
        for name, year in years
    ]


def register_of(units: Sequence[Mapping[str, Any]]) -> Register:
    """The register of a package: units numbered by their order."""
    keys = {unit["codes"][0]["code"]: n for n, unit in enumerate(units, 1)}
    made = [
        Jurisdiction(
            n,
            u["name"],
            u["type"],
            keys.get(u["parent"]),
            day_of(u["valid_from"]),
            day_of(u["valid_to"]),
            {c["scheme"]: c["code"] for c in u["codes"]},
        )
        for n, u in enumerate(units, 1)
    ]
    edges = [
        Lineage(keys[u["codes"][0]["code"]], keys[e["into"]], day_of(e["on"]))
        for u in units
        for e in u["lineage"]
        if e["into"] in keys
    ]
    return Register(made, edges)


def day_of(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
