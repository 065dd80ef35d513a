"""Small honest files, each with what a phone would write into it, and people who bring them."""

import io
import struct
import zipfile
from datetime import datetime

from PIL import Image

from hazards.domain.roles import Role
from hazards.services.access import Scope
from hazards.services.receipts import Told

SITE = (120.68, 27.985)
SEEN = datetime(2026, 5, 1, 8, 30)


def photo(
    shade: int = 90, at: datetime | None = SEEN, lon: float | None = SITE[0], lat: float | None = SITE[1],
    size: tuple[int, int] = (320, 240), orientation: int = 1,
) -> bytes:  # fmt: skip
    """A JPEG; ``shade`` makes its bytes its own. Without time and place it is one from a chat program."""
    picture = Image.new("RGB", size, (shade % 256, shade // 256 % 256, 60))
    picture.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    exif = picture.getexif()
    exif[0x010E] = f"photograph {shade}"
    if at:
        exif[0x0132] = exif.get_ifd(0x8769)[0x9003] = f"{at:%Y:%m:%d %H:%M:%S}"
        exif[0x010F], exif[0x0110] = "TestCam", "T1"
    if orientation != 1:
        exif[0x0112] = orientation
    if lon is not None and lat is not None:
        exif.get_ifd(0x8825).update({1: "N", 2: _dms(lat), 3: "E", 4: _dms(lon)})
    told = io.BytesIO()
    picture.save(told, "JPEG", exif=exif, quality=80)
    return told.getvalue()


def _dms(value: float) -> tuple[int, int, float]:
    return int(value), int(value % 1 * 60), round(value * 3600 % 60, 4)


def docx(text: str = "应急预案") -> bytes:
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<document>{text}</document>")
    return told.getvalue()


def heic(shade: int = 0) -> bytes:
    meta = b"\0" * 40 + bytes([shade])
    return (
        struct.pack(">I", 24)
        + b"ftypheic\0\0\0\0mif1heic"
        + struct.pack(">I", 8 + len(meta))
        + b"meta"
        + meta
    )


def film(seconds_since_1904: int = 3_860_000_000) -> bytes:
    """The frame of an mp4 with one track of pictures, as a phone writes it."""

    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", 8 + len(content)) + kind + content

    head = box(b"mvhd", struct.pack(">III", 0, seconds_since_1904, seconds_since_1904) + b"\0" * 88)
    track = box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + b"vide" + b"\0" * 13)))
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+27.9850+120.6800/"))
    return (
        box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"moov", head + track + place) + box(b"mdat", b"\0" * 64)
    )


def told(name: str = "照片.jpg", kind: str = "after", **more) -> Told:
    return Told(name, kind, **more)


LISTING = Scope("区安委办 郑", Role.LISTING, account=1, as_whom="区安委办")
LEADER = Scope("区领导 孙", Role.LEADER, account=2, as_whom="领导")


def clerk(street: int, account: int = 11, role: Role = Role.CLERK) -> Scope:
    return Scope(f"街镇 {account}", role, account, frozenset({street}), as_whom=role.value)
