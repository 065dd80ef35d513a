"""Magic: what a file of evidence is by its first bytes; its name is only what somebody called it."""

import re

from hazards.domain.errors import Unreadable

PICTURE, FILM, PAPER = "picture", "film", "paper"
LIMIT_MB = {PICTURE: 50, FILM: 500, PAPER: 100}
HEAD = 64
"""This many bytes are enough to tell."""

HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OFFERED = "可以上传 jpg、png、webp 照片，mp4、mov 视频，pdf、doc、docx、wps、xls、xlsx、ofd 和 heic。"

_OTHERS = (
    (rb"MZ|\x7fELF|#!", "程序", "程序不能作为证据材料。"),
    (rb"GIF8", "GIF 图片", "请另存为 jpg 或 png 后再上传。"),
    (rb"II\*\0|MM\0\*", "TIFF 图片", "请用看图软件另存为 jpg，或打印成 pdf 后再上传。"),
    (rb"BM", "BMP 图片", "请另存为 jpg 或 png 后再上传。"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "PostScript 文件", "请打印成 pdf 后再上传。"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "压缩包", "请解压后把其中的照片和文件逐个上传。"),
    (rb"\{\\rtf", "RTF 文档", "请另存为 docx 或打印成 pdf 后再上传。"),
    (rb"RIFF....AVI ", "AVI 视频", "请转成 mp4 后再上传。"),
    (rb"\x1aE\xdf\xa3", "MKV 或 WebM 视频", "请转成 mp4 后再上传。"),
    (
        rb"(?i)(?:\xef\xbb\xbf)?\s*<svg|(?:\xef\xbb\xbf)?\s*<\?xml",
        "SVG 或 XML 文件",
        "请导出为 jpg 后再上传。",
    ),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<[!a-z]", "网页(HTML)文件", "请在浏览器中打印成 pdf 后再上传。"),
)


def family(head: bytes) -> str:
    """PICTURE, FILM or PAPER.

    Raises:
        Unreadable: empty, or a kind that is not taken.
    """
    if not head:
        raise Unreadable("empty-file", "文件是空的(0 字节)", "请确认选对了文件，或重新拍摄、重新取得。")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _riff(head) == b"WEBP":
        return PICTURE
    if head[4:8] == b"ftyp":
        return PAPER if head[8:12] in HEIC else FILM
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return PAPER
    for pattern, what, cure in _OTHERS:
        if re.match(pattern, head, re.DOTALL):
            raise Unreadable("kind-not-taken", f"这是{what}，不在可收的种类之内", cure)
    raise Unreadable("kind-not-taken", "认不出这是什么文件", OFFERED)


def too_large(family: str) -> Unreadable:
    name = {PICTURE: "照片", FILM: "视频", PAPER: "文件"}[family]
    cure = {
        PICTURE: "请用手机重新拍摄，或降低分辨率后再上传。",
        FILM: "请截取关键片段，或降低清晰度后再上传。",
        PAPER: "请拆成几个文件，或降低扫描分辨率后再上传。",
    }[family]
    return Unreadable("file-too-large", f"{name}超过 {LIMIT_MB[family]} MB 的上限", cure)


def _riff(head: bytes) -> bytes:
    return head[8:12] if head.startswith(b"RIFF") else b""
