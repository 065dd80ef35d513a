"""Supervision (督查) in numbers: what is open, late, unsent and unreceived; each opens its list."""

from dataclasses import dataclass

from hazards.services import instructed, lateness, orders
from hazards.services.access import Scope, operation
from hazards.storage.store import Store


@dataclass(frozen=True, slots=True)
class Count:
    """One number and the address of the list it counts; ``grave`` ones are red above zero."""

    key: str
    title: str
    number: int
    query: str
    rule: str
    grave: bool = False
    unit: str = "件"


@operation("查看督查数字", lateness.READERS)
def counts(store: Store, scope: Scope) -> list[Count]:
    """The numbers of 督查 for the cases and the office of this actor; lists at ``/supervision?…``."""
    late = lateness.held(store, scope)
    told = instructed.held(store, scope)
    sent = orders.held(store, scope)
    return [
        Count(
            "late",
            "超过时限",
            len(late),
            "view=orders&list=late",
            "案件期限和单个步骤的时限分别计，一案可以有两项。",
            unit="项",
        ),
        Count(
            "unsent",
            "应督办未督办",
            sum(one.unsent for one in late),
            "view=orders&list=unsent",
            "超过时限已到达督办阶梯某一级、该级督办单还没有发出的。",
            unit="项",
            grave=True,
        ),
        Count(
            "unreceived",
            "督办单待签收",
            sum(one.state == "unreceived" for one in sent),
            "view=orders&list=unreceived",
            "已发出、收件单位还没有签收的。",
            unit="份",
        ),
        Count(
            "unreplied",
            "督办单逾期未回复",
            sum(one.overdue for one in sent),
            "view=orders&list=overdue",
            "超过回复期限仍未回复的，含未签收的。",
            unit="份",
            grave=True,
        ),
        Count(
            "instructions",
            "批示待回复",
            sum(one.state == "open" for one in told),
            "view=instructions&state=open",
            "已批示、收件单位还没有回复的，含退回重办的。",
            unit="条",
        ),
        Count(
            "instructions-overdue",
            "批示逾期未回复",
            sum(one.overdue for one in told),
            "view=instructions&state=overdue",
            "超过回复期限仍未回复的。",
            unit="条",
            grave=True,
        ),
        Count(
            "instructions-replied",
            "批示回复待审阅",
            sum(one.state == "replied" for one in told),
            "view=instructions&state=replied",
            "已回复、领导还没有办结或者退回的。",
            unit="条",
        ),
    ]
