"""挂牌督办通知书: what is wrong, until when, and the four duties of the unit."""

from dataclasses import dataclass
from datetime import date

from hazards.formats.documents.facts import Issued
from hazards.formats.documents.layout import Paper, bound
from hazards.formats.documents.text import day, flat, sentence, told

TITLE = "挂牌督办通知书"
COPIES = "本通知书一式两份，被督办单位和挂牌机关各执一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNotice(Issued):
    """Facts of the notice.

    ``unit`` is the responsible unit; ``hazards`` what was found, one line each; ``standard`` the
    判定依据 with its clause; ``law`` the articles relied on; ``level`` 区级 and so on; ``batch`` 第二批;
    ``supervisor`` the 督办单位; ``finish_by`` the deadline; ``plan_by`` and ``plan_to`` when and where
    the plan is filed; ``progress`` and ``ahead`` how often the unit reports and how long before the
    deadline it asks for an extension (local rules); ``contact`` a person and telephone.
    """

    unit: str = ""
    matter: str = "重大事故隐患"
    hazards: tuple[str, ...] = ()
    standard: str = ""
    law: str = "《中华人民共和国安全生产法》第四十一条第三款"
    level: str = ""
    batch: str = ""
    supervisor: str = ""
    finish_by: date | None = None
    plan_by: date | None = None
    plan_to: str = ""
    progress: str = "每季度至少一次"
    ahead: str = "15个工作日"
    contact: str = ""


def write(*facts: SupervisionNotice) -> bytes:
    """The notice as docx; several facts, several notices in one file."""
    return bound(TITLE, _compose, facts)


def _compose(paper: Paper, facts: SupervisionNotice) -> None:
    paper.heading(facts.organ)
    paper.number(facts.number, facts.signer)
    paper.address(facts.unit)
    paper.say(f"经检查，你单位存在以下{told(facts.matter)}：")
    hazards = [text for text in facts.hazards if flat(text)] or [""]
    for at, text in enumerate(hazards, 1):
        paper.say(f"{at}. {sentence(text, 24)}" if len(hazards) > 1 else sentence(text, 24))
    paper.say(f"判定依据：{sentence(facts.standard, 16)}")
    batch = f"（{flat(facts.batch)}）" if flat(facts.batch) else ""
    paper.say(
        f"根据{told(facts.law, 16)}的规定，决定对上述{told(facts.matter)}实行{told(facts.level)}挂牌督办{batch}，"
        f"督办单位为{told(facts.supervisor, 12)}，整改完成期限为{day(facts.finish_by)}。请你单位做好以下工作："
    )
    paper.say(
        f"一、立即制定治理方案，落实责任、措施、资金、时限和预案，于{day(facts.plan_by)}前"
        f"报{told(facts.plan_to, 12)}备案。"
    )
    paper.say(f"二、按治理方案抓紧整改，{told(facts.progress)}书面报告治理进展情况。")
    paper.say(
        "三、在整改期限届满前完成治理，并提交验收申请书；确因客观原因不能按期完成的，"
        f"应当在期限届满{told(facts.ahead)}前提交延期申请表，说明理由和延期期间的防范措施。"
    )
    paper.say(
        "四、治理期间采取可靠的安全防范措施；无法保证安全的，应当撤出危险区域内的人员，"
        "疏散可能危及的其他人员，设置警戒标志，暂时停产停业或者停止使用。"
    )
    if flat(facts.contact):
        paper.say(f"联系人及电话：{sentence(facts.contact)}")
    paper.seal(facts.organ, facts.dated)
    paper.receipt(facts)
    paper.copies(COPIES, to=facts.copies_to)
    paper.foot(facts)
