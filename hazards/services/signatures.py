"""Signatures (一把手审签): a clerk prepares, the head signs, several at once, on screen or on paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import STEPS, Action
from hazards.domain.prose import prose, spoken
from hazards.domain.roles import STREET, Role
from hazards.domain.stepfacts import Taken
from hazards.domain.steps import NotTheLead, grouped, lacks
from hazards.domain.steptold import FIELDS
from hazards.services import casework as steps
from hazards.services import clock, covered, effects, filed
from hazards.services.access import Scope, operation, visible
from hazards.services.effect import typed
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
SIGNED = (Action.FILE_PLAN, Action.SUBMIT, Action.APPLY)  # upward only with the head's signature
ANEW = "填报员重新送审"


class NotReady(Refusal):
    code = "not-ready"
    says = "送审“{action}”还缺：{missing}。"
    remedy = "补齐后再送审；退回时也会一次列全。"


class NothingToSign(Refusal):
    code = "nothing-to-sign"
    says = "该事项不在待签之列，或已由他人办理。"
    remedy = "请刷新待办。"


class MovedSinceAsked(Refusal):
    code = "moved-since-asked"
    says = "送审之后又有改动：{moved}。"
    remedy = "请由填报员核对后重新送审，审签人只签署所见的内容。"


class PaperIncomplete(Refusal):
    code = "paper-incomplete"
    says = "审签还缺：{missing}。"
    remedy = "纸质审签须填写审签单编号、签字日期和签字人，并先把签字页扫描件上传到本案卷。"


@operation("送审", STREET, case=True)
def ask(
    store: Store,
    scope: Scope,
    case_id: int,
    action: Action,
    *,
    told: Mapping[str, Any],
    on: date | None = None,
) -> int:
    """Put a plan, a submission or an application before the head; returns its number.

    Asked twice for the same it stays one; asked anew with other words, those stand instead.

    Raises:
        NotTheLead: a co-street; it is told which street is the lead.
        NotReady: everything still missing, at once. CannotBe: the head is not asked for what cannot be.
        NothingToSign: the step needs no signature, or is not open at this stage.
    """

    said = spoken(told, FIELDS)

    def job(connection: Connection) -> int:
        held = filed.read(connection, scope, case_id)
        if not scope.leads(held.row):
            raise NotTheLead(lead=held.facts.lead or "其他街镇", action=STEPS[action].title)
        if action not in SIGNED or held.stage not in STEPS[action].start:
            raise NothingToSign
        if lacking := lacks(held.facts, action, said):
            raise NotReady(action=STEPS[action].title, missing="；".join(grouped(lacking)))
        effects.of(connection, held, Taken(action, held.stage, 0), on or clock.today(), said)
        data = events.pack({"told": said, "on": on, "shown": covered.texts(held)})
        for row in casework.where(connection, t.signatures, t.signatures.c.case_id == case_id):
            if row["what"] == action.value and _open(row):
                if row["data"] == data:
                    return int(row["id"])
                casework.set_row(connection, t.signatures, row["id"], returned=ANEW)
        events.record(
            connection,
            action="signature-asked",
            case_id=case_id,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"what": action.value},
            **scope.signature,
        )
        return casework.add(
            connection,
            t.signatures,
            case_id=case_id,
            what=action.value,
            asked_by=scope.account or 0,
            asked_at=clock.stamp(),
            data=data,
        )

    return store.write(job)


def missing(held: filed.Filed, action: Action) -> tuple[str, ...]:
    """What the file still lacks before an act can be put before the head, typed fields aside."""
    typed = {FIELDS[name] for name in STEPS[action].fields}
    return tuple(one for one in lacks(held.facts, action, {}) if one not in typed)


def _lead(row: Row) -> Row:
    return {"lead_id": row["case_lead_id"], "supervisor": ""}


def _open(row: Row) -> bool:
    return not row["signed_at"] and not row["returned"]


@operation("查看待签事项", STREET)
def waiting(store: Store, scope: Scope) -> list[Row]:
    """What waits for a signature in sight: only what changed since the last one signed (``changes``),
    and what was put otherwise after it was asked for (``moved``). A case past the step waits for none."""
    with store.read() as connection:
        rows = casework.waiting(connection, t.signatures, t.signatures.c.signed_at == "")
        out: list[Row] = []
        for row in rows:
            action = Action(row["what"])
            if row["returned"] or not scope.leads(_lead(row)) or row["case_stage"] not in STEPS[action].start:
                continue
            data, held = orjson.loads(row["data"]), filed.read(connection, scope, row["case_id"])
            changes = covered.since_signed(connection, row["case_id"], data["shown"])
            moved = covered.since_asked(held, action, data["shown"])
            out.append({**row, "data": data, "changes": changes, "moved": moved})
        return out


@operation("查看退回的送审", STREET)
def returned(store: Store, scope: Scope) -> list[Row]:
    """What the head sent back and nobody asked for again since, the latest first; ``returned`` says why."""
    with store.read() as connection:
        rows = casework.waiting(connection, t.signatures, t.signatures.c.id > 0)
        last = {(row["case_id"], row["what"]): row for row in rows if scope.leads(_lead(row))}
    return [row for row in reversed(last.values()) if row["returned"]]


@operation("审签", frozenset({Role.HEAD}))
def sign(store: Store, scope: Scope, numbers: Sequence[int]) -> list[tuple[int, steps.Done | Refusal]]:
    """Sign several at once; each stands for itself, and each refusal is told by its number."""
    out: list[tuple[int, steps.Done | Refusal]] = []
    for number in numbers:

        def job(connection: Connection, number: int = number) -> steps.Done:
            return _sign(connection, scope, number)

        try:
            out.append((number, store.write(job)))
        except Refusal as refusal:
            out.append((number, refusal))
    return out


def _sign(connection: Connection, scope: Scope, number: int) -> steps.Done:
    row = _waiting(connection, scope, number)
    done = _perform(connection, scope, row, extra={"signature": number})
    casework.set_row(
        connection,
        t.signatures,
        number,
        account_id=scope.account,
        signed_at=clock.stamp(),
        event_id=done.event,
    )
    return done


def _perform(
    connection: Connection,
    scope: Scope,
    row: Row,
    *,
    extra: Mapping[str, Any],
    on: date | None = None,
    scan: int | None = None,
) -> steps.Done:
    data, action = orjson.loads(row["data"]), Action(row["what"])
    if moved := covered.since_asked(filed.read(connection, scope, row["case_id"]), action, data["shown"]):
        raise MovedSinceAsked(moved="、".join(moved))
    told = {**typed(data["told"]), "account": row["asked_by"]}
    if on is None:
        on = date.fromisoformat(data["on"]) if data["on"] else clock.today()
    return steps.perform(connection, scope, row["case_id"], action, on=on, told=told, scan=scan, extra=extra)


@operation("退回送审", frozenset({Role.HEAD}))
def send_back(store: Store, scope: Scope, number: int, *, reason: str) -> None:
    """The head does not sign; the clerk sees why. Raises NothingToSign, PaperIncomplete."""

    def job(connection: Connection) -> None:
        row = _waiting(connection, scope, number)
        if not reason.strip():
            raise PaperIncomplete(missing="退回理由")
        events.record(
            connection,
            action="signature-returned",
            case_id=row["case_id"],
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            reason=prose("退回理由", reason, 500),
            data={"what": row["what"]},
            **scope.signature,
        )
        casework.set_row(connection, t.signatures, number, returned=prose("退回理由", reason, 500))

    store.write(job)


@operation("登记纸质审签", STREET)
def on_paper(
    store: Store,
    scope: Scope,
    number: int,
    *,
    sheet: str,
    signer: int,
    signed_on: date,
    scan: int | None,
) -> steps.Done:
    """The head signed a numbered sheet; a clerk enters it with its scan. Counted apart.

    Raises:
        PaperIncomplete, and every refusal of the step.
    """

    def job(connection: Connection) -> steps.Done:
        row = _waiting(connection, scope, number)
        head = _head(connection, scope, signer, signed_on)
        needed = {"审签单编号": sheet.strip(), "签字页扫描件": scan, "签字人(本街镇当日在任的审签人)": head}
        if absent := [name for name, told in needed.items() if not told]:
            raise PaperIncomplete(missing="、".join(absent))
        assert head is not None
        extra = {"signature": number, "paper": sheet.strip(), "enterer": scope.actor}
        done = _perform(connection, head, row, extra=extra, on=signed_on, scan=scan)
        casework.set_row(
            connection,
            t.signatures,
            number,
            account_id=signer,
            signed_at=clock.stamp(),
            paper=prose("审签单编号", sheet, 40),
            evidence_id=scan,
            event_id=done.event,
        )
        return done

    return store.write(job)


@operation("查看本街镇审签人", STREET)
def heads(store: Store, scope: Scope) -> dict[int, str]:
    """The accounts that hold the head's post in sight today, by id."""
    with store.read() as connection:
        posts = casework.where(connection, t.posts, t.posts.c.role == Role.HEAD.value)
        names = {row["id"]: row["person"] for row in casework.where(connection, t.accounts)}
    today = clock.today()
    return {p["account_id"]: names[p["account_id"]] for p in posts if _holds(p, scope, today)}


def _holds(post: Row, scope: Scope, on: date) -> bool:
    held = post["since"] <= on and (post["until"] is None or on < post["until"])
    return held and (scope.jurisdictions is None or post["jurisdiction_id"] in scope.jurisdictions)


def _head(connection: Connection, scope: Scope, signer: int, on: date) -> Scope | None:
    """The head's own scope, where that person held the post in this street on that day."""
    account = casework.get(connection, t.accounts, signer)
    for post in casework.where(connection, t.posts, t.posts.c.account_id == signer):
        if account and post["role"] == Role.HEAD and _holds(post, scope, on):
            as_whom = f"{post['title']}(纸质审签)"
            return Scope(account["person"], Role.HEAD, signer, scope.jurisdictions, None, as_whom)
    return None


def _waiting(connection: Connection, scope: Scope, number: int) -> Row:
    row = casework.get(connection, t.signatures, number)
    case = None if row is None else visible(connection, scope, row["case_id"])
    if row is None or case is None or not _open(row) or not scope.leads(case):
        raise NothingToSign
    return row
