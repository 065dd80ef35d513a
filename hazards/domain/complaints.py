"""Complaints (投诉举报): what is still owed to a caller, and until when (有诉必查、查明必处)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.domain.calendar import WorkingDays
from hazards.domain.periods import Period

WAYS = ("来电", "来信", "来访", "网络", "热线转办", "上级转来", "其他")
ANSWERS = ("电话", "书面", "当面", "网络", "匿名留档")
"""How the caller was told; who left no name cannot be told, and the result is kept on file."""
ROUTES = {"case": "立案查处", "referred": "转其他机关", "direct": "不立案，直接答复"}

ACCEPT, HANDLE, RECEIPT, ANSWER, DONE = "accept", "handle", "receipt", "answer", "done"
OWED = {
    ACCEPT: "决定是否受理",
    HANDLE: "核查处理",
    RECEIPT: "登记转办回执",
    ANSWER: "答复投诉举报人",
    DONE: "已答复",
}


@dataclass(frozen=True, slots=True)
class Periods:
    """How long the law gives for one kind of complaint (data/rules/complaints.toml)."""

    key: str
    name: str
    accept: str
    answer: str
    prolong: str
    law: str
    source: str = ""
    confidence: str = ""

    def accept_by(self, received: date, days: WorkingDays) -> date:
        return Period.of(self.accept).ends(received, days).last

    def answer_by(self, accepted: date, days: WorkingDays) -> date:
        return Period.of(self.answer).ends(accepted, days).last

    def longest(self, answer_by: date, days: WorkingDays) -> date:
        """The last day to which a superior may prolong."""
        return Period.of(self.prolong).ends(answer_by, days).last


@dataclass(frozen=True, slots=True)
class Owed:
    """The next thing owed, and its last day. What was answered owes nothing."""

    what: str
    until: date | None

    def late(self, today: date) -> int:
        """Days beyond the last day; 0 while there is time."""
        return max((today - self.until).days, 0) if self.until else 0


def owed(row: dict[str, Any], periods: Periods, days: WorkingDays) -> Owed:
    """What a complaint still owes its caller.

    ``row`` has received_on, accepted, accepted_on, promised_on, prolonged_to, route, receipt_on,
    answered_on. The answer is due on the earlier of the law's day and the promised one; where it
    was not accepted the caller is told so within the period for acceptance.
    """
    if row["answered_on"]:
        return Owed(DONE, None)
    accept_by = periods.accept_by(row["received_on"], days)
    if row["accepted"] is None:
        return Owed(ACCEPT, accept_by)
    if row["accepted"] is False:
        return Owed(ANSWER, accept_by)
    until = row["prolonged_to"] or periods.answer_by(row["accepted_on"], days)
    if row["promised_on"] and not row["prolonged_to"]:
        until = min(until, row["promised_on"])
    if not row["route"]:
        return Owed(HANDLE, until)
    if row["route"] == "referred" and row["receipt_on"] is None:
        return Owed(RECEIPT, until)
    return Owed(ANSWER, until)


def names_caller(caller: str, phone: str, text: str) -> str:
    """What in a text tells who called: the name, the number however it is spaced; "" of nothing."""
    if len(caller) > 1 and caller in text:
        return caller
    number = re.sub(r"\D", "", phone)
    return phone if len(number) > 6 and number in re.sub(r"[\s\-–—.·]", "", text) else ""


def masked_name(name: str) -> str:
    """A caller as lists show him: the family name alone."""
    return f"{name[0]}某" if name else "匿名"


def masked_phone(phone: str) -> str:
    """A number with all but its ends hidden: 138****5678."""
    if len(phone) < 7:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
