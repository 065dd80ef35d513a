"""What a public package says, as one value: made from the ledger, redacted, frozen, compared later."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from geo import palette
from hazards.domain.rates import RULE
from hazards.domain.redaction import Names, at_home, masked, named_in, persons, public_name
from hazards.domain.signals import Light
from hazards.services import clock, drawing, sealing
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.services.counted import Counted, count
from hazards.services.lists import CaseLine, lines
from hazards.services.reporting import table
from hazards.services.stores import DATA
from hazards.services.words import KIND_NAMES
from hazards.storage import cases
from hazards.storage import tables as t
from hazards.storage.store import Store

FORMAT = "guapai-public-1"
KINDS = {"hazard": "重大事故隐患", "all": "重大事故隐患和违法建筑"}


@cache
def rules() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "rules" / "public.toml").read_text("utf-8"))


@cache
def names() -> Names:
    told = rules()
    return Names(
        frozenset("".join(told["surnames"].split())),
        frozenset(told["compound"].split()),
        tuple(told["organs"].split()),
        frozenset(told["words"].split()),
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """What a package is to hold. ``named`` are public names a person chose, by case."""

    year: int
    kind: str
    with_map: bool
    approval: str
    """审图号 of the map, "" where it is our own sketch."""
    named: Mapping[int, str]

    def public(self) -> dict[str, Any]:
        told = {"year": self.year, "kind": self.kind, "with_map": self.with_map, "approval": self.approval}
        return {**told, "named": {str(key): name for key, name in sorted(self.named.items())}}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Wish":
        named = {int(key): name for key, name in told["named"].items()}
        return cls(told["year"], told["kind"], told["with_map"], told["approval"], named)


@dataclass(frozen=True, slots=True)
class Made:
    """The value as published; the case behind each of its rows; how much was masked; whose names."""

    public: dict[str, Any]
    ids: list[int]
    masked: int
    people: list[frozenset[str]]
    """Of each row the persons nobody is to read of in it."""


def _open_to_all(store: Store, scope: Scope, asked: Asked) -> tuple[Counted, list[CaseLine]]:
    """The question counted, and the cases the public is to read."""
    counted = count(store, scope, asked)
    masks = counted.masks
    at = np.flatnonzero((masks.listed | masks.carried_over) & ~counted.standing.left & counted.keep)
    return counted, lines(store, counted, at)


def proposed(store: Store, scope: Scope, wish: Wish) -> dict[int, tuple[str, str]]:
    """Case to (unit, public name) where the two differ; the page asks at every draw."""
    _, found = _open_to_all(store, scope, Asked(year=wish.year, kind=wish.kind))
    told = ((line.id, line.unit, public_name(line.unit, names())) for line in found)
    return {key: (unit, name) for key, unit, name in told if name != unit}


def build(store: Store, scope: Scope, wish: Wish) -> Made:
    """The value as the ledger now stands; the same ledger and day give the same value."""
    asked = Asked(year=wish.year, kind=wish.kind)
    counted, found = _open_to_all(store, scope, asked)
    ids = [line.id for line in found]
    with store.read() as connection:
        rows = cases.by_ids(connection, ids)
        told = _told(connection, ids)
        everybody = persons(connection.execute(select(t.accounts.c.person)).scalars(), names())
    out, hidden, people = [], 0, []
    for line in found:
        row = rows[line.id]
        mine = persons([row["responsible_person"], row["leader"], *told.get(line.id, ())], names())
        name = wish.named.get(line.id) or public_name(line.unit, names())
        if name != line.unit:
            mine |= named_in(line.unit, names())
        people.append(everybody | mine)
        case, n = _case(line, row, name, everybody | mine)
        out.append(case)
        hidden += n
    rates = table(count(store, scope, asked.but(kind="hazard")))
    districts = counted.register.districts()
    value = {
        "format": FORMAT,
        "district": districts[0].name if len(districts) == 1 else "全部辖区",
        "cut_on": clock.today().isoformat(),
        "year": wish.year,
        "kind": KINDS[wish.kind],
        "rule": RULE,
        "approval": wish.approval,
        "seal": sealing.printed(store),
        "streets": [
            {
                "name": line.name,
                "listed": line.rate.whole,
                "struck_off": line.rate.part,
                "rate": str(line.rate),
            }
            for line in [*rates.rows, rates.total]
        ],
        "areas": _areas(store, scope, asked, wish),
        "legend": [{"fill": step.fill, "label": step.word} for step in palette.STEPS],
        "cases": out,
    }
    return Made(value, ids, hidden, people)


def _case(
    line: CaseLine, row: Mapping[str, Any], name: str, people: frozenset[str]
) -> tuple[dict[str, str], int]:
    home = row["kind"] == "building" or name != line.unit or at_home(line.unit)
    content, n = masked(" ".join(line.content.split()), people, names(), home=home)
    shown, m = masked(name, (), names(), home=home)  # a firm may bear its owner's name, and is registered so
    most = rules()["summary"]
    struck = line.light is Light.STRUCK_OFF
    how = f"已销号({row['struck_off_how']})" if row["struck_off_how"] else "已销号"
    late = "整改中(已逾期)" if line.light is Light.OVERDUE else "整改中"
    case = {
        "number": line.number or "未编号",
        "name": shown,
        "kind": KIND_NAMES[row["kind"]],
        "level": line.level or "未载",
        "street": line.street,
        "content": content if len(content) <= most else content[: most - 1] + "…",
        "listed_on": line.listed_on.isoformat() if line.listed_on else "",
        "deadline": line.deadline.isoformat() if line.deadline else "未载",
        "body": masked(line.supervisor, people, names())[0] or "未载",
        "result": how if struck else late,
        "struck_off_on": row["struck_off_on"].isoformat() if struck and row["struck_off_on"] else "",
    }
    return case, n + m


def _told(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    """Names of persons that stand elsewhere in a case: who answers for a measure, who leads it."""
    out: dict[int, list[str]] = {}
    for part in cases.chunks(ids):
        for held, column in ((t.measures, t.measures.c.person), (t.charges, t.charges.c.leader)):
            for key, person in connection.execute(
                select(held.c.case_id, column).where(held.c.case_id.in_(part))
            ):
                out.setdefault(key, []).append(person or "")
    return out


def _areas(store: Store, scope: Scope, asked: Asked, wish: Wish) -> list[dict[str, Any]]:
    """The streets as drawn; never a point of a case."""
    if not wish.with_map:
        return []
    return [
        {
            "key": area.key,
            "name": area.name,
            "rings": [[list(point) for point in ring] for ring in area.rings],
            "fill": area.fill,
            "at": list(area.at),
            "hatched": area.hatched,
            "told": area.told,
        }
        for area in drawing.areas(store, scope, asked.but(kind="hazard"))
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a package and the ledger: the case, what, before and after."""

    number: str
    name: str
    what: str
    before: str
    after: str


FIELDS = {
    "name": "公开名称",
    "level": "级别",
    "street": "属地",
    "content": "概要",
    "listed_on": "挂牌日期",
    "deadline": "整改期限",
    "body": "责任机关",
    "result": "办理结果",
    "struck_off_on": "销号日期",
}


def changes(frozen: Mapping[str, Any], ids: list[int], now: Made) -> list[Change]:
    """What the ledger says otherwise than a package: cases come, gone, and cells that changed."""
    was = dict(zip(ids, frozen["cases"], strict=True))
    is_ = dict(zip(now.ids, now.public["cases"], strict=True))
    out = []
    for key in [*was, *(k for k in is_ if k not in was)]:
        one, other = was.get(key), is_.get(key)
        case = one or other or {}
        if one is None or other is None:
            what = "包中没有，台账新增" if one is None else "包中有，台账已撤销、移送或不在所列年度"
            out.append(Change(case["number"], case["name"], what, "", ""))
            continue
        out += [
            Change(case["number"], case["name"], title, one[name], other[name])
            for name, title in FIELDS.items()
            if one[name] != other[name]
        ]
    return out
