"""One typed value as the text a reader sees in the cell."""

import datetime as dt
import math
from typing import Any

import orjson


def text_of(value: Any) -> str:
    """Whole numbers without ".0", dates in ISO form, nothing as "", a list as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.time):
        return value.isoformat("seconds")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return orjson.dumps(value, default=str).decode()


def _number(value: float) -> str:
    """Excel keeps fifteen digits: a longer number has lost its end, and must look as if it had."""
    if not math.isfinite(value):
        return "" if math.isnan(value) else str(value)
    if abs(value) >= 1e15:
        digits, _, power = f"{value:.14E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{int(power):+03d}"
    if value == int(value):
        return str(int(value))
    return format(value, ".15g")
