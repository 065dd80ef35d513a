"""Enforcement (依法处置): whether a step against an illegal building may be taken, and what would cure it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from hazards.domain.calendar import DAY, WorkingDays
from hazards.domain.lawful import KEYS, Lawful, earliest
from hazards.domain.periods import Period
from hazards.domain.procedure import DATES, FIELDS, PAPERS, Book, Span, Step
from hazards.domain.proceedings import Act, Proceedings, facts

NIGHT = (time(22), time(6))
"""夜间: from 22:00 to 6:00 (噪声污染防治法 art 88; the coercion law names no hours)."""
STOPPING = {
    "suspended": ("中止执行", "enforcement.suspension", "中止情形消失后登记“恢复执行”"),
    "terminated": ("终结执行", "enforcement.termination", "只能结案"),
    "agreement": ("执行协议履行中", "enforcement.agreement", "当事人不履行协议的，登记后恢复强制执行"),
    "postponed": ("暂缓拆除", "building.postponement", "暂缓期满或者情形消失后登记“恢复执行”"),
}
"""Side states that hold the hand: their words, article and cure."""
HELD = frozenset(
    {"enforcement", "announcement", "execution", "court-application", "court-execution", "substitute"}
)
"""Steps a side state forbids."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What stands in the way of a step: its words, the law key, and what would cure it."""

    text: str
    law: str
    cure: str
    grave: bool = True
    """A gate of the procedure, which only an override opens; else something to fill in."""


def lawful(held: Proceedings, days: WorkingDays) -> Lawful:
    return earliest(facts(held), days)


def lacks(
    held: Proceedings,
    book: Book,
    key: str,
    on: date,
    days: WorkingDays,
    told: Mapping[str, Any] | None = None,
) -> tuple[Lack, ...]:
    """Everything in the way of a step on that day, gates first; empty: it may be taken.

    Args:
        told: what is said with the step, or None to ask about the gates alone.
    """
    step = book.by_key[key]
    if not step.applies(held.track, held.state, on):
        return (
            Lack(
                f"“{step.title}”不适用于本案(适用法律、建筑状态或当日规定)",
                step.law,
                "请核对法律适用和建筑状态",
            ),
        )
    found = [
        *_order(held, book, step, on),
        *_paused(held, step),
        *_waits(held, book, step, on, days, told or {}),
    ]
    found += _time(held, step, on, days, told or {})
    found += _papers(held, step)
    if told is not None:
        found += _fields(step, told)
    return tuple(sorted(found, key=lambda lack: not lack.grave))


def _order(held: Proceedings, book: Book, step: Step, on: date) -> list[Lack]:
    """Steps that had to come first, where the law of this case and day knows them."""
    found = []
    for group in step.after:
        known = [k for k in group if book.by_key[k].applies(held.track, held.state, on)]
        if not known or any(held.latest(k) for k in known):
            continue
        title = "”或“".join(book.by_key[k].title for k in known)
        first = book.by_key[known[0]]
        found.append(Lack(f"尚未办理“{title}”", first.law, f"请先办理“{title}”并登记文书"))
    opinion = held.latest("opinion")
    if step.only and opinion and opinion.told.get("finding") not in (None, step.only):
        says = opinion.told["finding"]
        found.append(
            Lack(
                f"规划认定为“{says}”，“{step.title}”适用于“{step.only}”",
                "building.outcomes",
                "请按认定结论办理",
            )
        )
    last = max((act.on for group in step.after for k in group if (act := held.latest(k))), default=None)
    if last is not None and on < last:
        found.append(Lack(f"办理日期早于在先步骤的{last.isoformat()}", step.law, "请核对文书所载日期"))
    return found


def _paused(held: Proceedings, step: Step) -> list[Lack]:
    if step.key not in HELD:
        return []
    return [
        Lack(f"本案{word}", law, cure) for kind, (word, law, cure) in STOPPING.items() if kind in held.pauses
    ]


def _waits(
    held: Proceedings, book: Book, step: Step, on: date, days: WorkingDays, told: Mapping[str, Any]
) -> list[Lack]:
    found = []
    for span in step.waits:
        name = _step_of(span)
        act = Act(name, on, told) if name == step.key else held.latest(name)
        if act is None:
            continue  # the order of steps says so already, or the law of the case does not know it
        before, start = book.by_key[name].title, act.date_of(span.start)
        if start is None:
            if span.start.endswith(".served") and span.rules(act.on):
                found.append(Lack(f"“{before}”尚未送达", span.law, "请送达并登记送达回证"))
            continue
        if not span.rules(start):
            continue
        end = ends(span.length, start, act, days)
        first = end if span.same_day else end + DAY
        if on < first:
            text = f"“{before}”的期限自{start.isoformat()}起至{end.isoformat()}止，尚未届满"
            if not span.length:
                text = f"“{before}”所定日期为{end.isoformat()}"
            found.append(Lack(text, span.law, f"请于{first.isoformat()}及以后办理"))
    return found


