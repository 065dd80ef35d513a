"""Papers of evidence, inside the fence: PDF walked for active content, office files only recognised."""

import mmap
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hazards.domain.errors import Unreadable

OFFICE = "application/vnd.openxmlformats-officedocument."
PACKAGES = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}
OLE = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
}
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/RichMediaExecute",
    "/Rendition",
}
KEYS = {
    "/JS": "脚本", "/JavaScript": "脚本", "/EmbeddedFiles": "内嵌附件", "/EF": "内嵌附件", "/RichMedia": "内嵌媒体",
    "/XFA": "动态表单",
}  # fmt: skip
MEMBERS = 5_000
NODES = 2_000_000
PRINT = "请在原软件中打开，用“打印”生成一份新的 pdf 后再上传。"


def pdf(path: Path) -> dict[str, Any]:
    """Walk every object, so that names written in escapes cannot hide.

    Raises:
        Unreadable: encrypted, damaged, without a page, or with anything that acts by itself.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            if document.is_encrypted:
                raise _encrypted()
            _complete(path)
            for thing in document.objects:
                _inspect(thing)
            _inspect(document.trailer)
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        why = "PDF 不完整或已损坏，无法打开"
        raise Unreadable("pdf-damaged", why, PRINT, str(error)[:100]) from error
    if not pages:
        raise Unreadable("pdf-without-page", "PDF 里没有一页", PRINT)
    return {"media_type": "application/pdf", "shown": False, "notes": []}


def _encrypted() -> Unreadable:
    return Unreadable("pdf-encrypted", "PDF 设有密码或限制", "请去掉密码，或" + PRINT.removeprefix("请"))


def _complete(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        if b"%%EOF" not in file.read():
            raise Unreadable("pdf-damaged", "PDF 不完整，缺少结尾", PRINT)


def _inspect(thing: Any) -> None:
    """Refuse what acts by itself, in one indirect object and everything written inside it."""
    import pikepdf

    for nodes, found in enumerate(_inside(thing)):
        if nodes > NODES:
            raise Unreadable("pdf-too-complex", "PDF 结构过于复杂", PRINT)
        if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in found.keys():  # noqa: SIM118 - a pikepdf dictionary is no mapping
            if key in KEYS:
                raise _active(KEYS[key])
        action = found.get("/S")
        if isinstance(action, pikepdf.Name) and str(action) in ACTIONS:
            raise _active("自动动作")


def _inside(thing: Any) -> Iterator[Any]:
    """The object and its direct children; references are met as objects of their own."""
    import pikepdf

    waiting = [thing]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            children = [one.get(key) for key in one.keys()]  # noqa: SIM118
        elif isinstance(one, pikepdf.Array):
            children = list(one)
        else:
            continue
        containers = (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)
        waiting += [c for c in children if isinstance(c, containers) and not c.is_indirect]


def _active(what: str) -> Unreadable:
    return Unreadable("pdf-active", f"PDF 含有{what}，打开时可能自行运行", PRINT)


def package(path: Path) -> dict[str, Any]:
    """docx, xlsx and ofd are told by their table of contents; nothing in them is opened."""
    cure = "请在 Office 或 WPS 中打开确认，另存一份后再上传。"
    try:
        with zipfile.ZipFile(path) as opened:
            members = opened.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Unreadable("paper-damaged", "文件不完整或已损坏，可能没有传完", cure) from error
    names = {m.filename for m in members}
    if len(members) > MEMBERS or any(m.flag_bits & 1 for m in members):
        raise Unreadable("paper-damaged", "文件内部结构异常", cure)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("paper-with-macro", "文件带有宏程序", "请另存为不带宏的 docx 或 xlsx 后再上传。")
    for name, media_type in PACKAGES.items():
        if name in names:
            return {"media_type": media_type, "shown": False, "notes": []}
    cure = "请解压后把其中的照片和文件逐个上传；采集包请在“批量上传”页交入。"
    raise Unreadable("kind-not-taken", "这是压缩包，不在可收的种类之内", cure)


def ole(path: Path) -> dict[str, Any]:
    """doc, wps and xls are told by the names in their directory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        holds = {n: data.find(n.encode("utf-16-le")) >= 0 for n in (*OLE, "EncryptedPackage", "_VBA_PROJECT")}
    if holds["EncryptedPackage"]:
        raise Unreadable("paper-encrypted", "文件设有打开密码", "请去掉密码后再上传。")
    if holds["_VBA_PROJECT"]:
        raise Unreadable("paper-with-macro", "文件带有宏程序", "请另存为不带宏的文件后再上传。")
    for name, media_type in OLE.items():
        if holds[name]:
            return {"media_type": media_type, "shown": False, "notes": []}
    raise Unreadable("kind-not-taken", "认不出这是什么文件", "请另存为 docx、xlsx 或打印成 pdf 后再上传。")
