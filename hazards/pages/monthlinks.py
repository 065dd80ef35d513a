"""Links among monthly forms."""

import re
from urllib.parse import urlencode

from hazards.services.monthduty import Month

_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])", re.ASCII)


def read(told: str) -> Month | None:
    """The month an address names as 2026-10; None of anything else."""
    found = _MONTH.fullmatch(told)
    return Month(int(found[1]), int(found[2])) if found else None


def query(month: Month, **more: str) -> str:
    return urlencode({"view": "monthly", "month": f"{month.year}-{month.month:02d}", **more})
