"""The course of a building case (办理进程): every step with what stands in its way today, for the page."""

from dataclasses import dataclass

from hazards.domain import enforcement
from hazards.domain.enforcement import Lack
from hazards.domain.lawful import DemolitionFacts
from hazards.domain.procedure import Step
from hazards.domain.proceedings import facts
from hazards.domain.roles import EVERYONE
from hazards.services import calendar, clock, onfile
from hazards.services.access import Scope, operation
from hazards.services.lawful import Answer
from hazards.services.onfile import OnFile
from hazards.services.statutes import book
from hazards.storage import casework
from hazards.storage.store import Store


@dataclass(frozen=True, slots=True)
class Gate:
    """One step as it stands today: taken (``act``), or what is in its way; ``late`` if overdue now."""

    step: Step
    act: casework.Row | None
    lacks: tuple[Lack, ...]
    late: tuple[Lack, ...]
    ahead: bool = False
    """Whether it comes next: not optional, and all that must come before it is done."""

    @property
    def open(self) -> bool:
        return self.act is None and not any(lack.grave for lack in self.lacks)


@dataclass(frozen=True, slots=True)
class Course:
    """A building case with its steps in order, and the earliest lawful day of demolition."""

    file: OnFile
    gates: tuple[Gate, ...]
    facts: DemolitionFacts
    answer: Answer


@operation("查看处置进程", EVERYONE, case=True)
def course(store: Store, scope: Scope, case_id: int) -> Course:
    """The case's procedure as of today.

    Raises:
        NoSuchCase, NotABuilding
    """
    with store.read() as connection:
        file = onfile.read(connection, scope, case_id)
        days = calendar.held(connection)
    held, today = file.held, clock.today()
    standing = {a["step"]: a for a in file.acts if a["annulled_event"] is None}
    ahead = {s.key for s in enforcement.following(held, book(), today) if not s.optional}

    def gate(step: Step) -> Gate:
        if step.key in standing:
            return Gate(step, standing[step.key], (), ())
        late = enforcement.late(held, book(), step, today, days) if step.key in ahead else ()
        return Gate(
            step, None, enforcement.lacks(held, book(), step.key, today, days), late, step.key in ahead
        )

    gates = tuple(gate(step) for step in book().of(held.track, held.state, today))
    return Course(file, gates, facts(held), Answer(enforcement.lawful(held, days)))
