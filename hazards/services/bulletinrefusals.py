"""Why a bulletin is not drafted, noted or published now, and what to do instead."""

from hazards.domain.errors import Refusal


class NotStarted(Refusal):
    code = "period-not-started"
    says = "{period}还没有开始。"
    remedy = "请选择已经开始的期间。"


class PeriodNotOver(Refusal):
    code = "period-not-over"
    says = "{period}要到{last}24时才截止，现在只能编制草稿。"
    remedy = "截止以后重新计算草稿，再由另一人印发。"


class AlreadyPublished(Refusal):
    code = "already-published"
    says = "{title}已由{publisher}印发为第{issue}期，不再改动。"
    remedy = "印发后的更正、撤销和补录在下一期列为重述。"


class NotADraft(Refusal):
    code = "not-a-draft"
    says = "该期草稿已经作废。"
    remedy = "请刷新通报期次。"


class DraftChanged(Refusal):
    code = "draft-changed"
    says = "草稿在您查看以后被重新计算或者填写了说明。"
    remedy = "请刷新后再看一遍。"


class SecondLook(Refusal):
    code = "second-look"
    says = "本期由{name}编制，印发须由另一人复核。"
    remedy = "请由领导或者区安委办的另一人在“通报期次”中印发。"


class DraftMoved(Refusal):
    code = "draft-moved"
    says = "编制草稿以后台账又有变化({what})，草稿数字已不是现在的数字。"
    remedy = "请区安委办重新计算草稿，看过以后再印发。"


class TooLong(Refusal):
    code = "bulletin-too-long"
    says = "正文将有{n}字，超过{most}字。"
    remedy = "请把典型案例和下一步工作写短些。"
