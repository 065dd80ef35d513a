"""A case as it stands inside one transaction: row, plan, measures, items, and the facts of a step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import STEPS, event_of
from hazards.domain.milestones import Milestone
from hazards.domain.plan import MEASURES, Measure, measures_lack, plan_lacks
from hazards.domain.stages import Stage
from hazards.domain.stepfacts import Actor, Facts
from hazards.domain.steps import Rules
from hazards.services import calendar, clock, law
from hazards.services.access import Scope, seen
from hazards.storage import cases, casework, register
from hazards.storage import tables as t

Row = casework.Row


@dataclass(frozen=True, slots=True)
class Filed:
    """One case, read in one transaction. ``deadline`` is the one in force."""

    row: Row
    level: str
    body: str
    deadline: date | None
    plans: list[Row]
    measures: dict[str, Measure]
    items: list[Row]
    milestones: list[Milestone]
    kinds: frozenset[str]
    application: Row | None
    accidents: list[Row]
    stoppages: list[Row]
    facts: Facts

    @property
    def stage(self) -> Stage:
        return self.facts.stage


class NotAHazard(Refusal):
    code = "not-a-hazard"
    says = "本案是违法建筑案卷，不按隐患督办步骤办理。"
    remedy = "请在案卷的“程序”中办理。"


def read(connection: Connection, scope: Scope, case_id: int, *, building: bool = False) -> Filed:
    """Everything a step looks at.

    Args:
        building: an illegal building will do too: its evidence and trail are the same.

    Raises:
        NoSuchCase: there is none in the actor's sight. NotAHazard
    """
    row = seen(connection, scope, case_id)
    if row["kind"] != "hazard" and not building:
        raise NotAHazard
    level, body = casework.listing(connection, row)
    deadline = casework.deadline(connection, row)
    plans = casework.plans(connection, case_id)
    measures = {**_claims(row), **casework.measures(connection, case_id)}
    items = list(cases.items_of(connection, case_id))
    kinds = casework.kinds(connection, case_id)
    application = casework.pending(connection, case_id)
    accidents = casework.of_case(connection, t.accidents, case_id, "id")
    stoppages = casework.of_case(connection, t.stoppages, case_id, "id")
    parts, names = casework.parts(connection, case_id)
    open_accident = any(a["investigated_on"] is None for a in accidents)
    lead = register.load(connection)[row["lead_id"]].name if row["lead_id"] else ""
    lacking: dict[str, tuple[str, ...]] = {
        "plan": plan_lacks(casework.texts(plans[-1] if plans else None)),
        "measures": measures_lack(measures, deadline),
        "items": _open_items(items),
        "items-verified": _unverified(items),
        "evaluation": ("整改评估报告",) if stoppages and "evaluation" not in kinds else (),
        "applied": () if application else ("未决的延期申请",),
        "not-applied": ("上一份延期申请的审批",) if application else (),
        "suspended": () if row["suspended"] else ("有效的停产停业决定",),
        "accident": ("事故调查结论",) if open_accident else (),
        "in-accident": () if open_accident else ("已登记而未结论的事故",),
    }
    facts = Facts(
        stage=Stage(row["stage"]),
        level=level,
        body=body,
        last_on=row["stage_on"] or row["listed_on"] or row["found_on"],
        proof=kinds,
        lacking=lacking,
        parts=parts,
        names=names,
        accident=bool(row["accident"]),
        last=_last(connection, case_id),
        lead=lead,
    )
    return Filed(
        row,
        level,
        body,
        deadline,
        plans,
        measures,
        items,
        casework.milestones(connection, case_id),
        kinds,
        application,
        accidents,
        stoppages,
        facts,
    )


def _claims(row: Row) -> dict[str, Measure]:
    """What a ledger said of the five: claimed, not verified, and lacking all the rest."""
    told = {name: row["claim_" + name].strip() for name in MEASURES}
    if told["funds"].replace(".", "", 1).isdecimal():  # its column is headed 资金落实(万元)
        told["funds"] += " 万元"
    return {name: Measure(name, told=text) for name, text in told.items() if text}


def rules(connection: Connection) -> Rules:
    """What the steps are decided by today: the law table, the calendar, the day."""
    return Rules(law.cite, calendar.held(connection), clock.today())


def actor(scope: Scope, row: Row) -> Actor:
    """Who acts, as the steps know him: his role, whom he answers for, whether he leads the case."""
    return Actor(scope.role, scope.persons, scope.leads(row))


def _open_items(items: list[Row]) -> tuple[str, ...]:
    return tuple(
        f"整治明细第{i['position']}项未完成({_short(i['text'])})" for i in items if i["done_on"] is None
    )


def _unverified(items: list[Row]) -> tuple[str, ...]:
    return tuple(
        f"整治明细第{i['position']}项未核验({_short(i['text'])})" for i in items if i["verified_by"] is None
    )


def _short(text: str) -> str:
    return text if len(text) <= 16 else text[:15] + "…"


_TITLES: dict[str, str] = {event_of(action): step.title for action, step in STEPS.items()}


def _last(connection: Connection, case_id: int) -> str:
    event: Any = casework.last_step(connection, case_id, tuple(_TITLES))
    if event is None:
        return ""
    when = event["entered_at"][:16].replace("T", " ")
    return f"{event['actor']}已于{when}办理“{_TITLES[event['action']]}”。"
