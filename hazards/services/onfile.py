"""An illegal building as it stands inside one transaction: its acts, service, contests and pauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.procedure import DATES, TRACK_NAMES
from hazards.domain.proceedings import Act, Contest, Proceedings
from hazards.domain.roles import NAMES, Role
from hazards.services import clock
from hazards.services.access import NotYours, Scope, seen
from hazards.storage import casework, events
from hazards.storage import tables as t

Row = casework.Row

ENFORCERS = frozenset({Role.DEPARTMENT, Role.HEAD})
"""Who takes statutory steps: the enforcing department; in villages the town's government too."""


class NotABuilding(Refusal):
    code = "not-a-building"
    says = "本案不是违法建筑案卷。"
    remedy = "隐患案卷请在“办理”中按督办步骤办理。"


class NotYourTrack(NotYours):
    code = "not-your-track"
    says = "本案适用“{track}”，由执法部门决定和实施，街镇不能办理。"
    remedy = "乡村规划案件由乡镇人民政府办理；法律适用有误的，请执法部门改正。"


class NoSuchStep(Refusal):
    code = "no-such-step"
    says = "没有这个步骤或文书。"
    remedy = "请刷新案卷后再办。"


class StepIncomplete(Refusal):
    code = "step-incomplete"
    says = "办理“{step}”还缺：{missing}。"
    remedy = "补齐后再办。"


@dataclass(frozen=True, slots=True)
class OnFile:
    """One building case. ``building`` says what stands there; defaults where nobody said yet."""

    row: Row
    building: Row
    acts: list[Row]
    servings: list[Row]
    contests: list[Row]
    pauses: list[Row]
    overrides: list[Row]
    disposals: list[Row]
    held: Proceedings

    @property
    def closed(self) -> bool:
        return self.row["state"] != "open"

    def granted(self, step: str) -> Row | None:
        """An override granted for a step and not yet used."""
        return next(
            (o for o in self.overrides if o["step"] == step and o["granted"] and not o["used_event"]), None
        )


def read(connection: Connection, scope: Scope, case_id: int) -> OnFile:
    """Everything a statutory step looks at.

    Raises:
        NoSuchCase, NotABuilding
    """
    row = seen(connection, scope, case_id)
    if row["kind"] != "building":
        raise NotABuilding
    building = told_of(connection, case_id)
    acts = casework.of_case(connection, t.proceedings, case_id, "id")
    servings = casework.of_case(connection, t.servings, case_id, "id")
    contests = casework.of_case(connection, t.contests, case_id, "id")
    pauses = casework.of_case(connection, t.pauses, case_id, "id")
    standing = [one for one in acts if one["annulled_event"] is None]
    held = Proceedings(
        track=building["track"],
        state=building["state"],
        acts=tuple(act(one, servings) for one in sorted(standing, key=lambda a: (a["on_date"], a["id"]))),
        contests=tuple(Contest(c["kind"], c["filed_on"], c["ended_on"]) for c in contests),
        pauses=frozenset(p["kind"] for p in pauses if p["ended_on"] is None),
        papers=casework.kinds(connection, case_id),
    )
    return OnFile(
        row,
        building,
        acts,
        servings,
        contests,
        pauses,
        casework.of_case(connection, t.overrides, case_id, "id"),
        casework.of_case(connection, t.disposals, case_id, "id"),
        held,
    )


def told_of(connection: Connection, case_id: int) -> Row:
    """What is known of the building; the defaults of its columns where nobody said anything."""
    found = casework.of_case(connection, t.buildings, case_id)
    if found:
        return found[0]
    said = {"case_id": case_id, "track": "planning-town", "state": "standing"}
    return {c.name: said.get(c.name, None if c.server_default is None else "") for c in t.buildings.c}


def act(row: Row, servings: list[Row]) -> Act:
    """An act with the last of its services: of several recipients none's period may be cut short."""
    served = [s["on_date"] for s in servings if s["proceeding_id"] == row["id"]]
    return Act(row["step"], row["on_date"], told(row), max(served, default=None))


def told(row: Row) -> dict[str, Any]:
    """What was said with an act, dates being dates again."""
    values = orjson.loads(row["told"]) if row["told"] else {}
    return {k: date.fromisoformat(v) if k in DATES and v else v for k, v in values.items()}


def may_act(scope: Scope, building: Row) -> None:
    """Streets act in villages only, where planning law gives it to the town's government.

    Raises:
        NotYourTrack
    Law: building.town, building.village
    """
    if scope.role is Role.HEAD and building["track"] != "planning-village":
        raise NotYourTrack(
            track=TRACK_NAMES[building["track"]], what="违法建筑处置", who=NAMES[scope.role], by="执法部门"
        )


def standing(file: OnFile, proceeding: int) -> Row:
    """An act of this case that still counts.

    Raises:
        NoSuchStep
    """
    for act in file.acts:
        if act["id"] == proceeding and act["annulled_event"] is None:
            return act
    raise NoSuchStep


def record(
    connection: Connection,
    scope: Scope,
    case_id: int,
    what: str,
    on: date,
    data: Mapping[str, Any],
    reason: str = "",
) -> int:
    return events.record(
        connection,
        action=f"act-{what}",
        case_id=case_id,
        entered_at=clock.stamp(),
        acted_on=on,
        reason=reason,
        data={k: v for k, v in data.items() if v not in (None, "")},
        **scope.signature,
    )


def strike(connection: Connection, case_id: int, event: int, since: date, struck: date | None) -> None:
    """A dated change of what the figures count as closed: struck off that day, or open again."""
    values = {"case_id": case_id, "event_id": event, "since": since, "struck_off_on": struck}
    connection.execute(t.strikes.insert().values(**values))
