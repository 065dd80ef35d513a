"""Printed: a list as it leaves its page on paper, with what stands above it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hazards.domain.printed import Sheet
from hazards.services import askedwords
from hazards.services.access import Scope
from hazards.services.asked import Asked
from hazards.storage import register
from hazards.storage.store import Store


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet with what stands above it: the filters in words, and until when it counts."""

    sheet: Sheet
    asked: str = ""
    cut: str = ""
    numbered: bool = True
    """Whether rows carry a 序号; a table with a total has none."""


Maker = Callable[[Store, Scope, Mapping[str, str]], Printed]
"""(store, scope, query of the address) to the list as the page of the same address shows it."""


def asked_of(store: Store, scope: Scope, told: Mapping[str, str]) -> tuple[Asked, str, str]:
    """(question, in words, cut-off) of an address."""
    asked = Asked.of(told)
    with store.read() as connection:
        return asked, askedwords.told(asked, register.load(connection), scope), askedwords.cut(asked)


def now() -> str:
    """The cut-off of a list of what is open now."""
    return askedwords.cut(Asked())


def day(on: date | None) -> str:
    return on.isoformat() if on else ""
