"""The law table: title, article and reading of every rule, opened by its key."""

import tomllib
from functools import cache
from typing import Any

from hazards.services.stores import DATA


@cache
def table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((DATA / "rules" / "law.toml").read_text("utf-8"))


def cite(key: str) -> str:
    """Title and article, as a refusal or a document quotes them.

    Raises:
        KeyError: no such rule; a test follows every key the code names.
    """
    entry = table()[key]
    return f"{entry['title']}{entry['article']}"
