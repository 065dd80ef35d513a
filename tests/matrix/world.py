"""A small district on a real store: two cases of different streets, and one person for every actor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert, update

from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import (
    accounts,
    batches,
    delegation,
    evidence,
    planning,
    posts,
    sealing,
    sessions,
)
from hazards.services.access import LOCAL_ADMIN, Scope
from hazards.services.receipts import Told
from hazards.storage import cases as at_rest
from hazards.storage import casework, events
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.matrix import standing
from tests.matrix.standing import CO, MARK, OTHER, OTHER_DEPARTMENT, OWN
from tests.services.district import add_case, key_of
from tests.services.offices import DEPARTMENT, PLAN, file, place, tiny_png

T = TypeVar("T")
MISSING = 999_999


class Undone(Store):
    """A store on which every write really runs, chains and answers, and is then rolled back.

    So each cell of the matrix meets the same store, and none needs a copy of it.
    """

    keeps = True

    def _commit(self, job: Callable[[Any], T]) -> T:
        if self.keeps:
            return super()._commit(job)
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                return job(connection)
            finally:
                transaction.rollback()


@dataclass
class World:
    store: Undone
    cases: dict[str, int]
    """"A" is led by 五马 with 双屿 beside it; "B" by 南汇; "missing" is nobody's."""
    numbers: dict[str, str]
    evidence: dict[str, int]
    proposals: dict[str, int]
    signatures: dict[str, int]
    papers: dict[str, int]
    buildings: dict[str, int]
    """Illegal buildings seen by the same people: "A" in a village of 五马, 双屿 beside it; "B" 南汇's."""
    overrides: dict[str, int]
    batch: int
    accounts: dict[str, int]
    posts: dict[str, int]
    tokens: dict[str, str]
    room: Path

    def set(self, statement: Any) -> None:
        """Put the world in another state for the cells that follow; no event, for none is judged."""
        self.store.keeps = True
        try:
            self.store.write(lambda connection: connection.execute(statement))
        finally:
            self.store.keeps = False

    def scope(self, actor: str) -> Scope:
        """Read anew, as at every request."""
        if actor == "machine":
            return LOCAL_ADMIN
        who = sessions.identify(self.store, self.tokens[actor])
        assert who is not None, actor
        return who.scope


PEOPLE: dict[str, tuple[Role, dict[str, str]]] = {
    "clerk": (Role.CLERK, {"street": OWN}),
    "head": (Role.HEAD, {"street": OWN}),
    "clerk of co-street": (Role.CLERK, {"street": CO}),
    "head of co-street": (Role.HEAD, {"street": CO}),
    "clerk elsewhere": (Role.CLERK, {"street": OTHER}),
    "head elsewhere": (Role.HEAD, {"street": OTHER}),
    "department": (Role.DEPARTMENT, {"department": DEPARTMENT}),
    "department elsewhere": (Role.DEPARTMENT, {"department": OTHER_DEPARTMENT}),
    "listing": (Role.LISTING, {}),
    "leader": (Role.LEADER, {}),
    "auditor": (Role.AUDITOR, {}),
    "admin": (Role.ADMIN, {}),
    "delegate": (Role.CLERK, {"street": OTHER}),
    "demoted": (Role.LISTING, {}),
    "disabled": (Role.LISTING, {}),
    "expired": (Role.LISTING, {}),
    "logged out": (Role.LISTING, {}),
    "without a post": (Role.LISTING, {}),
    "first password": (Role.LISTING, {}),
    "second listing": (Role.LISTING, {}),
    "second admin": (Role.ADMIN, {}),
}


