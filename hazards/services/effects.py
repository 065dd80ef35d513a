"""Effects: what each step of the table changes besides the stage."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain.dates import Told, read_day
from hazards.domain.lifecycle import Action
from hazards.domain.stepfacts import Taken
from hazards.services import clock, extending
from hazards.services.effect import DAYS, CannotBe, Effect
from hazards.services.effect import Told as Said
from hazards.services.filed import Filed
from hazards.storage import cases, casework, register
from hazards.storage import tables as t


def of(connection: Connection, held: Filed, taken: Taken, on: date, told: Said) -> Effect:
    """The effect of a step that has been decided.

    Raises:
        CannotBe: a value contradicts the case.
    """
    effect = _EFFECTS.get(taken.action)
    return effect(connection, held, on, told) if effect else Effect()


def _assess(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    return Effect(row={"basis": told["basis"]})


def _submit(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    return Effect(row={"round": held.row["round"] + 1}, data={"round": held.row["round"] + 1})


def _strike_off(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    case_id = held.row["id"]
    history = bool(casework.of_case(connection, t.strikes, case_id))

    def then(event: int) -> None:
        if history:  # undone before: the figures then follow the dated rows
            _strike(connection, case_id, event, on, on)

    row = {
        "struck_off_on": on,
        "struck_off_origin": "here",
        "struck_off_how": told["how"],
        "struck_off_document": told["document"],
    }
    late = held.deadline is not None and on > held.deadline
    return Effect(row=row, then=then, notices=("销号日期晚于整改期限，不计入按期整改。",) if late else ())


def _undo(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    """Back to rectifying with the old deadline, open from the decision on; before it, struck off."""
    case_id, before = held.row["id"], held.row["struck_off_on"]

    def then(event: int) -> None:
        if before is not None and not casework.of_case(connection, t.strikes, case_id):
            _strike(connection, case_id, 0, before, before)
        _strike(connection, case_id, event, on, None)

    row = {
        "struck_off_on": None,
        "struck_off_origin": "",
        "struck_off_how": "",
        "struck_off_document": "",
    }
    return Effect(row=row, then=then, data={"struck_off_on": before})


def _strike(connection: Connection, case_id: int, event: int, since: date, struck: date | None) -> None:
    values = {"case_id": case_id, "event_id": event, "since": since, "struck_off_on": struck}
    connection.execute(t.strikes.insert().values(**values))


def _leave(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    return Effect(row={"left_on": on, "left_why": told["why"]})


def _move(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    """The hazard moves with its date; before it the old street answers."""
    held_units = register.load(connection)
    key, before, case_id = int(told["lead"]), held.row["lead_id"], held.row["id"]
    if key not in {u.key for u in held_units.streets(clock.today())}:
        raise CannotBe(what="所选单位不是现行的街镇")
    if key == before:
        raise CannotBe(what="变更后的主办街镇与现主办相同")

    def then(event: int) -> None:
        if not casework.of_case(connection, t.leads, case_id):
            cases.set_lead(connection, case_id, 0, before, None)
        cases.set_lead(connection, case_id, event, key, on)

    return Effect(
        row={"lead_id": key, "placed_by": "person"}, then=then, data={"before": before, "after": key}
    )


def _uplist(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    case_id = held.row["id"]

    def then(event: int) -> None:
        values = {
            "case_id": case_id,
            "level": told["level"],
            "listed_on": on,
            "body": told["body"],
            "document": told["document"],
            "event_id": event,
        }
        connection.execute(t.uplistings.insert().values(**values))

    return Effect(then=then, data={"was": held.level})


def _suspend(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    def then(event: int) -> None:
        casework.add(
            connection,
            t.stoppages,
            case_id=held.row["id"],
            ordered_on=on,
            extent=told["extent"],
            event_id=event,
        )

    return Effect(row={"suspended": True}, then=then)


def _resume(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    def then(event: int) -> None:
        for stoppage in held.stoppages:
            if stoppage["lifted_on"] is None:
                casework.set_row(connection, t.stoppages, stoppage["id"], lifted_on=on)

    return Effect(row={"suspended": False}, then=then)


CORRECTABLE = {
    "listed_on": "挂牌日期",
    "deadline": "整改期限",
    "struck_off_on": "销号日期",
    "found_on": "发现日期",
    "document": "挂牌文号",
    "batch": "批次",
    "year": "年度",
    "number": "编号",
    "basis": "判定依据",
}


def meant(name: str, told: str) -> Any:
    """What was typed for a correctable cell: a day or a year where one can be read, else the text itself."""
    if name in DAYS:
        found = read_day(told)
        return found.first if found.told is Told.EXACT else told
    return int(told) if name == "year" and re.fullmatch(r"\d{4}", told) else told


def _correct(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    """The slip and what it should have read; the old value stays in the event."""
    wanted: Mapping[str, Any] = told["changes"]
    row, case_id = {**held.row, **wanted}, held.row["id"]
    for name, value in wanted.items():
        if isinstance(value, str) and name in DAYS:
            raise CannotBe(what=f"{CORRECTABLE[name]}“{value}”不是确切的日期")
        if isinstance(value, str) and name == "year":
            raise CannotBe(what=f"年度“{value}”不是四位数的年份")
    if unknown := set(wanted) - set(CORRECTABLE):
        raise CannotBe(what=f"不能更正“{'、'.join(sorted(unknown))}”")
    if "struck_off_on" in wanted and held.row["struck_off_on"] is None:
        raise CannotBe(what="本案没有销号，不能更正销号日期")
    listed, today = row["listed_on"], clock.today()
    for name in ("listed_on", "struck_off_on", "found_on"):
        if row[name] is not None and row[name] > today:
            raise CannotBe(what=f"{CORRECTABLE[name]}晚于今天")
    for name in ("deadline", "struck_off_on"):
        if row[name] is not None and listed is not None and row[name] < listed:
            raise CannotBe(what=f"{CORRECTABLE[name]}早于挂牌日期{listed.isoformat()}")
    changed = {n: [held.row[n], v] for n, v in wanted.items() if held.row[n] != v}
    if not changed:
        raise CannotBe(what="更正后的内容与现在相同")

    def then(event: int) -> None:
        if "struck_off_on" in changed:  # undone once, the figures follow the dated rows
            before, now = changed["struck_off_on"]
            same = (t.strikes.c.case_id == case_id) & (t.strikes.c.struck_off_on == before)
            connection.execute(t.strikes.update().where(same).values(since=now, struck_off_on=now))

    return Effect(row={n: wanted[n] for n in changed}, then=then, data={"changed": changed})


def _accident(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    stamp = clock.stamp()
    if str(told["happened_at"]) > stamp:
        raise CannotBe(what="事故发生时间晚于现在")

    def then(event: int) -> None:
        casework.add(
            connection,
            t.accidents,
            case_id=held.row["id"],
            happened_at=str(told["happened_at"]),
            recorded_at=stamp,
            dead=int(told["dead"]),
            injured=int(told["injured"]),
            told=str(told.get("told", "")),
            event_id=event,
        )

    return Effect(row={"accident": True}, then=then)


def _conclude(connection: Connection, held: Filed, on: date, told: Said) -> Effect:
    def then(event: int) -> None:
        for accident in held.accidents:
            if accident["investigated_on"] is None:
                casework.set_row(
                    connection,
                    t.accidents,
                    accident["id"],
                    investigated_on=on,
                    conclusion=told["conclusion"],
                )

    return Effect(then=then)


_EFFECTS: dict[Action, Callable[[Connection, Filed, date, Said], Effect]] = {
    Action.ASSESS: _assess,
    Action.SUBMIT: _submit,
    Action.STRIKE_OFF: _strike_off,
    Action.UNDO: _undo,
    Action.WITHDRAW: _leave,
    Action.TRANSFER: _leave,
    Action.MOVE: _move,
    Action.UPLIST: _uplist,
    Action.APPLY: extending.apply,
    Action.GRANT: extending.grant,
    Action.REFUSE: extending.refuse,
    Action.SUSPEND: _suspend,
    Action.RESUME: _resume,
    Action.CORRECT: _correct,
    Action.ACCIDENT: _accident,
    Action.CONCLUDE: _conclude,
}
