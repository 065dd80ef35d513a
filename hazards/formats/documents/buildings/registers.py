"""立案审批表, 行政处罚审批表 and 结案登记表: what is known in boxes, and room for those who decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.shared import Length, Mm

from hazards.formats.documents.facts import Filed
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.tables import table
from hazards.formats.documents.text import day, flat, lines, tick, told

FILING, APPROVAL, CLOSING = "立案审批表", "行政处罚审批表", "结案登记表"
COPIES = "本表一式一份，存入案卷。"
SIGNED = "签名：________________　____年__月__日"
WIDTHS = [28, 128]  # millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Filed):
    """What every form of approval begins with.

    ``officers`` handle the case; ``m2``, ``use``, ``structure`` and ``floors`` describe the building.
    """

    organ: str = ""
    number: str = ""
    party: str = ""
    party_phone: str = ""
    place: str = ""
    matter: str = ""
    m2: str = ""
    use: str = ""
    structure: str = ""
    floors: str = ""
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Register):
    """``source`` how it came up, ``found_on`` when; ``basis`` the 立案依据; ``filed_on`` once filed.
    Law: penalty.filing
    """

    source: str = ""
    found_on: date | None = None
    basis: str = ""
    filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Register):
    """``evidence``, ``law`` and ``proposed``; ``told_on`` when rights were told, ``heard`` what was said;
    ``review`` and ``reviewer`` of the 法制审核; ``discussed_on`` and ``result`` of the collective discussion.
    Law: penalty.legal-review, penalty.discussion
    """

    evidence: tuple[str, ...] = ()
    law: str = ""
    proposed: str = ""
    told_on: date | None = None
    heard: str = ""
    review: str = ""
    reviewer: str = ""
    discussed_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of the case as the closing form lists it."""

    title: str = ""
    on: date | None = None
    number: str = ""
    served: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Register):
    """``acts`` in their order; ``disposed`` how and how much; ``contests`` review and suit; ``result``."""

    filed_on: date | None = None
    closed_on: date | None = None
    acts: tuple[Act, ...] = ()
    disposed: tuple[str, ...] = ()
    contests: tuple[str, ...] = ()
    result: str = ""


def filing(*facts: Filing) -> bytes:
    """The form as docx; several facts, several forms in one file."""
    return bound(FILING, _filing, facts)


def approval(*facts: Approval) -> bytes:
    """The form as docx; several facts, several forms in one file."""
    return bound(APPROVAL, _approval, facts)


def closing(*facts: Closing) -> bytes:
    """The form as docx; several facts, several forms in one file."""
    return bound(CLOSING, _closing, facts)


def _filing(paper: Paper, facts: Filing) -> None:
    _known(
        paper,
        facts,
        ("案件来源", facts.source, "发现日期", day(facts.found_on)),
        ("立案文号", facts.number, "立案日期", day(facts.filed_on)),
    )
    decided = f"{tick('同意立案', facts.filed_on is not None)}　{tick('不予立案', False)}"
    _boxes(
        paper,
        [
            ("主要事实", told(facts.matter, 24)),
            ("立案依据", told(facts.basis, 24)),
            ("承办人意见", "建议立案调查。\n" + _by(facts.officers)),
        ],
        Mm(14),
    )
    _boxes(paper, [("承办机构\n意见", SIGNED), ("机关负责人\n审批意见", f"{decided}\n{SIGNED}")], Mm(22))
    _end(paper, facts)


def _approval(paper: Paper, facts: Approval) -> None:
    _known(paper, facts, ("审批文号", facts.number, "告知送达", day(facts.told_on)))
    proof = [text for one in facts.evidence if (text := flat(one))]
    _boxes(
        paper,
        [
            ("违法事实", told(facts.matter, 24)),
            ("证据", "\n".join(f"{at}. {text}" for at, text in enumerate(proof, 1)) or "_" * 24),
            ("法律依据", told(facts.law, 24)),
            ("拟作处理", told(facts.proposed, 24)),
            ("陈述、申辩\n和听证情况", told(facts.heard, 24)),
            ("承办人意见", _by(facts.officers)),
        ],
        Mm(14),
    )
    review = f"{told(facts.review, 16)}\n审核人：{told(facts.reviewer)}\n{SIGNED}"
    talk = f"讨论日期：{day(facts.discussed_on)}\n{told(facts.result, 24)}\n参加人签名：{'_' * 24}"
    boxes = [("法制审核\n意见", review), ("集体讨论\n意见", talk), ("机关负责人\n审批意见", SIGNED)]
    _boxes(paper, boxes, Mm(28))
    _end(paper, facts)


def _closing(paper: Paper, facts: Closing) -> None:
    _known(
        paper,
        facts,
        ("立案日期", day(facts.filed_on), "结案日期", day(facts.closed_on)),
        ("登记文号", facts.number, "主要事实", facts.matter),
    )
    paper.point("办理经过")
    acts = facts.acts or (Act(),)
    rows = [
        [str(at), one.title, day(one.on) if one.on else "", one.number, day(one.served) if one.served else ""]
        for at, one in enumerate(acts, 1)
    ]
    header = ["序号", "步骤", "日期", "文号", "送达日期"]
    table(paper.document, [10, 36, 35, 40, 35], [header, *rows], size=10.5, height=Mm(7))
    paper.gap()
    _boxes(
        paper,
        [
            ("处置情况", "\n".join(flat(one) for one in facts.disposed) or "_" * 24),
            ("复议、诉讼", "\n".join(flat(one) for one in facts.contests) or "_" * 24),
            ("结案理由", told(facts.result, 24)),
            ("承办人意见", _by(facts.officers)),
            ("机关负责人\n审批意见", SIGNED),
        ],
        Mm(10),
    )
    _end(paper, facts)


def _known(paper: Paper, facts: Register, *more: tuple[str, str, str, str]) -> None:
    paper.heading(facts.organ)
    paper.form(
        [
            ("案号", facts.case_number, "案由", "涉嫌违法建设"),
            ("当事人", facts.party, "联系电话", facts.party_phone),
            ("建筑位置", facts.place, "违法面积(㎡)", facts.m2),
            (
                "用途",
                facts.use,
                "结构、层数",
                "，".join(filter(None, [flat(facts.structure), flat(facts.floors)])),
            ),
            *more,
        ]
    )
    paper.gap()


def _boxes(paper: Paper, rows: Sequence[tuple[str, str]], height: Length) -> None:
    """A label and a wide box beside it, one to a row."""
    table(paper.document, WIDTHS, rows, header=0, height=height)


def _by(officers: tuple[str, ...]) -> str:
    names = "、".join(flat(one) for one in officers if lines(one))
    return f"承办人：{told(names, 16)}\n{SIGNED}"


def _end(paper: Paper, facts: Register) -> None:
    paper.copies(COPIES)
    paper.foot(facts)
