"""Pressing (发督办单): an order to the office a late clock lies with, at a rung that is reached.

Nobody can switch it off: what is due and unsent stays a list (services/lateness).
"""

from datetime import date

import orjson
from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.ladder import Rung
from hazards.domain.prose import prose
from hazards.domain.roles import Role
from hazards.formats.documents.supervision_order import SupervisionOrder
from hazards.services import addressing, clock, lateness, pacing, papers
from hazards.services.access import Scope, operation
from hazards.services.lateness import Late
from hazards.services.pressed import once
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

SENDERS = frozenset({Role.LISTING, Role.DEPARTMENT})


class NotLate(Refusal):
    code = "not-late"
    says = "本案“{limit}”没有超过时限，或者时限已经改变。"
    remedy = "督办单只发给已超时限的事项，请刷新后核对。"


class RungNotReached(Refusal):
    code = "rung-not-reached"
    says = "现在到达“{reached}”一级，不能发“{rung}”一级的督办单。"
    remedy = "督办逐级进行，到达该级后再发。"


class AlreadySent(Refusal):
    code = "order-already-sent"
    says = "“{rung}”一级的督办单已经发出({number})。"
    remedy = "请查看其签收和回复情况。"


class OrderIncomplete(Refusal):
    code = "order-incomplete"
    says = "督办单还缺：{missing}。"
    remedy = "补齐后再办。"


@operation("发督办单", SENDERS, case=True)
def send(
    store: Store,
    scope: Scope,
    case_id: int,
    *,
    about: str,
    demand: str,
    reply_by: date | None,
    rung: str = "",
    request: str = "",
) -> int:
    """Press the office a late clock lies with; returns the number of its document.

    Args:
        about: which clock, ``lateness.DEADLINE`` or a stage.
        rung: a rung that is reached; the highest one if not told.

    Raises:
        NotLate, RungNotReached, AlreadySent, OrderIncomplete
    """
    said = prose("督办要求", demand, 1000)
    today = clock.today()
    wrong = [] if said else ["督办要求"]
    if reply_by is None or reply_by <= today:
        wrong.append("晚于今天的回复期限")
    if wrong:
        raise OrderIncomplete(missing="、".join(wrong))
    assert reply_by is not None

    def job(connection: Connection) -> int:
        late = _late(connection, case_id, about)
        step = _rung(connection, late, rung or late.rung.key)
        office = late.addressee(step)
        number, serial = papers.numbered(connection, "order", today.year, _organ_word(scope))
        told = {"rung": step.key, "about": about, "until": late.until, "post": step.post}
        told |= {"told": said, "reply_by": reply_by}
        event = events.record(
            connection,
            action="order-sent",
            case_id=case_id,
            entered_at=clock.stamp(),
            acted_on=today,
            data={**told, "document": number, "to": office.name},
            **scope.signature,
        )
        facts = _facts(scope, late, step, number, said, reply_by)
        paper = casework.add(
            connection,
            t.documents,
            case_id=case_id,
            kind="order",
            year=today.year,
            serial=serial,
            number=number,
            dated=today,
            facts=orjson.dumps(facts).decode(),
            event_id=event,
        )
        casework.add(
            connection,
            t.orders,
            case_id=case_id,
            **told,
            **addressing.columns(office),
            dated=today,
            document_id=paper,
            account_id=scope.account,
            sender=_organ(scope),
            entered_at=clock.stamp(),
            event_id=event,
        )
        return paper

    return store.write(once(scope, request, job))


def _late(connection: Connection, case_id: int, about: str) -> Late:
    for late in lateness.of_case(connection, case_id):
        if late.about == about:
            return late
    raise NotLate(limit=lateness.limit_name(about))


def _rung(connection: Connection, late: Late, key: str) -> Rung:
    ladder = pacing.ladder()
    rung = next((r for r in ladder.rungs if r.key == key), None)
    if rung is None or ladder.height(key) > ladder.height(late.rung.key):
        raise RungNotReached(reached=late.rung.name, rung=rung.name if rung else key[:12])
    o = t.orders.c
    same = (o.case_id == late.case, o.about == late.about, o.until == late.until, o.rung == key)
    for row in casework.where(connection, t.orders, *same):
        paper = casework.get(connection, t.documents, row["document_id"])
        raise AlreadySent(rung=rung.name, number=paper["number"] if paper else "")
    return rung


def _organ(scope: Scope) -> str:
    return max(scope.departments or (), key=len, default="") or "区安委办"


def _organ_word(scope: Scope) -> str:
    """机关代字 after the district's: a department's own is not known here and stays out."""
    return "" if scope.departments else "安"


def _facts(scope: Scope, late: Late, rung: Rung, number: str, said: str, reply_by: date) -> SupervisionOrder:
    return SupervisionOrder(
        case_number=late.number or f"未编号案卷{late.case}",
        organ=_organ(scope),
        number=number,
        dated=clock.today(),
        addressee=late.addressee(rung).name,
        post=rung.post,
        rung=rung.name,
        unit=late.unit,
        street=late.street,
        hazard=late.content,
        limit=late.limit,
        until=late.until,
        late=late.days,
        demand=said,
        reply_by=reply_by,
    )
