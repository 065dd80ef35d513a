"""The same services from a shell: ``python -m hazards COMMAND``. Parses, delegates, prints.

Exit 0: all done. 1: something was refused. 2: wrong usage. ``--json`` prints one object and
nothing else.
"""

import sys
from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy.exc

from hazards.commands import evidence, exchange, law, ledger, notify, reports, setup, trail, user
from hazards.commands.shell import Parser
from hazards.domain.errors import Finding, Refusal, Unreadable

SUBJECTS = (setup, ledger, law, user, evidence, trail, reports, notify, exchange)
"""Each adds its commands, in this order."""


def parser() -> Parser:
    top = Parser(
        prog="python -m hazards", description="挂牌一张图：重大事故隐患与违法建筑的台账、地图和整改率"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    for subject in SUBJECTS:
        subject.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    told = parser().parse_args(argv)
    try:
        answer, lines, done = told.run(told)
        trail.seal()
    except Refusal as refusal:
        value = refusal.value if isinstance(refusal, Unreadable) else ""
        return _refuse(told, Finding(None, None, refusal.code, value, str(refusal)))
    except OSError as error:
        name = str(error.filename or "")
        return _refuse(
            told, Finding(None, None, "file-not-usable", name, f"无法读写“{name}”。请核对路径和权限。")
        )
    except sqlalchemy.exc.OperationalError:
        says = "无法打开数据库。请核对 HAZARDS_DATABASE_URL，并确认数据库正在运行、磁盘未满。"
        return _refuse(told, Finding(None, None, "database-unreachable", "", says))
    if told.json:
        _print(answer)
    else:
        print("\n".join(lines))
    return 0 if done else 1


def _refuse(told: Any, finding: Finding) -> int:
    if told.json:
        _print({**_EMPTY.get(told.command, {}), "findings": [finding.public()]})
    else:
        print(finding.remedy, file=sys.stderr)
    return 2 if finding.code == "bad-question" else 1


_EMPTY = {
    "ledger": {"rows": 0, "accepted": 0, "refused": 0, "unchanged": 0},
    "boundaries": {"features": 0, "accepted": 0},
}


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode("utf-8", "replace") + "\n")


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except BrokenPipeError:  # the reader (head, less) had enough
        sys.stderr.close()
