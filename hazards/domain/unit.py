"""Rectifying units (整治单位): when two names may be one unit. A person decides."""

import re
from functools import lru_cache

from hazards.domain.cells import fold

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_FORMS = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|总厂|分公司)$")


@lru_cache(maxsize=8)
def _in_front(places: frozenset[str]) -> re.Pattern[str]:
    """Any of the names at the start, the longest first, one after the other."""
    names = sorted((re.escape(p) for p in places), key=len, reverse=True)
    return re.compile(f"^(?:{'|'.join(names)})+" if names else "(?!)")


@lru_cache(maxsize=200_000)
def core(name: str, places: frozenset[str] = frozenset()) -> str:
    """What is left of a name without brackets, our own place names in front and company form.

    "温州市鹿城区晨岚模具厂" and "晨岚模具厂(双屿)" share the core "晨岚模具厂"; hospitals of two
    other cities share nothing, since only ``places`` of this store are dropped. Fewer than three
    characters prove nothing, so the folded name itself is kept.
    """
    whole = fold(name)
    told = _BRACKETS.sub("", whole)
    short = _FORMS.sub("", _in_front(places).sub("", told))
    return short if len(short) >= 3 else told or whole
