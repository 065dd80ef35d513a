"""Yearly targets (年度目标): hazards to list, the rate to reach, and m² of buildings to dispose of."""

from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.roles import EVERYONE, KEEPERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.posts import unit_of_code
from hazards.storage import events, register
from hazards.storage.store import Store


class BadTarget(Refusal):
    code = "bad-target"
    says = "目标“{value}”不可用。"
    remedy = "整改率目标填 1 到 100 的整数，挂牌数目标填 0 以上的整数，处置任务填 0 以上的平方米数。"


@operation("设定年度目标", KEEPERS)
def set_target(
    store: Store,
    scope: Scope,
    code: str,
    year: int,
    *,
    listed: int | None,
    rate: int,
    area_m2: float | None = None,
) -> None:
    """Set the target of one jurisdiction (by code) for one year; an earlier one is replaced.

    Args:
        area_m2: the year's task of disposal (处置任务); not told, an earlier one stays, 0 ends it.

    Raises:
        BadTarget, NoSuchUnit
    """
    if not 1 <= rate <= 100 or (listed is not None and listed < 0):
        raise BadTarget(value=f"{listed}/{rate}")
    if area_m2 is not None and not 0 <= area_m2 < 1e9:
        raise BadTarget(value=area_m2)
    key = unit_of_code(store, code)

    def job(connection: Any) -> None:
        before = register.all_targets(connection).get((key, year))
        task = register.area_targets(connection).get((key, year))
        area = task if area_m2 is None else round(area_m2, 2) or None
        register.set_target(connection, key, year, listed=listed, rate=rate, area_m2=area)
        events.record(
            connection,
            subject="target",
            action="target-set",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={
                "code": code,
                "year": year,
                "before": before,
                "after": [listed, rate],
                **({"area_m2": [task, area]} if task != area else {}),
            },
        )

    store.write(job)


@operation("查看年度目标", EVERYONE)
def all_of_year(store: Store, scope: Scope, year: int) -> dict[int, tuple[int | None, int]]:
    """jurisdiction to (number to list, rate) where one was set for the year."""
    with store.read() as connection:
        told = register.all_targets(connection)
    return {key: goal for (key, of), goal in told.items() if of == year}


@operation("查看年度处置任务", EVERYONE)
def areas_of_year(store: Store, scope: Scope, year: int) -> dict[int, float]:
    """jurisdiction to its task of disposal in m², where one was set for the year."""
    with store.read() as connection:
        told = register.area_targets(connection)
    return {key: area for (key, of), area in told.items() if of == year}
