"""最早可强拆日推算表: the earliest lawful day of demolition, argued line by line with its articles."""

from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day, sentence, told

TITLE = "最早可强拆日推算表"
COPIES = "本表一式两份，案卷和实施机关各一份；案情变化的，应当重新推算。"
RULE = (
    "推算方法：送达、公告当日不计入期间；期间末日为法定休假日的顺延至其后第一个工作日；"
    "按月计算的，至相应月份的对应日；各期限均已届满的次日为最早可强拆日，遇法定节假日顺延。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the argument: by ``law``, from ``start`` to ``end``, ``because``."""

    law: str = ""
    start: date | None = None
    end: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """``earliest`` only where nothing is missing; ``bound`` it is not before; what is missing, in words;
    ``court`` tells that the court's ruling is needed; ``as_of`` the day of the facts; ``rules`` their version.
    """

    links: tuple[Link, ...] = ()
    earliest: date | None = None
    bound: date | None = None
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    court: bool = False
    as_of: date | None = None
    rules: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulDate(Filed):
    """The table by itself, of the building of ``party`` at ``place``."""

    organ: str = ""
    party: str = ""
    place: str = ""
    reckoning: Reckoning = Reckoning()  # frozen
    made_by: str = ""


def write(*facts: LawfulDate) -> bytes:
    """The table as docx; several facts, several tables in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: LawfulDate) -> None:
    paper.heading(facts.organ)
    paper.form(
        [
            ("当事人", facts.party, "建筑位置", facts.place),
            ("推算人", facts.made_by, "案情截至", day(facts.reckoning.as_of)),
        ]
    )
    paper.gap()
    argue(paper, facts.reckoning)
    paper.gap()
    paper.form([("推算人\n签名", "", "法制审核人\n签名", "")], Mm(11))
    paper.copies(COPIES)
    paper.foot(facts)


def argue(paper: Paper, held: Reckoning) -> None:
    """The lines and what they come to; also the annex of a record."""
    rows = [
        [str(at), one.law, _on(one.start), _on(one.end), one.because]
        for at, one in enumerate(held.links or (Link(),), 1)
    ]
    header = ["序号", "依据", "起", "止", "理由"]
    table(paper.document, [10, 45, 34, 34, 33], [header, *rows], size=10.5, height=Mm(9))
    paper.gap()
    paper.point("推算结论")
    if held.court:
        paper.say("本案适用土地管理法律，须申请人民法院强制执行，机关不得自行强制拆除。")
    elif held.earliest:
        paper.say(f"最早可强拆日：{day(held.earliest)}。该日以前实施的，没有法律依据。")
    elif held.bound:
        paper.say(f"最早可强拆日尚不能确定，不早于{day(held.bound)}。")
    else:
        paper.say("最早可强拆日尚不能确定：____年__月__日。")
    if held.missing:
        paper.say(f"尚缺：{sentence('、'.join(told(one) for one in held.missing))}")
    for warning in held.warnings:
        paper.say(f"提示：{sentence(warning)}")
    paper.note(RULE)
    paper.note(f"按规则第{told(held.rules)}版推算；推算结果随案情变化，以实施前最后一次推算为准。")


def _on(when: date | None) -> str:
    return day(when) if when else ""
