"""The steps of supervision (挂牌督办): one table that code, buttons, diagram and tests read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hazards.domain.roles import CASEWORK, Role
from hazards.domain.stages import OPEN, Stage

S = Stage


class Action(StrEnum):
    ASSESS = "assess"
    LIST = "list"
    FILE_PLAN = "file-plan"
    RETURN_PLAN = "return-plan"
    START = "start"
    SUBMIT = "submit"
    CHECK = "check"
    ACCEPT = "accept"
    RETURN = "return"
    STRIKE_OFF = "strike-off"
    SEND_BACK = "send-back"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    MOVE = "move"
    UPLIST = "uplist"
    APPLY = "apply-extension"
    GRANT = "grant-extension"
    REFUSE = "refuse-extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    CORRECT = "correct"
    ACCIDENT = "accident"
    CONCLUDE = "conclude"


class Part(StrEnum):
    """What a person does in a case. Three parts, three persons (三分离)."""

    BRINGS = "brings"  # uploads, fills in, signs the submission
    VERIFIES = "verifies"  # checks on site, accepts
    DECIDES = "decides"  # strikes off


@dataclass(frozen=True, slots=True)
class Step:
    """From which stages, to which one (None: it stays), who takes it, what it needs.

    ``proof``: kinds of evidence that must lie in the file, unvoided. ``fields``: what must be told
    with the step. ``second``: a second person confirms before anything changes. ``listing_body``:
    only the body that listed the case decides it (domain.md §2).
    """

    title: str
    start: frozenset[Stage]
    end: Stage | None
    by: frozenset[Role]
    law: str
    proof: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    part: Part | None = None
    second: bool = False
    listing_body: bool = False
    gates: tuple[str, ...] = ()


def _step(title: str, start: Stage | frozenset[Stage], end: Stage | None, *by: Role, **more: Any) -> Step:
    stages = start if isinstance(start, frozenset) else frozenset({start})
    return Step(title, stages, end, frozenset(by), **more)


UNDER_WORK = frozenset({S.LISTED, S.PLANNED, S.RECTIFYING})

STEPS: dict[Action, Step] = {
    Action.ASSESS: _step(
        "评估认定", S.FOUND, S.ASSESSED, Role.DEPARTMENT, law="hazard.criteria", fields=("basis",)
    ),
    Action.LIST: _step(
        "挂牌",
        S.ASSESSED,
        S.LISTED,
        Role.LISTING,
        law="listing.duty",
        fields=("level", "body", "document", "deadline", "supervisor"),
    ),
    Action.FILE_PLAN: _step(
        "报送整治方案",
        S.LISTED,
        S.PLANNED,
        Role.HEAD,
        law="plan.six-items",
        part=Part.BRINGS,
        gates=("plan",),
    ),
    Action.RETURN_PLAN: _step(
        "退回方案", S.PLANNED, S.LISTED, Role.DEPARTMENT, law="plan.six-items", fields=("reasons",)
    ),
    Action.START: _step(
        "方案备案，进入整改",
        S.PLANNED,
        S.RECTIFYING,
        Role.DEPARTMENT,
        law="measures.five",
        part=Part.VERIFIES,
        gates=("measures",),
    ),
    Action.SUBMIT: _step(
        "申请验收",
        S.RECTIFYING,
        S.SUBMITTED,
        Role.HEAD,
        law="rectification.report",
        proof=("after",),
        part=Part.BRINGS,
        gates=("measures", "items", "evaluation"),
    ),
    Action.CHECK: _step(
        "现场核查",
        S.SUBMITTED,
        S.CHECKED,
        Role.DEPARTMENT,
        law="acceptance.site-check",
        proof=("site-check",),
        fields=("officers",),
        part=Part.VERIFIES,
    ),
    Action.ACCEPT: _step(
        "验收合格",
        S.CHECKED,
        S.ACCEPTED,
        Role.DEPARTMENT,
        law="acceptance.site-check",
        part=Part.VERIFIES,
        gates=("measures", "items", "items-verified"),
    ),
    Action.RETURN: _step(
        "退回整改",
        frozenset({S.SUBMITTED, S.CHECKED}),
        S.RECTIFYING,
        Role.DEPARTMENT,
        law="acceptance.refused",
        fields=("reasons",),
        part=Part.VERIFIES,
    ),
    Action.STRIKE_OFF: _step(
        "销号",
        S.ACCEPTED,
        S.STRUCK_OFF,
        Role.LISTING,
        law="strike-off.decision",
        fields=("how", "document"),
        part=Part.DECIDES,
        listing_body=True,
        gates=("accident",),
    ),
    Action.SEND_BACK: _step(
        "不予销号，退回整改",
        S.ACCEPTED,
        S.RECTIFYING,
        Role.LISTING,
        law="acceptance.refused",
        fields=("reasons",),
        part=Part.DECIDES,
    ),
    Action.UNDO: _step(
        "撤销销号",
        S.STRUCK_OFF,
        S.RECTIFYING,
        Role.LISTING,
        law="strike-off.decision",
        fields=("why", "document"),
        second=True,
        listing_body=True,
    ),
    Action.WITHDRAW: _step(
        "撤销挂牌",
        OPEN,
        S.WITHDRAWN,
        Role.LISTING,
        law="withdrawal.decision",
        fields=("why", "document"),
        second=True,
        listing_body=True,
    ),
    Action.TRANSFER: _step(
        "移送区外或其他机关",
        OPEN,
        S.TRANSFERRED,
        Role.LISTING,
        law="transfer.referral",
        proof=("letter",),
        fields=("to", "why", "document"),
    ),
    Action.MOVE: _step(
        "变更主办街镇", OPEN, None, Role.LISTING, law="competence.territorial", fields=("lead", "why")
    ),
    Action.UPLIST: _step(
        "提级挂牌",
        OPEN,
        None,
        Role.LISTING,
        law="listing.levels",
        fields=("level", "body", "document"),
        second=True,
    ),
    Action.APPLY: _step(
        "申请延期",
        UNDER_WORK,
        None,
        Role.HEAD,
        law="extension.application",
        fields=("until", "reason", "meanwhile", "received_on"),
        part=Part.BRINGS,
        gates=("not-applied",),
    ),
    Action.GRANT: _step(
        "批准延期",
        UNDER_WORK,
        None,
        Role.LISTING,
        law="extension.decision",
        fields=("document",),
        listing_body=True,
        gates=("applied",),
    ),
    Action.REFUSE: _step(
        "不批准延期",
        UNDER_WORK,
        None,
        Role.LISTING,
        law="extension.decision",
        fields=("why", "document"),
        listing_body=True,
        gates=("applied",),
    ),
    Action.SUSPEND: _step(
        "责令停产停业",
        OPEN,
        None,
        Role.DEPARTMENT,
        law="suspension.order",
        fields=("extent", "document"),
    ),
    Action.RESUME: _step(
        "解除停产停业",
        OPEN,
        None,
        Role.DEPARTMENT,
        law="suspension.order",
        fields=("document",),
        gates=("suspended",),
    ),
    Action.CORRECT: _step(
        "更正",
        frozenset(Stage) - {S.FOUND, S.ASSESSED},
        None,
        Role.LISTING,
        law="record.correction",
        fields=("changes", "why", "document"),
        second=True,
    ),
    Action.ACCIDENT: _step(
        "登记事故",
        frozenset(Stage) - {S.FOUND, S.ASSESSED},
        None,
        *CASEWORK,
        law="accident.seal",
        fields=("happened_at", "dead", "injured"),
    ),
    Action.CONCLUDE: _step(
        "登记事故调查结论",
        frozenset(Stage),
        None,
        Role.LISTING,
        law="accident.seal",
        fields=("conclusion", "document"),
        gates=("in-accident",),
    ),
}

AFTER_ACCIDENT = frozenset({Action.WITHDRAW, Action.TRANSFER, Action.MOVE, Action.CORRECT})
"""With an accident in the file these wait for a leader's confirmation."""

EVENTS = {
    Action.LIST: "listed",
    Action.STRIKE_OFF: "struck-off",
    Action.WITHDRAW: "withdrawn",
    Action.TRANSFER: "transferred",
    Action.GRANT: "extended",
}
"""Steps that ledgers tell of too share the names of their events; the others use their own."""


def event_of(action: Action) -> str:
    return EVENTS.get(action, action.value)
