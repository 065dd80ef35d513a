"""Noteworthy (须留意): what the leaders' page counts because it cannot be switched off, each with its list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from hazards.domain.roles import Role
from hazards.services import (
    accountability,
    bulletins,
    clock,
    complaints,
    exposures,
    irregular,
    oddities,
    supervision,
)
from hazards.services.access import Scope, operation
from hazards.storage.store import Store

READERS = frozenset({Role.AUDITOR, Role.LEADER, Role.LISTING})
SORTS = ("更正", "撤销销号", "补录", "纸质审签", irregular.OVERRIDES, irregular.OVERSTEPPED, irregular.HELD)
"""Lists of 审计 that a leader is told of, in the order told."""

WATCHED = ("unsent", "unreplied", "instructions", "instructions-overdue")
"""Of the numbers of 督查 those a leader answers for."""


@dataclass(frozen=True, slots=True)
class Note:
    """One number, the page and question that open its list; ``more`` says what it holds."""

    name: str
    number: int
    page: str
    query: str
    more: str = ""


@operation("查看须留意事项", READERS)
def notes(store: Store, scope: Scope) -> list[Note]:
    """Of this year, what there is none of left out."""
    year = clock.today().year
    found = oddities.found(store, scope, year=year)
    counts = irregular.counts(store, scope, year=year)
    more = {
        irregular.OVERRIDES: f"准予 {counts.granted}，使用 {counts.used}",
        irregular.HELD: f"未恢复 {counts.held_now}" if counts.held_now else "",
    }
    watched = {one.key: one for one in supervision.counts(store, scope)}
    told = [
        Note(one.title, one.number, "supervision", one.query) for one in (watched[key] for key in WATCHED)
    ]
    told += _matters(store, scope)
    told += _restated(store, scope)
    told += [
        Note(name, len(found[name]), "audit", urlencode({"year": year, "sort": name}), more.get(name, ""))
        for name in SORTS
    ]
    return [note for note in told if note.number]


def _matters(store: Store, scope: Scope) -> list[Note]:
    """Callers left without a word, lines no leader has decided on, follow-ups past their day."""
    inquiries = accountability.counts(store, scope)
    told = [
        (complaints.counts(store, scope), "late", "投诉举报超期未办"),
        (inquiries, "lines", "问责线索"),
        (inquiries, "late", "问责跟踪逾期"),
        (exposures.counts(store, scope), "late", "曝光跟踪逾期"),
    ]
    return [
        Note(name, one.number, "supervision", one.query)
        for counts, key, name in told
        for one in counts
        if one.key == key
    ]


def _restated(store: Store, scope: Scope) -> list[Note]:
    """Cases that the last published bulletin counted otherwise than the ledger does today (重述)."""
    issued = [one for one in bulletins.issues(store, scope) if one.state == "published"]
    if not issued or not bulletins.sees_whole(scope):
        return []
    last = max(issued, key=lambda one: (one.published_at, one.id))
    changed = len(bulletins.today(store, scope, last.id).restated)
    query = urlencode({"view": "issues", "bulletin": last.id, "today": 1})
    return [Note("通报印发后变动", changed, "reports", query, last.name)]
