"""What the public may read: a person's name becomes 张某, numbers of persons and of doors are masked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

MASK = "***"
DOOR = "×"
_WIDE = str.maketrans(
    "０１２３４５６７８９ＸＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＳＴＵＶＷＹＺ－",
    "0123456789XABCDEFGHJKLMNPQRSTUVWYZ-",
)
_GAP = r"[ \u00a0\u3000.\-–—·]?"
_NUMBERS = (
    re.compile(rf"(?<![\dA-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])"),  # 公民身份号码
    re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9](?:{_GAP}\d){{9}}(?!\d)"),  # mobile telephone
    re.compile(r"(?<!\d)[(（]?0\d{2,3}[)）]?[ \-–—]?\d{7,8}(?!\d)"),
    re.compile(r"(?<!\d)\d{11,}(?!\d)"),  # bank cards, old identity numbers
    re.compile(r"(?<=电话|手机|联系|微信|短号|座机|号码)[:：]?\s*[A-Za-z0-9_\-]{5,}"),
    re.compile(r"(?i)(?<![a-z])(?:qq|tel|wechat)[:：号]*\s*[\w\-]{5,}"),
    re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}"),
)
_DOORS = re.compile(r"\d+(?:[-–—]\d+)*\s*(?=号楼|号|幢|栋|单元|室|弄|层)")
_HOMES = re.compile(r"出租房|民房|住宅|居民|农房|自建房|住户|家中|宅基地|宿舍|公寓")
_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff"
_AROUND = re.compile(
    r"(?:户|家|宅|(?:的)?(?:房屋|住宅|违法建筑|违建|出租房|自建房|民房|住房|农房|店面|加层))$"
)
_BETWEEN = re.compile(r"[、,，;；/／\s()（）和与及]+")


@dataclass(frozen=True, slots=True)
class Names:
    """How names are told apart: surnames of one and of two signs, and how organs and places end."""

    surnames: frozenset[str]
    compound: frozenset[str]
    organs: tuple[str, ...]

    def surname(self, text: str) -> str:
        """The surname a text begins with; "" of none."""
        return text[:2] if text[:2] in self.compound else text[:1] if text[:1] in self.surnames else ""

    def person(self, text: str) -> bool:
        """Whether a whole text reads like a person's name: a surname and one or two signs."""
        if not re.fullmatch(f"[{_HAN}]+(?:·[{_HAN}]+)?", text):
            return False
        first = self.surname(text)
        given = text[len(first) :]
        told = bool(first) and 1 <= len(given) <= 2 and not given.startswith("某")
        return told and not text.endswith(self.organs)


def public_name(unit: str, names: Names) -> str:
    """公开名称: 张三 is 张某, 张三户 is 张某户, 李四的房屋 is 李某的房屋; an organ's name stays."""
    around = _AROUND.search(unit)
    core = unit[: around.start()] if around else unit
    if not names.person(core):
        return unit
    return f"{names.surname(core)}某{unit[len(core) :]}"


def persons(cells: Iterable[str], names: Names) -> frozenset[str]:
    """The persons that cells for persons name: "王立、李四(厂长)" are two."""
    found = (part for cell in cells for part in _BETWEEN.split(cell))
    return frozenset(part for part in found if names.person(part))


def masked(text: str, people: Collection[str], names: Names, *, home: bool = False) -> tuple[str, int]:
    """(the text without what tells of a person, how many places were masked).

    ``home``: the case is somebody's house, so that doors are masked too.
    """
    text, count = text.translate(_WIDE), 0
    for pattern in _NUMBERS:
        text, n = pattern.subn(MASK, text)
        count += n
    for person in sorted(people, key=len, reverse=True):
        text, n = re.subn(re.escape(person), f"{names.surname(person)}某", text)
        count += n
    if home or _HOMES.search(text):
        text, n = _DOORS.subn(DOOR, text)
        count += n
    return text, count


def leaks(text: str, people: Collection[str]) -> list[str]:
    """What in a text about to be published still reads like a number or a name of a person."""
    plain = text.translate(_WIDE)
    found = [m[0] for pattern in _NUMBERS for m in pattern.finditer(plain)]
    return found + [person for person in people if person in plain]
