"""Oddities (审计): late entries, look-alike signatures, imported and December strike-offs, gates opened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, or_, select

from hazards.domain.lifecycle import STEPS, event_of
from hazards.domain.roles import Role
from hazards.services import calendar, clock, irregular
from hazards.services.access import Scope, operation
from hazards.storage import tables as t
from hazards.storage.store import Store

READERS = frozenset({Role.AUDITOR, Role.LEADER, Role.LISTING, Role.MACHINE})
TITLES = {event_of(action): step.title for action, step in STEPS.items()}
BURST = 60
"""Signatures of one person closer together than these seconds look alike: signed without reading."""


@dataclass(frozen=True, slots=True)
class Oddity:
    case: int
    number: str
    unit: str
    what: str
    who: str
    acted_on: date | None
    entered_at: str
    why: str


@operation("查看审计事项", READERS)
def found(store: Store, scope: Scope, *, year: int | None = None) -> dict[str, list[Oddity]]:
    """Oddities of one year (this one) by sort, each a list in the order of entry."""
    year = year or clock.today().year
    with store.read() as connection:
        rows = _events(connection, year)
        days = calendar.held(connection)
        buildings = irregular.found(connection, scope, year)
    rows = [r for r in rows if scope.leads(r)]
    late, imported, december = [], [], []
    for row in rows:
        entered = date.fromisoformat(row["entered_at"][:10])
        acted = row["acted_on"]
        if row["origin"] == "here" and acted and (lag := days.between(acted, entered)) > 1:
            late.append(_oddity(row, f"补录，迟{lag}个工作日"))
        if row["action"] == "struck-off":
            if row["origin"] == "imported":
                imported.append(_oddity(row, "随台账导入的销号，未经本系统核查"))
            if acted and acted.month == 12 and acted.year == year:
                december.append(_oddity(row, "12月销号"))
    return {
        "补录": late,
        "相近审签": _bursts(rows),
        "导入销号": imported,
        "12月销号": december,
        "纸质审签": [_oddity(r, f"审签单{d['paper']}") for r in rows if (d := _data(r)).get("paper")],
        "代岗办理": [_oddity(r, f"代{r['behalf']}") for r in rows if r["behalf"]],
        "更正": [_oddity(r, r["reason"]) for r in rows if r["action"] == "correct"],
        "撤销销号": [_oddity(r, r["reason"]) for r in rows if r["action"] == "undo"],
        **{name: [_irregular(one) for one in found] for name, found in buildings.items()},
    }


def _events(connection: Connection, year: int) -> list[dict[str, Any]]:
    """Acts with what is said of their case; of brought-in history only what is looked at: a big ledger is long."""
    names = ("case_id", "action", "origin", "acted_on", "entered_at", "actor", "account_id", "behalf")
    e = t.events.c
    asked = (
        select(
            *(e[name] for name in (*names, "reason", "data")),
            *(t.cases.c[name] for name in ("number", "unit", "lead_id", "supervisor")),
        )
        .join(t.cases, t.cases.c.id == e.case_id)
        .where(or_(e.origin == "here", e.action == "struck-off", e.behalf != ""))
        .where(e.action.in_(list(TITLES)))
        .where(
            or_(
                e.entered_at.startswith(f"{year}-"),
                e.acted_on.between(date(year, 1, 1), date(year, 12, 31)),
            )
        )
        .order_by(e.id)
    )
    return [dict(r) for r in connection.execute(asked).mappings()]


def _data(row: dict[str, Any]) -> dict[str, Any]:
    return orjson.loads(row["data"]) if row["data"] else {}


def _bursts(rows: list[dict[str, Any]]) -> list[Oddity]:
    """Acts of one head within a minute of the one before, in different cases."""
    out: list[Oddity] = []
    last: dict[int, tuple[datetime, int]] = {}
    for row in rows:
        if row["origin"] != "here" or "signature" not in _data(row) or row["account_id"] is None:
            continue
        at = datetime.fromisoformat(row["entered_at"])
        before = last.get(row["account_id"])
        if before and before[1] != row["case_id"] and (at - before[0]).total_seconds() < BURST:
            seconds = int((at - before[0]).total_seconds())
            out.append(_oddity(row, f"与上一件审签相隔{seconds}秒"))
        last[row["account_id"]] = (at, row["case_id"])
    return out


def _oddity(row: dict[str, Any], why: str) -> Oddity:
    return Oddity(
        row["case_id"],
        row["number"],
        row["unit"],
        TITLES[row["action"]],
        row["actor"],
        row["acted_on"],
        row["entered_at"],
        why,
    )


def _irregular(one: irregular.Found) -> Oddity:
    case = one.case
    told = (one.what, one.who, one.acted_on, one.entered_at, one.why)
    return Oddity(case["case_id"], case["number"], case["unit"], *told)


ACCOUNTS = {
    "account-created": "新建账号",
    "account-disabled": "停用账号",
    "account-enabled": "启用账号",
    "password-reset": "重置密码",
    "password-changed": "修改密码",
    "post-given": "任职",
    "post-ended": "免职",
    "post-lent": "委托职务",
    "post-taken-back": "撤回委托",
    "handed-over": "工作移交",
    "login-locked": "登录锁定",
}


@dataclass(frozen=True, slots=True)
class AccountAct:
    """Something that happened to an account: what, whose, by whom, when, why."""

    what: str
    whose: str
    who: str
    entered_at: str
    why: str


@operation("查看账号记录", frozenset({Role.AUDITOR, Role.MACHINE}))
def account_acts(store: Store, scope: Scope, *, year: int | None = None) -> list[AccountAct]:
    """Acts about accounts entered in one year (this one), the latest first."""
    year = year or clock.today().year
    asked = (
        select(t.events)
        .where(t.events.c.subject == "account", t.events.c.entered_at.startswith(f"{year}-"))
        .order_by(t.events.c.id.desc())
    )
    with store.read() as connection:
        rows = [dict(r) for r in connection.execute(asked).mappings()]
        names = {r.id: r.person for r in connection.execute(select(t.accounts.c.id, t.accounts.c.person))}
    return [
        AccountAct(
            ACCOUNTS.get(row["action"], "账号事项"),
            names.get(_data(row).get("account"), "—"),
            row["actor"],
            row["entered_at"],
            row["reason"],
        )
        for row in rows
    ]