def build(path: Path) -> World:
    """Fill the migrated store at ``path``, which holds the district and nothing else."""
    store = Undone(f"sqlite:///{path}")
    made, held, tokens = _people(store)
    cases = {"A": _case(store, OWN, DEPARTMENT, ""), "B": _case(store, OTHER, OTHER_DEPARTMENT, MARK)}
    numbers = _numbers(store, cases)
    cases["missing"] = MISSING
    _share(store, cases["A"], key_of(store, CO))
    world = World(store, cases, numbers, {}, {}, {}, {}, {}, {}, 0, made, held, tokens, path.parent)
    for name, actor in (("A", "clerk"), ("B", "clerk elsewhere")):
        _fill(world, name, world.scope(actor))
    standing.put(world)
    for told in (world.evidence, world.proposals, world.signatures, world.papers, world.buildings):
        told["missing"] = MISSING
    _batch(world)
    sealing.seal(store, "daily")
    store.keeps = False
    return world


def _people(store: Undone) -> tuple[dict[str, int], dict[str, int], dict[str, str]]:
    made = accounts.add_demonstration(store, LOCAL_ADMIN, {f"u{n}": p for n, p in enumerate(PEOPLE)}, "x")
    made = {person: made[f"u{n}"] for n, person in enumerate(PEOPLE)}
    held, tokens = {}, {}
    for person, (role, told) in PEOPLE.items():
        where = {"jurisdiction": key_of(store, told["street"])} if "street" in told else {}
        department = {"department": told["department"]} if "department" in told else {}
        since = {"since": date(2026, 1, 1)}
        held[person] = posts.give(store, LOCAL_ADMIN, made[person], role, **where, **department, **since)
    delegation.lend(
        store, LOCAL_ADMIN, held["head"], made["delegate"], since=date(2026, 11, 1), until=date(2026, 12, 1)
    )
    for person in PEOPLE:
        tokens[person] = store.write(lambda c, p=person: sessions.begin(c, made[p], "127.0.0.1"))
    _lend_and_fall(store, made, held, tokens)
    return made, held, tokens


def _lend_and_fall(store: Undone, made: dict[str, int], held: dict[str, int], tokens: dict[str, str]) -> None:
    """What happened to people after they had logged in."""
    work_at_lent(store, tokens["delegate"])
    today = date(2026, 11, 21)
    posts.end(store, LOCAL_ADMIN, held["demoted"], until=today)
    street = key_of(store, OTHER)
    posts.give(store, LOCAL_ADMIN, made["demoted"], Role.CLERK, jurisdiction=street, since=today)
    posts.end(store, LOCAL_ADMIN, held["without a post"], until=today)
    accounts.disable(store, LOCAL_ADMIN, made["disabled"])
    accounts.reset(store, LOCAL_ADMIN, made["first password"])
    tokens["first password"] = store.write(lambda c: sessions.begin(c, made["first password"], ""))
    sessions.end_of_account(store, LOCAL_ADMIN, made["logged out"])
    long_ago = "2026-11-20T00:00:00+08:00"
    old = sessions.digest(tokens["expired"])
    chosen = t.sessions.c.digest == old
    store.write(lambda c: c.execute(update(t.sessions).where(chosen).values(seen_at=long_ago)))


def work_at_lent(store: Store, token: str) -> None:
    """Change over to the post that somebody lent."""
    who = sessions.identify(store, token)
    assert who is not None
    lent = next(p for p in who.posts if p.delegation is not None)
    sessions.work_at(store, who.scope, who.session, lent.id, lent.delegation)


def _case(store: Undone, street: str, supervisor: str, mark: str) -> int:
    return add_case(
        store,
        street=street,
        unit=f"{mark}晨岚模具厂",
        content=f"{mark}喷涂车间与宿舍未分隔",
        address=f"{mark}振瓯路1号",
        supervisor=supervisor,
        deadline=date(2027, 3, 31),
        lon=120.65,
        lat=28.01,
        x=120.65,
        y=28.01,
        crs="CGCS2000",
        year=2026,
        listed_on=date(2026, 11, 2),
    )


