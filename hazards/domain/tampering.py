"""Tampering: what an untouched trail cannot show, found while its events go by in order of entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hazards.domain import trail
from hazards.domain.trail import COMMON, Seal

SAYS = {
    "event-changed": "{chain}第 {seq} 条记录登记后被改动。",
    "event-inserted": "{chain}第 {seq} 条记录不在原来的位置：被插入、复制或调换。",
    "event-missing": "{chain}第 {first} 至 {last} 条记录缺失，其后为第 {seq} 条。",
    "event-replaced": "{chain}第 {before} 条记录被换过：第 {seq} 条所记的前条校验值与它不符。",
    "event-foreign": "编号 {id} 的记录不是由本程序写入的：它不在任何一条记录链中。",
    "chain-cut": "{chain}应有 {length} 条记录，只有 {have} 条：末尾被删去，或登记的条数被改。",
    "chain-end": "{chain}最后一条记录与登记的校验值不符。",
    "case-missing": "{chain}有 {have} 条记录，而案卷登记已不存在：案卷被删除。",
    "case-foreign": "{chain}没有任何记录：它不是由本程序登记的。",
    "case-differs": "{chain}的{parts}与最后一条记录(第 {seq} 条)不符：有人绕过本程序改动了数据。",
    "matter-differs": "{what}与最后一次登记(编号 {event} 的记录)不符：有人绕过本程序改动了数据。",
    "matter-missing": "{what}登记过(编号 {event} 的记录)，现已不存在：有人绕过本程序删除了数据。",
    "matter-foreign": "{what}没有任何记录：它不是由本程序登记的。",
    "seal-missing": "第 {first} 号至第 {last} 号封签缺失。",
    "seal-changed": "第 {number} 号封签的内容与其校验值不符：封签被改动。",
    "seal-signature": "第 {number} 号封签的签名不成立：封签是伪造的，或被改动。",
    "seal-order": "第 {number} 号封签与前一号封签不相衔接：封签被调换、删去或改写。",
    "seal-count": "第 {number} 号封签之内应有 {events} 条记录，现有 {have} 条：记录被增删。",
    "seal-root": "第 {number} 号封签之内的记录(编号 {first} 至 {last})与封签不符：记录被改写或调换。",
    "seal-outside": "编号 {id} 的记录在第 {number} 号封签之前，却不在任何封签之内：它是事后插入的。",
    "key-differs": "最后一号封签的公钥不是本机签名钥：第 {number} 号封签不是本机所签。",
    "key-unannounced": "第 {number} 号封签起改用另一把签名钥，而旧钥没有签署交接。请核对换钥的书面记录。",
    "witness-lost": "见证单位持有第 {number} 号封签，本库没有：{since}的记录已丢失，或数据库被退回旧备份。",
    "witness-differs": "第 {number} 号封签与见证单位所持的不符：{since}的记录被改写或另起一支。",
    "file-missing": "{chain}的证据材料“{name}”文件已不存在。",
    "file-changed": "{chain}的证据材料“{name}”的文件内容已被改动。",
    "file-replaced": "{chain}的证据材料“{name}”被换过：登记的校验值与收件记录不符。",
}

WARNINGS = frozenset({"key-unannounced"})
"""What a person has to look into, but what honest work may show too."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing found: ``case`` is a case id, ``event`` and ``seal`` are numbers, ``file`` a digest."""

    code: str
    case: int | None = None
    event: int | None = None
    seal: int | None = None
    file: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def says(self, chain: str) -> str:
        return SAYS[self.code].format(chain=chain, **self.facts)


class Chains:
    """All chains, walked at once: each event is held against the end of its chain."""

    def __init__(self) -> None:
        self.ends: dict[int, tuple[int, str, int, str]] = {}
        """Chain to (length, head, event id, sums) so far."""
        self.flaws: list[Flaw] = []
        self._broken: set[int] = set()
        self.count = 0

    def take(self, event: Mapping[str, Any]) -> None:
        self.count += 1
        key, seq, prev, told = event["case_id"] or COMMON, event["seq"], event["prev"], event["hash"]
        if not told:
            self._tell("event-foreign", event)
            return
        if trail.sha256(trail.line(event, key, seq, prev)) != told:
            self._tell("event-changed", event)
        have, head, before, _ = self.ends.get(key, (0, "", 0, ""))
        # One break shifts all that follows; the first of a chain is the one to look at.
        if key not in self._broken and (seq != have + 1 or prev != head):
            self._broken.add(key)
            if seq > have + 1:
                self._tell("event-missing", event, first=have + 1, last=seq - 1)
            elif seq == have + 1 and have:
                self._tell("event-replaced", {**event, "id": before}, before=have)
            else:
                self._tell("event-inserted", event)
        self.ends[key] = (seq, told, event["id"], event["sums"])

    def _tell(self, code: str, event: Mapping[str, Any], **facts: Any) -> None:
        about = {"id": event["id"], "seq": event["seq"], **facts}
        self.flaws.append(Flaw(code, event["case_id"], event["id"], facts=about))

    def close(self, key: int, length: int, head: str) -> list[Flaw]:
        """Hold the end of a chain against the length and head registered for it."""
        case = key or None
        have, last, event, _ = self.ends.get(key, (0, "", None, ""))
        if not have:
            return [Flaw("case-foreign", case)] if not length else [_cut(case, None, length, 0)]
        if length != have:
            return [_cut(case, event, length, have)]
        return [] if head == last else [Flaw("chain-end", case, event)]


