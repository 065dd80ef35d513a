"""Legal periods and the earliest lawful day of demolition (法定期限计算), on this district's calendar."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from hazards.domain import factsfile
from hazards.domain.errors import Unreadable
from hazards.domain.lawful import DemolitionFacts, Lawful, earliest
from hazards.domain.periods import Ends, Period
from hazards.domain.roles import EVERYONE
from hazards.services import calendar, law
from hazards.services.access import Scope, operation
from hazards.storage.store import Store

WARNINGS = {
    "weekend": "当日为周末：是否属于禁止强制执行的时间有争议，建议避开",
    "provisional": "当年放假安排尚未公布，日期为暂定",
    "stop-order-only-new-part": "在建违法建筑：责令停止后可以即时拆除的范围有争议，以继续建设部分为限",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The engine's answer with its articles spelt out."""

    lawful: Lawful

    def public(self) -> dict[str, Any]:
        """As ``lawful-date --json`` prints it."""
        told = self.lawful
        return {
            "earliest": _iso(told.earliest),
            "bound": _iso(told.bound),
            "route": told.route,
            "missing": list(told.missing),
            "warnings": list(told.warnings),
            "derivation": [
                {
                    "law": law.cite(one.law),
                    "from": _iso(one.start),
                    "to": _iso(one.end),
                    "because": one.because,
                }
                for one in told.derivation
            ],
        }


@operation("计算法定期限", EVERYONE)
def period(store: Store, scope: Scope, start: date, length: str) -> Ends:
    """The last day of a period told as 15wd, 30d, 6m or 1y.

    Raises:
        BadPeriod
    """
    return Period.of(length).ends(start, calendar.working_days(store))


@operation("计算最早可强拆日", EVERYONE)
def lawful_date(store: Store, scope: Scope, facts: DemolitionFacts) -> Answer:
    """The earliest lawful day of demolition, with its derivation.

    Raises:
        BadPeriod
    """
    return Answer(earliest(facts, calendar.working_days(store)))


def facts_in(path: Path) -> DemolitionFacts:
    """Facts from a JSON file.

    Raises:
        Unreadable: no JSON. BadFacts: a key or a value that cannot be. OSError
    """
    try:
        given = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise Unreadable(
            "not-json", "不是 JSON 文件", "请用文本编辑器检查括号、引号和逗号", path.name
        ) from None
    return factsfile.told(given)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
