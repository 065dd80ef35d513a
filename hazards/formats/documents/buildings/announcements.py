"""拆除公告通知书 in its two uses, and 无主建筑公告: put up at the place, not handed over."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.buildings import notices
from hazards.formats.documents.buildings.notices import Notice
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, told

REMOVAL = "限期自行拆除公告通知书"
DEMOLITION = "强制拆除公告通知书"
OWNERLESS = "无主建筑公告"
COPIES = "本公告一式两份，一份张贴于违法建筑现场，一份存入案卷；张贴情况拍照存档。"
UNKNOWN = "该违法建筑的建设单位、所有人或者管理人"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalNotice(Notice):
    """Remove it yourself until ``remove_by``; ``decision`` and ``decided_on`` say why. Law: demolition.notice"""

    decision: str = ""
    decided_on: date | None = None
    remove_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Notice):
    """Time, basis and moving-out day of the demolition; ``enforcement`` and ``enforced_on`` the decision
    to enforce; ``acts`` who does it; ``starts`` when, ``not_before`` the earliest lawful day.
    Law: demolition.announcement
    """

    enforcement: str = ""
    enforced_on: date | None = None
    acts: str = ""
    starts: date | None = None
    not_before: date | None = None
    moving_out_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerlessNotice(Notice):
    """Whoever it belongs to is asked to come forward by ``claim_by``, 30 days on. Law: ownerless.announcement"""

    claim_by: date | None = None


def removal(*facts: RemovalNotice) -> bytes:
    """The announcement as docx; several facts, several announcements in one file."""
    return bound(REMOVAL, _removal, facts)


def demolition(*facts: Announcement) -> bytes:
    """The announcement as docx; several facts, several announcements in one file."""
    return bound(DEMOLITION, _demolition, facts)


def ownerless(*facts: OwnerlessNotice) -> bytes:
    """The announcement as docx; several facts, several announcements in one file."""
    return bound(OWNERLESS, _ownerless, facts)


def _removal(paper: Paper, facts: RemovalNotice) -> None:
    notices.begin(paper, facts)
    notices.finding(paper, facts)
    if flat(facts.decision) or facts.decided_on:
        paper.say(
            f"本机关已于{day(facts.decided_on)}依法作出责令限期拆除决定（{told(facts.decision, 16)}）并送达。"
        )
    paper.say(
        f"根据{told(facts.law, 16)}的规定，现予公告，限于{day(facts.remove_by)}前自行拆除上述违法建筑，"
        "搬离其中的人员和财物。"
    )
    paper.say("在法定期限内不申请行政复议、不提起行政诉讼，又不拆除的，将依法强制拆除。")
    notices.posted(paper, facts, COPIES)


def _demolition(paper: Paper, facts: Announcement) -> None:
    notices.begin(paper, facts)
    notices.finding(paper, facts)
    paper.say(
        f"一、依据：根据{told(facts.law, 16)}的规定和{day(facts.enforced_on)}作出的强制执行决定"
        f"（{told(facts.enforcement, 16)}），对上述违法建筑实施强制拆除。"
    )
    paper.say(
        f"二、时间：{day(facts.starts)}起，由{told(facts.acts, 12)}实施；"
        f"不早于按案卷推算的最早可强拆日（{day(facts.not_before)}）。"
    )
    paper.say(f"三、搬离期限：当事人及使用人应当于{day(facts.moving_out_by)}前搬离，并自行搬出财物。")
    paper.say(
        "四、实施时当事人应当到场；不到场的，由公证机构或者无利害关系的第三人见证，"
        "现场财物清点登记，通知当事人限期领取。"
    )
    notices.posted(paper, facts, COPIES)


def _ownerless(paper: Paper, facts: OwnerlessNotice) -> None:
    notices.begin(paper, facts, flat(facts.party) or UNKNOWN)
    notices.finding(paper, facts, you="有关单位或者个人")
    paper.say(
        "经调查，无法确定该建筑的建设单位、所有人或者管理人。"
        f"根据{told(facts.law, 16)}的规定，现予公告，公告期不少于三十日，自公告之日起算。"
    )
    paper.say(
        f"有关单位或者个人应当于{day(facts.claim_by)}前持有效证明到本机关接受调查、依法处理，并有权陈述和申辩。"
        "公告期满仍无人主张权利的，本机关将依法处置。"
    )
    notices.posted(paper, facts, COPIES)
