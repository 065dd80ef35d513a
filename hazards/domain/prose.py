"""Prose people type: one spelling (NFC), and no character that no printer or database can hold."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from hazards.domain.errors import Refusal

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters save tab and newline, direction overrides, lone surrogates, noncharacters."""


class ControlCharacter(Refusal):
    code = "control-character"
    says = "“{name}”含有不可见的控制字符({shown})。"
    remedy = "请删除后重新填写，不要从其他软件直接粘贴带格式的文字。"


class TooLong(Refusal):
    code = "text-too-long"
    says = "“{name}”有{length}个字，超过{limit}字。"
    remedy = "请缩短，全文作为附件上传。"


LONGEST = 5000


def prose(name: str, told: str, limit: int = LONGEST) -> str:
    """The text as it is kept: trimmed, NFC, within its length.

    Raises:
        ControlCharacter, TooLong
    """
    text = unicodedata.normalize("NFC", told.replace("\r\n", "\n")).strip()
    if bad := _UNPRINTABLE.search(text):
        raise ControlCharacter(name=name, shown=f"U+{ord(bad[0]):04X}")
    if len(text) > limit:
        raise TooLong(name=name, length=len(text), limit=limit)
    return text


def spoken(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The same for everything told with a step; ``names`` are the words of the form.

    Raises:
        ControlCharacter, TooLong
    """
    return {key: _spoken(names.get(key, "填写内容"), value) for key, value in told.items()}


def _spoken(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return prose(name, value)
    if isinstance(value, (list, tuple)):
        return [_spoken(name, one) for one in value]
    if isinstance(value, Mapping):
        return {key: _spoken(name, one) for key, one in value.items()}
    return value
