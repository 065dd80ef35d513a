"""What each document says of a case, drawn from its file; absent facts stay blank for the pen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection

from hazards.domain.milestones import Milestone
from hazards.domain.plan import ITEMS, MEASURES, wan
from hazards.formats.documents import (
    acceptance_opinion,
    acceptance_request,
    extension_opinion,
    progress_table,
    rectification_plan,
    site_check,
    strike_off_notice,
    supervision_notice,
)
from hazards.services.filed import Filed
from hazards.storage import casework, events
from hazards.storage import tables as t

PLAN_DAYS = 30
"""Days from the notice within which the plan is filed (Law: listing.notice)."""


class Case:
    """One case with what its events said, as documents quote it."""

    def __init__(self, connection: Connection, held: Filed) -> None:
        self.held, self.row, self.connection = held, held.row, connection
        self.case_id = int(held.row["id"])
        self.events = events.of_case(connection, self.case_id)
        self.files = casework.of_case(connection, t.evidence, self.case_id, "id")

    def registered(self, kind: str) -> str:
        """The number of the decision a paper tells of, as it was entered with the step; "" of other kinds."""
        if kind == "strike-off":
            return str(self.row["struck_off_document"])
        if kind == "extension-opinion" and self.held.application is None:
            return str(self.last("extended", "refuse-extension")[1].get("document", ""))
        return ""

    def last(self, *actions: str) -> tuple[Any, dict[str, Any]]:
        """The latest event of these sorts and what it said; (None, {}) where there is none."""
        for event in reversed(self.events):
            if event["action"] in actions:
                return event, orjson.loads(event["data"]) if event["data"] else {}
        return None, {}

    @property
    def unit(self) -> str:
        return self.row["responsible_unit"] or self.row["unit"]

    @property
    def foot(self) -> dict[str, Any]:
        return {"case_number": self.row["number"] or f"未编号案卷{self.case_id}"}

    @property
    def body(self) -> str:
        return self.held.body or "区安委办"

    @property
    def made(self) -> dict[str, str]:
        """Numbers of documents already made, by kind: the latest one of each."""
        return {
            d["kind"]: d["number"] for d in casework.of_case(self.connection, t.documents, self.case_id, "id")
        }


def notice(case: Case, dated: date) -> supervision_notice.SupervisionNotice:
    row = case.row
    served, told = case.last("notice-served")
    return supervision_notice.SupervisionNotice(
        **case.foot,
        organ=case.body,
        dated=dated,
        unit=case.unit,
        hazards=tuple(i["text"] for i in case.held.items) or (row["content"],),
        standard=row["basis"],
        level=case.held.level,
        batch=row["batch"],
        supervisor=row["supervisor"],
        finish_by=case.held.deadline,
        plan_by=(row["listed_on"] or dated) + timedelta(days=PLAN_DAYS),
        plan_to=row["supervisor"],
        received_by=told.get("to", ""),
        received_on=served["acted_on"] if served else None,
    )


def plan(case: Case, dated: date) -> rectification_plan.RectificationPlan:
    latest = case.held.plans[-1] if case.held.plans else None
    names = {f["id"]: f["file_name"] for f in case.files}
    return rectification_plan.RectificationPlan(
        **case.foot,
        unit=case.unit,
        hazard=case.row["content"],
        notice_number=case.row["document"],
        version=f"第{latest['version']}版" if latest else "",
        finish_by=case.held.deadline,
        **{key: casework.texts(latest)[key] for key in ITEMS},
        measures=tuple(
            rectification_plan.Measure(
                name=MEASURES[m.name],
                content=m.told + (f"(计划{wan(m.planned)}万元，{m.source})" if m.planned else ""),
                person=m.person,
                on=m.on,
                evidence=names.get(m.evidence or 0, ""),
                confirmed_by=m.verifier,
            )
            for m in case.held.measures.values()
        ),
        head=case.row["responsible_person"],
        dated=dated,
    )


def progress(case: Case, dated: date) -> progress_table.ProgressTable:
    paid = sum(p["yuan"] for p in casework.of_case(case.connection, t.payments, case.case_id))
    funds = case.held.measures.get("funds")
    return progress_table.ProgressTable(
        **case.foot,
        unit=case.unit,
        hazard=case.row["content"],
        street=case.held.facts.lead,
        supervisor=case.row["supervisor"],
        finish_by=case.held.deadline,
        as_of=dated,
        milestones=tuple(_task(m, dated) for m in case.held.milestones),
        funds_planned=wan(funds.planned) if funds else "",
        funds_paid=wan(paid) if paid else "",
        filled_by=_told_by(case, "progress-told"),
        phone=case.row["phone"],
        dated=dated,
    )


def _task(one: Milestone, on: date) -> progress_table.Milestone:
    return progress_table.Milestone(
        phase=f"第{one.position}阶段",
        task=one.task,
        starts=one.starts,
        ends=one.ends,
        person=one.person,
        planned=f"{one.planned(on)}%",
        actual=f"{one.done}%",
        lag=one.lag,
        next=one.next,
        done=one.done == 100,
    )


def _told_by(case: Case, action: str) -> str:
    event, _ = case.last(action)
    return event["actor"] if event else ""


def request(case: Case, dated: date) -> acceptance_request.AcceptanceRequest:
    event, _ = case.last("submit")
    done = "；".join(i["text"] + "，已完成" for i in case.held.items if i["done_on"])
    report = next(
        (f["file_name"] for f in case.files if f["kind"] == "evaluation" and not f["voided_at"]), ""
    )
    return acceptance_request.AcceptanceRequest(
        **case.foot,
        body=case.row["supervisor"] or case.body,
        unit=case.unit,
        notice_number=case.row["document"],
        notice_dated=case.row["listed_on"],
        hazard=case.row["content"],
        done=done,
        report=report,
        attachments=tuple(f["file_name"] for f in case.files if f["kind"] == "after" and not f["voided_at"]),
        head=case.row["responsible_person"],
        contact=case.row["phone"],
        dated=dated,
        opinion="情况属实，同意报验。" if event else "",
        opinion_by=event["actor"] if event else "",
    )


def check(case: Case, dated: date) -> site_check.SiteCheck:
    event, told = case.last("check")
    accepted, _ = case.last("accept")
    returned, why = case.last("return")
    passed = None
    if accepted or returned:
        passed = accepted is not None and (returned is None or accepted["id"] > returned["id"])
    return site_check.SiteCheck(
        **case.foot,
        organ=case.row["supervisor"],
        unit=case.unit,
        place=case.row["address"],
        checked_on=event["acted_on"] if event else None,
        officers=tuple(map(str, told.get("officers", ()))),
        hazard=case.row["content"],
        findings=tuple(
            site_check.Finding(
                item=i["text"], seen="已完成" if i["done_on"] else "未完成", passed=bool(i["done_on"])
            )
            for i in case.held.items
        ),
        passed=passed,
        opinion="；".join(map(str, why.get("reasons", ()))) if passed is False else "",
    )


def opinion(case: Case, dated: date) -> acceptance_opinion.AcceptanceOpinion:
    applied, _ = case.last("submit")
    checked, told = case.last("check")
    decided, why = case.last("accept", "return")
    passed = None if decided is None else decided["action"] == "accept"
    return acceptance_opinion.AcceptanceOpinion(
        **case.foot,
        organ=case.row["supervisor"],
        dated=dated,
        copies_to=(case.body,),
        unit=case.unit,
        notice_number=case.row["document"],
        hazard=case.row["content"],
        applied_on=applied["acted_on"] if applied else None,
        checked_on=checked["acted_on"] if checked else None,
        checkers=tuple(map(str, told.get("officers", ()))),
        passed=passed,
        reasons=tuple(map(str, why.get("reasons", ()))) if passed is False else (),
    )


def extension(case: Case, dated: date) -> extension_opinion.ExtensionOpinion:
    asked = casework.of_case(case.connection, t.applications, case.case_id, "id")
    latest = asked[-1] if asked else None
    event, told = case.last("extended", "refuse-extension")
    granted = None if not latest or not latest["decision"] else latest["decision"] == "granted"
    was = told.get("was") if granted else None
    return extension_opinion.ExtensionOpinion(
        **case.foot,
        organ=case.body,
        dated=dated,
        unit=case.unit,
        notice_number=case.row["document"],
        hazard=case.row["content"],
        applied_on=latest["received_on"] if latest else None,
        deadline=date.fromisoformat(was) if was else case.row["deadline"],
        granted=granted,
        until=latest["until"] if latest and granted else None,
        reason=(event["reason"] if event and granted is False else latest["reason"] if latest else ""),
        meanwhile=latest["meanwhile"] if latest else "",
    )


def struck_off(case: Case, dated: date) -> strike_off_notice.StrikeOffNotice:
    accepted, _ = case.last("accept")
    return strike_off_notice.StrikeOffNotice(
        **case.foot,
        organ=case.body,
        dated=dated,
        unit=case.unit,
        others=tuple(filter(None, [case.held.facts.lead, case.row["supervisor"]])),
        level=case.held.level,
        notice_number=case.row["document"],
        hazard=case.row["content"],
        opinion_number=case.made.get("acceptance-opinion", ""),
        accepted_on=accepted["acted_on"] if accepted else None,
        how=case.row["struck_off_how"],
        struck_off_on=case.row["struck_off_on"],
    )


FACTS: dict[str, Callable[[Case, date], Any]] = {
    "notice": notice,
    "plan": plan,
    "progress": progress,
    "acceptance-request": request,
    "site-check": check,
    "acceptance-opinion": opinion,
    "extension-opinion": extension,
    "strike-off": struck_off,
}
