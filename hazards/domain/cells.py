"""Single cells of a ledger: folded words, coordinates, reference systems, years."""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\\s\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\u3164\u115f\u1160]+")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unseen, they turn what stands behind a name about: 12 件 would read 21."""
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# NFKC has turned ″ into two ′ by the time this looks.
_SECONDS = r"(\d{1,2}(?:\.\d+)?)(?:\u2032\u2032|''|\"|秒)?"
_DMS = re.compile(rf"(\d{{1,3}})[°度](\d{{1,2}})[\u2032'分](?:{_SECONDS})?[EN]?")
_COUNTED = re.compile(r"第(\d{1,4}|[一二三四五六七八九]?十?[一二三四五六七八九]?)(?=批)")
_DIGITS = "〇一二三四五六七八九"
GEOGRAPHIC = {"cgcs2000": "CGCS2000", "wgs84": "WGS84", "gcj02": "GCJ-02", "bd09": "BD-09"}


def fold(text: str) -> str:
    """The spelling under which the dictionary knows a word."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def in_order(word: str) -> tuple[bool, str]:
    """How the words of a table follow each other: 第三批 after 第二批, the unnamed last."""
    return not word, _COUNTED.sub(lambda found: f"第{_number(found[1]):04d}", word)


def _number(told: str) -> int:
    if told.isdecimal():
        return int(told)
    tens, ten, ones = told.rpartition("十")
    return (_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + max(_DIGITS.find(ones or "〇"), 0)


def tidy(text: str) -> str:
    """The text without white space and invisible characters at its ends, and told in its own direction."""
    return _DIRECTION.sub("", text).strip(" \t\r\n\u3000\u00a0\u200b\ufeff")


@lru_cache(maxsize=4096)
def read_crs(text: str) -> str | None:
    """CGCS2000, WGS84, GCJ-02, BD-09 or an EPSG code as written; None if unknown."""
    told = fold(text).replace("-", "").replace("_", "")
    told = re.sub(r"(?:大地)?坐标(?:系统?)?$", "", told)
    told = {
        "gcj02火星": "gcj02",
        "火星": "gcj02",
        "高德": "gcj02",
        "腾讯": "gcj02",
        "百度": "bd09",
        "国家2000": "cgcs2000",
        "2000国家": "cgcs2000",
        "2000": "cgcs2000",
    }.get(told, told)
    if told in GEOGRAPHIC:
        return GEOGRAPHIC[told]
    digits = told.removeprefix("epsg:").removeprefix("epsg")
    return f"EPSG:{digits}" if digits.isdigit() and len(digits) in (4, 5) else None


@lru_cache(maxsize=200_000)
def read_coordinate(text: str) -> tuple[float | None, bool]:
    """(value, plainly written). Full-width digits, decimal commas, DMS and E/N are read."""
    told = unicodedata.normalize("NFKC", text).strip().rstrip("°度")
    if NUMBER.fullmatch(told):
        return float(told), told == text.strip() or text.strip().isdecimal()
    if re.fullmatch(r"\d{1,3},\d+", told):
        return float(told.replace(",", ".")), False
    if re.fullmatch(r"\d+(\.\d+)?[°度]?[EN]", told):
        return float(told.rstrip("EN°度")), False
    if dms := _DMS.fullmatch(told):
        degrees, minutes, seconds = dms.groups(default="0")
        if int(minutes) < 60 and float(seconds) < 60:
            return int(degrees) + int(minutes) / 60 + float(seconds) / 3600, False
    return None, False


@lru_cache(maxsize=1024)
def read_year(text: str) -> int | None:
    year = re.fullmatch(r"(\d{4})(?:\.0)?年?度?", unicodedata.normalize("NFKC", text).strip())
    return int(year[1]) if year and 1949 <= int(year[1]) <= 2200 else None
