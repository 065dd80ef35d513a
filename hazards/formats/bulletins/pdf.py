"""The bulletin as pdf: letter, drawings, tables; typst sets it, a draft with its watermark."""

from collections.abc import Mapping
from typing import Any

from hazards.formats import typeset


def write(paper: Mapping[str, Any]) -> bytes:
    """The pdf of a frozen paper (domain/bulletinpaper.composed).

    Raises:
        fonts.NoFont
    """
    drawn = {name: paper[name] for name in ("map", "curve") if paper[name]}
    facts = {**paper, **dict.fromkeys(drawn, "drawn")}
    return typeset.pdf("bulletin", facts, {f"{name}.svg": svg.encode() for name, svg in drawn.items()})
