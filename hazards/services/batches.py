"""Batches (批次): one document lists or strikes off many; each case is gated alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import CASEWORK, Role
from hazards.domain.stages import Stage
from hazards.services import clock
from hazards.services.access import NoSuchCase, Scope, operation, seen
from hazards.storage import cases, casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row
LIST, STRIKE_OFF = "list", "strike-off"
OFFICE = frozenset({Role.LISTING})


class NoSuchBatch(Refusal):
    code = "no-such-batch"
    says = "没有这个批次。"
    remedy = "请在批次列表中选择。"


class BatchUnnamed(Refusal):
    code = "batch-unnamed"
    says = "批次还没有名称。"
    remedy = "请填写批次名称，如“第二批”，印发的文件和统计表按它称呼。"


class BatchIssued(Refusal):
    code = "batch-issued"
    says = "该批次已由{name}印发，不能再改。"
    remedy = "后续挂牌请另建批次；录入差错请在案卷中更正。"


class BatchLacks(Refusal):
    code = "batch-lacks"
    says = "印发还缺：{missing}。"
    remedy = "补齐后再印发。"


@operation("拟定批次", OFFICE)
def draft(
    store: Store,
    scope: Scope,
    *,
    does: str,
    year: int,
    name: str,
    level: str = "区级",
    body: str = "",
    note: str = "",
) -> int:
    """Begin a batch; returns its number.

    Raises:
        BatchUnnamed
    """
    called = prose("批次名称", name, 60)
    if not called:
        raise BatchUnnamed

    def job(connection: Connection) -> int:
        number = casework.add(
            connection,
            t.batches,
            does=does,
            year=year,
            name=called,
            level=level,
            body=prose("挂牌机关", body, 60),
            state="draft",
            note=prose("说明", note, 500),
            drafted_by=scope.account or 0,
            entered_at=clock.stamp(),
        )
        tell(
            connection, scope, "batch-drafted", {"batch": number, "does": does, "name": called, "year": year}
        )
        return number

    return store.write(job)


@operation("编入批次", OFFICE)
def put(store: Store, scope: Scope, number: int, told: Mapping[int, Mapping[str, Any]]) -> None:
    """Set what a batch holds: per case id the ``deadline`` (list) or ``how`` (strike off).

    Raises:
        NoSuchBatch, BatchIssued, NoSuchCase
    """

    def job(connection: Connection) -> None:
        open_batch(connection, number)
        rows = []
        for case_id, one in told.items():
            seen(connection, scope, case_id)
            rows.append(
                {
                    "batch_id": number,
                    "case_id": case_id,
                    "deadline": one.get("deadline"),
                    "how": one.get("how") or "",
                    "opinion": prose("意见", one.get("opinion") or ""),
                }
            )
        table = t.batch_cases
        connection.execute(table.delete().where(table.c.batch_id == number))
        if rows:
            connection.execute(table.insert(), rows)

    store.write(job)


@operation("征求意见", OFFICE)
def consult(store: Store, scope: Scope, number: int) -> None:
    """Ask streets and departments; their opinions are noted beside each case until it is issued."""

    def job(connection: Connection) -> None:
        open_batch(connection, number)
        casework.set_row(connection, t.batches, number, state="consulting")
        tell(connection, scope, "batch-consulting", {"batch": number})

    store.write(job)


@operation("对批次提出意见", CASEWORK, case=True)
def comment(store: Store, scope: Scope, case_id: int, number: int, opinion: str) -> None:
    """What a street or department says about one case of a batch under consultation; one opinion an organ.

    Raises:
        NoSuchBatch, BatchIssued, BatchLacks, NoSuchCase
    """
    said = " ".join(prose("意见", opinion, 500).split())
    organ = (scope.as_whom or scope.actor).partition(" ")[0]

    def job(connection: Connection) -> None:
        batch = open_batch(connection, number)
        if batch["state"] != "consulting":
            raise BatchLacks(missing="批次进入征求意见")
        table = t.batch_cases
        at = (table.c.batch_id == number) & (table.c.case_id == case_id)
        before = connection.execute(select(table.c.opinion).where(at)).scalar()
        if before is None:
            raise NoSuchCase
        told = opinions(before, organ, said)
        connection.execute(table.update().where(at).values(opinion=told))
        data = {"batch": number, "case": case_id, "organ": organ, "opinion": said}
        tell(connection, scope, "batch-commented", data)

    store.write(job)


def opinions(before: str, organ: str, said: str) -> str:
    """One opinion an organ, a line each, in the order in which they first came; a later one replaces its own."""
    lines = [line for line in before.split("\n") if line]
    mine = f"{organ}："
    told = [f"{mine}{said}" if line.startswith(mine) else line for line in lines]
    return "\n".join(told if any(line.startswith(mine) for line in lines) else [*lines, f"{mine}{said}"])


@operation("查看批次", CASEWORK | {Role.LEADER, Role.AUDITOR})
def held(store: Store, scope: Scope) -> list[dict[str, Any]]:
    """Batches, the latest first, with their cases in sight; streets see none that is only drafted."""
    with store.read() as connection:
        batches = casework.where(connection, t.batches, order=(t.batches.c.id.desc(),))
        out = []
        for batch in batches:
            if batch["state"] == "draft" and scope.role not in (Role.LISTING, Role.AUDITOR, Role.LEADER):
                continue
            rows = casework.where(connection, t.batch_cases, t.batch_cases.c.batch_id == batch["id"])
            held_rows = cases.by_ids(connection, [r["case_id"] for r in rows])
            inside = [
                {**r, "case": held_rows[r["case_id"]]}
                for r in rows
                if scope.sees(held_rows[r["case_id"]], cases.co_streets(connection, r["case_id"]))
            ]
            if inside or scope.everything:
                out.append({**batch, "cases": inside})
        return out


@operation("查看可编入案卷", OFFICE)
def candidates(store: Store, scope: Scope, does: str) -> list[Row]:
    """Cases that a batch of this sort may hold: assessed ones to list, accepted ones to strike off."""
    stage = Stage.ASSESSED if does == LIST else Stage.ACCEPTED
    with store.read() as connection:
        rows = casework.where(connection, t.cases, t.cases.c.stage == stage.value, order=(t.cases.c.id,))
        return [row for row in rows if scope.leads(row)]


def open_batch(connection: Connection, number: int) -> Row:
    batch = casework.get(connection, t.batches, number)
    if batch is None:
        raise NoSuchBatch
    if batch["state"] == "issued":
        raise BatchIssued(name=batch["document"])
    return batch


def tell(
    connection: Connection, scope: Scope, action: str, data: Mapping[str, Any], on: date | None = None
) -> None:
    events.record(
        connection,
        subject="batch",
        action=action,
        entered_at=clock.stamp(),
        acted_on=on or clock.today(),
        data=data,
        **scope.signature,
    )
