"""The earliest lawful day of forced demolition (最早可强拆日), argued line by line.

Follows 行政强制法 arts 35-44: after the decision's periods to seek review and to sue have run out
unused, or review and suit have ended, and after everything served on the way has had its time.
"""

from dataclasses import dataclass, fields
from datetime import date

from hazards.domain.calendar import DAY, WorkingDays
from hazards.domain.periods import BadPeriod, Period

PLANNING = ("planning-town", "planning-village")
ORGAN = (*PLANNING, "water", "transport")
"""Tracks whose organs demolish by their own power; a land-law order goes to the court."""
TRACKS = (*ORGAN, "land")
STANDING, BUILDING, OWNERLESS = "standing", "under-construction", "ownerless"
STATES = (STANDING, BUILDING, OWNERLESS)

SUIT, UNTOLD = Period(6, "m"), Period(1, "y")
AFTER_REVIEW, LAND = Period(15, "d"), Period(15, "d")
ANNOUNCED = Period(30, "d")


@dataclass(frozen=True, slots=True)
class DemolitionFacts:
    """What has happened so far, dates of service and filing; None: not yet."""

    track: str
    state: str = STANDING
    decision_served: date | None = None
    remedies_told: bool = False
    self_removal_by: date | None = None
    review_filed: date | None = None
    review_served: date | None = None
    suit_filed: date | None = None
    judgment_final: date | None = None
    urged_served: date | None = None
    urged_days: int | None = None
    enforcement_served: date | None = None
    demolition_announced: date | None = None
    moving_out_by: date | None = None
    ownerless_announced: date | None = None


KEYS = {
    "track": "法律适用",
    "state": "建筑状态",
    "decision_served": "限期拆除决定送达日期",
    "remedies_told": "是否告知救济权利和期限",
    "self_removal_by": "限期自行拆除的最后日期",
    "review_filed": "申请行政复议日期",
    "review_served": "复议决定送达日期",
    "suit_filed": "提起诉讼日期",
    "judgment_final": "裁判生效日期",
    "urged_served": "催告书送达日期",
    "urged_days": "催告期限天数",
    "enforcement_served": "强制执行决定送达日期",
    "demolition_announced": "强制拆除公告日期",
    "moving_out_by": "公告的搬离日期",
    "ownerless_announced": "无主建筑公告日期",
}
assert list(KEYS) == [f.name for f in fields(DemolitionFacts)]


@dataclass(frozen=True, slots=True)
class Line:
    """One link of the argument: by ``law``, from one day to another, ``because``."""

    law: str
    start: date
    end: date
    because: str


@dataclass(frozen=True, slots=True)
class Lawful:
    """``earliest`` only when nothing is missing; never before ``bound``, from what is known."""

    earliest: date | None
    bound: date | None
    route: str
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    derivation: tuple[Line, ...]


def earliest(facts: DemolitionFacts, days: WorkingDays) -> Lawful:
    """The first day on which the building may be taken down by force.

    Argues neither from filing dates nor from today; a late review still counts until decided.

    Raises:
        BadPeriod: a period leaves the calendar.
    Law: enforcement.waiting, suit.six-months, suit.untold, suit.after-review, enforcement.no-holiday
    """
    court = facts.track not in ORGAN
    lines, missing = _waiting(facts, days, court)
    floors: list[Line] = []
    if not court:
        found, floors, lacking = _service(facts, days)
        lines, missing = [*lines, *found], [*missing, *lacking]
    warnings = ["stop-order-only-new-part"] if facts.state == BUILDING else []
    if not lines and not floors:
        return Lawful(None, None, _route(court), tuple(missing), tuple(warnings), ())
    latest = max([*(_next(line.end) for line in lines), *(line.end for line in floors)])
    bound = latest
    while days.holiday(bound):
        bound += DAY
    argued = [*lines, *floors]
    if bound != latest:
        argued.append(Line("enforcement.no-holiday", latest, bound, "法定节假日不得实施，顺延至其后第一日"))
    if bound.weekday() >= 5:
        warnings.append("weekend")
    if days.provisional(bound):
        warnings.append("provisional")
    sure = None if court or missing else bound
    return Lawful(sure, bound, _route(court), tuple(missing), tuple(warnings), tuple(argued))


