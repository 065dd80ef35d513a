"""Records and forms of an illegal building (笔录、审批表), drawn from its file as structurefacts draws the rest."""

from datetime import date
from typing import Any

from hazards.domain.contests import KINDS
from hazards.formats.documents.buildings import execution, records, registers
from hazards.formats.documents.text import day
from hazards.services.buildings import FOUND_BY
from hazards.services.statutes import book
from hazards.services.structure import Structure, area, heard, law_of


def _record(case: Structure, *steps: str) -> dict[str, Any]:
    said = case.said(*steps)
    started = str(said.get("started_at") or "").split(":")
    return {
        **case.foot,
        "organ": case.organ,
        "party": case.party,
        "on": case.on(*steps),
        "hours": f"{int(started[0])}时{started[1]}分至____" if len(started) > 1 else "",
        "officers": case.officers(*steps),
    }


def inquiry(case: Structure, dated: date) -> records.Inquiry:
    return records.Inquiry(
        **_record(case, "inquiry"),
        phone=case.row["phone"],
        answered=case.said("inquiry").get("answered", ""),
    )


def survey(case: Structure, dated: date) -> records.Survey:
    held = case.building
    return records.Survey(
        **_record(case, "survey"),
        place=case.place,
        found=case.said("survey").get("found", ""),
        use=held["use"],
        structure=held["structure"],
        floors=str(held["floors"] or ""),
        ground_m2=area(held["ground_m2"]),
        floor_m2=area(held["floor_m2"]),
        m2=area(case.row["illegal_area"]),
        photos=case.photos,
    )


def executed(case: Structure, dated: date) -> execution.Execution:
    steps = ("execution", "court-execution")
    said, ruling = case.said(*steps), case.said("court-ruling")
    act = case.act(*steps)
    if act and act["step"] == "court-execution":
        basis = f"{ruling.get('forum', '')}准予执行裁定"
    else:
        number = case.number("enforcement")
        basis = f"{number}强制执行决定，{case.number('announcement')}强制拆除公告" if number else ""
    return execution.Execution(
        **_record(case, *steps),
        place=case.place,
        basis=basis,
        enforcement=case.number("enforcement"),
        enforced_on=case.on("enforcement"),
        acts=case.acting,
        witness=said.get("witness", ""),
        goods=said.get("goods", ""),
        m2=area(said.get("m2")),
        reckoning=case.reckoning(dated),
    )


def _register(case: Structure) -> dict[str, Any]:
    held = case.building
    return {
        **case.foot,
        "organ": case.organ,
        "party": case.party,
        "party_phone": case.row["phone"],
        "place": case.place,
        "matter": case.row["content"],
        "m2": area(case.row["illegal_area"]),
        "use": held["use"],
        "structure": held["structure"],
        "floors": f"{held['floors']}层" if held["floors"] else "",
        "officers": case.officers("inquiry", "survey"),
    }


def filing(case: Structure, dated: date) -> registers.Filing:
    return registers.Filing(
        **_register(case),
        source=FOUND_BY.get(case.building["found_by"], "") or case.row["source"],
        found_on=case.row["found_on"],
        basis=case.said("filing").get("basis", ""),
        filed_on=case.on("filing"),
    )


def approval(case: Structure, dated: date) -> registers.Approval:
    review, talk = case.said("legal-review"), case.said("discussion")
    return registers.Approval(
        **_register(case),
        evidence=case.proof,
        law=law_of(case, "第十条至第十二条"),
        proposed=case.said("notice").get("proposed", ""),
        told_on=case.served_on("notice"),
        heard=heard(case),
        review=review.get("result", ""),
        reviewer=review.get("reviewer", ""),
        discussed_on=case.on("discussion"),
        result=talk.get("result", ""),
    )


def closing(case: Structure, dated: date) -> registers.Closing:
    standing = [a for a in case.file.acts if a["annulled_event"] is None]
    acts = sorted(standing, key=lambda a: (a["on_date"], a["id"]))
    contests = [
        f"{KINDS[c['kind']]}：{c['forum']}，"
        + (f"{day(c['ended_on'])}{c['outcome']}" if c["ended_on"] else "尚无结果")
        for c in case.file.contests
    ]
    disposed = [d for d in case.file.disposals if d["annulled_event"] is None]
    return registers.Closing(
        **_register(case),
        filed_on=case.on("filing"),
        closed_on=case.on("closing"),
        acts=tuple(_listed(case, act) for act in acts),
        disposed=tuple(f"{day(d['on_date'])}{d['kind']}{area(d['m2'])}平方米" for d in disposed),
        contests=tuple(contests) or ("未登记行政复议、行政诉讼",),
        result=case.said("closing").get("result", ""),
    )


def _listed(case: Structure, act: Any) -> registers.Act:
    step = book().by_key[act["step"]]
    served = [s["on_date"] for s in case.file.servings if s["proceeding_id"] == act["id"]]
    number = act["document"] or (case.number(step.document) if step.document else "")
    return registers.Act(title=step.title, on=act["on_date"], number=number, served=max(served, default=None))
