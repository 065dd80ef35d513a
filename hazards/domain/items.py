"""Items (整治明细): lists inside one case, proposed from numbered text or chainages."""

import re

_NUMBERED = re.compile(r"(?:^|[;\uff1b。\s])\s*[(\uff08]?(\d{1,2})[)\uff09.\uff0e、]\s*(?!\d)")
_CHAINAGE = re.compile(
    r"[A-Za-z]*K\d{1,4}(?:\s*\+\s*\d{1,3})?(?:\s*[-—~至到]+\s*(?:[A-Za-z]*K)?\d{1,4}(?:\s*\+\s*\d{1,3})?)?"
)

_AROUND = " ;\uff1b。\n"


def numbered(text: str) -> tuple[str, ...]:
    """The parts of "1.…;2.…" when they count 1, 2, 3 …; else nothing."""
    marks = list(_NUMBERED.finditer(text))
    if [int(m[1]) for m in marks] != list(range(1, len(marks) + 1)) or len(marks) < 2:
        return ()
    ends = [m.start() for m in marks[1:]] + [len(text)]
    parts = tuple(text[m.end() : end].strip(_AROUND) for m, end in zip(marks, ends, strict=True))
    return parts if all(parts) else ()


def chainages(text: str) -> tuple[str, ...]:
    """The road points (桩号) of a text naming at least two; a range is one point."""
    found = tuple(dict.fromkeys(m.group().strip() for m in _CHAINAGE.finditer(text)))
    return found if len(found) > 1 else ()


def propose(content: str, address: str, unit: str) -> tuple[tuple[str, str], ...]:
    """(column, text) of each item a case seems to hold; a person may decline them."""
    for column, text in (("地址", address), ("整治单位(区域)", unit)):
        if "K" in text or "k" in text:
            points = chainages(text)
            if points:
                return tuple((column, p) for p in points)
    if "1" in content or "\uff11" in content:
        return tuple(("隐患主要内容", p) for p in numbered(content))
    return ()
