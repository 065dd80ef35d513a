"""Yearly targets (年度目标): hazards to list and the rate to reach, per jurisdiction."""

from typing import Any

from sqlalchemy import delete, insert

from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, KEEPERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.storage import events, register
from hazards.storage.store import Store
from hazards.storage.tables import targets


class BadTarget(Refusal):
    code = "bad-target"
    says = "目标“{value}”不可用。"
    remedy = "整改率目标填 1 到 100 的整数，挂牌数目标填 0 以上的整数。"


class NoSuchPlace(Refusal):
    code = "no-such-place"
    says = "没有登记代码为“{code}”的单位。"
    remedy = "请先登记区划。"


@operation("设定年度目标", KEEPERS)
def set_target(store: Store, scope: Scope, code: str, year: int, *, listed: int | None, rate: int) -> None:
    """Set the target of one jurisdiction (by code) for one year; an earlier one is replaced.

    Raises:
        BadTarget, NoSuchPlace
    """
    if not 1 <= rate <= 100 or (listed is not None and listed < 0):
        raise BadTarget(value=f"{listed}/{rate}")

    def job(connection: Any) -> None:
        held = register.load(connection)
        key = held.by_code.get(code) or held.by_code.get(code.ljust(12, "0"))
        if key is None:
            raise NoSuchPlace(code=code)
        before = register.all_targets(connection).get((key, year))
        chosen = (targets.c.jurisdiction_id == key) & (targets.c.year == year)
        connection.execute(delete(targets).where(chosen))
        connection.execute(insert(targets).values(jurisdiction_id=key, year=year, listed=listed, rate=rate))
        events.record(
            connection,
            subject="target",
            action="target-set",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"code": code, "year": year, "before": before, "after": [listed, rate]},
        )

    store.write(job)


@operation("查看年度目标", EVERYONE)
def all_of_year(store: Store, scope: Scope, year: int) -> dict[int, tuple[int | None, int]]:
    """jurisdiction to (number to list, rate) where one was set for the year."""
    with store.read() as connection:
        told = register.all_targets(connection)
    return {key: goal for (key, of), goal in told.items() if of == year}