def _step_of(span: Span) -> str:
    return span.start.split(":")[0].removesuffix(".served")


def ends(length: str, start: date, act: Act, days: WorkingDays) -> date:
    """The last day of a span: told as 5wd, as two periods one after the other (15d+3m), or by the act."""
    if length == "urged_days":
        return Period.coercion(int(act.told.get("urged_days") or 1)).ends(start, days).last
    for part in length.split("+") if length else ():
        start = Period.of(part).ends(start, days).last
    return start


def _time(held: Proceedings, step: Step, on: date, days: WorkingDays, told: Mapping[str, Any]) -> list[Lack]:
    """The earliest lawful day, and the days and hours on which nothing is demolished."""
    found = []
    if step.lawful:
        answer = lawful(held, days)
        if answer.earliest is None:
            missing = "、".join(KEYS[key] for key in answer.missing)
            found.append(
                Lack(
                    f"最早可强拆日尚不能确定，缺：{missing}",
                    "enforcement.waiting",
                    "请补登所缺送达、公告或复议诉讼结果",
                )
            )
        elif on < answer.earliest:
            found.append(
                Lack(
                    f"最早可强拆日为{answer.earliest.isoformat()}",
                    "enforcement.waiting",
                    f"请于{answer.earliest.isoformat()}以后实施，推算过程见案卷",
                )
            )
    if step.demolishes:
        if days.holiday(on):
            found.append(
                Lack(
                    f"{on.isoformat()}为法定节假日，不得实施",
                    "enforcement.no-holiday",
                    "请另择日期；情况紧急的经批准并说明理由",
                )
            )
        if night(told.get("started_at")):
            found.append(
                Lack(
                    "夜间(22时至次日6时)不得实施",
                    "enforcement.no-holiday",
                    "请在日间实施；情况紧急的经批准并说明理由",
                )
            )
    return found


def night(started: Any) -> bool:
    """Whether a time of day, "HH:MM" or a ``time``, lies in the night."""
    if not started:
        return False
    at = started if isinstance(started, time) else time.fromisoformat(str(started))
    return at >= NIGHT[0] or at < NIGHT[1]


def _papers(held: Proceedings, step: Step) -> list[Lack]:
    return [
        Lack(f"案卷中缺“{PAPERS[kind]}”", step.law, "请先上传", grave=False)
        for kind in step.papers
        if kind not in held.papers
    ]


def _fields(step: Step, told: Mapping[str, Any]) -> list[Lack]:
    found = [
        Lack(f"未填写“{FIELDS[name]}”", step.law, "请补填", grave=False)
        for name in step.fields
        if told.get(name) in (None, "")
    ]
    named = [str(one).strip() for one in told.get("officers") or () if str(one).strip()]
    if len(set(named)) < step.officers:
        found.append(
            Lack("须有两名以上执法人员并写明执法证号", "penalty.two-officers", "请补填", grave=False)
        )
    wrong = [
        n for n in DATES & set(step.fields) if told.get(n) not in (None, "") and not isinstance(told[n], date)
    ]
    return found + [Lack(f"“{FIELDS[n]}”不是日期", step.law, "请重填", grave=False) for n in sorted(wrong)]


def late(held: Proceedings, book: Book, step: Step, on: date, days: WorkingDays) -> tuple[Lack, ...]:
    """Limits this step oversteps: told and counted (超期), never refused."""
    found = []
    for span in step.limits:
        end = limit(held, span, days)
        if end is not None and on > end:
            before = book.by_key[_step_of(span)].title
            found.append(Lack(f"超期：自“{before}”起算，应于{end.isoformat()}前办理", span.law, "请说明理由"))
    return tuple(found)


def limit(held: Proceedings, span: Span, days: WorkingDays) -> date | None:
    """The last day of a limit, where its period has begun under this version of the rules."""
    act = held.latest(_step_of(span))
    start = act.date_of(span.start) if act else None
    if act is None or start is None or not span.rules(start):
        return None
    return ends(span.length, start, act, days)


def following(held: Proceedings, book: Book, on: date) -> tuple[Step, ...]:
    """The steps that come next in this case, in the order of the book: not yet taken, in order."""
    return tuple(
        step
        for step in book.of(held.track, held.state, on)
        if not held.latest(step.key) and not _order(held, book, step, on)
    )
