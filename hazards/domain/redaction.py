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
    re.compile(
        r"(?<=电话|手机|联系|微信|短号|座机|号码)[号:：是为]*\s*[A-Za-z0-9_\-](?: ?[A-Za-z0-9_\-]){4,}"
    ),
    re.compile("[〇零一二三四五六七八九]{11,}"),
    re.compile(r"[EN东北经纬度:：]*\s?1[0-3]\d\.\d{3,}[^\d]{1,6}\d{2}\.\d{3,}"),  # where somebody lives
    re.compile(r"(?i)(?<![a-z])(?:qq|tel|wechat)[:：号]*\s*[\w\-]{5,}"),
    re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}"),
)
_DOORS = re.compile(
    r"\d+(?:\s*[-–—~～至到、]\s*\d+)*\s*(?=号楼|号|幢|栋|单元|室|弄|层)|[一二三四五六七八九十百]+(?=号楼|幢|栋|单元|室)"
)
_HOMES = re.compile(r"出租房|民房|住宅|居民|农房|自建房|住户|家中|宅基地|宿舍|公寓")
_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff"
_NAME = f"[{_HAN}]{{2,4}}?"
_NAMES = f"(?P<names>{_NAME}(?:[、，,和与及]{_NAME}){{0,9}})"
_CALLED = (
    "户主|房主|屋主|业主(?!管)|房东|村民|居民|住户|当事人|租户|租客|承租人|承租户|出租人|法人代表|法定代表人|法人|负责人|责任人|"
    "联系人|经营者|经营户|店主|店长|厂长|老板|经理|实际控制人|安全员|管理员|值班员|使用人|所有人|产权人"
)
_OF = (
    "户|家庭|家(?![具居电政常园私])|宅|夫妇|夫妻|兄弟|姐妹|父子|母子|父女|之[子女父母妻]|名下|等\\d+[户人家]|擅自|私自|经营的|"
    "的?(?:房|住宅|住房|违法建筑|违建|违章|出租房|自建|民房|农房|店面|加层|加建|搭建|扩建|家中|家里)|"
    "[(（][^()（）]*(?:房|宅|户|建|夫|妻|子|女)[^()（）]*[)）]"
)
"""What follows the name of somebody whose house or deed it is."""
_ENDS = "[的在将未于等和与及因从把拒不已有住称擅私自违占搭租为是就没雇共（(,，。;；、:：!?\\s]|$"
_MENTIONED = (
    re.compile(f"(?:{_CALLED})[:：为是\\s(（]*{_NAMES}(?={_OF}|{_ENDS})"),
    re.compile(f"(?:^|(?<=[村路号室幢栋弄组街巷队区、，,和与及。;；×\\s])){_NAMES}(?={_OF})"),
)
_BETWEEN = re.compile(r"[、,，;；/／\s()（）和与及]+")


@dataclass(frozen=True, slots=True)
class Names:
    """How names are told apart: surnames of one and of two signs, how organs and places end, other words."""

    surnames: frozenset[str]
    compound: frozenset[str]
    organs: tuple[str, ...]
    words: frozenset[str]

    def surname(self, text: str) -> str:
        """The surname a text begins with; "" of none."""
        return text[:2] if text[:2] in self.compound else text[:1] if text[:1] in self.surnames else ""

    def person(self, text: str) -> bool:
        """Whether a whole text reads like a person's name: a surname and one or two signs."""
        if not re.fullmatch(f"[{_HAN}]+(?:·[{_HAN}]+)?", text):
            return False
        first = self.surname(text)
        given = text[len(first) :]
        told = bool(first) and 1 <= len(given) <= 2 and not given.startswith("某") and given not in "家氏宅"
        return told and text[:2] not in self.words and not text.endswith(self.organs)

    def short(self, text: str) -> str:
        """张三 as 张某."""
        return f"{self.surname(text)}某"


def public_name(unit: str, names: Names) -> str:
    """公开名称: 张三 is 张某, 张三户 is 张某户, 李四的房屋 is 李某的房屋; an organ's name stays."""
    if all(names.person(part) for part in _BETWEEN.split(unit)):
        return _shortened(unit, names)[0]
    return _mentioned(unit, names)[0]


def named_in(unit: str, names: Names) -> frozenset[str]:
    """The persons a unit's name names."""
    parts = _BETWEEN.split(unit)
    if not all(names.person(part) for part in parts):
        told = [found["names"] for pattern in _MENTIONED for found in pattern.finditer(unit)]
        parts = [part for text in told for part in re.split(f"[^{_HAN}·]+|[和与及]", text)]
    return frozenset(part for part in parts if names.person(part))


def _mentioned(text: str, names: Names) -> tuple[str, int]:
    """A text without the names that its words tell for names: 户主张三, 水心村李四户."""
    count = 0
    for pattern in _MENTIONED:
        out, at = [], 0
        for found in pattern.finditer(text):
            start, end = found.span("names")
            told, n = _shortened(text[start:end], names)
            out += [text[at:start], told]
            at, count = end, count + n
        text = "".join([*out, text[at:]])
    return text, count


def _shortened(told: str, names: Names) -> tuple[str, int]:
    parts = re.split(f"([^{_HAN}·]+|[和与及])", told)
    count = sum(names.person(part) for part in parts)
    return "".join(names.short(part) if names.person(part) else part for part in parts), count


def persons(cells: Iterable[str], names: Names) -> frozenset[str]:
    """The persons that cells for persons name: "王立、李四(厂长)" are two."""
    found = (part for cell in cells for part in _BETWEEN.split(cell))
    return frozenset(part for part in found if names.person(part))


def at_home(text: str) -> bool:
    """Whether a text tells of somebody's house."""
    return _HOMES.search(text) is not None


def masked(text: str, people: Collection[str], names: Names, *, home: bool = False) -> tuple[str, int]:
    """(the text without what tells of a person, how many places were masked).

    ``home``: the case is somebody's house, so that doors are masked too.
    """
    text, count = text.translate(_WIDE), 0
    for pattern in _NUMBERS:
        text, n = pattern.subn(MASK, text)
        count += n
    for person in sorted(people, key=len, reverse=True):
        text, n = re.subn(re.escape(person), names.short(person), text)
        count += n
    text, n = _mentioned(text, names)
    count += n
    if home or at_home(text):
        text, n = _DOORS.subn(DOOR, text)
        count += n
    return text, count


def leaks(text: str, people: Collection[str]) -> list[str]:
    """What in a text about to be published still reads like a number or a name of a person."""
    plain = text.translate(_WIDE)
    found = [m[0] for pattern in _NUMBERS for m in pattern.finditer(plain)]
    return found + [person for person in people if person in plain]
