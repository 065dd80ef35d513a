"""Local time is Asia/Shanghai everywhere; ``HAZARDS_TODAY`` sets the day (or moment) for drills."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hazards.domain.errors import Refusal

ZONE = ZoneInfo("Asia/Shanghai")


class BadClock(Refusal):
    code = "bad-clock"
    says = "环境变量 HAZARDS_TODAY 的值“{value}”不是日期。"
    remedy = "请写成 2026-11-21 的形式，或删去该变量。"


def now() -> datetime:
    """This moment in Asia/Shanghai, or the one ``HAZARDS_TODAY`` names.

    Raises:
        BadClock
    """
    told = os.environ.get("HAZARDS_TODAY", "").strip()
    here = datetime.now(ZONE)
    if not told:
        return here
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as error:
        raise BadClock(value=told) from error
    if len(told) <= 10:  # a day without a time keeps the clock's time of day
        return datetime.combine(moment.date(), here.timetz())
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def today() -> date:
    """The local day."""
    return now().astimezone(ZONE).date()


def stamp() -> str:
    """The time of entry (录入时间) as stored with every act."""
    return now().isoformat(timespec="seconds")
