"""Indicators (指标): what stands beside the rate, each a part of a whole with the cases behind both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from sqlalchemy import select

from hazards.domain import evidence as proofs
from hazards.domain.kinds import PHOTOS
from hazards.domain.rates import Rate
from hazards.domain.roles import EVERYONE
from hazards.services import lists, overview
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.services.outlook import settings
from hazards.storage import tables as t
from hazards.storage.cases import chunks
from hazards.storage.store import Store

FIGURES = {
    "self": "自查发现",
    "source": "来源已填写",
    "no_source": "来源未填写",
    "recurs": "反弹",
    "struck_here": "在本系统办理销号",
    "proved": "证据合格",
    "unproved": "证据不合格",
}
"""Figures with a list of their own; the others are figures of 台账."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One share; ``part`` and ``whole`` name the figures whose lists they open."""

    title: str
    share: Rate
    part: str
    whole: str
    rule: str
    beside: tuple[tuple[str, str, int], ...] = ()
    """(words, figure, number) told beside it."""


@dataclass(frozen=True, slots=True)
class Indicators:
    listed: int
    target: int | None
    """How many were to be listed this year; None where nothing is set."""
    shares: list[Indicator]


@operation("查看指标", EVERYONE)
def indicators(store: Store, scope: Scope, asked: Asked) -> Indicators:
    """Of the year and cut-off asked about, in sight."""
    counted = _counted(store, scope, asked)
    held = _figures(store, counted)
    size = {name: int(mask.sum()) for name, mask in held.items()}
    masks, keep = counted.masks, counted.keep
    listed, due = int((masks.listed & keep).sum()), int((masks.due & keep).sum())
    printed = overview.rules()["figures"]
    rules = {name: str(told["says"]) for name, told in settings().items()}
    unproved = (("不合格", "unproved", size["unproved"]),)
    shares = [
        Indicator(
            "按期整改率",
            Rate(int((masks.on_time & keep).sum()), due),
            "on_time",
            "due",
            printed["on_time_rate"] + printed["on_time"],
        ),
        Indicator(
            "自查发现占比",
            Rate(size["self"], size["source"]),
            "self",
            "source",
            rules["self_found"],
            (("来源未填写", "no_source", size["no_source"]),),
        ),
        Indicator("反弹率", Rate(size["recurs"], listed), "recurs", "listed", rules["recurrence"]),
        Indicator(
            "证据合格率",
            Rate(size["proved"], size["struck_here"]),
            "proved",
            "struck_here",
            rules["evidence"],
            unproved,
        ),
    ]
    return Indicators(listed, overview.listed_target(counted), shares)


@operation("查看指标明细", EVERYONE)
def members(store: Store, scope: Scope, asked: Asked, figure: str) -> list[lists.CaseLine]:
    """The very cases a figure of FIGURES counts; none of an unknown one."""
    counted = _counted(store, scope, asked)
    mask = _figures(store, counted).get(figure)
    return [] if mask is None else lists.lines(store, counted, np.flatnonzero(mask))


def _counted(store: Store, scope: Scope, asked: Asked) -> Counted:
    return count(store, scope, asked.but(by="street", place="", measure="", light="", text=""))


def _figures(store: Store, counted: Counted) -> dict[str, np.ndarray]:
    """Which cases each figure counts; every array bool of shape (n,)."""
    columns = counted.snapshot.columns
    member = counted.masks.listed & counted.keep
    here = member & counted.standing.struck & ~columns.imported
    with store.read() as connection:
        c = t.cases.c
        sources = connection.execute(select(c.id, c.source).where(c.source != ""))
        told = {row.id: row.source for row in sources}
        again = list(connection.execute(select(c.id).where(c.recurs_id.is_not(None))).scalars())
        rows = _photographs(connection, columns.case[here].tolist())
    own = [case for case, source in told.items() if source in settings()["self_found"]["sources"]]
    proved = here & np.isin(columns.case, [case for case, held in rows.items() if proves(held)])
    source = member & np.isin(columns.case, list(told))
    return {
        "self": member & np.isin(columns.case, own),
        "source": source,
        "no_source": member & ~source,
        "recurs": member & np.isin(columns.case, again),
        "struck_here": here,
        "proved": proved,
        "unproved": here & ~proved,
    }


def proves(rows: list[Mapping[str, Any]]) -> bool:
    """Whether photographs hold a pair before and after, and none was taken elsewhere."""
    paired = any(pair.before and pair.after for pair in proofs.pairs(rows))
    return paired and not any("far" in orjson.loads(row["flags"] or "[]") for row in rows)


def _photographs(connection: Any, ids: list[int]) -> dict[int, list[Mapping[str, Any]]]:
    """The photographs of cases that are not voided."""
    e = t.evidence.c
    names = (e.case_id, e.id, e.kind, e.item, e.viewpoint, e.flags, e.voided_at)
    found: dict[int, list[Mapping[str, Any]]] = {}
    for part in chunks(ids):
        asked = select(*names).where(e.case_id.in_(part), e.voided_at == "", e.kind.in_(list(PHOTOS)))
        for row in connection.execute(asked).mappings():
            found.setdefault(row["case_id"], []).append(row)
    return found
