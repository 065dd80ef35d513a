"""Corners typed or pasted (界址点): one a line, x before y, an empty line between two outlines."""

import math
import unicodedata

from hazards.domain.errors import Refusal

LONGEST = 200_000
"""Signs in one paste: a few thousand corners with all their decimals."""

Corner = tuple[float, float]


class CornersUnread(Refusal):
    code = "corners-unread"
    says = "第{line}行“{told}”不是一个点的坐标。"
    remedy = "每行写一个点：先经度或东坐标，后纬度或北坐标，用逗号或空格隔开；两处占地之间空一行。"


class CornersTooLong(Refusal):
    code = "corners-too-long"
    says = "粘贴的内容过长，未读取。"
    remedy = "请只粘贴本案占地的坐标，或改用文件上传。"


def read(text: str) -> list[list[Corner]]:
    """The outlines somebody typed, their corners in the order told, not closed by a repeated one.

    Each line holds "120.65, 28.01" in degrees or "465500.1 3100200.2" in metres (east, north),
    with or without the name of the point before it, as tables of boundary points have it.

    Raises:
        CornersUnread, CornersTooLong
    """
    if len(text) > LONGEST:
        raise CornersTooLong
    outlines: list[list[Corner]] = [[]]
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1):
        words = "".join(" " if sign in ",;、()[]" else sign for sign in line).split()
        if words:
            outlines[-1].append(_corner(words, number, line.strip()))
        elif outlines[-1]:
            outlines.append([])
    found = [one for one in outlines if one]
    return [one[:-1] if len(one) > 1 and one[0] == one[-1] else one for one in found]


def _corner(words: list[str], number: int, line: str) -> Corner:
    if len(words) == 3 and _is_name(words[0]):
        words = words[1:]
    values = [_value(word) for word in words]
    if len(values) != 2 or None in values:
        raise CornersUnread(line=number, told=line[:40])
    x, y = values
    assert x is not None
    assert y is not None
    return x, y


def _is_name(word: str) -> bool:
    """J1, 界址点3 or a running number; a first number with decimals is a coordinate, and then the third is not."""
    return _value(word) is None or (word.isdigit() and len(word) < 5)


def _value(word: str) -> float | None:
    try:
        value = float(word.replace("_", " "))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
