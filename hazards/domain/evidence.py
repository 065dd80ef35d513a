"""Evidence (证据材料): names, receipts, what a file claims against what the case knows, pairs."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hazards.domain.errors import Refusal, Unreadable
from hazards.domain.kinds import KINDS, PHOTOS, SCANS
from hazards.domain.roles import OFFICES, Role
from hazards.domain.stages import NAMES, OVER

FAR_M = 200.0
"""A photograph claimed to be taken further from the site than this is pointed out."""
CLOCK_SLIP = timedelta(minutes=10)
NAME_LENGTH = 120
NOTE_LENGTH = 500

FLAGS = {
    "far": "拍摄位置距现场{distance}",
    "future": "拍摄时间晚于上传时间，设备时钟可能不准",
    "older": "拍摄时间早于本案发现或挂牌日期",
    "same-file": "与本案另一份材料是同一文件",
}
"""What a reviewer should look at; nothing here says that a file is false."""

PROGRAMS = frozenset(
    {
        *("exe", "com", "bat", "cmd", "scr", "pif", "msi", "dll", "lnk", "reg", "jar", "sh", "py", "ps1"),
        *("js", "jse", "vbs", "vbe", "wsf", "hta", "php", "jsp", "asp", "aspx"),
        *("htm", "html", "xhtml", "svg", "mht"),
    }
)
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")

SUFFIXES = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif", "hif"),
    "video/mp4": ("mp4", "m4v", "mov", "3gp"),
    "video/quicktime": ("mov", "qt", "mp4"),
    "video/3gpp": ("3gp", "mp4"),
    "application/pdf": ("pdf",),
    "application/msword": ("doc", "wps", "dot"),
    "application/vnd.ms-excel": ("xls", "et", "xlt"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx", "wps", "dotx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx", "et", "xltx"),
    "application/ofd": ("ofd",),
}
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})


class NotTaken(Unreadable):
    """A file that was not received; its bytes are gone."""

    says = "文件没有收下：{why}。"


class BadName(Refusal):
    code = "bad-file-name"
    says = "文件没有收下：文件名“{name}”{why}。"
    remedy = "请改成普通的照片或文件名后再上传。"


class UnknownKind(Refusal):
    code = "unknown-evidence-kind"
    says = "没有名为“{kind}”的证据种类。"
    remedy = "请从列表中选择证据种类。"


class NotAPhotograph(Refusal):
    code = "not-a-photograph"
    says = "文件没有收下：“{kind}”应当是照片或视频。"
    remedy = "请为这份文件另选证据种类。"


class CaseClosed(Refusal):
    code = "case-closed"
    says = "本案{state}，不再收材料。{last}"
    remedy = "如确需补充，请联系区安委办。"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of itself: moment with zone, place in WGS84. None: it says nothing."""

    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def clean_name(told: str) -> str:
    """A file name as text: no folders, no signs that hide or turn what follows.

    Raises:
        BadName: it names a program or a server's settings, whatever the content is.
    """
    name = unicodedata.normalize("NFC", told).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = re.sub(r"\s+", " ", name).strip(" .") if not name.startswith(".") else name
    stem, _, suffix = name.rpartition(".")
    if suffix.lower() in PROGRAMS:
        raise BadName(name=name[:40], why="是程序或网页的名称")
    if name.startswith("."):
        raise BadName(name=name[:40], why="是系统设置文件的名称")
    if _RESERVED.match(name):
        name = "_" + name
    if len(name) > NAME_LENGTH:
        name = f"{stem[: NAME_LENGTH - len(suffix) - 1]}.{suffix}" if len(suffix) < 10 else name[:NAME_LENGTH]
    return name or "未命名"


def fitting_name(name: str, media_type: str) -> str:
    """The name with an ending that tells what the content is."""
    known = SUFFIXES.get(media_type, ())
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    return name if not known or suffix in known else f"{name}.{known[0]}"


