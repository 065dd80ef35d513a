"""Answering complaints (受理、延长、答复): each on its day, the caller told at the end."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from hazards.domain import complaints as rules
from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK, Role
from hazards.services import calendar, clock, complaints, matters, scans
from hazards.services.access import Scope, operation
from hazards.services.complaintsteps import act, unanswered
from hazards.services.matters import COMPLAINT, MatterLacks, MatterSettled
from hazards.storage.store import Store

SUPERIORS = frozenset({Role.HEAD, Role.LISTING})
"""Who prolongs, having told the caller first (情况特殊需超过时限的，经上级批准并事先告知)."""


@operation("决定是否受理", CASEWORK)
def decide(
    store: Store, scope: Scope, number: int, *, accepted: bool, on: date | None, why: str = ""
) -> None:
    """Accept a complaint, or say why not; either way the caller is told in the end.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay
    Law: complaint.building
    """
    reason = prose("理由", why, 1000)

    def job(connection: Connection) -> None:
        row = unanswered(connection, scope, number)
        if row["accepted"] is not None:
            raise MatterSettled(what=f"{row['number']}已决定{'受理' if row['accepted'] else '不予受理'}")
        if not accepted and not reason:
            raise MatterLacks(what="不予受理", missing="理由")
        day = matters.lawful_day("决定", on, row["received_on"])
        values = {"accepted": accepted, "accepted_on": day, "accepted_why": reason}
        act(connection, scope, row, "受理" if accepted else "不予受理", values, on=day, told=reason)

    store.write(job)


@operation("批准延长办理", SUPERIORS)
def prolong(
    store: Store, scope: Scope, number: int, *, until: date | None, why: str, told_on: date | None
) -> None:
    """Give more time, within what the law allows, once the caller was told of it and why.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks, BadDay
    Law: complaint.building
    """
    reason = prose("理由", why, 1000)

    def job(connection: Connection) -> None:
        row = unanswered(connection, scope, number)
        if not row["accepted"] or row["prolonged_to"]:
            raise MatterSettled(what=f"{row['number']}尚未受理或者已延长过一次")
        law, days = complaints.periods()[row["kind"]], calendar.held(connection)
        now = law.answer_by(row["accepted_on"], days)
        latest = law.longest(now, days)
        missing = [] if reason else ["延长的理由"]
        if until is None or not now < until <= latest:
            missing.append(f"{now.isoformat()}之后、不晚于{latest.isoformat()}的办结日期")
        if clock.today() > now:
            missing.append(f"在{now.isoformat()}期满前批准")
        if missing:
            raise MatterLacks(what="延长办理", missing="、".join(missing))
        day = matters.lawful_day("告知", told_on, row["accepted_on"])
        said = f"延长至{until}，已于{day}告知投诉举报人。{reason}"
        act(connection, scope, row, "延长办理", {"prolonged_to": until}, on=day, told=said)

    store.write(job)


@operation("答复投诉举报人", CASEWORK)
def answer(
    store: Store,
    scope: Scope,
    number: int,
    *,
    way: str,
    told: str,
    on: date | None,
    files: Sequence[scans.File] = (),
) -> None:
    """Tell the caller what was found and done; with it the complaint is at its end.

    Raises:
        NoSuchMatter, MatterSettled, MatterLacks (everything at once), BadDay
    """
    said = prose("答复内容", told, 4000)

    def job(connection: Connection) -> None:
        row = unanswered(connection, scope, number)
        missing = [] if said else ["答复内容"]
        if way not in rules.ANSWERS:
            missing.append("答复方式")
        if row["accepted"] is None:
            missing.append("是否受理的决定")
        elif row["accepted"] and not row["route"]:
            missing.append("处理结果(立案、转办或者不立案的理由)")
        if row["route"] == "referred" and not row["receipt_on"]:
            missing.append("转办机关的回执")
        if missing:
            raise MatterLacks(what="答复投诉举报人", missing="、".join(missing))
        day = matters.lawful_day("答复", on, row["routed_on"] or row["accepted_on"])
        values = {"answered_on": day, "answered_way": way, "answer": said}
        act(connection, scope, row, "答复", values, on=day, told=f"{way}：{said}", files=kept)

    with scans.settled(files) as kept:
        store.write(job)


@operation("登记办理记录", CASEWORK)
def note(
    store: Store,
    scope: Scope,
    number: int,
    *,
    told: str,
    on: date | None,
    files: Sequence[scans.File] = (),
) -> None:
    """What was done beside the steps: a visit, a call, a correction; after the answer too.

    Raises:
        NoSuchMatter, MatterLacks, BadDay
    """
    said = prose("办理记录", told, 2000)

    def job(connection: Connection) -> None:
        row = matters.one(connection, scope, COMPLAINT, number)
        if not said:
            raise MatterLacks(what="登记办理记录", missing="办理记录")
        day = matters.lawful_day("办理", on, row["received_on"])
        act(connection, scope, row, "办理记录", {}, on=day, told=said, files=kept)

    with scans.settled(files) as kept:
        store.write(job)
