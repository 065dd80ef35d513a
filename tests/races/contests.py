"""Contests: one round each, and what its history must say."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select

from hazards.domain.plan import MEASURES
from hazards.services import clock, proposals
from hazards.storage import events
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.races.acts import CLERKS, STREET, Act, Outcome, people
from tests.races.runners import RunnerGone, Runners
from tests.services.district import add_case
from tests.services.offices import DEPARTMENT, place

HEAD_START = 0.05
"""Seconds the closer, who has more to read, may be given: so that either wins about half the time."""


@dataclass
class Tally:
    rounds: int = 0
    winners: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, winner: str, wrong: list[str]) -> None:
        self.rounds += 1
        self.winners[winner] += 1
        self.wrong += wrong


class Contest:
    """Rounds over a pool of cases, so that no history grows long."""

    def __init__(self, store: Store, runners: Runners, cases: int, seed: int = 0) -> None:
        self.store, self.runners = store, runners
        self.cases = [_complete(store) for _ in range(cases)]
        self.chance = random.Random(seed)
        self.numbers = count(1)

    def run(self, name: str, rounds: int) -> Tally:
        tally = Tally()
        one: Callable[[int, int], tuple[str, list[str]]] = getattr(self, name)
        for n in range(rounds):
            try:
                tally.note(*one(next(self.numbers), self.cases[n % len(self.cases)]))
            except RunnerGone:
                raise
            except Exception as error:
                tally.note("nobody", [f"round {n}: {type(error).__name__}: {error}"])
        return tally

    # ------------------------------------------------------------------ two reviewers
    def reviewers(self, number: int, case: int) -> tuple[str, list[str]]:
        """Acceptance against return, and every other round one strike-off against another."""
        if number % 2:
            self._at(case, "checked")
            acts = [Act("accept", "周核查", case, number), Act("return", "许核查", case, number)]
        else:
            self._at(case, "accepted")
            acts = [Act("strike-off", who, case, number) for who in ("吴安办", "郑安办")]
        before = self._last()
        outcomes = self._go(acts)
        won = [o for o in outcomes if o.done]
        wrong = _faults(outcomes)
        if len(won) != 1:
            return "nobody", [*wrong, f"round {number}: {len(won)} winners {outcomes}"]
        (winner,), (loser,) = won, [o for o in outcomes if not o.done]
        if loser.code != "step-not-open" or winner.act.who not in loser.text:
            wrong.append(f"round {number}: the loser was told {loser.code} {loser.text}")
        told = [e for e in self._since(case, before) if e["action"] in ENDS]
        if [e["id"] for e in told] != [winner.done]:
            wrong.append(f"round {number}: events {told}")
        row = self._case(case)
        if row["stage"] != ENDS[told[-1]["action"]]:
            wrong.append(f"round {number}: stage {row['stage']} after {told[-1]['action']}")
        return winner.act.what, wrong

    # ------------------------------------------------------------------ uploader and closer
    def uploader(self, number: int, case: int) -> tuple[str, list[str]]:
        """The file came first and stands, or the case was closed first and the clerk is told by whom."""
        self._at(case, "accepted")
        before = self._last()
        late = self.chance.choice((0.0, self.chance.uniform(0.0, HEAD_START)))
        bringer = Act("upload", CLERKS[number % len(CLERKS)], case, number, pause=late)
        outcomes = self._go([bringer, Act("strike-off", "方安办", case, number)])
        brought, closed = sorted(outcomes, key=lambda o: o.act.what == "strike-off")
        wrong = _faults(outcomes)
        told = [e["action"] for e in self._since(case, before)]
        if not closed.done or told.count("struck-off") != 1:
            return "nobody", [*wrong, f"round {number}: {told} {closed}"]
        first = "evidence-added" in told and told.index("evidence-added") < told.index("struck-off")
        if first != bool(brought.done) or told.count("evidence-added") != int(first):
            wrong.append(f"round {number}: {told} {brought}")
        if not first and (brought.code != "case-closed" or "方安办" not in brought.text):
            wrong.append(f"round {number}: the uploader was told {brought.code} {brought.text}")
        return "uploader" if first else "closer", wrong

    # ------------------------------------------------------------------ one press, eight times
    def doubles(self, number: int, case: int) -> tuple[str, list[str]]:
        """The same press arriving eight times: one event, one row, eight times the same answer."""
        what = ("accept", "propose", "register", "upload")[number % 4]
        clerk = CLERKS[number % len(CLERKS)]
        who = {"accept": "周核查", "propose": "吴安办", "register": clerk, "upload": clerk}[what]
        self._at(case, "checked")
        before, rows = self._last(), self._rows(what)
        outcomes = self.runners.race(
            [Act(what, who, case, number, key=f"{what}-{number}")] * 8, apart=bool(number // 4 % 2)
        )
        wrong = _faults(outcomes)
        answers = {o.done for o in outcomes}
        if len(answers) != 1 or 0 in answers:
            wrong.append(f"press {number} {what}: {outcomes}")
        made = [e for e in self._since(None, before) if e["action"] in MAKES[what]]
        if len(made) != 1 or (self._rows(what) - rows) != 1:
            wrong.append(f"press {number} {what}: {len(made)} events, {self._rows(what) - rows} rows")
        if what == "propose" and answers - {0}:
            proposals.refuse(self.store, people(self.store)["吴安办"], max(answers), reason="演练")
        return what, wrong

    # ------------------------------------------------------------------ beneath
    def _go(self, acts: list[Act]) -> list[Outcome]:
        """Half of the rounds in two threads of one process, half in two processes."""
        apart = self.chance.random() < 0.5
        if self.chance.random() < 0.5:
            acts = acts[::-1]
        return self.runners.race(acts, apart=apart)

    def _at(self, case: int, stage: str) -> None:
        blank = {"struck_off_on": None, "struck_off_origin": "", "struck_off_how": "", "state": "open"}
        place(self.store, case, stage, stage_on=clock.today(), **blank, struck_off_document="")

    def _last(self) -> int:
        with self.store.read() as connection:
            return events.last(connection)

    def _since(self, case: int | None, last: int) -> list[Any]:
        """Events after one, of a case or of all, in their order."""
        chosen = t.events.c.id > last
        if case is not None:
            chosen &= t.events.c.case_id == case
        with self.store.read() as connection:
            asked = select(t.events).where(chosen).order_by(t.events.c.id)
            return [dict(r) for r in connection.execute(asked).mappings()]

    def _case(self, case: int) -> Any:
        with self.store.read() as connection:
            return connection.execute(select(t.cases).where(t.cases.c.id == case)).mappings().one()

    def _rows(self, what: str) -> int:
        table = {"propose": t.proposals, "register": t.cases, "upload": t.evidence}.get(what, t.requests)
        with self.store.read() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()


ENDS = {"accept": "accepted", "return": "rectifying", "struck-off": "struck-off"}
MAKES = {
    "accept": {"accept"},
    "propose": {"proposed"},
    "register": {"registered"},
    "upload": {"evidence-added"},
}


def _faults(outcomes: list[Outcome]) -> list[str]:
    return [f"{o.act.what} by {o.act.who}: {o.text}" for o in outcomes if o.code == "fault"]


def _complete(store: Store) -> int:
    """A case whose five measures are in place, so that acceptance is open to a reviewer."""
    case = add_case(store, street=STREET, supervisor=DEPARTMENT, deadline=clock.today(), body="区安委办")
    rows = [
        {
            "case_id": case,
            "measure": name,
            "told": "已落实",
            "person": "王立",
            "on_date": clock.today(),
            "planned": 125_000 if name == "funds" else None,
            "source": "自筹" if name == "funds" else "",
            "evidence_id": 1,
            "told_by": 1,
            "told_at": clock.stamp(),
            "verified_by": 39,
            "verifier": "何核查",
            "verified_at": clock.stamp(),
            "remark": "",
        }
        for name in MEASURES
    ]
    store.write(lambda c: c.execute(insert(t.measures), rows))
    place(store, case, "checked", stage_on=clock.today())
    return case
