"""Passwords: long enough, and none that somebody who knows the office would try."""

import unicodedata

from zxcvbn import zxcvbn

from hazards.domain.errors import Refusal

SHORTEST, LONGEST = 8, 128
STRENGTH = 3
"""zxcvbn's scale 0..4; 3 withstands ten billion guesses offline at slow hashing."""

GUESSED = (
    *("woaini", "woaiwojia", "wangluo", "zhongguo", "wenzhou", "lucheng", "zhejiang", "anquan", "guapai"),
    *("anwei", "anjian", "yingji", "xiaofang", "zhengfu", "jiedao", "mima", "guanliyuan", "renmin"),
    *("yinhuan", "weijian", "duban", "wumajie", "shuangyu", "nanhui", "songtai", "guanghua", "yangyi"),
    *("5201314", "1314520", "147258369", "qwer1234", "1qaz2wsx", "qazwsx", "888888", "666666", "112233"),
    *("admin123", "admin888", "a123456", "aa123456", "abc123456", "asd123456", "woaini1314"),
    *("挂牌", "安全", "鹿城", "温州", "街道", "密码", "安委办", "应急"),
)
"""What a Chinese office uses and zxcvbn's English lists lack."""


class WeakPassword(Refusal):
    code = "weak-password"
    says = "新密码{why}。"
    remedy = "请用 8 个字以上、旁人猜不到的密码，如几个不相干的词连在一起。"


def normal(password: str) -> str:
    """One form whatever the keyboard: NFKC."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *about: str) -> None:
    """Refuse a weak password.

    Args:
        about: words close to its owner: names of account, person and unit.

    Raises:
        WeakPassword
    """
    password = normal(password)
    if len(password) < SHORTEST:
        raise WeakPassword(why=f"少于 {SHORTEST} 个字")
    if len(password) > LONGEST:
        raise WeakPassword(why=f"超过 {LONGEST} 个字")
    known = [w.casefold() for w in (*GUESSED, *about) if len(w) > 1]
    if any(w in password.casefold() for w in about if len(w) > 2):
        raise WeakPassword(why="含有账号名或姓名")
    # zxcvbn reads 72 signs; what comes after them can only make a password stronger.
    if zxcvbn(password[:72], user_inputs=known)["score"] < STRENGTH:
        raise WeakPassword(why="太容易猜到")
