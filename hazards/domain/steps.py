"""take(): decide one step. Everything that is missing is told at once (一次性告知)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.domain.calendar import WorkingDays
from hazards.domain.competence import TOWNSHIP, UPWARDS, decider, takers
from hazards.domain.errors import Refusal
from hazards.domain.kinds import KINDS
from hazards.domain.lifecycle import AFTER_ACCIDENT, STEPS, Action, Part
from hazards.domain.roles import NAMES as ROLES
from hazards.domain.roles import Role
from hazards.domain.stages import NAMES, Stage
from hazards.domain.stepfacts import Actor, Facts, Taken
from hazards.domain.steptold import FIELDS, HOW, UNDONE


class StepNotOpen(Refusal):
    code = "step-not-open"
    says = "本案现为“{stage}”，不能办理“{action}”。{last}"
    remedy = "请刷新案卷后再办。"


class NotTheTaker(Refusal):
    code = "not-the-taker"
    says = "“{action}”由{by}办理({law})。"
    remedy = "您现在的身份是{who}。"


class NotTheLead(Refusal):
    code = "not-the-lead"
    says = "本案主办为{lead}，“{action}”由主办单位办理。"
    remedy = "协办单位可以上传材料、报告本单位承担的明细。"


class StepLacks(Refusal):
    code = "step-lacks"
    says = "办理“{action}”还缺：{missing}。"
    remedy = "依据：{law}。补齐后再办。"


class SamePerson(Refusal):
    code = "same-person"
    says = "{name}已在本案{did}，不能再{does}({law})。"
    remedy = "上传、核查、销号须由三人分别办理，代岗和调岗后也一样，请换人办理。"


class BadDate(Refusal):
    code = "act-date"
    says = "办理日期{on}{why}。"
    remedy = "办理日期以文书所载日期为准，请核对。"


class LateEntry(Refusal):
    code = "late-entry"
    says = "办理日期为{on}，距今已{days}个工作日，属于补录。"
    remedy = "补录须附载明办理日期的文书扫描件，请先上传再办。"


class ElsewhereDecided(Refusal):
    code = "decided-elsewhere"
    says = "本案由{body}挂牌({level})，“{action}”的决定权在{body}。"
    remedy = "请用“登记上级决定”填写机关、文号、日期并附扫描件，由另一人确认。"


class NeedsSecond(Refusal):
    code = "needs-second"
    says = "“{action}”须由两人办理：一人提出，{who}确认({law})。"
    remedy = "请先提出，由另一人在待办中确认。"


@dataclass(frozen=True, slots=True)
class Rules:
    """The law as the inspector quotes it, and the working days of today."""

    cite: Callable[[str], str]
    days: WorkingDays
    today: date


DID = {Part.BRINGS: "上传或报送", Part.VERIFIES: "核查验收", Part.DECIDES: "销号"}
DOES = {Part.BRINGS: "上传或报送", Part.VERIFIES: "核查或验收", Part.DECIDES: "办理销号"}


def take(
    facts: Facts,
    action: Action,
    told: Mapping[str, Any],
    *,
    by: Actor,
    on: date,
    rules: Rules,
    scan: bool = False,
    registered: bool = False,
    confirmed: bool = False,
) -> Taken:
    """Decide one step.

    Args:
        told: what is said with the step, by the names of ``FIELDS``.
        on: date of the act (办理日期).
        scan: whether the dated document lies in the file.
        registered: the decision of another body is entered here.
        confirmed: a second person stands behind it, or ``decided`` is only proposed.

    Raises:
        StepNotOpen, NotTheTaker, NotTheLead, ElsewhereDecided, NeedsSecond, SamePerson, BadDate,
        LateEntry, StepLacks: in this order, the last naming everything that is missing.
    """
    step = STEPS[action]
    may_take(facts, action, by=by, rules=rules)
    body = decider(facts.level, facts.body) if step.listing_body else ""
    if body and not registered:
        raise ElsewhereDecided(body=body, level=facts.level, action=step.title)
    if (step.second or needs_leader(facts, action)) and not confirmed:
        who = "领导" if needs_leader(facts, action) else "另一人"
        raise NeedsSecond(action=step.title, who=who, law=rules.cite(step.law))
    apart(facts, action, by=by, rules=rules)
    late = dated(facts, action, on, scan=scan, rules=rules)
    missing = lacks(facts, action, told, on=on)
    if body and not scan:
        missing = ("上级决定扫描件", *missing)
    if missing:
        raise StepLacks(action=step.title, missing="；".join(grouped(missing)), law=rules.cite(step.law))
    return Taken(action, step.end or facts.stage, late)


def may_take(facts: Facts, action: Action, *, by: Actor, rules: Rules) -> None:
    """Whether this actor may try the step at all at this stage.

    Raises:
        NotTheTaker, NotTheLead, StepNotOpen
    """
    step, roles = STEPS[action], takers(action, facts.level)
    if by.role not in roles:
        names = "、".join(ROLES[r] for r in Role if r in roles)
        raise NotTheTaker(action=step.title, by=names, law=rules.cite(step.law), who=ROLES[by.role])
    if not by.leads:
        raise NotTheLead(lead=facts.lead or "其他街镇", action=step.title)
    if facts.stage not in step.start:
        raise StepNotOpen(stage=NAMES[facts.stage], action=step.title, last=facts.last)


def needs_leader(facts: Facts, action: Action) -> bool:
    """Whether the step waits for a leader, as some do once an accident is in the file."""
    return facts.accident and action in AFTER_ACCIDENT


def apart(facts: Facts, action: Action, *, by: Actor, rules: Rules) -> None:
    """Three parts, three persons; whoever lends a post answers like whoever uses it.

    At 街镇级 the head both signs and strikes off, so there only uploader and verifier are barred.

    Raises:
        SamePerson
    Law: separation.three
    """
    part = STEPS[action].part
    if part is None:
        return
    barred = {
        Part.BRINGS: (Part.VERIFIES,),
        Part.VERIFIES: (Part.BRINGS,),
        Part.DECIDES: (Part.VERIFIES, Part.BRINGS),
    }[part]
    if part is Part.BRINGS and facts.stage is not Stage.RECTIFYING:
        barred = ()
    for other in barred:
        if facts.level == TOWNSHIP and part is Part.DECIDES and other is Part.BRINGS:
            continue
        if same := by.persons & facts.parts.get(other, frozenset()):
            name = facts.names.get(min(same), "该人")
            law = rules.cite("separation.three")
            raise SamePerson(name=name, did=DID[other], does=DOES[part], law=law)


def dated(facts: Facts, action: Action, on: date, *, scan: bool, rules: Rules) -> int:
    """Working days of delay; 0 where the act was entered within one working day.

    Raises:
        BadDate: after today, or before the last act. LateEntry: late, and no scan shows the date.
    """
    if on > rules.today:
        raise BadDate(on=on.isoformat(), why="晚于今天")
    if facts.last_on is not None and on < facts.last_on:
        raise BadDate(on=on.isoformat(), why=f"早于上一步的办理日期{facts.last_on.isoformat()}")
    late = rules.days.between(on, rules.today)
    if late <= 1:
        return 0
    if not scan:
        raise LateEntry(on=on.isoformat(), days=late)
    return late


def lacks(
    facts: Facts, action: Action, told: Mapping[str, Any], *, on: date | None = None
) -> tuple[str, ...]:
    """Everything missing for a step, in words: fields, papers, and what its gates name."""
    step = STEPS[action]
    missing = [FIELDS[name] for name in step.fields if not _said(told, name)]
    missing += [KINDS[kind] for kind in step.proof if kind not in facts.proof]
    for gate in step.gates:
        missing += facts.lacking.get(gate, ())
    return tuple(dict.fromkeys([*missing, *_wrong(action, told, facts, on)]))


def grouped(missing: Iterable[str]) -> list[str]:
    """One line a matter: what lacks of the same ("资金：来源", "资金：证据") stands together."""
    groups: dict[str, list[str]] = {}
    for one in missing:
        head, colon, rest = one.partition("：")
        groups.setdefault(head, []).extend([rest] if colon else [])
    return [f"{head}：{'、'.join(rest)}" if rest else head for head, rest in groups.items()]


def _said(told: Mapping[str, Any], name: str) -> bool:
    value = told.get(name)
    if name == "officers":
        return value is not None and len([v for v in value if str(v).strip()]) >= 2
    if name == "reasons":
        return bool([v for v in value or () if str(v).strip()])
    return value is not None and str(value).strip() != ""


def _wrong(action: Action, told: Mapping[str, Any], facts: Facts, on: date | None) -> list[str]:
    """Values that are there and cannot be meant."""
    out = []
    if action is Action.STRIKE_OFF and told.get("how") and told["how"] not in HOW:
        out.append(f"销号方式只能是{'、'.join(HOW)}")
    if action is Action.UNDO and told.get("why") and told["why"] not in UNDONE:
        out.append(f"撤销销号的理由只能是{'、'.join(UNDONE)}")
    if action is Action.LIST and told.get("deadline") and on and told["deadline"] < on:
        out.append("整改期限不得早于挂牌日期")
    if action is Action.UPLIST and told.get("level") and _rank(told["level"]) <= _rank(facts.level):
        out.append(f"提级后的级别须高于现级别{facts.level or '未填'}")
    return out


def _rank(level: str) -> int:
    return UPWARDS.index(level) if level in UPWARDS else -1
