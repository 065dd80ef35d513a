"""What cannot be done, said so that the reader can go on: Refusal for acts, Finding for files."""

from dataclasses import dataclass
from typing import Any


class Refusal(Exception):
    """An act that is not done. ``code`` is published: retired perhaps, reused never."""

    code = "refused"
    says = "不能办理。"
    remedy = "请核对后再办。"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(str(self))

    def __str__(self) -> str:
        return f"{self.says.format(**self.facts)}{self.remedy.format(**self.facts)}"


class Unreadable(Refusal):
    """A file that cannot be read as a whole; nothing was written."""

    code = "unreadable"
    says = "无法读取文件：{why}。"
    remedy = "{cure}"

    def __init__(self, code: str, why: str, cure: str, value: str = "") -> None:
        self.code = code
        self.value = value
        super().__init__(why=why.rstrip("。"), cure=cure)

    def finding(self) -> "Finding":
        return Finding(None, None, self.code, self.value, str(self))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was noticed in somebody's file, and what to do about it.

    ``row`` counts data rows from 1 below the header; None is about the file. ``refuses``
    tells whether the row stays out because of it.
    """

    row: int | None
    column: str | None
    code: str
    value: str
    remedy: str
    refuses: bool = False

    def public(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "value": self.value,
            "remedy": self.remedy,
        }
