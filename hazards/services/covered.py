"""What a signature covers, as plain texts, so that the next one shows only what changed."""

from hazards.domain.plan import ITEMS, MEASURES, wan
from hazards.services.filed import Filed
from hazards.storage import casework


def texts(held: Filed) -> dict[str, str]:
    """Plan, measures, items and deadline, by the words of the page; empty ones left out."""
    plan = casework.texts(held.plans[-1] if held.plans else None)
    told = {f"方案：{title}": plan[key] for key, title in ITEMS.items()}
    for name, word in MEASURES.items():
        measure = held.measures.get(name)
        if measure is not None:
            money = f"，计划{wan(measure.planned)}万元" if measure.planned else ""
            told[f"{word}落实"] = f"{measure.told}{money}"
    for item in held.items:
        state = "已完成" if item["done_on"] else "未完成"
        count = f"({item['finished'] or 0}/{item['wanted']}{item['counted_in']})" if item["wanted"] else ""
        told[f"明细第{item['position']}项"] = f"{item['text']} {state}{count}"
    told["整改期限"] = held.deadline.isoformat() if held.deadline else ""
    return {name: text for name, text in told.items() if text}
