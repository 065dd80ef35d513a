"""Telling: what was said with a step, in words an official reads."""

from collections.abc import Mapping
from html import escape
from typing import Any

from hazards.domain.steptold import FIELDS
from hazards.pages import visitor
from hazards.services import register
from hazards.services.effects import CORRECTABLE


def facts(told: Mapping[str, Any], row: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """(name, text) of everything told; ``row`` is the case, for what a correction changes."""
    out = []
    for name, value in told.items():
        if name in FIELDS and value not in (None, "", []):
            out.append((FIELDS[name].partition("(")[0], _text(name, value, row or {})))
    return out


def _text(name: str, value: Any, row: Mapping[str, Any]) -> str:
    if name == "changes":
        return "；".join(
            f"{CORRECTABLE[key]}：{row.get(key) or '空'} 改为 {new}" for key, new in value.items()
        )
    if name == "lead":
        store, scope = visitor.here()
        return register.read(store, scope)[int(value)].name
    if name == "happened_at":
        return str(value)[:16].replace("T", " ")
    return "；".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value)


def listed(pairs: list[tuple[str, str]]) -> str:
    """Names and texts as a list of facts; texts are escaped here."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in pairs)
    return f'<dl class="gp-facts">{rows}</dl>' if rows else ""


def moment(stamp: str) -> str:
    return stamp[:16].replace("T", " ")