def _numbers(store: Undone, cases: dict[str, int]) -> dict[str, str]:
    with store.read() as connection:
        held = at_rest.by_ids(connection, list(cases.values()))
    return {name: held[key]["number"] for name, key in cases.items()} | {"missing": "试〔1999〕1号"}


def _share(store: Undone, case_id: int, street: int) -> None:
    values = {"case_id": case_id, "jurisdiction_id": street}
    store.write(lambda c: c.execute(insert(t.case_jurisdictions).values(values)))
    item = {"case_id": case_id, "position": 1, "text": "东侧车间", "jurisdiction_id": street, "told_in": ""}
    store.write(lambda c: c.execute(insert(t.items).values(item)))
    place(store, case_id, "rectifying", stage_on=date(2026, 11, 10))


def _fill(world: World, name: str, clerk: Scope) -> None:
    """A plan, a measure, a file, something to sign, something to confirm, a paper."""
    store, case_id = world.store, world.cases[name]
    place(store, case_id, "listed", stage_on=date(2026, 11, 10))
    told = Told(f"{MARK if name == 'B' else ''}照片.png", "after", note=MARK if name == "B" else "")
    world.evidence[name] = evidence.add(store, clerk, case_id, [tiny_png(len(name) + case_id)], told).id
    planning.save_plan(store, clerk, case_id, PLAN)
    planning.tell_measure(
        store, clerk, case_id, "funds", told="自筹", person="王立", on=date(2026, 11, 20), planned="12.5"
    )
    place(store, case_id, "rectifying", stage_on=date(2026, 11, 10))
    scan = file(store, clerk, case_id, "decision")
    world.signatures[name] = _waiting_signature(store, case_id, clerk)
    world.proposals[name] = _waiting_proposal(store, case_id, scan)
    world.papers[name] = _paper(store, case_id)


def _waiting_signature(store: Undone, case_id: int, clerk: Scope) -> int:
    data = {"told": {}, "on": None, "shown": {"方案": "三步完成"}}
    row = {
        "case_id": case_id,
        "what": Action.SUBMIT.value,
        "asked_by": clerk.account,
        "asked_at": "2026-11-20T10:00:00+08:00",
        "data": events.pack(data),
    }
    return store.write(lambda c: casework.add(c, t.signatures, **row))


def _waiting_proposal(store: Undone, case_id: int, scan: int) -> int:
    told = {"why": "重复挂牌", "document": "鹿安委办撤〔2026〕1号"}
    data = {
        "action": Action.WITHDRAW.value,
        "on": date(2026, 11, 20),
        "told": told,
        "scan": scan,
        "registered": False,
    }

    def job(connection: Any) -> int:
        event = events.record(
            connection,
            action="proposed",
            case_id=case_id,
            actor="别人",
            entered_at="2026-11-20T10:00:00+08:00",
        )
        row = {
            "case_id": case_id,
            "action": Action.WITHDRAW.value,
            "data": events.pack(data),
            "account_id": MISSING,
            "actor": "别人",
            "entered_at": "2026-11-20T10:00:00+08:00",
            "event_id": event,
            "state": "waiting",
        }
        return casework.add(connection, t.proposals, **row)

    return store.write(job)


def _paper(store: Undone, case_id: int) -> int:
    """A site-check record; its facts are not printed here."""
    row = {
        "kind": "plan",
        "year": 2026,
        "serial": 1,
        "dated": date(2026, 11, 20),
        "facts": "{}",
        "event_id": 1,
    }
    return store.write(lambda c: casework.add(c, t.documents, case_id=case_id, **row))


def _batch(world: World) -> None:
    listing = world.scope("listing")
    world.batch = batches.draft(world.store, listing, does="strike-off", year=2026, name="第一批")
    told = {world.cases["A"]: {"how": "整改完成"}, world.cases["B"]: {"how": "搬迁"}}
    batches.put(world.store, listing, world.batch, told)
    batches.consult(world.store, listing, world.batch)
