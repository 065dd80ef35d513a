"""Progress (整改进度): milestones scheduled backwards, items finished one by one, money paid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import Part
from hazards.domain.milestones import Milestone, backwards
from hazards.domain.plan import wan
from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK, EVERYONE, OFFICES, STREET
from hazards.domain.steps import SamePerson
from hazards.services import clock, filed, law
from hazards.services.access import Scope, operation
from hazards.services.acts import BadAmount, amount, open_case, record
from hazards.storage import cases, casework
from hazards.storage import tables as t
from hazards.storage.store import Store


class BadMilestone(Refusal):
    code = "bad-milestone"
    says = "进度第{n}行{why}。"
    remedy = "请核对任务、起止日期和百分比。"


class BadItem(Refusal):
    code = "bad-item"
    says = "整治明细{what}。"
    remedy = "请核对后再填。"


class NotYourItem(Refusal):
    code = "not-your-item"
    says = "整治明细第{n}项由{who}承担。"
    remedy = "协办单位只填报本单位承担的明细。"


@operation("倒排工期", CASEWORK, case=True)
def propose_milestones(store: Store, scope: Scope, case_id: int) -> tuple[Milestone, ...]:
    """Milestones scheduled backwards from the deadline in force; none without a deadline."""
    with store.read() as connection:
        held = filed.read(connection, scope, case_id)
    if held.deadline is None:
        return ()
    start = held.row["listed_on"] or clock.today()
    return backwards(min(start, held.deadline), held.deadline)


@operation("填写整改进度", STREET, case=True, lead=True)
def save_milestones(store: Store, scope: Scope, case_id: int, told: Sequence[Milestone]) -> None:
    """Keep the schedule and how far each task is.

    Raises:
        BadMilestone, PlanClosed
    """
    rows = [_milestone(case_id, n, one) for n, one in enumerate(told, 1)]

    def job(connection: Connection) -> None:
        open_case(connection, scope, case_id)
        tasks = [[r["task"], r["starts"], r["ends"], r["done"]] for r in rows]
        record(connection, scope, case_id, "progress-told", {"tasks": tasks})
        casework.replace_all(connection, t.milestones, case_id, rows)

    store.write(job)


def _milestone(case_id: int, n: int, one: Milestone) -> dict[str, Any]:
    if not one.task.strip():
        raise BadMilestone(n=n, why="没有写任务")
    if one.ends < one.starts:
        raise BadMilestone(n=n, why="结束早于开始")
    if not 0 <= one.done <= 100:
        raise BadMilestone(n=n, why="的完成百分比不在0到100之间")
    values = {name: getattr(one, name) for name in Milestone.__dataclass_fields__}
    for name in ("task", "person", "lag", "next"):
        values[name] = prose("进度", values[name], 500)
    done_on = (one.done_on or clock.today()) if one.done == 100 else None
    return {**values, "case_id": case_id, "position": n, "done_on": done_on}


@operation("登记资金支付", STREET, case=True, lead=True)
def pay(
    store: Store,
    scope: Scope,
    case_id: int,
    told: str,
    *,
    on: date,
    source: str,
    evidence: int | None = None,
) -> None:
    """Money that was paid.

    Args:
        told: 万元 as typed.

    Raises:
        BadAmount
    """
    paid = amount(told)
    if not paid or on > clock.today():
        raise BadAmount(value=told if not paid else f"{told}(支付日期晚于今天)")

    def job(connection: Connection) -> None:
        filed.read(connection, scope, case_id)
        event = record(connection, scope, case_id, "paid", {"yuan": paid, "on": on, "source": source})
        casework.add(
            connection,
            t.payments,
            case_id=case_id,
            yuan=paid,
            paid_on=on,
            source=prose("资金来源", source),
            evidence_id=evidence,
            event_id=event,
        )

    store.write(job)


@operation("汇总整改资金", EVERYONE)
def funds(store: Store, scope: Scope, ids: Sequence[int]) -> tuple[str, str]:
    """(planned, paid) of cases in 万元; ids out of sight add nothing."""
    wanted = set(ids)
    with store.read() as connection:
        measures = casework.where(connection, t.measures, t.measures.c.planned.is_not(None))
        payments = casework.where(connection, t.payments)
        touched = sorted({r["case_id"] for r in (*measures, *payments)} & wanted)
        mine = {i for i, row in cases.by_ids(connection, touched).items() if scope.leads(row)}
    planned = sum(r["planned"] for r in measures if r["case_id"] in mine)
    paid = sum(r["yuan"] for r in payments if r["case_id"] in mine)
    return wan(planned), wan(paid)


# ------------------------------------------------------------------ items (整治明细)
@operation("设置整治明细", STREET | OFFICES, case=True, lead=True)
def set_items(store: Store, scope: Scope, case_id: int, told: Sequence[dict[str, Any]]) -> None:
    """Say what the case consists of: text, and optionally co-street, 桩号, quantity and its unit.

    A finished or verified item keeps that where its text, place and quantity stay the same.

    Raises:
        BadItem, PlanClosed
    """
    rows = [_item(case_id, n, one) for n, one in enumerate(told, 1)]

    def job(connection: Connection) -> None:
        held = open_case(connection, scope, case_id)
        before = {_same(i): i for i in held.items}
        kept = ("finished", "done_on", "verified_by", "verifier", "verified_on")
        for row in rows:
            was = before.get(_same(row))
            row.update({name: was[name] if was else None for name in kept})
            row["verifier"] = row["verifier"] or ""
        record(connection, scope, case_id, "items-set", {"items": [r["text"] for r in rows]})
        casework.replace_all(connection, t.items, case_id, rows)

    store.write(job)


def _same(item: Any) -> tuple[Any, ...]:
    """What makes an item the one it was: the same words at another 桩号 are another."""
    return item["text"], item["line_from"] or "", item["line_to"] or "", item["wanted"]


def _item(case_id: int, n: int, told: dict[str, Any]) -> dict[str, Any]:
    what = prose(f"明细第{n}项", str(told.get("text", "")))
    wanted = told.get("wanted")
    if not what:
        raise BadItem(what=f"第{n}项没有写内容")
    if wanted is not None and int(wanted) < 1:
        raise BadItem(what=f"第{n}项的应整改数须大于零")
    return {
        "case_id": case_id,
        "position": n,
        "told_in": "此处填写",
        "text": what,
        "jurisdiction_id": told.get("jurisdiction_id"),
        "line_from": prose("桩号", str(told.get("line_from") or ""), 40),
        "line_to": prose("桩号", str(told.get("line_to") or ""), 40),
        "lon": told.get("lon"),
        "lat": told.get("lat"),
        "wanted": wanted,
        "counted_in": prose("单位", str(told.get("counted_in") or ""), 10),
    }


@operation("填报整治明细", STREET, case=True)
def tell_item(
    store: Store,
    scope: Scope,
    case_id: int,
    position: int,
    *,
    finished: int | None = None,
    on: date | None = None,
) -> None:
    """How far one item is; with all of it finished it is done. A co-street tells of its own only.

    Raises:
        NotYourItem, BadItem, PlanClosed
    """

    def job(connection: Connection) -> None:
        held = open_case(connection, scope, case_id)
        item = _find(held, position)
        if not scope.leads(held.row) and item["jurisdiction_id"] not in (scope.jurisdictions or ()):
            raise NotYourItem(n=position, who="其他单位")
        wanted = item["wanted"] or 1
        reached = wanted if finished is None else finished
        if not 0 <= reached <= wanted:
            raise BadItem(what=f"第{position}项已整改数须在0到{wanted}之间")
        done = (on or clock.today()) if reached == wanted else None
        if done is not None and done > clock.today():
            raise BadItem(what=f"第{position}项完成日期晚于今天")
        data = {"item": position, "finished": reached, "wanted": wanted}
        record(connection, scope, case_id, "item-told", data)
        _set_item(
            connection,
            case_id,
            position,
            finished=reached,
            done_on=done,
            verified_by=None,
            verifier="",
            verified_on=None,
        )

    store.write(job)


@operation("核验整治明细", OFFICES, case=True)
def verify_item(store: Store, scope: Scope, case_id: int, position: int) -> None:
    """Another person than whoever told it confirms a finished item.

    Raises:
        BadItem, SamePerson, PlanClosed
    """

    def job(connection: Connection) -> None:
        held = open_case(connection, scope, case_id)
        if _find(held, position)["done_on"] is None:
            raise BadItem(what=f"第{position}项尚未完成，不能核验")
        if scope.persons & held.facts.parts[Part.BRINGS]:
            cited = law.cite("separation.three")
            raise SamePerson(name=scope.actor, did="上传或报送", does="核验明细", law=cited)
        record(connection, scope, case_id, "item-verified", {"item": position})
        _set_item(
            connection,
            case_id,
            position,
            verified_by=scope.account or 0,
            verifier=scope.actor,
            verified_on=clock.today(),
        )

    store.write(job)


def _find(held: filed.Filed, position: int) -> Any:
    for item in held.items:
        if item["position"] == position:
            return item
    raise BadItem(what=f"没有第{position}项")


def _set_item(connection: Connection, case_id: int, position: int, **values: Any) -> None:
    condition = (t.items.c.case_id == case_id) & (t.items.c.position == position)
    connection.execute(t.items.update().where(condition).values(**values))
