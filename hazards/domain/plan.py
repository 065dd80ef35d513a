"""The plan (整治方案): six statutory items, the five measures they yield, and what each still lacks.

Law: plan.six-items, measures.five
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher

ITEMS = {
    "goals": "治理的目标和任务",
    "methods": "采取的方法和措施",
    "funds": "经费和物资的落实",
    "persons": "负责治理的机构和人员",
    "times": "治理的时限和要求",
    "safety": "安全措施和应急预案",
}

MEASURES = {
    "responsibility": "责任",
    "measures": "措施",
    "funds": "资金",
    "deadline": "时限",
    "plan": "预案",
}
"""五落实, in the order the founding speech says them."""

FROM_ITEM = {
    "responsibility": "persons",
    "measures": "methods",
    "funds": "funds",
    "deadline": "times",
    "plan": "safety",
}
"""The statutory item each measure is read from."""

ALIKE = 3
"""The same text on this many cases is pointed out to whoever verifies (雷同)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the five as told and as verified. ``planned`` is yuan, of funds only."""

    name: str
    told: str = ""
    person: str = ""
    on: date | None = None
    planned: int | None = None
    source: str = ""
    evidence: int | None = None
    evidence_voided: bool = False
    told_by: int | None = None
    verified_by: int | None = None
    verifier: str = ""
    remark: str = ""

    @property
    def claimed(self) -> bool:
        return bool(self.told.strip())

    @property
    def in_place(self) -> bool:
        return not self.lacks()

    def lacks(self) -> tuple[str, ...]:
        """Everything that keeps it from being in place (落实), in words."""
        word = MEASURES[self.name]
        missing = []
        if not self.told.strip():
            missing.append(f"{word}：内容")
        if not self.person.strip():
            missing.append(f"{word}：责任人")
        if self.on is None:
            missing.append(f"{word}：日期")
        if self.name == "funds":
            if self.planned is None or self.planned <= 0:
                missing.append("资金：计划金额(万元)")
            if not self.source.strip():
                missing.append("资金：来源")
        if self.evidence is None:
            missing.append(f"{word}：证据")
        elif self.evidence_voided:
            missing.append(f"{word}：证据已作废，须重新上传")
        if self.verified_by is None:
            missing.append(f"{word}：核验(由填报以外的人)")
        return tuple(missing)


def five(held: Mapping[str, Measure]) -> tuple[Measure, ...]:
    """All five in their order, an empty one where nothing was told."""
    return tuple(held.get(name, Measure(name)) for name in MEASURES)


def measures_lack(held: Mapping[str, Measure], deadline: date | None) -> tuple[str, ...]:
    """The gate of the five measures: everything missing, in one list; empty when it is open."""
    missing = [text for measure in five(held) for text in measure.lacks()]
    if deadline is None:
        missing.append("时限：整改期限")
    return tuple(missing)


def plan_lacks(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The items of the plan nobody filled in yet."""
    return tuple(
        f"方案第{n}项：{name}"
        for n, (key, name) in enumerate(ITEMS.items(), 1)
        if not texts.get(key, "").strip()
    )


def yuan(text: str) -> int | None:
    """An amount in 万元, as people type it, in yuan; None where it is no amount.

    Raises:
        ValueError: not a number, negative, or finer than a yuan.
    """
    told = text.strip().removesuffix("万元").strip()
    if not told:
        return None
    try:
        amount = Decimal(told) * 10_000
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not amount.is_finite() or amount < 0 or amount != int(amount) or amount > 10**13:
        raise ValueError(text)
    return int(amount)


def wan(amount: int | None) -> str:
    """Yuan as 万元: whole ones without decimals, "" for none."""
    if amount is None:
        return ""
    told = f"{Decimal(amount) / 10_000:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


@dataclass(frozen=True, slots=True)
class Change:
    """What one item of the plan said, and says."""

    title: str
    before: str
    after: str


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The items in which two versions differ, in the order of the law."""
    told = ((name, before.get(key, "").strip(), after.get(key, "").strip()) for key, name in ITEMS.items())
    return tuple(Change(name, was, now) for name, was, now in told if was != now)


def words_changed(before: str, after: str) -> list[tuple[str, str]]:
    """A readable difference: ("same"|"gone"|"new", text) in order."""
    parts: list[tuple[str, str]] = []
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(("same", before[a:b]))
            continue
        if b > a:
            parts.append(("gone", before[a:b]))
        if d > c:
            parts.append(("new", after[c:d]))
    return parts
