"""Rectifying units (整治单位): when two names may be one unit. A person decides."""

import re
from functools import lru_cache

from hazards.domain.cells import fold

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_PLACES = re.compile(r"^(?:浙江省?|温州市?|[\u4e00-\u9fff]{2,4}?(?:省|市|区|县|街道))+")
_FORMS = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|总厂|分公司)$")


@lru_cache(maxsize=200_000)
def core(name: str) -> str:
    """What is left of a name without brackets, place prefix and company form.

    "温州市鹿城区晨岚模具厂" and "晨岚模具厂(双屿)" share the core "晨岚模具厂". Fewer than
    three characters prove nothing, so the folded name itself is kept.
    """
    whole = fold(name)
    told = _BRACKETS.sub("", whole)
    short = _FORMS.sub("", _PLACES.sub("", told))
    return short if len(short) >= 3 else told or whole
