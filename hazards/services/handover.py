"""工作移交: one act ends a post and gives it to another, with all that hangs on it and its list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from hazards.domain.roles import SETTERS, Role
from hazards.formats.documents import handover_list
from hazards.services import access, clock, posts
from hazards.services.access import Scope, operation, post_name
from hazards.services.accounts import existing, record
from hazards.services.sessions import NoSuchPost
from hazards.storage import accounts
from hazards.storage.store import Store
from hazards.storage.tables import case_jurisdictions, cases


@dataclass(frozen=True, slots=True)
class HandedCase:
    """An open case on the list: what it is, how far, by when; 协办 where the post only assists."""

    id: int
    number: str
    unit: str
    stage: str
    deadline: date | None
    co: bool


@dataclass(frozen=True, slots=True)
class Handed:
    """The facts of the 移交清单 (sheet of product.md C5), as of the act."""

    post: str
    giver: str
    taker: str
    on: date
    reason: str
    event: int
    new_post: int
    cases: tuple[HandedCase, ...]
    drafts: int
    delegations: int


@operation("工作移交", SETTERS)
def hand_over(
    store: Store, scope: Scope, post: int, to: int, *, on: date | None = None, reason: str = ""
) -> Handed:
    """End a post and give it to another account from the same day on, as one act.

    Cases follow the post by themselves, and so does every to-do that waits for it; drafts and
    delegations are moved. A delegation to the taker himself has done its work and is revoked.

    Raises:
        NoSuchPost, NoSuchAccount, PostsClash, DatesReversed
    """
    day = on or clock.today()

    def job(connection: Any) -> Handed:
        held = accounts.post(connection, post)
        if held is None or held.account == to:
            raise NoSuchPost
        giver, taker = existing(connection, held.account), existing(connection, to)
        if taker["disabled_at"]:
            raise NoSuchPost
        made = posts.add(
            connection,
            scope,
            to,
            Role(held.role),
            jurisdiction=held.jurisdiction,
            department=held.department,
            title=held.title,
            since=day,
            until=held.until,
            reason=reason,
        )
        posts.close(connection, scope, post, day, reason)
        moved = _delegations(connection, post, made, to)
        drafts = accounts.move_drafts(connection, held.account, to)
        sheet = _cases(connection, access.scope_of(connection, giver["person"], giver["id"], held))
        told = {
            "post": post,
            "new_post": made,
            "to": to,
            "cases": [c.id for c in sheet],
            "drafts": drafts,
            "delegations": moved,
        }
        event = record(
            connection, scope, "handed-over", held.account, told, reason=reason.strip(), acted_on=day
        )
        return Handed(
            post_name(held),
            giver["person"],
            taker["person"],
            day,
            reason.strip(),
            event,
            made,
            sheet,
            drafts,
            moved,
        )

    return store.write(job)


def _delegations(connection: Any, post: int, made: int, to: int) -> int:
    moved = 0
    for row in accounts.delegations_of(connection, post):
        if row["to_id"] == to:
            accounts.change_delegation(connection, row["id"], revoked_at=clock.stamp())
        elif row["until"] > clock.today():
            accounts.change_delegation(connection, row["id"], post_id=made)
            moved += 1
    return moved


def _cases(connection: Any, scope: Scope) -> tuple[HandedCase, ...]:
    """Open cases in sight of the post; of a post that sees everything, none is its own."""
    if scope.everything:
        return ()
    co: dict[int, set[int]] = {}
    for case_id, key in connection.execute(select(case_jurisdictions)):
        co.setdefault(case_id, set()).add(key)
    asked = select(cases).where(cases.c.state == "open").order_by(cases.c.deadline.nulls_last(), cases.c.id)
    return tuple(
        HandedCase(r["id"], r["number"], r["unit"], r["stage"], r["deadline"], not scope.leads(r))
        for r in connection.execute(asked).mappings()
        if scope.sees(r, frozenset(co.get(r["id"], ())))
    )


def printed(handed: Handed) -> bytes:
    """The 移交清单 as docx, to be signed by both and a witness."""
    facts = handover_list.HandoverList(
        post=handed.post,
        by=handed.giver,
        to=handed.taker,
        dated=handed.on,
        reason=handed.reason,
        cases=tuple(
            handover_list.OpenCase(
                number=one.number or "未编号",
                unit=one.unit,
                stage=one.stage,
                deadline=one.deadline,
                holder="协办" if one.co else "主办",
            )
            for one in handed.cases
        ),
        drafts=(f"未完成的草稿 {handed.drafts} 份",) if handed.drafts else (),
    )
    return handover_list.write(facts)
