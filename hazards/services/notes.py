"""Notes: what somebody typed and has not sent yet; it outlives a lost link and an ended login."""

from typing import Any

from sqlalchemy import delete, insert, select

from hazards.services import clock
from hazards.services.access import Scope, operation
from hazards.services.sessions import PERSONS
from hazards.storage.store import Store
from hazards.storage.tables import drafts

LONGEST = 20_000


@operation("暂存", PERSONS)
def keep(store: Store, scope: Scope, key: str, text: str) -> None:
    """Keep a text under page, case and field; an empty one is dropped."""
    chosen = (drafts.c.account_id == scope.account) & (drafts.c.key == key[:200])

    def job(connection: Any) -> None:
        held = connection.execute(select(drafts.c.text).where(chosen)).scalar()
        if held == text[:LONGEST]:
            return
        connection.execute(delete(drafts).where(chosen))
        if text:
            row = {"account_id": scope.account, "key": key[:200], "text": text[:LONGEST], "at": clock.stamp()}
            connection.execute(insert(drafts).values(row))

    store.write(job)


@operation("取回暂存", PERSONS)
def kept(store: Store, scope: Scope, key: str) -> str:
    chosen = (drafts.c.account_id == scope.account) & (drafts.c.key == key[:200])
    with store.read() as connection:
        return connection.execute(select(drafts.c.text).where(chosen)).scalar() or ""


@operation("清除暂存", PERSONS)
def dropped(store: Store, scope: Scope, key: str) -> None:
    """What was typed has arrived."""
    chosen = (drafts.c.account_id == scope.account) & (drafts.c.key == key[:200])
    store.write(lambda c: c.execute(delete(drafts).where(chosen)))
