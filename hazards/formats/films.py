"""Films of evidence (mp4, mov, 3gp), inside the fence: their boxes walked, never their pictures."""

import math
import mmap
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hazards.domain.errors import Unreadable

KNOWN = {
    *(b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"udta", b"meta", b"moof", b"mfra"),
    *(b"sidx", b"styp", b"pnot", b"idat", b"jumb", b"pdin", b"emsg", b"prft"),
}
SINCE = datetime(1904, 1, 1, tzinfo=UTC)
BOXES = 200_000
_PLACE = re.compile(rb"([+-]\d{1,2}\.\d{2,8})([+-]\d{1,3}\.\d{2,8})[+-/]")

Box = tuple[bytes, int, int]
"""(type, first byte of its content, byte behind it)"""


def look(path: Path) -> dict[str, Any]:
    """Check the structure and read what the film claims.

    Raises:
        Unreadable: cut short, or nothing to see in it.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        top = list(boxes(data, 0, len(data)))
        moov = next((box for box in top if box[0] == b"moov"), None)
        if moov is None or not any(_sees(data, box) for box in boxes(data, *moov[1:]) if box[0] == b"trak"):
            cure = "请在手机上确认能播放，再重新上传原视频。"
            raise Unreadable("film-without-picture", "视频里没有画面，可能没有录完或没有传完", cure)
        brand = data[8:12]
        types = {b"qt  ": "video/quicktime", b"3gp4": "video/3gpp", b"3gp5": "video/3gpp"}
        return {
            "media_type": types.get(brand, "video/mp4"), "shown": False, "notes": [],
            **_when(data, moov), **_where(data[moov[1] : min(moov[2], moov[1] + 64 * 1024 * 1024)]),
        }  # fmt: skip


def heic(path: Path) -> dict[str, Any]:
    """A phone's HEIC picture is kept and handed out, not opened: only its frame is looked at."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for kind, _, _ in boxes(data, 0, len(data)):
            if kind not in KNOWN:
                break
    return {"media_type": "image/heic", "shown": False, "notes": ["unread"]}


def boxes(data: mmap.mmap, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places.

    Raises:
        Unreadable: one says it is longer than what is there.
    """
    at = start
    for _ in range(BOXES):
        if at + 8 > end:
            return
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            if start == 0 and kind not in KNOWN and at:
                return  # rubbish behind the last box harms nobody
            cure = "请在手机上确认能打开，等待传输完成后重新上传。"
            raise Unreadable("film-damaged", "视频或图片不完整，可能没有传完", cure)
        yield kind, at + head, at + size
        at += size


def _sees(data: mmap.mmap, trak: Box) -> bool:
    for kind, start, end in boxes(data, *trak[1:]):
        if kind == b"mdia":
            return any(data[s + 8 : s + 12] == b"vide" for k, s, _ in boxes(data, start, end) if k == b"hdlr")
    return False


def _when(data: mmap.mmap, moov: Box) -> dict[str, Any]:
    head = next((box for box in boxes(data, *moov[1:]) if box[0] == b"mvhd"), None)
    if head is None:
        return {}
    wide = data[head[1]] == 1
    seconds = int.from_bytes(data[head[1] + 4 : head[1] + (12 if wide else 8)], "big")
    if not seconds or seconds > 10_000_000_000:
        return {}
    moment = SINCE + timedelta(seconds=seconds)
    return (
        {"captured_at": moment.astimezone(ZoneInfo("Asia/Shanghai")).isoformat()}
        if moment.year > 1990
        else {}
    )


def _where(moov: bytes) -> dict[str, Any]:
    """ISO 6709, as Android (©xyz) and iPhone (location.ISO6709) write it."""
    if found := _PLACE.search(moov):
        lat, lon = float(found[1]), float(found[2])
        if abs(lat) <= 90 and abs(lon) <= 180 and math.isfinite(lat + lon) and (lat or lon):
            return {"lon": lon, "lat": lat}
    return {}
