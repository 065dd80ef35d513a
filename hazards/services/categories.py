"""Categories (必拆类别): which buildings must go first. No text names the six, so the district does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from hazards.domain.cells import fold
from hazards.domain.errors import Refusal
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, KEEPERS, SETTERS
from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.storage import events
from hazards.storage.store import Store
from hazards.storage.tables import words as table

LIST = "categories"
MOST = 30


class TooManyCategories(Refusal):
    code = "too-many-categories"
    says = "必拆类别共 {count} 类，过多。"
    remedy = "请合并到 {most} 类以内，每类一行，不超过 50 字。"


@operation("查看必拆类别", EVERYONE)
def names(store: Store, scope: Scope) -> list[str]:
    """The district's list in its own order; empty until it sets one."""
    with store.read() as connection:
        return _names(connection)


@operation("设定必拆类别", SETTERS | KEEPERS)
def replace(store: Store, scope: Scope, told: Sequence[str]) -> list[str]:
    """Set the whole list. What a building was given before stays with it.

    Raises:
        TooManyCategories
    """
    kept = {fold(name): name for one in told if (name := prose("必拆类别", str(one), 200))}
    if len(kept) > MOST or any(len(name) > 50 for name in kept.values()):
        raise TooManyCategories(count=len(kept), most=MOST)

    def job(connection: Any) -> list[str]:
        before = _names(connection)
        connection.execute(delete(table).where(table.c.list == LIST))
        for position, (key, name) in enumerate(kept.items()):
            values = {"list": LIST, "spelling": f"{position:02d}{key}"[:200], "means": name}
            connection.execute(insert(table).values(values))
        events.record(
            connection,
            subject="dictionary",
            action="categories-set",
            **scope.signature,
            entered_at=clock.stamp(),
            acted_on=clock.today(),
            data={"before": before, "after": list(kept.values())},
        )
        return list(kept.values())

    return store.write(job)


def _names(connection: Any) -> list[str]:
    asked = select(table.c.means).where(table.c.list == LIST).order_by(table.c.spelling)
    return list(connection.execute(asked).scalars())
