"""Zip packages (xlsx, ods, docx, zipped Shapefile), looked through before any library opens them."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from hazards.domain.errors import Unreadable

MEMBERS = 1_000
DIRECTORY_BYTES = 2_000_000
UNPACKED = 1_000_000_000
RATIO = 100
RATIO_FROM = 1_000_000
STEP = 1 << 20

RESAVE = "请在原软件(Excel、WPS 或 GIS 软件)中打开，另存或重新导出为新文件后再导入。"

Watch = Callable[[str, Iterator[bytes]], None]


def directory(path: Path) -> list[zipfile.ZipInfo]:
    """The members of a package, judged by its directory alone; nothing is unpacked.

    Raises:
        Unreadable: damaged, encrypted, too many, too large, too dense, twice the same, or a
            name or kind that would reach outside.
    """
    _refuse_a_huge_directory(path)
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, struct.error, UnicodeDecodeError, NotImplementedError) as error:
        raise _damaged() from error
    if len(members) > MEMBERS:
        raise _too_many(len(members))
    seen: set[str] = set()
    for member in members:
        _refuse_a_bad_member(member)
        name = normal(member.filename)
        if name in seen:
            why = f"压缩包内有两个同名部件“{member.filename}”，不同软件会读出不同的内容"
            raise Unreadable("zip-duplicate-part", why, RESAVE, member.filename)
        seen.add(name)
    total = sum(m.file_size for m in members)
    if total > UNPACKED:
        raise _bomb(f"解压后共 {total // 1_000_000} MB")
    return members


def normal(name: str) -> str:
    """The name as a careless reader would look it up: one kind of slash, no case."""
    return name.replace("\\", "/").lower()


def look_through(path: Path, members: list[zipfile.ZipInfo], watch: Watch | None = None) -> None:
    """Unpack every part once into nothing, so that declared sizes are true and no part is a trap.

    Args:
        path: the package.
        members: what ``directory`` gave.
        watch: called with the name and chunks of each XML part; it must use them all up.

    Raises:
        Unreadable: sizes or names lie, or an XML part declares a document type or an encoding
            in which a declaration could hide.
    """
    with path.open("rb") as file:
        for member in members:
            chunks = unpack(file, member)
            first = next(chunks, b"")
            head = first.lstrip(b"\xef\xbb\xbf \t\r\n")
            name = normal(member.filename)
            if first[:2] in (b"\xff\xfe", b"\xfe\xff") and name.endswith((".xml", ".rels")):
                raise Unreadable(
                    "xml-encoding", f"部件“{member.filename}”的编码不受支持", RESAVE, member.filename
                )
            if not head.startswith(b"<") or "/media/" in name:
                for _ in chunks:
                    pass
                continue
            safe = _without_doctype(member.filename, first, chunks)
            if watch:
                watch(name, safe)
            for _ in safe:
                pass


def unpack(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one member in chunks of about 1 MB, never more than its declared size.

    ``zipfile`` stops at the declared size and other readers do not, so a part that goes on
    is refused here rather than believed.
    """
    file.seek(max(member.header_offset, 0))
    head = file.read(30)
    if member.header_offset < 0 or len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise _damaged()
    name_length, extra_length = struct.unpack("<HH", head[26:30])
    name = file.read(name_length)
    if name not in (member.orig_filename.encode("utf-8"), _cp437(member.orig_filename)):
        raise _damaged()
    file.seek(extra_length, 1)
    left, size, crc = member.compress_size, 0, 0
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    pending = b""
    while left or pending:
        if not pending:
            pending = file.read(min(left, STEP // 16))
            if not pending:
                raise _damaged()
            left -= len(pending)
        try:
            out = inflate.decompress(pending, STEP) if inflate else pending
        except zlib.error as error:
            raise _damaged() from error
        pending = inflate.unconsumed_tail if inflate else b""
        size += len(out)
        crc = zlib.crc32(out, crc)
        if size > member.file_size:
            raise _bomb(f"部件“{member.filename}”实际大小超过声明的大小")
        if out:
            yield out
        elif inflate and inflate.eof:
            break
    if inflate and not inflate.eof and (out := inflate.flush(STEP)):
        size += len(out)
        crc = zlib.crc32(out, crc)
        yield out
    if size != member.file_size or crc != member.CRC:
        raise _damaged()


def contents(path: Path, member: zipfile.ZipInfo, most: int = 64_000_000) -> bytes:
    """One member whole."""
    if member.file_size > most:
        raise _bomb(f"部件“{member.filename}”有 {member.file_size // 1_000_000} MB")
    with path.open("rb") as file:
        return b"".join(unpack(file, member))


def _without_doctype(name: str, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    chunk, tail = first, b""
    while chunk:
        window = tail + chunk
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            why = f"部件“{name}”含有外部实体声明，正常的表格不会有"
            raise Unreadable("xml-doctype", why, RESAVE, name)
        tail = window[-16:]
        yield chunk
        chunk = next(rest, b"")


def _refuse_a_huge_directory(path: Path) -> None:
    """Before ``zipfile`` builds an object per member: a 64 MB file can name a million of them."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise _damaged()
    entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > MEMBERS or length > DIRECTORY_BYTES:
        raise _too_many(entries)


def _refuse_a_bad_member(member: zipfile.ZipInfo) -> None:
    name = normal(member.orig_filename)
    if member.flag_bits & 0x41:
        cure = "请先在原软件中去掉密码，另存后再导入。"
        raise Unreadable("password-protected", "文件设有密码，无法读取", cure, member.filename)
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name:
        why = f"压缩包内的文件名“{member.filename}”指向包外位置"
        raise Unreadable("zip-unsafe-name", why, "请用可信的软件重新打包，只放需要的文件。", member.filename)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        why = f"压缩包内的“{member.filename}”是链接，不是文件"
        raise Unreadable("zip-link", why, "请把原文件本身放入压缩包后再导入。", member.filename)
    if name.endswith("vbaproject.bin") or "/macrosheets/" in name:
        cure = "请另存为不含宏的“Excel 工作簿(*.xlsx)”后再导入。"
        raise Unreadable("macro-workbook", "工作簿含有宏，不予打开", cure, member.filename)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(
            "zip-method", "压缩方式不受支持", "请用系统自带的压缩功能(zip)重新打包。", member.filename
        )
    if member.file_size > RATIO_FROM and member.file_size > RATIO * max(member.compress_size, 1):
        raise _bomb(
            f"部件“{member.filename}”解压后膨胀 {member.file_size // max(member.compress_size, 1)} 倍"
        )


def _cp437(name: str) -> bytes:
    return name.encode("cp437", "replace")


def _damaged() -> Unreadable:
    return Unreadable(
        "zip-damaged", "文件不完整或已损坏，可能没有传完", "请重新取得原文件，或在原软件中另存一份后再导入。"
    )


def _too_many(count: int) -> Unreadable:
    why = f"压缩包内的文件超过 {MEMBERS} 个"
    return Unreadable("zip-too-many-parts", why, "请只打包需要的文件后再导入。", str(count))


def _bomb(what: str) -> Unreadable:
    return Unreadable("zip-bomb", f"文件解压后异常庞大({what})，已停止读取", RESAVE)
