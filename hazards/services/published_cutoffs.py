"""Published cut-offs (已印发的截止时刻): an act dated before one changes what was published, and says so first."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.issues import Kind, period
from hazards.domain.lifecycle import Action
from hazards.storage import bulletins

COUNTING = frozenset(
    {
        Action.LIST,
        Action.STRIKE_OFF,
        Action.UNDO,
        Action.WITHDRAW,
        Action.TRANSFER,
        Action.MOVE,
        Action.UPLIST,
        Action.GRANT,
        Action.CORRECT,
    }
)
"""Steps that change a figure from their date on."""
NAMED = 3


class Restates(Refusal):
    code = "restates-published"
    says = "办理日期{on}不晚于已印发通报的截止时间：{issues}。保存以后，这些通报的数字将在下一期列为重述。"
    remedy = "确认日期无误的，勾选“已知悉将列为重述”后再办。"


def concerned(connection: Connection, case: Mapping[str, Any], acted_on: date) -> list[str]:
    """The published issues whose figures an act of this date may change, the earliest first.

    Args:
        case: the row of the case; bulletins count hazards only.
    """
    if case["kind"] != "hazard":
        return []
    return [
        f"{period(Kind(row['kind']), row['period']).title}第{row['issue']}期(截止{row['cutoff'].isoformat()})"
        for row in bulletins.published_upto(connection, acted_on)
    ]


def told(
    connection: Connection, case: Mapping[str, Any], action: Action, on: date, said: Mapping[str, Any]
) -> list[str]:
    """The issues a step concerns; a correction counts from the earliest day it changes."""
    if action not in COUNTING:
        return []
    return concerned(connection, case, min([on, *_days(case, said.get("changes") or {})]))


def _days(case: Mapping[str, Any], changes: Mapping[str, Any]) -> Iterable[date]:
    for name, value in changes.items():
        if name == "year":  # another year's figures: from its first day on
            yield from (date(int(y), 1, 1) for y in (value, case.get("year")) if y)
        for one in (value, case.get(name)):
            if isinstance(one, date):
                yield one


def ask(
    connection: Connection,
    case: Mapping[str, Any],
    action: Action,
    on: date,
    said: Mapping[str, Any],
    *,
    acknowledged: bool,
) -> tuple[str, ...]:
    """What to tell after saving; before it, whoever has not said that he knows is asked to.

    Raises:
        Restates
    """
    issues = told(connection, case, action, on, said)
    if not issues:
        return ()
    names = "、".join(issues[:NAMED]) + (f"等{len(issues)}期" if len(issues) > NAMED else "")
    if not acknowledged:
        raise Restates(on=on.isoformat(), issues=names)
    return (f"本件将在下一期通报列为重述，涉及{names}。",)
