"""Published cut-offs (已印发的截止时刻): an act dated before one changes what was published, and says so first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Finding, Refusal
from hazards.domain.findings import found
from hazards.domain.issues import Kind, period
from hazards.domain.lifecycle import Action
from hazards.services.drafts import Row, Verdict
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
PLACES = frozenset({"kind", "level", "street", "county", "year"})
"""Fields of a ledger that count from a case's listing on."""
DAYS = ("listed_on", "struck_off_on", "left_on", "deadline", "extended_to", "extension_approved_on")
"""Those that count from themselves on."""
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
    return [_title(row) for row in bulletins.published_upto(connection, acted_on)]


def _title(row: Mapping[str, Any]) -> str:
    return (
        f"{period(Kind(row['kind']), row['period']).title}第{row['issue']}期(截止{row['cutoff'].isoformat()})"
    )


def _named(issues: Sequence[str]) -> str:
    return "、".join(issues[:NAMED]) + (f"等{len(issues)}期" if len(issues) > NAMED else "")


def imported(connection: Connection, rows: Sequence[Row]) -> list[Finding]:
    """Whether the rows of a ledger to be taken may change what was published; told before they are taken."""
    days = [day for row in rows if (day := _from(row))]
    issues = bulletins.published_upto(connection, min(days)) if days else []
    if not issues:
        return []
    last = max(one["cutoff"] for one in issues)
    count = sum(day <= last for day in days)
    return [found("restates-published", None, None, _named([_title(one) for one in issues]), count=count)]


def _from(row: Row) -> date | None:
    """The first day whose figures a row may change, None where it changes none."""
    one = row.listing
    if one is None or one.kind != "hazard" or row.verdict not in (Verdict.NEW, Verdict.CHANGED):
        return None
    listed = one.listed_on or (date(one.year, 1, 1) if one.year else None)
    if row.verdict is Verdict.NEW:
        return listed
    days = [day for name in DAYS for day in row.changes.get(name, ()) if day]
    if listed and PLACES & row.changes.keys():
        days.append(listed)
    return min(days, default=None)


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
    names = _named(issues)
    if not acknowledged:
        raise Restates(on=on.isoformat(), issues=names)
    return (f"本件将在下一期通报列为重述，涉及{names}。",)
