"""Shell: what the commands share: the parser, who acts, how a finding reads."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from hazards.domain.errors import Finding

Answer = tuple[dict[str, Any], list[str], bool]
"""(what --json prints, lines for people, whether all was done)."""


class Parser(argparse.ArgumentParser):
    """argparse, in Chinese where users meet it."""

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().replace("usage:", "用法:")
        self.exit(2, f"用法不对：{_translate(message)}\n{usage}\n")


def _translate(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少参数："),
        ("unrecognized arguments:", "不认识的参数："),
        ("invalid choice:", "不是可用的值："),
        ("expected one argument", "后面缺少值"),
        ("argument ", "参数 "),
        ("choose from", "可用"),
        ("invalid", "不正确的"),
        ("value:", "值："),
    ):
        message = message.replace(english, chinese)
    return message


def common() -> argparse.ArgumentParser:
    """What every command takes."""
    made = argparse.ArgumentParser(add_help=False)
    made.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    made.add_argument("--as", dest="actor", metavar="账号", help="以该账号办理；缺省为本机管理员")
    return made


def group(under: Any, name: str, help_: str) -> Any:
    """Commands of two words: what follows ``name``."""
    return under.add_parser(name, help=help_).add_subparsers(dest="what", required=True, metavar="命令")


def command(under: Any, name: str, help_: str, run: Callable[[Any], Answer]) -> Any:
    """One command; ``run`` gets what was told and answers. Returns its parser for arguments."""
    made = under.add_parser(name, help=help_, parents=[common()], description=help_)
    made.set_defaults(run=run)
    return made


def day(text: str) -> date:
    return date.fromisoformat(text)


def acting(told: Any) -> tuple[Any, Any]:
    """The store and the scope of ``--as``."""
    from hazards.services import access

    store, _ = access.local()
    return store, access.acting_as(told.actor)


def finding_line(finding: Finding, unit: str = "行") -> str:
    where = "全文件" if finding.row is None else f"第 {finding.row} {unit}"
    mark = "未采用" if finding.refuses else "提示"
    return f"[{mark}] {where}：{finding.remedy}"
