"""The plan (整治方案): versions, five measures told and verified by two persons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.milestones import Milestone
from hazards.domain.plan import ALIKE, ITEMS, MEASURES, Change, Measure, changes, five
from hazards.domain.prose import prose
from hazards.domain.roles import EVERYONE, OFFICES, STREET
from hazards.domain.stages import NAMES, Stage
from hazards.domain.steps import SamePerson
from hazards.services import clock, filed, law
from hazards.services.access import Scope, operation
from hazards.services.acts import PlanClosed, amount, open_case, record
from hazards.services.casework import NotInFile
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = casework.Row


class NotTold(Refusal):
    code = "measure-not-told"
    says = "“{measure}落实”还缺：{missing}。"
    remedy = "请退回填报人一次补齐。"


@dataclass(frozen=True, slots=True)
class Plan:
    """A case's plan as a page shows it; ``alike`` names items whose text stands in many cases."""

    versions: list[Row]
    texts: dict[str, str]
    measures: tuple[Measure, ...]
    lacking: tuple[str, ...]
    milestones: list[Milestone]
    payments: list[Row]
    items: list[Row]
    alike: dict[str, int]
    deadline: date | None

    @property
    def claimed(self) -> int:
        return sum(m.claimed for m in self.measures)

    @property
    def verified(self) -> int:
        return sum(m.in_place for m in self.measures)

    @property
    def paid(self) -> int:
        return sum(int(p["yuan"]) for p in self.payments)


@operation("查看整治方案", EVERYONE, case=True)
def plan(store: Store, scope: Scope, case_id: int) -> Plan:
    """The plan, the five measures, the milestones and the money of a case, and what the gate still lacks."""
    with store.read() as connection:
        held = filed.read(connection, scope, case_id)
        texts = casework.texts(held.plans[-1] if held.plans else None)
        return Plan(
            versions=held.plans,
            texts=texts,
            measures=five(held.measures),
            lacking=held.facts.lacking["measures"],
            milestones=held.milestones,
            payments=casework.of_case(connection, t.payments, case_id, "paid_on", "id"),
            items=held.items,
            alike=_alike(connection, case_id, texts),
            deadline=held.deadline,
        )


def _alike(connection: Connection, case_id: int, texts: Mapping[str, str]) -> dict[str, int]:
    """Items whose very text stands in at least two other cases (雷同)."""
    found = {}
    for key, told in texts.items():
        if len(told.strip()) >= 8:
            others = casework.same_texts(connection, key, told, case_id)
            if others + 1 >= ALIKE:
                found[key] = others + 1
    return found


def difference(old: Row | None, new: Row) -> tuple[Change, ...]:
    """What changed from one version of a plan to the next."""
    return changes(casework.texts(old), casework.texts(new))


@operation("填写整治方案", STREET, case=True, lead=True)
def save_plan(store: Store, scope: Scope, case_id: int, texts: Mapping[str, str]) -> int:
    """Keep a new version of the six items; returns its number. The same texts make no version.

    Raises:
        TooLong, PlanClosed
    """
    told = {key: prose(name, texts.get(key, "")) for key, name in ITEMS.items()}

    def job(connection: Connection) -> int:
        held = filed.read(connection, scope, case_id)
        if held.stage not in (Stage.LISTED, Stage.RECTIFYING):
            raise PlanClosed(stage=NAMES[held.stage])
        before = casework.texts(held.plans[-1] if held.plans else None)
        version = len(held.plans)
        if told == before and version:
            return version
        data = {"version": version + 1, "changed": [c.title for c in changes(before, told)]}
        event = record(connection, scope, case_id, "plan-saved", data)
        connection.execute(
            t.plans.insert().values(
                case_id=case_id,
                version=version + 1,
                **told,
                account_id=scope.account or 0,
                entered_at=clock.stamp(),
                event_id=event,
            )
        )
        return version + 1

    return store.write(job)


@operation("填报五落实", STREET, case=True, lead=True)
def tell_measure(
    store: Store,
    scope: Scope,
    case_id: int,
    measure: str,
    *,
    told: str,
    person: str,
    on: date | None,
    phone: str = "",
    planned: str = "",
    source: str = "",
    evidence: int | None = None,
) -> bool:
    """Say how one of the five is met; whoever verified it before has to do so again.

    Args:
        planned: amount in 万元 as typed, of funds only.

    Returns:
        Whether it is news. What stands so already and was not found wanting stays as it is, verified or not.

    Raises:
        BadAmount, TooLong, PlanClosed, NotInFile
    """
    planned_yuan = amount(planned) if measure == "funds" else None
    told, source = prose(MEASURES[measure], told), prose("资金来源", source)

    def job(connection: Connection) -> bool:
        open_case(connection, scope, case_id)
        if evidence is not None and casework.evidence(connection, case_id, evidence) is None:
            raise NotInFile
        content = {
            "told": told,
            "person": prose("责任人", person, 50),
            "phone": prose("联系电话", phone, 50),
            "on_date": on,
            "planned": planned_yuan,
            "source": source,
            "evidence_id": evidence,
        }
        where = (t.measures.c.case_id == case_id) & (t.measures.c.measure == measure)
        for before in casework.where(connection, t.measures, where):
            same = content == {name: before[name] for name in content}
            if same and before["told_by"] and not before["remark"]:
                return False
        data = {
            "measure": measure,
            "told": told,
            "person": content["person"],
            "on": on,
            "planned": planned_yuan,
            "evidence": evidence,
        }
        record(connection, scope, case_id, "measure-told", data)
        values = {
            **content,
            "told_by": scope.account,
            "told_at": clock.stamp(),
            "verified_by": None,
            "verifier": "",
            "verified_at": "",
            "remark": "",
        }
        casework.put(connection, t.measures, {"case_id": case_id, "measure": measure}, values)
        return True

    return store.write(job)


@operation("核验五落实", OFFICES, case=True)
def verify_measures(store: Store, scope: Scope, case_id: int, verdicts: Mapping[str, str | None]) -> None:
    """Verify several measures at once: None says it is so, a text says why not.

    Raises:
        SamePerson: whoever told or uploaded it does not verify it. NotTold: nothing to verify.
    """

    def job(connection: Connection) -> None:
        held = open_case(connection, scope, case_id)
        for name, remark in verdicts.items():
            measure = held.measures.get(name, Measure(name))
            remark = prose("不属实的理由", remark, 500) if remark else remark
            _may_verify(connection, scope, measure, remark)
            data = {"measure": name, "in_place": remark is None}
            record(connection, scope, case_id, "measure-verified", data, reason=remark or "")
            connection.execute(
                t.measures.update()
                .where(t.measures.c.case_id == case_id, t.measures.c.measure == name)
                .values(
                    verified_by=None if remark else scope.account or 0,
                    verifier="" if remark else scope.actor,
                    verified_at="" if remark else clock.stamp(),
                    remark=remark or "",
                )
            )

    store.write(job)


def _may_verify(connection: Connection, scope: Scope, measure: Measure, remark: str | None) -> None:
    word = MEASURES[measure.name]
    told_by = {measure.told_by}
    if measure.evidence is not None:
        held = casework.get(connection, t.evidence, measure.evidence)
        told_by.add(held["account_id"] if held else None)
    if scope.persons & told_by:
        raise SamePerson(
            name=scope.actor, did="填报或上传", does=f"核验{word}落实", law=law.cite("measures.five")
        )
    verified = replace(measure, verified_by=0)
    if remark is None and (missing := verified.lacks()):
        raise NotTold(measure=word, missing="；".join(missing))
