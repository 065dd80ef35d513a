"""What a bulletin is made from: the cases of one cut-off, each with every figure that counts it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from hazards.domain.bulletin import LEVELS, Member, Street
from hazards.domain.counting import ALWAYS, MEASURES, NEVER, TRANSFERRED, WITHDRAWN, as_date, day
from hazards.domain.issues import Period
from hazards.domain.plan import yuan
from hazards.domain.rates import Line
from hazards.services import clock, reporting
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.storage import cases
from hazards.storage import tables as t
from hazards.storage.snapshot import LEVELS as RANKED
from hazards.storage.store import Store


def question(period: Period, boundaries: str = "then") -> Asked:
    """The cut-off of an issue: the end of its last day, or now where that has not come."""
    over = period.last < clock.today()
    return Asked(as_of=period.last if over else None, boundaries=boundaries)


def counted_of(store: Store, scope: Scope, asked: Asked) -> Counted:
    return count(store, scope, asked)


def streets(counted: Counted) -> tuple[Street, ...]:
    """The rows of the tables by street, in the order of the register, 区直 and 未定属地 last."""
    rows = reporting.table(replace(counted, asked=counted.asked.but(by="street"))).rows
    return tuple(Street(_key(row), row.name, row.target, row.aside) for row in rows)


def _key(row: Line) -> int:
    return row.key if isinstance(row.key, int) else 0


def members(store: Store, counted: Counted, first: date) -> tuple[Member, ...]:
    """Every case that some figure of the issue counts, by id.

    Args:
        first: the day the period begins; what was done from it on is the period's own.
    """
    masks, keep = counted.masks, counted.keep
    flags = _flags(counted, first)
    at = np.flatnonzero(keep & np.logical_or.reduce(list(flags.values())))
    columns, now = counted.snapshot.columns, counted.standing
    ids = [int(i) for i in columns.case[at]]
    with store.read() as connection:
        rows = cases.by_ids(connection, ids)
        more = _plans_and_funds(connection, set(ids))
    placed, keys = counted.places
    names = {0: reporting.UNPLACED} | {k: counted.register[k].name for k in keys if k}
    out = []
    for n, case_id in zip(at.tolist(), ids, strict=True):
        row, key = rows[case_id], keys[int(placed[n])]
        plan, funds = more.get(case_id, (False, None))
        struck = bool(now.struck[n])
        claimed = int(counted.snapshot.claims[n])
        verified = int(counted.snapshot.verified[n])
        told = [name for name, mask in flags.items() if mask[n]]
        planned = bool(masks.listed[n]) and not struck and (plan or claimed == 0b11111)
        out.append(
            Member(
                id=case_id,
                number=row["number"],
                unit=row["unit"],
                address=row["address"],
                content=row["content"],
                street=names[key],
                place=key,
                department=_word(counted, "supervisor", n),
                sector=_word(counted, "sector", n),
                level=RANKED[int(now.level[n])],
                batch=_word(counted, "batch", n),
                year=int(columns.year[n]),
                listed_on=_iso(columns.listed[n]),
                deadline=_iso(now.deadline[n]),
                struck_on=_iso(now.struck_on[n]) if struck else "",
                deadline_struck=_iso(columns.deadline_at_strike[n]) if struck else "",
                left_on=_iso(columns.left[n]) if now.left[n] else "",
                left_how=("撤销" if columns.left_how[n] == WITHDRAWN else "移送") if now.left[n] else "",
                undated=bool(columns.closed[n]),
                imported=bool(columns.imported[n]) and struck,
                measures=_bits(verified),
                claimed=_bits(claimed),
                planned=planned,
                yuan=_funds(row, funds),
                flags=tuple(told + _planned(planned, verified)),
            )
        )
    return tuple(out)


def _flags(counted: Counted, first: date) -> dict[str, np.ndarray]:
    """The figures and whom they count; those of counting.MEASURES are its very masks."""
    masks, now, columns = counted.masks, counted.standing, counted.snapshot.columns
    began = day(first)
    carried = masks.carried_over
    earlier, until = _earlier(counted, first)

    def within(days: np.ndarray) -> np.ndarray:
        return earlier & (days >= began) & (days < until)

    flags = {name: masks[name] for name in MEASURES}
    flags |= {f"listed-{name}": masks.listed & (now.level == RANKED.index(name)) for name in LEVELS}
    flags["carried_over_struck_off"] = carried & now.struck & ~now.left
    flags["new"] = masks.listed & (columns.listed >= began) | within(columns.listed) & ~now.left
    flags["struck-now"] = masks.struck_off & (now.struck_on >= began) | within(now.struck_on) & ~now.left
    flags["carried-struck-now"] = flags["carried_over_struck_off"] & (now.struck_on >= began)
    flags["due-now"] = masks.due & (now.deadline >= began) | within(now.deadline) & ~now.left
    gone = {WITHDRAWN: masks.withdrawn, TRANSFERRED: masks.transferred}
    for how, name in ((WITHDRAWN, "withdrawn-now"), (TRANSFERRED, "transferred-now")):
        flags[name] = gone[how] & (columns.left >= began) | within(columns.left) & (columns.left_how == how)
    flags["open"] = masks.listed & now.open
    return flags


def _earlier(counted: Counted, first: date) -> tuple[np.ndarray, int]:
    """(cases of earlier years, day the year begins); none unless the period began before its year.

    A week over the New Year counts the new year's cases. What was done to the old year's in its last
    days stood open in no later issue and was over in no earlier one: it is the week's own.
    """
    year, columns = counted.asked.population, counted.snapshot.columns
    if year is None or first.year >= year:
        return np.zeros(len(columns), bool), day(first)
    return counted.standing.known & (columns.year > 0) & (columns.year < year), day(date(year, 1, 1))


def _planned(planned: bool, verified: int) -> list[str]:
    if not planned:
        return []
    kept = [f"in-{n + 1}" for n in range(5) if verified >> n & 1]
    return ["planned", *kept, *(["five"] if len(kept) == 5 else [])]


def _plans_and_funds(connection: Connection, wanted: set[int]) -> dict[int, tuple[bool, int | None]]:
    """Of each case whether a plan lies in it, and the funds planned in yuan."""
    planned = set(connection.execute(select(t.plans.c.case_id).distinct()).scalars()) & wanted
    asked = select(t.measures.c.case_id, t.measures.c.planned).where(t.measures.c.planned.is_not(None))
    funds = {i: n for i, n in connection.execute(asked).all() if i in wanted}
    return {i: (i in planned, funds.get(i)) for i in planned | set(funds)}


def _funds(row: Mapping[str, Any], told: int | None) -> int:
    if told is not None:
        return told
    try:
        return yuan(row["claim_funds"]) or 0
    except ValueError:
        return 0


def _word(counted: Counted, group: str, n: int) -> str:
    coded = counted.snapshot.groups[group]
    return coded.words[int(coded.codes[n])]


def _iso(number: Any) -> str:
    return "" if number in (NEVER, ALWAYS) else as_date(number).isoformat()


def _bits(number: int) -> str:
    return "".join("1" if number >> n & 1 else "0" for n in range(5))
