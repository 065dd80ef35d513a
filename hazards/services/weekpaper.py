"""A weekly report on paper (周报): docx and pdf of one report, the signed one the same bytes every time."""

from dataclasses import asdict

from hazards.domain.weeks import Week
from hazards.formats import typeset
from hazards.formats.documents import weekly_report
from hazards.formats.documents.text import day
from hazards.formats.documents.weekly_report import List, WeeklyReport
from hazards.services import weekreports
from hazards.services.access import Scope, operation
from hazards.services.returnsigned import ASKED, RETURNED, SIGNED
from hazards.services.weekfigures import Figure
from hazards.services.weekreports import READERS, Report
from hazards.storage.store import Store

LISTED = ("listed", "submitted", "struck_off", "demolished", "overdue", "due_next", "no_deadline", "since")
"""The figures whose cases are printed; the rest would make a paper of the whole ledger."""
FOOT = "数据截止 {as_of}，计数规则 {rule}，台账第 {event} 号记录为止。{proof}"
PROOF = "签报内容摘要(SHA-256) {sha256}，可与系统轨迹核对。"


@operation("打印周报", READERS)
def print_(store: Store, scope: Scope, street: int, week: Week, form: str) -> tuple[bytes, str]:
    """(bytes, file name) of a report; ``form`` is docx or pdf.

    Before it is signed it bears 送审稿, and once put before the head the figures put before him, so
    that a sheet signed by hand shows what will stand.

    Raises:
        NoSuchReturn
    """
    report = weekreports.report(store, scope, street, week)
    facts = _facts(report)
    name = f"{report.name}{week.title}周报{f'({facts.mark})' if facts.mark else ''}.{form}"
    if form == "docx":
        return weekly_report.write(facts), name
    told = asdict(facts)
    told["figures"] = [{"name": n, "value": v, "rule": r} for n, v, r in facts.figures]
    return typeset.pdf("weekly", told), name


def _facts(report: Report) -> WeeklyReport:
    figures = report.asked if report.state == ASKED and report.asked else report.figures
    done = report.state in (SIGNED, RETURNED)
    mark = "" if done else "送审稿" if report.state == ASKED else "草稿"
    if report.state == RETURNED:
        mark = "已退回"
    rows = [(one.name, f"{one.printed} {one.unit}", one.rule) for one in figures.told]
    rows.append(("本年整改率", str(figures.rate), "本年已销号÷本年有效挂牌数(含未到期)"))
    proof = PROOF.format(sha256=report.told("sha256")) if done else ""
    paper = f"纸质审签单 {report.told('paper')}。" if done and report.told("paper") else ""
    signed_on = report.row["signed_on"] if report.row and done else None
    return WeeklyReport(
        street=report.name,
        week=report.week.title,
        span=report.week.span,
        figures=tuple(rows),
        problems=report.told("problems") or "无",
        plans=report.told("plans") or "无",
        lists=tuple(_list(figures[key]) for key in LISTED if figures[key].entries),
        signer=report.told("signer") if done else "",
        dated=day(signed_on),
        foot=FOOT.format(
            as_of=figures.as_of, rule=figures.rule, event=figures.last_event, proof=paper + proof
        ),
        mark=mark,
    )


def _list(figure: Figure) -> List:
    rows = tuple(
        (one.number or "未编号", one.unit, one.on, " ".join(filter(None, [_area(one.m2), one.note])))
        for one in figure.entries
    )
    return List(figure.name, f"{figure.printed} {figure.unit}", rows)


def _area(m2: float | None) -> str:
    return "" if m2 is None else f"{m2:g} ㎡"
