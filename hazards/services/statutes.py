"""The book of the statutory procedure, from data/rules/procedure.toml."""

import tomllib
from functools import cache

from hazards.domain.procedure import Book, read
from hazards.services.stores import DATA


@cache
def book() -> Book:
    return read(tomllib.loads((DATA / "rules" / "procedure.toml").read_text("utf-8")))