def _route(court: bool) -> str:
    return "court" if court else "organ"


def _next(on: date) -> date:
    try:
        return on + DAY
    except OverflowError:
        raise BadPeriod(told=on.isoformat()) from None


def _waiting(facts: DemolitionFacts, days: WorkingDays, court: bool) -> tuple[list[Line], list[str]]:
    """The periods that run on the decision, and on review and suit."""
    lines: list[Line] = []
    missing: list[str] = []
    base = _base(facts, days, lines, missing)
    if base is not None:
        lines.append(_period(base, days, facts, court))
    if facts.review_served is not None:
        end = AFTER_REVIEW.ends(facts.review_served, days).last
        lines.append(Line("suit.after-review", facts.review_served, end, "复议决定送达后十五日内可以起诉"))
    elif facts.review_filed is not None:
        missing.append("review_served")
    if facts.judgment_final is not None:
        final = facts.judgment_final
        lines.append(Line("suit.pending", facts.suit_filed or final, final, "诉讼至裁判生效之日"))
    elif facts.suit_filed is not None:
        missing.append("judgment_final")
    return lines, missing


def _base(facts: DemolitionFacts, days: WorkingDays, lines: list[Line], missing: list[str]) -> date | None:
    """The day the decision is served, or taken as served where nobody is known to own the building."""
    if facts.state != OWNERLESS:
        if facts.decision_served is None:
            missing.append("decision_served")
        return facts.decision_served
    announced = facts.ownerless_announced
    if announced is None:
        missing.append("ownerless_announced")
        return None
    end = ANNOUNCED.ends(announced, days).last
    lines.append(Line("ownerless.announcement", announced, end, "无主建筑公告满三十日，视为决定送达(从严)"))
    return end


def _period(base: date, days: WorkingDays, facts: DemolitionFacts, court: bool) -> Line:
    if court:
        return Line("land.fifteen-days", base, LAND.ends(base, days).last, "处罚决定送达后十五日内可以起诉")
    if facts.remedies_told:
        return Line("suit.six-months", base, SUIT.ends(base, days).last, "已告知救济权利，起诉期限六个月")
    return Line("suit.untold", base, UNTOLD.ends(base, days).last, "未告知救济权利和期限，起诉期限一年")


def _service(facts: DemolitionFacts, days: WorkingDays) -> tuple[list[Line], list[Line], list[str]]:
    """Named days and urged days, which must have passed; acts that must have been done; what lacks."""
    lines: list[Line] = []
    if (by := facts.self_removal_by) is not None:
        lines.append(Line("demolition.notice", by, by, "限期自行拆除公告所定的最后一日"))
    if facts.urged_served is not None and facts.urged_days is not None:
        period = Period.coercion(facts.urged_days)
        end = period.ends(facts.urged_served, days).last
        lines.append(Line("urging.period", facts.urged_served, end, f"催告书所定{period.words}"))
    if (by := facts.moving_out_by) is not None:
        lines.append(Line("demolition.announcement", by, by, "强制拆除公告所定的搬离日"))
    floors = [
        Line(law, on, on, because)
        for law, on, because in (
            ("enforcement.decision", facts.enforcement_served, "强制执行决定送达之日起"),
            ("demolition.announcement", facts.demolition_announced, "强制拆除公告之日起"),
        )
        if on is not None
    ]
    needed = (
        "self_removal_by",
        "urged_served",
        "urged_days",
        "enforcement_served",
        "demolition_announced",
        "moving_out_by",
    )
    return lines, floors, [name for name in needed if getattr(facts, name) is None]
