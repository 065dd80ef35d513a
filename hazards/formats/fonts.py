"""Fonts for typesetting: what this machine has for 小标宋, 仿宋, 黑体 and 楷体, and which signs it cannot print."""

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTCollection, TTFont

from hazards.domain.errors import Refusal

# The face an office means first, then what is read in its place (GB/T 9704-2012 names the first).
FACES = {
    "song": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", "Noto Serif CJK SC", "SimSun"),
    "fang": ("FangSong", "仿宋", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC", "SimSun"),
    "hei": ("SimHei", "黑体", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"),
    "kai": ("KaiTi", "楷体", "KaiTi_GB2312", "STKaiti", "Noto Serif CJK SC", "SimSun"),
}
GETA = "〓"
"""What printers set where the case has no such sign."""


class NoFont(Refusal):
    """No Chinese font on this machine: better no paper than one of empty boxes."""

    code = "no-font"
    says = "本机没有可用于排版的中文字体，不能生成 pdf 和图片。"
    remedy = (
        "请管理员安装字体后再试：Debian 用 apt-get install fonts-noto-cjk，"
        "或把字体文件放进一个文件夹并用 HAZARDS_FONTS 指明。docx 和 xlsx 不受影响。"
    )


def folder() -> list[Path]:
    """The folder the administrator names for fonts, if any."""
    told = os.environ.get("HAZARDS_FONTS", "")
    return [Path(told)] if told and Path(told).is_dir() else []


@lru_cache(maxsize=1)
def held() -> typst.Fonts:
    """The fonts of this machine and of ``HAZARDS_FONTS``; looked up once a process (0.3 s)."""
    return typst.Fonts(include_embedded_fonts=False, font_paths=folder())


@lru_cache(maxsize=1)
def faces() -> dict[str, list[str]]:
    """Families to set each face in, the best first.

    Raises:
        NoFont: a face has no Chinese family here.
    """
    there = {family.casefold(): family for family in held().families()}
    found = {
        face: [there[name.casefold()] for name in names if name.casefold() in there]
        for face, names in FACES.items()
    }
    every = list(dict.fromkeys(family for families in found.values() for family in families))
    if not every:
        raise NoFont
    # A machine with one Chinese font prints all faces in it; the others back each other up for rare signs.
    return {face: list(dict.fromkeys([*families, *every])) for face, families in found.items()}


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """Code points some family of ``faces`` can print."""
    wanted = {family for families in faces().values() for family in families}
    files = {(font.path, font.index) for font in held().fonts() if font.family in wanted and font.path}
    known: set[int] = set()
    for path, index in sorted(files):
        if path.casefold().endswith((".ttc", ".otc")):
            with TTCollection(path, lazy=True) as collection:
                known |= set(collection.fonts[index].getBestCmap() or ())
        else:
            with TTFont(path, lazy=True) as font:
                known |= set(font.getBestCmap() or ())
    return frozenset(known)


def unprintable(texts: Iterable[str]) -> set[str]:
    """Signs of ``texts`` no font here can print; blanks and line ends are no signs."""
    return {sign for text in texts for sign in set(text) if not sign.isspace() and ord(sign) not in _signs()}