def _cut(case: int | None, event: int | None, length: int, have: int) -> Flaw:
    return Flaw("chain-cut", case, event, facts={"length": length, "have": have})


class Commons:
    """What is about no case: the latest digest its events told of each row."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[str, int]] = {}
        self.untold: set[str] = set()
        """Subjects of which some event says nothing: entered before events vouched for rows."""

    def take(self, event: Mapping[str, Any]) -> None:
        if event["case_id"] is not None:
            return
        parts = trail.parted(event["sums"])
        self._told.update((name, (told, event["id"])) for name, told in parts.items())
        if not parts:
            self.untold.add(event["subject"])

    def close(
        self, now: Mapping[str, str], named: Callable[[str], str], foreign: Callable[[str], bool]
    ) -> list[Flaw]:
        """Hold what was told against what stands there.

        Args:
            named: what a person calls it. ``foreign``: whether a row nobody told of is a flaw.
        """
        flaws = []
        for name, (told, event) in self._told.items():
            if now.get(name) != told:
                code = "matter-differs" if name in now else "matter-missing"
                flaws.append(Flaw(code, event=event, facts={"what": named(name), "event": event}))
        strange = sorted(name for name in now.keys() - self._told.keys() if foreign(name))
        flaws.sort(key=lambda flaw: flaw.event or 0)
        return [*flaws, *(Flaw("matter-foreign", facts={"what": named(name)}) for name in strange)]


class Sealed:
    """The seals in order of number, held against the events that go by under them."""

    def __init__(self, seals: Sequence[Seal]) -> None:
        self.seals = seals
        self.flaws: list[Flaw] = []
        self._at = 0
        self._leaves: list[bytes] = []

    def take(self, key: int, told: str) -> None:
        """The next event by id, with its hash."""
        while self._at < len(self.seals) and key > self.seals[self._at].last_event:
            self._close()
        if self._at < len(self.seals):
            seal = self.seals[self._at]
            if key < seal.first_event:
                about = {"id": key, "number": seal.number}
                self.flaws.append(Flaw("seal-outside", event=key, seal=seal.number, facts=about))
            else:
                self._leaves.append(_leaf(told))

    def _close(self) -> None:
        seal, leaves = self.seals[self._at], self._leaves
        facts = {"number": seal.number, "events": seal.events, "have": len(leaves)}
        if len(leaves) != seal.events:
            self.flaws.append(Flaw("seal-count", event=seal.first_event, seal=seal.number, facts=facts))
        elif trail.root(leaves) != seal.root:
            facts = {"number": seal.number, "first": seal.first_event, "last": seal.last_event}
            self.flaws.append(Flaw("seal-root", event=seal.first_event, seal=seal.number, facts=facts))
        self._at, self._leaves = self._at + 1, []

    def finish(self) -> list[Flaw]:
        while self._at < len(self.seals):
            self._close()
        return self.flaws


def _leaf(told: str) -> bytes:
    try:
        return trail.leaf(told)
    except ValueError:  # a hash that is none; the event itself is told of by its chain
        return b""


def order(seals: Sequence[Seal], hashes: Sequence[str]) -> list[Flaw]:
    """Whether each seal follows the one before: number, link, events, announced key."""
    flaws: list[Flaw] = []
    before: Seal | None = None
    end = ""
    for seal, told in zip(seals, hashes, strict=True):
        number = {"number": seal.number}
        due = before.number + 1 if before else 1
        if seal.number != due:
            facts = {"first": due, "last": seal.number - 1}
            flaws.append(Flaw("seal-missing", seal=seal.number, facts=facts))
        if seal.hash != told:
            flaws.append(Flaw("seal-changed", seal=seal.number, facts=number))
        apart = before is not None and seal.first_event <= before.last_event
        if seal.prev != end or apart or seal.first_event > seal.last_event:
            flaws.append(Flaw("seal-order", seal=seal.number, facts=number))
        if before and seal.key != (before.next_key or before.key):
            flaws.append(Flaw("key-unannounced", seal=seal.number, facts=number))
        before, end = seal, told
    return flaws


def against(witness: Mapping[int, str], held: Mapping[int, str]) -> list[Flaw]:
    """Hold the seals of a store (number to hash) against those a witness keeps: the first difference."""
    agreed = 0
    for number in sorted(witness):
        if held.get(number) == witness[number]:
            agreed = number
            continue
        code = "witness-differs" if number in held else "witness-lost"
        return [Flaw(code, seal=number, facts={"number": number, "since": _since(agreed, number)})]
    return []


def _since(agreed: int, number: int) -> str:
    if agreed:
        return f"第 {agreed} 号封签之后"
    return "自始" if number == 1 else f"第 {number} 号封签之内或更早"
