"""包案: which leader answers for a case, held from a day on; who held it before stays on record."""

from datetime import date

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, Role
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.acts import open_case
from hazards.storage import cases, casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store


class BadCharge(Refusal):
    code = "bad-charge"
    says = "包案领导{why}。"
    remedy = "请填写姓名，起始日期不早于上一任的起始日期，不晚于今天。"


@operation("指定包案领导", frozenset({Role.LISTING}), case=True)
def assign(store: Store, scope: Scope, case_id: int, leader: str, *, since: date) -> None:
    """Another leader takes the case from a day on; the one before held it until then.

    Raises:
        BadCharge, PlanClosed
    """
    name = prose("包案领导", leader)[:50]
    if not name:
        raise BadCharge(why="没有填写")

    def job(connection: Connection) -> None:
        held = open_case(connection, scope, case_id)
        before = casework.of_case(connection, t.charges, case_id, "since")
        if since > clock.today() or (before and since <= before[-1]["since"]):
            raise BadCharge(why=f"的起始日期{since.isoformat()}不可用")
        if name == held.row["leader"]:
            raise BadCharge(why="与现任相同")
        event = events.record(
            connection,
            action="charged",
            case_id=case_id,
            entered_at=clock.stamp(),
            acted_on=since,
            data={"leader": name, "was": held.row["leader"]},
            **scope.signature,
        )
        if before:
            latest = (t.charges.c.case_id == case_id) & (t.charges.c.since == before[-1]["since"])
            connection.execute(t.charges.update().where(latest).values(until=since))
        connection.execute(
            t.charges.insert().values(case_id=case_id, since=since, leader=name, until=None, event_id=event)
        )
        cases.change(connection, [{"id": case_id, "leader": name, "live": True}])

    store.write(job)


@operation("查看历任包案领导", EVERYONE, case=True)
def held(store: Store, scope: Scope, case_id: int) -> list[casework.Row]:
    """Who held the case and when, the first one first; until None is today's."""
    with store.read() as connection:
        return casework.of_case(connection, t.charges, case_id, "since")
