"""The proceedings on file (办理过程): acts, service, review and suit, and the facts they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hazards.domain.lawful import OWNERLESS, DemolitionFacts


@dataclass(frozen=True, slots=True)
class Act:
    """One step taken and still standing. ``served_on`` is the first service of its document."""

    step: str
    on: date
    told: Mapping[str, Any] = field(default_factory=dict)
    served_on: date | None = None

    def date_of(self, start: str) -> date | None:
        """The day a span starts from: "filing", "notice.served", "removal-notice:self_removal_by"."""
        if ":" in start:
            return self.told.get(start.partition(":")[2])
        return self.served_on if start.endswith(".served") else self.on


@dataclass(frozen=True, slots=True)
class Contest:
    """A review or a suit; ``ended_on`` is the day its decision was served, or the judgment final."""

    kind: str
    filed_on: date | None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Everything a step looks at, as it stands in the transaction that decides."""

    track: str
    state: str
    acts: tuple[Act, ...] = ()
    contests: tuple[Contest, ...] = ()
    pauses: frozenset[str] = frozenset()
    """Side states in force now."""
    papers: frozenset[str] = frozenset()
    """Kinds of evidence in the file."""

    def latest(self, step: str) -> Act | None:
        return next((act for act in reversed(self.acts) if act.step == step), None)


def facts(held: Proceedings) -> DemolitionFacts:
    """What the engine of the earliest lawful day asks, drawn from the acts on file."""
    decision, notice = held.latest("decision"), held.latest("removal-notice")
    urging, enforcement = held.latest("urging"), held.latest("enforcement")
    announced, ownerless = held.latest("announcement"), held.latest("ownerless-notice")
    reviews = [c for c in held.contests if c.kind == "review"]
    suits = [c for c in held.contests if c.kind == "suit"]
    return DemolitionFacts(
        track=held.track,
        state=held.state,
        decision_served=decision.served_on if decision else None,
        remedies_told=bool(decision and decision.told.get("remedies_told")),
        self_removal_by=_named(notice, "self_removal_by") or _named(decision, "self_removal_by"),
        review_filed=_filed(reviews, held),
        review_served=_ended(reviews),
        suit_filed=_filed(suits, held),
        judgment_final=_ended(suits),
        urged_served=urging.served_on if urging else None,
        urged_days=urging.told.get("urged_days") if urging else None,
        enforcement_served=enforcement.served_on if enforcement else None,
        demolition_announced=announced.on if announced else None,
        moving_out_by=_named(announced, "moving_out_by"),
        ownerless_announced=ownerless.on if ownerless and held.state == OWNERLESS else None,
    )


def _named(act: Act | None, name: str) -> date | None:
    return act.told.get(name) if act else None


def _filed(contests: Sequence[Contest], held: Proceedings) -> date | None:
    """The day of filing; one of unknown day still counts as filed."""
    if not contests:
        return None
    return next((c.filed_on for c in contests if c.filed_on), None) or date.min


def _ended(contests: Sequence[Contest]) -> date | None:
    """The end of the last of them; None while one is pending."""
    ends = [c.ended_on for c in contests]
    return None if not ends or None in ends else max(e for e in ends if e is not None)