def clean_note(told: str) -> str:
    kept = "".join(c for c in told if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", kept).strip()[:NOTE_LENGTH]


def fits(kind: str, media_type: str) -> None:
    """Whether content of this type can be evidence of this kind.

    Raises:
        UnknownKind, NotAPhotograph
    """
    if kind not in KINDS:
        raise UnknownKind(kind=kind[:40])
    if kind in (*PHOTOS, "video") and not (media_type in PICTURES or media_type.startswith("video/")):
        raise NotAPhotograph(kind=KINDS[kind])


def receives(row: Mapping[str, Any], role: Role, kind: str, last: str = "") -> None:
    """Whether a case takes evidence now. Offices may still file sealed papers when it is over.

    Raises:
        CaseClosed: ``last`` tells who closed it and when.
    """
    over = row["stage"] in OVER or row["state"] in OVER
    if over and not (role in OFFICES and kind in SCANS | {"notice-receipt"}):
        state = next(stage for stage in OVER if stage.value in (row["stage"], row["state"]))
        raise CaseClosed(state=NAMES[state], last=last)


def compare(
    claim: Claim, sites: Iterable[tuple[float, float]], since: Sequence[date | None], now: datetime
) -> tuple[list[str], float | None]:
    """Flags, and metres to the nearest point of the site; None where either is not known.

    Absence is neutral: chat programs and privacy settings strip time and place from honest pictures.

    Args:
        sites: lon, lat of the case and its items (CGCS2000; WGS84 differs by less than a metre).
        since: days on which the case was found, received and listed.
        now: moment of the upload.
    """
    flags = []
    distance = None
    if claim.lon is not None and claim.lat is not None:
        told = [metres(claim.lon, claim.lat, lon, lat) for lon, lat in sites]
        distance = round(min(told), 1) if told else None
        if distance is not None and distance > FAR_M:
            flags.append("far")
    if claim.at is not None:
        first = min((day for day in since if day), default=None)
        if claim.at > now + CLOCK_SLIP:
            flags.append("future")
        elif first and claim.at.astimezone(now.tzinfo).date() < first:
            flags.append("older")
    return flags, distance


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Along the sphere; within half a percent of the ellipsoid."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, half)))


def distance_text(far: float) -> str:
    return f"{far / 1000:.1f}公里" if far >= 1000 else f"{far:.0f}米"


def words(flags: Iterable[str], distance_m: float | None) -> list[str]:
    far = distance_text(distance_m) if distance_m is not None else ""
    return [FLAGS[flag].format(distance=far) for flag in flags if flag in FLAGS]


def gap_text(captured: datetime | None, entered: datetime) -> str:
    """How long before the upload a picture says it was taken; "" where it says nothing."""
    if captured is None or captured > entered + CLOCK_SLIP:
        return ""
    gap = entered - captured
    if gap.days:
        return f"拍摄后{gap.days}天上传"
    hours = gap.seconds // 3600
    return f"拍摄后{hours}小时上传" if hours else "拍摄后1小时内上传"


def receipt(year: int, serial: int) -> str:
    """A number short enough to read out, its last sign checking the rest: 证〔2026〕000123-7."""
    return f"证〔{year}〕{serial:06d}-{check_digit(f'{year}{serial:06d}')}"


def check_digit(digits: str) -> int:
    """ISO 7064, MOD 11,10: any one digit misread is noticed."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


@dataclass(frozen=True, slots=True)
class Pair:
    """The same view before and after; either may still be missing."""

    viewpoint: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def pairs(rows: Iterable[Mapping[str, Any]]) -> list[Pair]:
    """Photographs of one viewpoint (and item) side by side: the first before, the last after."""
    found: dict[tuple[str, int], dict[str, Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda r: r["id"]):
        if row["viewpoint"] and not row["voided_at"] and row["kind"] in ("before", "after"):
            held = found.setdefault((row["viewpoint"], row["item"] or 0), {})
            if row["kind"] == "after" or "before" not in held:
                held[row["kind"]] = row
    return [Pair(view, held.get("before"), held.get("after")) for (view, _), held in found.items()]
