"""Pictures of evidence, inside the fence: decoded whole, claims read, copies for viewing made."""

import math
import re
import unicodedata
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile, ImageOps

from hazards.domain.errors import Unreadable

PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
FIRST_DAY = datetime(1990, 1, 1)  # noqa: DTZ001 - a camera's own clock names no zone
GPS, EXIF = 0x8825, 0x8769

Image.MAX_IMAGE_PIXELS = PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
warnings.simplefilter("error", Image.DecompressionBombWarning)


def look(path: Path) -> dict[str, Any]:
    """Decode all of it, and tell what it is and what it claims.

    Raises:
        Unreadable: too many pixels, damaged, cut short, or carrying a package behind the picture.
    """
    picture = _open(path)
    width, height = picture.size
    try:
        # An eighth of the size still reads every byte of a JPEG, at a sixtieth of the memory.
        picture.draft("RGB", (max(1, width // 8), max(1, height // 8)))
        picture.load()
        claims = _claims(picture)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _damaged(error) from error
    media_type = TYPES[str(picture.format)]
    notes = _tail(path) if media_type == "image/jpeg" else []
    return {
        "media_type": media_type, "shown": True, "width": width, "height": height, "notes": notes, **claims,
    }  # fmt: skip


def copy(path: Path, out: Path, longest: int) -> None:
    """A JPEG to look at: upright, at most ``longest`` pixels a side, without anything else."""
    picture = _open(path)
    picture.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        upright = paper
    shown = upright.convert("RGB")
    shown.thumbnail((longest, longest))
    bare = Image.new("RGB", shown.size)
    bare.paste(shown)
    bare.save(out, "JPEG", quality=85)


def _open(path: Path) -> Image.Image:
    try:
        picture = Image.open(path, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _damaged(error) from error
    if picture.width * picture.height > PIXELS:
        raise _too_many()
    return picture


def _too_many() -> Unreadable:
    cure = "请用看图软件缩小后再上传，或直接用手机拍摄。"
    return Unreadable("too-many-pixels", f"图片超过 {PIXELS // 10_000} 万像素的上限", cure)


def _damaged(error: BaseException) -> Unreadable:
    cut = "truncated" in str(error) or isinstance(error, EOFError)
    why = "图片不完整，可能没有传完或没有存完" if cut else "图片已损坏，无法打开"
    return Unreadable(
        "picture-damaged", why, "请在手机或电脑上确认能打开，再重新上传原图。", str(error)[:100]
    )


def _tail(path: Path) -> list[str]:
    """What follows the picture's own end: phones put small films there, others hide packages."""
    data = path.read_bytes()
    rest = data[_end(data) :].lstrip(b"\0")
    if rest.startswith((b"PK\x03\x04", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")):
        cure = "请重新拍摄，或用看图软件另存一份后再上传。"
        raise Unreadable("picture-carries-more", "图片后面附着压缩包或程序", cure)
    return ["tail"] if rest else []


_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _end(data: bytes) -> int:
    """Just behind the end mark of a JPEG, segment by segment: a thumbnail has end marks too."""
    at = 2
    while found := _MARK.search(data, at):
        mark, at = data[found.start() + 1], found.end()
        if mark == 0xD9:
            return at
        at += int.from_bytes(data[at : at + 2], "big")
    return len(data)


def _claims(picture: Image.Image) -> dict[str, Any]:
    try:
        exif = picture.getexif()
        more, place = dict(exif.get_ifd(EXIF)), dict(exif.get_ifd(GPS))
    except Exception:  # a claim that cannot be read is no claim; the picture itself is fine
        return {}
    told: dict[str, Any] = {}
    if when := _when(more.get(0x9003) or more.get(0x9004) or exif.get(0x0132), more.get(0x9011)):
        told["captured_at"] = when
    if where := _where(place):
        told["lon"], told["lat"] = where
    device = " ".join(filter(None, (_words(exif.get(0x010F)), _words(exif.get(0x0110)))))
    return {**told, "device": device[:80]} if device else told


def _when(value: Any, offset: Any) -> str | None:
    told = re.fullmatch(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d).*", _words(value))
    if not told:
        return None
    try:
        moment = datetime(*(int(g) for g in told.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    zone = re.fullmatch(r"[+-]\d\d:\d\d", _words(offset))
    return moment.isoformat() + (zone[0] if zone else "+08:00") if moment > FIRST_DAY else None


def _where(place: dict[int, Any]) -> tuple[float, float] | None:
    try:
        lat = _degrees(place[2]) * (-1 if _words(place.get(1)).upper() == "S" else 1)
        lon = _degrees(place[4]) * (-1 if _words(place.get(3)).upper() == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    good = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon)
    return (round(lon, 7), round(lat, 7)) if good else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(p) for p in (*parts, 0, 0)[:3])
    return degrees + minutes / 60 + seconds / 3600


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value if unicodedata.category(c)[0] != "C").strip()[:60]
