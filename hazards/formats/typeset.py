"""Typesetting: a template of ours and facts become a pdf or a picture, the same bytes every time.

Templates lie in ``typst/``; facts reach them as JSON (``facts.json``), so that no text of a user is
ever read as markup. ``office.typ`` holds what all share: page, faces, headings, foot.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import typst

from hazards.formats import fonts
from hazards.formats.documents.text import UNPRINTABLE

TEMPLATES = Path(__file__).parent / "typst"
PPI = 192
Pictures = Mapping[str, bytes | Path]
"""File name (``map.svg``, ``photo.jpg``) as the template's ``image`` says it, to bytes or to where they lie."""


def pdf(template: str, facts: Mapping[str, Any], pictures: Pictures | None = None) -> bytes:
    """A pdf of ``typst/{template}.typ``.

    Args:
        facts: what the template reads from ``facts.json``; dates as text, numbers as printed.
        pictures: those the template shows.

    Raises:
        fonts.NoFont: this machine has no Chinese font.
    """
    return _set(template, facts, pictures or {}, "pdf")


def png(template: str, facts: Mapping[str, Any], pictures: Pictures | None = None) -> bytes:
    """The first page of ``typst/{template}.typ`` as a picture."""
    return _set(template, facts, pictures or {}, "png")


def picture(svg: str) -> bytes:
    """A drawing as png, for papers that cannot hold svg; its text in the fonts of this machine."""
    return png("picture", {}, {"picture.svg": svg.encode()})


def _set(template: str, facts: Mapping[str, Any], pictures: Pictures, form: Any) -> bytes:
    printable, missing = _printable(facts)
    told = {"fonts": fonts.faces(), "missing": missing, "facts": printable}
    files = {
        **_templates(),
        "main.typ": _templates()[f"{template}.typ"],
        "facts.json": orjson.dumps(told),
    }
    with TemporaryDirectory(prefix="guapai-typst-") as room:
        # In memory the compiler takes text only; photographs lie in a folder of their own.
        for name, picture in pictures.items():
            _lay(Path(room) / name, picture)
        # One compiler a paper: it is cheap, and it keeps nothing of one paper for the next.
        compiler: Any = typst.Compiler(root=room, font_paths=fonts.held(), ignore_system_fonts=True)
        out = compiler.compile(files, format=form, ppi=PPI if form == "png" else None, timestamp=0)
    made: bytes = out[0] if isinstance(out, list) else out
    return made


def _lay(at: Path, picture: bytes | Path) -> None:
    if isinstance(picture, Path):
        at.symlink_to(picture.resolve())
    else:
        at.write_bytes(picture)


@cache
def _templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


def _printable(facts: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """Facts without signs that reorder a line, 〓 for those no font has, and the code points of these."""
    missing = fonts.unprintable(UNPRINTABLE.sub("", text) for text in _texts(facts))
    swap = str.maketrans(dict.fromkeys(missing, fonts.GETA))
    return _clean(facts, swap), sorted(f"U+{ord(sign):04X}" for sign in missing)


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for one in told.values():
            yield from _texts(one)
    elif isinstance(told, list | tuple):
        for one in told:
            yield from _texts(one)


def _clean(told: Any, swap: dict[int, str]) -> Any:
    if isinstance(told, str):
        # Line ends stay, since templates break on them; all else that is no sign goes.
        return "\n".join(
            UNPRINTABLE.sub("", line.replace("\t", " ")) for line in told.splitlines()
        ).translate(swap)
    if isinstance(told, Mapping):
        return {key: _clean(one, swap) for key, one in told.items()}
    if isinstance(told, list | tuple):
        return [_clean(one, swap) for one in told]
    return told
