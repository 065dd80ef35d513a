"""Second persons (双人办理): one enters a decision, another confirms it, and only then it counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain.competence import decider
from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.prose import prose, spoken
from hazards.domain.roles import CASEWORK, Role
from hazards.domain.steps import needs_leader, take
from hazards.domain.steptold import FIELDS
from hazards.services import casework as steps
from hazards.services import clock, effects, filed, published_cutoffs
from hazards.services.access import NoSuchCase, Scope, operation, visible
from hazards.services.effect import typed
from hazards.services.pressed import once
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row


class AnotherPerson(Refusal):
    code = "another-person"
    says = "该事项由{name}提出，须另一人确认。"
    remedy = "请由{who}中的另一人在待办中确认。"


class AlreadyDecided(Refusal):
    code = "already-decided"
    says = "该事项已由{name}于{at}{how}。"
    remedy = "无须再办，请刷新待办。"


class AlreadyProposed(Refusal):
    code = "already-proposed"
    says = "本案的“{action}”已由{name}提出，正在等待确认。"
    remedy = "请先确认或退回原事项。"


class NoSecondNeeded(Refusal):
    code = "no-second-needed"
    says = "“{action}”不须登记或双人确认。"
    remedy = "请在案卷中直接办理。"


@operation("提出须双人办理的事项", CASEWORK, case=True)
def propose(
    store: Store,
    scope: Scope,
    case_id: int,
    action: Action,
    *,
    on: date,
    told: Mapping[str, Any],
    scan: int | None,
    request: str = "",
    acknowledged: bool = False,
) -> int:
    """Enter an upper body's decision, or an act that needs a second person; returns its number.

    Every gate is asked now, and again when it is confirmed.

    Raises:
        Every refusal of the step; AlreadyProposed, NoSecondNeeded, Restates.
    """

    said = spoken(told, FIELDS)

    def job(connection: Connection) -> int:
        held = filed.read(connection, scope, case_id)
        registered = _registered(connection, held, action)
        proof = steps.in_file(connection, case_id, scan)
        taken = take(
            held.facts,
            action,
            said,
            by=filed.actor(scope, held.row),
            on=on,
            rules=filed.rules(connection),
            scan=proof,
            registered=registered,
            confirmed=True,
        )
        effects.of(connection, held, taken, on, said)  # what cannot be is told now, not to the second
        published_cutoffs.ask(connection, held.row, action, on, said, acknowledged=acknowledged)
        data = {"action": action.value, "on": on, "told": said, "scan": scan, "registered": registered}
        event = events.record(
            connection,
            action="proposed",
            case_id=case_id,
            entered_at=clock.stamp(),
            acted_on=on,
            reason=str(said.get("why") or ""),
            data=data,
            **scope.signature,
        )
        return casework.add(
            connection,
            t.proposals,
            case_id=case_id,
            action=action.value,
            data=events.pack(data),
            evidence_id=scan,
            account_id=scope.account or 0,
            actor=scope.actor,
            entered_at=clock.stamp(),
            event_id=event,
            state="waiting",
        )

    return store.write(once(scope, request, job))


def _registered(connection: Connection, held: filed.Filed, action: Action) -> bool:
    """Whether it is the decision of an upper body that is entered.

    Raises:
        NoSecondNeeded, AlreadyProposed
    """
    step = STEPS[action]
    registered = bool(step.listing_body and decider(held.level, held.body))
    if not (registered or step.second or needs_leader(held.facts, action)):
        raise NoSecondNeeded(action=step.title)
    for row in casework.where(connection, t.proposals, t.proposals.c.case_id == held.row["id"]):
        if row["state"] == "waiting" and row["action"] == action.value:
            raise AlreadyProposed(action=step.title, name=row["actor"])
    return registered


def confirmer(held: filed.Filed, action: Action) -> Role:
    """Who may be the second person: a leader once an accident is in the file, else the same office."""
    if needs_leader(held.facts, action):
        return Role.LEADER
    return Role.HEAD if held.level == "街镇级" and STEPS[action].listing_body else Role.LISTING


@operation("确认他人提出的事项", frozenset({Role.LISTING, Role.LEADER, Role.HEAD}))
def confirm(store: Store, scope: Scope, number: int) -> steps.Done:
    """The second person stands behind it; the event names decider, enterer and confirmer.

    Raises:
        NoSuchCase, AnotherPerson, AlreadyDecided, and every refusal of the step.
    """

    def job(connection: Connection) -> tuple[steps.Done, Action]:
        row, held = _waiting(connection, scope, number)
        data = orjson.loads(row["data"])
        action = Action(data["action"])
        wanted = confirmer(held, action)
        if row["account_id"] in scope.persons or scope.role is not wanted:
            raise AnotherPerson(name=row["actor"], who=_office(wanted))
        by = _enterer(scope, wanted)
        body = decider(held.level, held.body) if STEPS[action].listing_body else ""
        done = steps.perform(
            connection,
            by,
            row["case_id"],
            action,
            on=date.fromisoformat(data["on"]),
            told=typed(data["told"]),
            scan=data["scan"],
            registered=data["registered"],
            confirmed=True,
            acknowledged=True,  # by whoever proposed it; the second person is told with the answer
            extra={"decider": body or "本机关", "enterer": row["actor"], "confirmer": scope.actor},
        )
        casework.set_row(
            connection,
            t.proposals,
            number,
            state="confirmed",
            decided_by=scope.account,
            decided_at=clock.stamp(),
        )
        return done, action

    done, action = store.write(job)
    steps.after(store, action)
    return done


def _office(wanted: Role) -> str:
    return "领导" if wanted is Role.LEADER else "本办公室人员"


def _enterer(scope: Scope, wanted: Role) -> Scope:
    """A leader confirms what the office proposed: the step itself stays the office's."""
    return replace(scope, role=Role.LISTING) if wanted is Role.LEADER else scope


