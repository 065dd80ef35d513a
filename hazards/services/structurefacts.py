"""What each document says of an illegal building, drawn from its file; absent facts stay blank for the pen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hazards.domain.lawful import OWNERLESS
from hazards.domain.periods import Period
from hazards.formats.documents.buildings import (
    announcements,
    decisions,
    derivation,
    enforcement,
    orders,
    rights_notice,
    urging,
)
from hazards.formats.documents.text import day
from hazards.services import structurerecords
from hazards.services.statutes import book
from hazards.services.structure import RULES, Structure, area, first_step, heard, law_of

COERCION = "《中华人民共和国行政强制法》"
HEARING_SINCE = date(2021, 7, 15)
"""From this day a hearing is asked for within five working days, before within three days."""
ANNOUNCED_DAYS = 30
BEFORE: dict[str, tuple[str, ...]] = {
    "filing": (),
    "lawful-date": (),
    "survey": ("filing",),
    "inquiry": ("filing",),
    "approval": ("notice", "ownerless-notice"),
}
"""Papers that go before their step, and what must have been done: approvals, records to be filled in on
the spot, and the reckoning, which may be asked for at any time."""
POSTED = frozenset({"ownerless-notice", "removal-notice", "announcement"})
"""Announcements: put up, hence without a receipt."""
TELLS_REMEDIES = frozenset({"correction", "penalty", "decision", "enforcement"})


def too_early(kind: str, case: Structure) -> str:
    """Why a document would say what has not happened, or leave out what it must say; "" if neither."""
    act = case.of_kind(kind)
    if act is not None:
        if kind in TELLS_REMEDIES and case.said(act["step"]).get("remedies_told") is False:
            return "该步骤登记为未载明复议、诉讼权利和期限，不能出具缺少法定内容的文书"
        return ""
    if kind in BEFORE:
        wanted = BEFORE[kind]
        if not wanted or case.act(*wanted):
            return ""
        return f"尚未办理“{book().by_key[wanted[0]].title}”"
    return f"尚未办理“{first_step(kind).title}”"


def _notice(case: Structure, kind: str, dated: date, law: str) -> dict[str, Any]:
    return {
        **case.foot,
        "organ": case.organ,
        "dated": dated,
        "party": case.party,
        "place": case.place,
        "matter": case.row["content"],
        "m2": area(case.row["illegal_area"]),
        "breach": case.breach,
        "law": law,
        **({} if kind in POSTED else case.receipt(kind)),
    }


def _ordered(case: Structure, kind: str, dated: date, law: str) -> dict[str, Any]:
    land = case.building["track"] == "land"
    told = {"review": case.review, "sue_within": "15日" if land else "6个月"}
    return {**_notice(case, kind, dated, law), **told}


def _decided(case: Structure, kind: str, dated: date, law: str) -> dict[str, Any]:
    opinion, on = case.said("opinion"), case.on("opinion")
    finding = f"{day(on)}，{opinion.get('organ', '')}认定{opinion.get('finding', '')}" if on else ""
    return {
        **_ordered(case, kind, dated, law),
        "evidence": case.proof,
        "finding": finding,
        "told_on": case.served_on("notice"),
        "heard": heard(case),
    }


def stop_order(case: Structure, dated: date) -> orders.StopOrder:
    return orders.StopOrder(**_ordered(case, "stop-order", dated, law_of(case, "第九条")))


def correction(case: Structure, dated: date) -> orders.Correction:
    told = case.said("correction")
    law = law_of(case, "第十条")
    return orders.Correction(**_ordered(case, "correction", dated, law), correct_by=told.get("correct_by"))


def rights(case: Structure, dated: date) -> rights_notice.RightsNotice:
    return rights_notice.RightsNotice(
        **_notice(case, "rights-notice", dated, law_of(case, "第十条至第十二条")),
        evidence=case.proof,
        proposed=case.said("notice").get("proposed", ""),
        hearing="五个工作日" if dated >= HEARING_SINCE else "三日",
    )


def decision(case: Structure, dated: date) -> decisions.Decision:
    if case.building["track"] == "land":
        then = "本机关将依法申请人民法院强制执行"
    else:
        then = f"将依照{COERCION}第四十四条的规定依法强制拆除"
    return decisions.Decision(
        **_decided(case, "decision", dated, law_of(case, "第十一条")),
        remove_by=case.said("decision").get("self_removal_by"),
        afterwards=then,
    )


def penalty(case: Structure, dated: date) -> decisions.Penalty:
    town = case.building["track"] == "planning-town"
    return decisions.Penalty(
        **_decided(case, "penalty", dated, law_of(case, "第十条、第十二条") if town else ""),
        penalty=case.said("penalty").get("penalty", ""),
    )


def _decision(case: Structure) -> dict[str, Any]:
    return {"decision": case.number("decision"), "decided_on": case.on("decision")}


URGED = {
    "urging": ("", "第三十五条", "本机关将依法作出强制执行决定"),
    "court-urging": ("10个工作日", "第五十四条", "本机关将依法申请人民法院强制执行"),
    "substitute-urging": (
        "3个工作日",
        "第五十条、第五十一条",
        "本机关将代履行或者委托没有利害关系的第三人代履行，费用由你（单位）承担",
    ),
}
"""Period, article and consequence of each sort of urging."""


def urged(case: Structure, dated: date) -> urging.Urging:
    act = case.of_kind("urging")
    within, article, then = URGED[act["step"] if act else "urging"]
    days = case.said("urging").get("urged_days")
    if not within and days:
        within = Period.coercion(int(days)).words
    return urging.Urging(
        **_notice(case, "urging", dated, f"{COERCION}{article}"),
        **_decision(case),
        decision_served=case.served_on("decision"),
        within=within,
        afterwards=then,
    )


def enforced(case: Structure, dated: date) -> enforcement.Enforcement:
    reckoned = case.reckoning(dated)
    return enforcement.Enforcement(
        **_ordered(case, "enforcement", dated, f"{COERCION}第三十七条、第四十四条"),
        **_decision(case),
        urged_on=case.served_on("urging"),
        charged_by=case.said("charge").get("organ", ""),
        charged_on=case.on("charge"),
        acts=case.acting,
        not_before=reckoned.earliest or reckoned.bound,
    )


def removal(case: Structure, dated: date) -> announcements.RemovalNotice:
    return announcements.RemovalNotice(
        **_notice(case, "removal-notice", dated, f"{COERCION}第四十四条"),
        **_decision(case),
        remove_by=case.said("removal-notice").get("self_removal_by"),
    )


def announced(case: Structure, dated: date) -> announcements.Announcement:
    reckoned = case.reckoning(dated)
    return announcements.Announcement(
        **_notice(case, "announcement", dated, f"{RULES}第十七条"),
        enforcement=case.number("enforcement"),
        enforced_on=case.on("enforcement"),
        acts=case.acting,
        not_before=reckoned.earliest or reckoned.bound,
        moving_out_by=case.said("announcement").get("moving_out_by"),
    )


def ownerless(case: Structure, dated: date) -> announcements.OwnerlessNotice:
    told = _notice(case, "ownerless-notice", dated, "《浙江省城乡规划条例》第六十四条")
    return announcements.OwnerlessNotice(
        **{**told, "party": "" if case.building["state"] == OWNERLESS else told["party"]},
        claim_by=dated + timedelta(days=ANNOUNCED_DAYS),
    )


def reckoned(case: Structure, dated: date) -> derivation.LawfulDate:
    return derivation.LawfulDate(
        **case.foot, organ=case.organ, party=case.party, place=case.place, reckoning=case.reckoning(dated)
    )


FACTS: dict[str, Callable[[Structure, date], Any]] = {
    "stop-order": stop_order,
    "filing": structurerecords.filing,
    "survey": structurerecords.survey,
    "inquiry": structurerecords.inquiry,
    "ownerless-notice": ownerless,
    "rights-notice": rights,
    "approval": structurerecords.approval,
    "correction": correction,
    "penalty": penalty,
    "decision": decision,
    "removal-notice": removal,
    "urging": urged,
    "enforcement": enforced,
    "announcement": announced,
    "lawful-date": reckoned,
    "execution": structurerecords.executed,
    "closing": structurerecords.closing,
}
