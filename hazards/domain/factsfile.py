"""FACTS of a demolition as told from outside: every key known, every value what it should be."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.lawful import KEYS, STATES, TRACKS, DemolitionFacts

DAYS = 3650
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadFacts(Refusal):
    code = "bad-facts"
    says = "“{key}”的值{value}不能用：{why}。"
    remedy = "请对照说明改正后再算。"


def told(given: Any) -> DemolitionFacts:
    """Read a facts file's object.

    Raises:
        BadFacts: no object, an unknown key (a slip would make the engine bolder), or a value that is
            not what its key holds.
    """
    if not isinstance(given, Mapping):
        raise BadFacts(key="FACTS", value="", why="应为一个 JSON 对象")
    for key in given:
        if key not in KEYS:
            raise BadFacts(key=key, value="", why="没有这一项")
    values = {key: _read(key, value) for key, value in given.items() if value is not None}
    if "track" not in values:
        raise BadFacts(key="track", value="", why=f"必填，可用 {'、'.join(TRACKS)}")
    return DemolitionFacts(**values)


def _read(key: str, value: Any) -> Any:
    if key in ("track", "state"):
        allowed = TRACKS if key == "track" else STATES
        return _sure(key, value, value in allowed if isinstance(value, str) else False, "、".join(allowed))
    if key == "remedies_told":
        return _sure(key, value, isinstance(value, bool), "true 或 false")
    if key == "urged_days":
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= DAYS
        return _sure(key, value, whole, f"1 至 {DAYS} 的整数")
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    return _sure(key, value, False, "形如 2026-03-02 的日期")


def _sure(key: str, value: Any, good: bool, wanted: str) -> Any:
    if not good:
        raise BadFacts(key=key, value=f"“{value}”", why=f"应为{wanted}")
    return value