@operation("退回他人提出的事项", frozenset({Role.LISTING, Role.LEADER, Role.HEAD}))
def refuse(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The second person, or whoever proposed it, sends it back; the case stays as it is.

    Raises:
        NoSuchCase, AnotherPerson, AlreadyDecided
    """

    def job(connection: Connection) -> None:
        row, held = _waiting(connection, scope, number)
        wanted = confirmer(held, Action(row["action"]))
        if scope.role is not wanted and row["account_id"] not in scope.persons:
            raise AnotherPerson(name=row["actor"], who=_office(wanted))
        event = {"action": row["action"], "proposal": number}
        events.record(
            connection,
            action="proposal-refused",
            case_id=row["case_id"],
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            reason=prose("退回理由", reason, 500),
            data=event,
            **scope.signature,
        )
        casework.set_row(
            connection,
            t.proposals,
            number,
            state="refused",
            decided_by=scope.account,
            decided_at=clock.stamp(),
        )

    store.write(job)


@operation("查看等待确认的事项", frozenset({Role.LISTING, Role.LEADER, Role.HEAD, Role.AUDITOR}))
def waiting(store: Store, scope: Scope) -> list[Row]:
    """Everything in sight that waits for a second person, the oldest first; ``data`` is decoded."""
    with store.read() as connection:
        rows = casework.waiting(connection, t.proposals, t.proposals.c.state == "waiting")
        return [
            {**row, "data": orjson.loads(row["data"]), "mine": row["account_id"] in scope.persons}
            for row in rows
            if _in_sight(connection, scope, row["case_id"])
        ]


def _in_sight(connection: Connection, scope: Scope, case_id: int) -> bool:
    row = visible(connection, scope, case_id)
    return row is not None and scope.leads(row)


def _waiting(connection: Connection, scope: Scope, number: int) -> tuple[Row, filed.Filed]:
    row = casework.get(connection, t.proposals, number)
    if row is None or not _in_sight(connection, scope, row["case_id"]):
        raise NoSuchCase
    if row["state"] != "waiting":
        who = casework.get(connection, t.accounts, row["decided_by"] or 0)
        how = "确认" if row["state"] == "confirmed" else "退回"
        at = row["decided_at"][:16].replace("T", " ")
        raise AlreadyDecided(name=who["person"] if who else "他人", at=at, how=how)
    return row, filed.read(connection, scope, row["case_id"])
