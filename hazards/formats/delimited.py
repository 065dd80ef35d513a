"""Delimited text: csv and txt as Excel, WPS and databases write them, in the encodings met here."""

import csv
import io
import re
from pathlib import Path

from hazards.domain.errors import Unreadable
from hazards.formats.limits import Emit, RowStream

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
RESAVE = "请用 Excel 或 WPS 打开原文件，另存为“CSV UTF-8”或 xlsx 后再导入。"

# What makes a spreadsheet take a cell for a formula; blanks and invisible signs before it may be
# dropped by whoever opens the file, so they do not protect.
DANGEROUS = r"['\s\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠]"
# What our own csv export puts before a dangerous cell, taken off again, one for one.
NEUTRAL = re.compile(f"'(?={DANGEROUS})")


def read(emit: Emit, path: Path, sheet: str) -> None:
    """Send one sheet of a csv or txt file.

    Raises:
        Unreadable: empty, in no or in several encodings, or a quote that never closes.
    """
    text = decode(path.read_bytes())
    if not text.strip("\ufeff \t\r\n,;"):
        raise Unreadable("empty-file", "文件中没有任何内容", "请确认选对了文件，填写后再导入。")
    stream = RowStream(emit, sheet)
    for row in records(text, delimiter(text)):
        stream.add([cell[1:] if NEUTRAL.match(cell) else cell for cell in row])
    stream.finish()


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else GB18030, each strictly."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    raise _undecodable(data) from error
                raise _truncated(data[: error.start].decode(encoding, "ignore").count("\n") + 1) from error
    if data.count(b"\0") * 20 > len(data):
        raise Unreadable("encoding-unknown", "无法判断文字编码，文件可能不是文本", RESAVE)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(data) from error
    if line := _line_of_utf8(data):
        raise _mixed(line)
    return text


def delimiter(text: str) -> str:
    """Comma, tab or semicolon: the one that cuts the first records into the most equal rows."""
    sample = io.StringIO(text[:200_000], newline="")
    lines = [line for _, line in zip(range(200), sample, strict=False)]
    return max("\t,;", key=lambda mark: _evenness(lines, mark))


def records(text: str, mark: str, strict: bool = True) -> "csv._reader":  # type: ignore[name-defined]
    """Records of the text; an unclosed quote is refused by the line on which it opens."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
    begun = 1
    try:
        for row in reader:
            yield row
            begun = reader.line_num + 1
    except csv.Error as error:
        why = f"第 {begun} 行的引号没有成对，后面的内容会被吞掉"
        raise Unreadable("unclosed-quote", why, "请在该行补上或删去英文引号后再导入。", str(begun)) from error


def _evenness(lines: list[str], mark: str) -> int:
    widths: dict[int, int] = {}
    try:
        for row in csv.reader(lines, delimiter=mark):
            widths[len(row)] = widths.get(len(row), 0) + 1
    except csv.Error:
        pass
    return max(((width - 1) * times for width, times in widths.items()), default=0)


def _undecodable(data: bytes) -> Unreadable:
    """Name the line: the first that is in the other encoding, or in none."""
    lines = data.split(b"\n")
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    first_kind = ""
    for number, line in enumerate(lines, 1):
        kind = _encoding(line)
        if not kind and number == last and _cut_off(line):
            return _truncated(number)
        if not kind:
            why = f"第 {number} 行有无法识别的文字字节"
            return Unreadable("broken-text", why, RESAVE, str(number))
        if kind != "ascii" and first_kind and kind != first_kind:
            return _truncated(number) if number == last and _cut_off(line) else _mixed(number)
        if kind != "ascii":
            first_kind = first_kind or kind
    return Unreadable("broken-text", "文字编码无法识别", RESAVE)


def _encoding(line: bytes) -> str:
    if line.isascii():
        return "ascii"
    for encoding in ("utf-8", "gb18030"):
        try:
            line.decode(encoding)
            return encoding
        except UnicodeDecodeError:
            pass
    return ""


def _cut_off(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end >= len(line) and "unexpected end" in error.reason
    return False


def _line_of_utf8(data: bytes) -> int:
    """The first line of a GB18030 file that can only be UTF-8, or 0.

    A short GBK word may pass as UTF-8 by chance, so only lines whose every foreign character
    comes out as a common Chinese one, two at least, count as evidence.
    """
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            wide = [c for c in line.decode("utf-8") if c > "\x7f"]
        except UnicodeDecodeError:
            continue
        han = sum("一" <= c <= "鿿" for c in wide)
        if han >= 2 and all("\u2000" <= c <= "\uffef" for c in wide):
            return number
    return 0


def _mixed(line: int) -> Unreadable:
    why = f"文件中混有两种文字编码，从第 {line} 行起与前面不同"
    return Unreadable("mixed-encoding", why, RESAVE, str(line))


def _truncated(line: int) -> Unreadable:
    why = f"第 {line} 行的最后一个字被截断，文件可能没有传完"
    return Unreadable("truncated-text", why, "请重新取得完整的原文件后再导入。", str(line))
