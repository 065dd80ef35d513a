"""采集包: a zip of stored files with a manifest, as its offline page writes it; read inside the fence."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from hazards.domain.errors import Unreadable
from hazards.formats import fence
from hazards.formats.limits import Emit

FORMAT = "guapai-package-1"
FILES, FILE_MB, MANIFEST = 500, 500, 2 * 1024 * 1024
CURE = "请用采集包页面重新保存一次，再交入。"
FIELDS = {"name": str, "case": int, "kind": str, "sha256": str, "key": str}


def read(path: Path) -> list[dict[str, Any]]:
    """The files a package names, each with ``offset`` and ``size`` of its bytes in the zip.

    Raises:
        Unreadable: it is no package, damaged, or its bytes are not those it was saved with.
    """
    seconds = 20 + path.stat().st_size // (20 * fence.MB)
    limits = fence.Limits(cpu_s=seconds, wall_s=3 * seconds, memory_mb=512, written_mb=1)
    return list(fence.frames("package", str(path), limits=limits))


def look(emit: Emit, path: str) -> None:
    """Runs inside the fence."""
    try:
        with zipfile.ZipFile(path) as package, open(path, "rb") as raw:
            for file in _files(package):
                emit(_one(package, raw, file))
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, EOFError) as error:
        raise Unreadable("package-damaged", "采集包不完整或已损坏", CURE) from error


def _files(package: zipfile.ZipFile) -> list[dict[str, Any]]:
    names = [m.filename for m in package.infolist()]
    if "manifest.json" not in names:
        cure = "请选择采集包页面保存的 zip；其他压缩包请解压后把文件逐个上传。"
        raise Unreadable("not-a-package", "这不是采集包", cure)
    if package.getinfo("manifest.json").file_size > MANIFEST or len(set(names)) != len(names):
        raise Unreadable("package-damaged", "采集包的目录异常", CURE)
    try:
        told = json.loads(package.read("manifest.json"))
        files = told["files"]
        good = told["format"] == FORMAT and len(files) <= FILES
        good = good and all(isinstance(f[k], kind) for f in files for k, kind in FIELDS.items())
        good = good and all(0 < f["case"] < 2**53 for f in files)
    except (ValueError, KeyError, TypeError):
        good = False
    if not good or sorted(names) != sorted(["manifest.json", *(f["path"] for f in files)]):
        raise Unreadable("package-damaged", "采集包的清单与文件对不上", CURE)
    return files


def _one(package: zipfile.ZipFile, raw: Any, file: dict[str, Any]) -> dict[str, Any]:
    member = package.getinfo(file["path"])
    if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
        raise Unreadable("package-damaged", "采集包里的文件被改动过", CURE)
    raw.seek(member.header_offset + 26)
    lengths = raw.read(4)
    offset = (
        member.header_offset
        + 30
        + int.from_bytes(lengths[:2], "little")
        + int.from_bytes(lengths[2:], "little")
    )
    raw.seek(offset)
    digest, left = sha256(), member.file_size
    while left:
        chunk = raw.read(min(left, fence.MB))
        if not chunk:
            raise EOFError
        digest.update(chunk)
        left -= len(chunk)
    if digest.hexdigest() != file["sha256"]:
        why = f"采集包里的“{file['name'][:40]}”与保存时的校验值不同"
        raise Unreadable("package-altered", why, "请找原手机重新保存采集包；拍摄的原件应仍在手机上。")
    kept = {k: str(file.get(k) or "")[:500] for k in ("note", "viewpoint", "item")}
    return {**{k: file[k] for k in FIELDS}, **kept, "offset": offset, "size": member.file_size}
