"""责令停止违法行为通知书 and 责令限期改正通知书: stop at once, or put right by a day."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.buildings import notices
from hazards.formats.documents.buildings.notices import Ordered
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, told

STOP, CORRECT = "责令停止违法行为通知书", "责令限期改正通知书"
COPIES = "本通知书一式两份，当事人和本机关各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOrder(Ordered):
    """Stop building at once. Law: building.stop"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Ordered):
    """Put right by ``correct_by``; ``demands`` what is to be done. Law: building.outcomes"""

    correct_by: date | None = None
    demands: str = ""


def stop(*facts: StopOrder) -> bytes:
    """The order as docx; several facts, several orders in one file."""
    return bound(STOP, _stop, facts)


def correct(*facts: Correction) -> bytes:
    """The order as docx; several facts, several orders in one file."""
    return bound(CORRECT, _correct, facts)


def _stop(paper: Paper, facts: StopOrder) -> None:
    notices.begin(paper, facts)
    notices.finding(paper, facts)
    paper.say(
        f"根据{told(facts.law, 16)}的规定，责令你（单位）自收到本通知书之时起立即停止建设，"
        "保持现场现状，听候处理。"
    )
    paper.say("不停止建设的，将立即报告本级人民政府，由其责成有关部门依法查封施工现场、拆除继续建设的部分。")
    notices.remedies(paper, facts, "通知")
    notices.end(paper, facts, COPIES)


def _correct(paper: Paper, facts: Correction) -> None:
    notices.begin(paper, facts)
    notices.finding(paper, facts)
    paper.say(
        f"经认定，该建设行为尚可采取改正措施消除影响。根据{told(facts.law, 16)}的规定，"
        f"责令你（单位）于{day(facts.correct_by)}前按以下要求改正："
    )
    paper.write(facts.demands)
    paper.say("改正完毕后请书面报告本机关，由本机关派员复查。逾期不改正的，将依法作出进一步处理。")
    notices.remedies(paper, facts, "通知")
    notices.end(paper, facts, COPIES)
