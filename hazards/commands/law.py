"""Legal periods and the earliest lawful day of demolition, from a shell."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, day


def add(commands: Any) -> None:
    period = command(commands, "period", "法定期限的最后一日", _period)
    period.add_argument("--from", dest="start", type=day, required=True, metavar="日期")
    period.add_argument("--length", type=_length, required=True, metavar="期间", help="15wd、30d、6m、1y")
    lawful = command(commands, "lawful-date", "最早可强制拆除日及其推算", _lawful)
    lawful.add_argument("facts", type=Path, metavar="FACTS.json")


def _length(text: str) -> str:
    from hazards.domain.periods import BadPeriod, Period

    try:
        return str(Period.of(text))
    except BadPeriod as refusal:
        raise ArgumentTypeError(str(refusal)) from refusal


def _period(told: Any) -> Answer:
    from hazards.services import lawful

    ends = lawful.period(*acting(told), told.start, told.length)
    last = ends.last.isoformat()
    lines = [f"最后一日 {last}" + ("(当年放假安排尚未公布，暂定)" if ends.provisional else "")]
    return {"last": last, "provisional": ends.provisional}, lines, True


def _lawful(told: Any) -> Answer:
    from hazards.domain.lawful import KEYS
    from hazards.services import lawful

    answer = lawful.lawful_date(*acting(told), lawful.facts_in(told.facts))
    public = answer.public()
    if public["earliest"]:
        head = f"最早可强制拆除日：{public['earliest']}"
    elif public["route"] == "court":
        head = f"须申请人民法院强制执行；不得早于：{public['bound'] or '尚不能确定'}"
    else:
        head = f"尚不能确定最早可强制拆除日；不得早于：{public['bound'] or '尚不能确定'}"
    lines = [head]
    if public["missing"]:
        lines.append("还缺：" + "、".join(KEYS[key] for key in public["missing"]))
    lines += [f"注意：{lawful.WARNINGS[code]}" for code in public["warnings"]]
    lines += [f"{d['from']} 至 {d['to']} {d['because']}({d['law']})" for d in public["derivation"]]
    return public, lines, True
