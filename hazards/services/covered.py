"""What a signature covers, as plain texts, so that the next one shows only what changed."""

from collections.abc import Mapping

import orjson
from sqlalchemy import Connection

from hazards.domain.lifecycle import Action
from hazards.domain.plan import ITEMS, MEASURES, wan
from hazards.services.filed import Filed
from hazards.storage import casework
from hazards.storage import tables as t

PLAN = tuple(f"方案：{title}" for title in ITEMS.values())
DEADLINE = "整改期限"


def texts(held: Filed) -> dict[str, str]:
    """Plan, measures, items and deadline, by the words of the page; empty ones left out."""
    plan = casework.texts(held.plans[-1] if held.plans else None)
    told = dict(zip(PLAN, (plan[key] for key in ITEMS), strict=True))
    for name, word in MEASURES.items():
        measure = held.measures.get(name)
        if measure is not None:
            money = f"，计划{wan(measure.planned)}万元" if measure.planned else ""
            told[f"{word}落实"] = f"{measure.told}{money}"
    for item in held.items:
        state = "已完成" if item["done_on"] else "未完成"
        count = f"({item['finished'] or 0}/{item['wanted']}{item['counted_in']})" if item["wanted"] else ""
        told[f"明细第{item['position']}项"] = f"{item['text']} {state}{count}"
    told[DEADLINE] = held.deadline.isoformat() if held.deadline else ""
    return {name: text for name, text in told.items() if text}


def since_signed(connection: Connection, case_id: int, now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(what, before, after) against the last signature in this case; all of it where there is none."""
    signed = casework.where(
        connection,
        t.signatures,
        t.signatures.c.case_id == case_id,
        t.signatures.c.signed_at != "",
        order=(t.signatures.c.id,),
    )
    return _differ(orjson.loads(signed[-1]["data"])["shown"] if signed else {}, now)


def since_asked(held: Filed, action: Action, shown: Mapping[str, str]) -> tuple[str, ...]:
    """What was put otherwise after it went to the head: nobody signs what he was not shown.

    A plan is signed for its own texts, a submission for all but the deadline, which others decide; an
    application carries its words with it.
    """
    moved = [name for name, _, _ in _differ(shown, texts(held))]
    if action is Action.FILE_PLAN:
        return tuple(name for name in moved if name in PLAN)
    return tuple(name for name in moved if name != DEADLINE) if action is Action.SUBMIT else ()


def _differ(before: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    told = {n: (before.get(n, ""), now.get(n, "")) for n in [*now, *(n for n in before if n not in now)]}
    return [(name, was, is_) for name, (was, is_) in told.items() if was != is_]
