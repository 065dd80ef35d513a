"""Persons: names of accounts and the names that documents print, cleaned so that none can pose as another."""

import unicodedata

from hazards.domain.errors import Refusal

LONGEST = 40
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-·")


class BadName(Refusal):
    code = "bad-name"
    says = "“{what}”的值不可用。"
    remedy = "{how}"


def account_name(told: str) -> tuple[str, str]:
    """(name as shown, folded name that must be unique): NFKC, then casefolded.

    Chinese characters, Latin letters, digits and . _ - only, so that letters of other scripts
    that look alike cannot make a second “admin”.

    Raises:
        BadName
    """
    name = unicodedata.normalize("NFKC", told).strip()
    if not 2 <= len(name) <= LONGEST or not all(c in _ALLOWED or _han(c) for c in name):
        raise BadName(
            what="账号名", how=f"请用 2 到 {LONGEST} 个汉字、英文字母或数字，可含 . _ -，不含空格和其他符号。"
        )
    return name, name.casefold()


def folded(told: str) -> str:
    """What a name typed at the door is looked up by; rubbish folds to something nobody has."""
    return unicodedata.normalize("NFKC", told).strip().casefold()[:200]


def printed_name(told: str) -> str:
    """A person's name as the trail and documents print it.

    Raises:
        BadName: empty, too long, or with control, invisible or direction-changing characters.
    """
    name = unicodedata.normalize("NFC", " ".join(told.split()))
    if not 1 <= len(name) <= LONGEST or any(unicodedata.category(c)[0] in "CZ" and c != " " for c in name):
        raise BadName(what="姓名", how=f"请填写 1 到 {LONGEST} 个字的姓名，不含不可见字符。")
    return name


def _han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"
