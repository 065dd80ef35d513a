"""The encoding of a dbf's text: what its .cpg says if that is true, else UTF-8, else GB18030."""

import codecs
import struct
from collections.abc import Iterator

from hazards.domain.errors import Unreadable

REEXPORT = "请在 GIS 软件中以 UTF-8 重新导出后再导入。"
NAMES = {"936": "gb18030", "cp936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "65001": "utf-8"}
RECORDS_LOOKED_AT = 100_000


def encoding(dbf: bytes, declared: bytes) -> tuple[str, bool]:
    """The encoding, and whether it contradicts ``declared`` (the bytes of the .cpg, may be empty).

    Raises:
        Unreadable: no dbf, or text in neither encoding.
    """
    told = declared.decode("ascii", "ignore").strip().lower()
    told = NAMES.get(told, told)
    candidates = ["utf-8", "gb18030"]
    if told and _known(told):
        candidates = [told, *(c for c in candidates if c != codecs.lookup(told).name)]
    texts = [text for text in _texts(dbf) if not text.isascii()]
    for candidate in candidates:
        if all(_decodes(text, candidate) for text in texts):
            return candidate, bool(told) and candidate != told
    raise Unreadable("broken-text", "属性表的文字编码无法识别", REEXPORT)


def _texts(dbf: bytes) -> Iterator[bytes]:
    """Field names and character fields, record by record."""
    if len(dbf) < 33:
        raise Unreadable("layer-damaged", "属性表(dbf)不完整", REEXPORT)
    records, start, length = struct.unpack("<IHH", dbf[4:12])
    fields, at = [], 1
    for position in range(32, min(start, len(dbf)) - 31, 32):
        if dbf[position] == 13:
            break
        yield dbf[position : position + 11].split(b"\0")[0]
        width = dbf[position + 16]
        if dbf[position + 11 : position + 12] == b"C":
            fields.append((at, at + width))
        at += width
    for record in range(min(records, RECORDS_LOOKED_AT)):
        base = start + record * length
        if base >= len(dbf) or not length:
            break
        for begin, end in fields:
            yield dbf[base + begin : base + end].rstrip(b" \0")


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name) is not None
    except LookupError:
        return False


def _decodes(text: bytes, candidate: str) -> bool:
    try:
        text.decode(candidate)
    except UnicodeDecodeError as error:
        return error.end >= len(text) and len(text) > 8  # cut at the width of its field
    return True
