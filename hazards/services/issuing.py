"""Issuing (印发): one document, every case gated alone, failures named; and the service receipts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.competence import decider
from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import Action
from hazards.domain.prose import prose
from hazards.domain.steps import take as decide
from hazards.services import casework as steps
from hazards.services import clock, filed, published_cutoffs, sealing
from hazards.services.access import Scope, operation, seen
from hazards.services.batches import OFFICE, STRIKE_OFF, BatchLacks, NoSuchBatch, open_batch, tell
from hazards.services.casework import Done
from hazards.services.proposals import AnotherPerson
from hazards.storage import cases, casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row


@operation("印发批次", OFFICE)
def issue(
    store: Store, scope: Scope, number: int, *, document: str, on: date, acknowledged: bool = False
) -> list[tuple[int, Done | Refusal]]:
    """Issue a batch in one act: every case that may go goes, the others are named with their reason.

    Returns:
        Per case, in the order of the batch: what was done, or why not.

    The listing of an upper body, of the district government or the fire committee is registered:
    whoever drafted it does not issue it.

    Raises:
        BatchLacks: number, date or cases are missing; nothing is issued. AnotherPerson.
        Restates: the date lies before a published cut-off and nobody said that he knows.
    """
    document = prose("文号", document, 100)
    missing = [name for name, told in (("文号", document.strip()), ("印发日期", on)) if not told]
    if on and on > clock.today():
        missing.append("不晚于今天的印发日期")

    def job(connection: Connection) -> list[tuple[int, Done | Refusal]]:
        batch = open_batch(connection, number)
        rows = casework.where(
            connection, t.batch_cases, t.batch_cases.c.batch_id == number, order=(t.batch_cases.c.case_id,)
        )
        if missing or not rows:
            raise BatchLacks(missing="、".join([*missing, *([] if rows else ["案卷"])]))
        if decider(batch["level"], batch["body"]) and batch["drafted_by"] in scope.persons:
            raise AnotherPerson(name=scope.actor, who="区安委办")
        _ask(connection, batch, rows, on, acknowledged)
        out: list[tuple[int, Done | Refusal]] = []
        for row in rows:
            try:
                with connection.begin_nested():
                    out.append((row["case_id"], _issue_one(connection, scope, batch, row, document, on)))
            except Refusal as refusal:
                out.append((row["case_id"], refusal))
        done = {case_id for case_id, what in out if isinstance(what, Done)}
        for case_id, what in out:
            table = t.batch_cases
            at = (table.c.batch_id == number) & (table.c.case_id == case_id)
            failure = "" if isinstance(what, Done) else str(what)
            connection.execute(table.update().where(at).values(issued=case_id in done, failure=failure))
        if not done:
            return out
        casework.set_row(
            connection,
            t.batches,
            number,
            state="issued",
            document=document.strip(),
            decided_on=on,
            version=batch["version"] + 1,
        )
        data = {"batch": number, "document": document, "cases": sorted(done)}
        tell(connection, scope, "batch-issued", data, on)
        return out

    told = store.write(job)
    sealing.seal(store, "batch")
    return told


def _ask(connection: Connection, batch: Row, rows: Sequence[Row], on: date, acknowledged: bool) -> None:
    action = Action.STRIKE_OFF if batch["does"] == STRIKE_OFF else Action.LIST
    held = cases.by_ids(connection, [row["case_id"] for row in rows])
    for case in held.values():
        published_cutoffs.ask(connection, case, action, on, {}, acknowledged=acknowledged)


def _issue_one(connection: Connection, scope: Scope, batch: Row, row: Row, document: str, on: date) -> Done:
    if batch["does"] == STRIKE_OFF:
        told: dict[str, Any] = {"how": row["how"], "document": document}
        return steps.perform(
            connection,
            scope,
            row["case_id"],
            Action.STRIKE_OFF,
            on=on,
            told=told,
            acknowledged=True,
            extra={"batch": batch["id"]},
        )
    held = filed.read(connection, scope, row["case_id"])
    body = batch["body"]
    told = {
        "level": batch["level"],
        "body": body or "区安委办",
        "document": document,
        "deadline": row["deadline"],
        "supervisor": held.row["supervisor"],
    }
    taken = decide(
        held.facts,
        Action.LIST,
        told,
        by=filed.actor(scope, held.row),
        on=on,
        rules=filed.rules(connection),
        scan=True,  # the issued document itself is the dated paper
    )
    done = steps.write(
        connection, scope, held, taken, on=on, told=told, scan=None, extra={"batch": batch["id"]}
    )
    cases.change(connection, [_listed(connection, held, batch, told, on)])
    return done


def _listed(
    connection: Connection, held: filed.Filed, batch: Row, told: Mapping[str, Any], on: date
) -> dict[str, Any]:
    return {
        "id": held.row["id"],
        "listed_on": on,
        "level": told["level"],
        "body": told["body"],
        "document": told["document"],
        "deadline": told["deadline"],
        "batch": batch["name"],
        "year": batch["year"],
        "number": held.row["number"] or next_number(connection, batch["year"]),
    }


def next_number(connection: Connection, year: int) -> str:
    """The next number of a year in the form the store already uses: 鹿挂〔2026〕032号."""
    asked = t.cases.select().with_only_columns(t.cases.c.number).where(t.cases.c.kind == "hazard")
    rows = connection.execute(asked.order_by(t.cases.c.id))
    shape = re.compile(rf"^(.{{0,12}})〔{year}〕(\d+)号$")
    used = [m for (number,) in rows if (m := shape.match(number))]
    prefix = used[-1][1] if used else "挂"
    last = max((int(m[2]) for m in used if m[1] == prefix), default=0)
    return f"{prefix}〔{year}〕{last + 1:03d}号"


@operation("登记送达", OFFICE)
def served(store: Store, scope: Scope, number: int, case_id: int, *, on: date, to: str) -> None:
    """Tick the service receipt (送达回证) of one case.

    Raises:
        NoSuchCase, NoSuchBatch, BatchLacks
    """

    def job(connection: Connection) -> None:
        seen(connection, scope, case_id)
        if not to.strip() or on > clock.today():
            raise BatchLacks(missing="签收人和不晚于今天的签收日期")
        table = t.batch_cases
        at = (table.c.batch_id == number) & (table.c.case_id == case_id)
        if not connection.execute(
            table.update().where(at).values(served_on=on, served_to=prose("签收人", to, 50))
        ).rowcount:
            raise NoSuchBatch
        events.record(
            connection,
            action="notice-served",
            case_id=case_id,
            entered_at=clock.stamp(),
            acted_on=on,
            data={"to": prose("签收人", to, 50), "batch": number},
            **scope.signature,
        )

    store.write(job)
