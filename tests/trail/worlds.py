"""A small office: cases with histories of every kind, evidence on disk, seals; all from one seed."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from hazards.services import sealing
from hazards.storage import cases, events
from hazards.storage import tables as t
from hazards.storage.blobs import Blobs
from hazards.storage.store import Store

STAMP = "2026-11-{day:02d}T{hour:02d}:{minute:02d}:00+08:00"
WHO = {"actor": "南 京明", "account_id": 7, "as_whom": "五马街道填报员"}


class Office:
    """Acts go through ``Store.write`` as the services' do: rows and event in one transaction."""

    def __init__(self, store: Store, room: Path, seed: int) -> None:
        self.store, self.room, self.dice = store, room, random.Random(seed)
        self.blobs = Blobs(room / "evidence")
        self.minute = 0
        self.cases: list[int] = []
        self.backups: list[tuple[bytes, int]] = []

    def at(self) -> str:
        self.minute += self.dice.randint(1, 9)
        day, rest = divmod(self.minute, 24 * 60)
        return STAMP.format(day=1 + day, hour=rest // 60, minute=rest % 60)

    def live(self, acts: int, *, seal_each: int = 8) -> None:
        """So many random acts, a seal now and then and one at the end."""
        for n in range(acts):
            if len(self.cases) < 3 or self.dice.random() < 0.1:
                self.register()
            else:
                self.dice.choice(ACTS)(self)
            if n % seal_each == seal_each - 1:
                sealing.seal(self.store, "daily")
        sealing.seal(self.store, "daily")

    def _act(self, action: str, job: Callable[[Connection, int], Any], case_id: int, **data: Any) -> None:
        about = {"entered_at": self.at(), "acted_on": self.day(), "reason": self.word(), **WHO}

        def whole(connection: Connection) -> None:
            told = events.record(connection, action=action, case_id=case_id, data=data, **about)
            job(connection, told)

        self.store.write(whole)

    def day(self) -> date:
        return date(2026, 1, 1) + timedelta(self.dice.randrange(300))

    def word(self) -> str:
        return "".join(
            self.dice.choice("整改到位按期\n\t\u2028𠮷é'\"\\") for _ in range(self.dice.randrange(9))
        )

    def some(self) -> int:
        return self.dice.choice(self.cases)

    # ------------------------------------------------------------ acts
    def register(self) -> None:
        number = f"鹿挂〔2026〕{len(self.cases) + 1:03d}号"

        def job(connection: Connection) -> int:
            unit = connection.execute(
                insert(t.units).values(name=number, core=number).returning(t.units.c.id)
            )
            row = {"identity": number, "number": number, "kind": "hazard", "unit_id": unit.scalar_one()}
            row |= {
                "unit": "晨岚模具厂",
                "state": "open",
                "deadline": self.day(),
                "lon": 120.66 + self.dice.random(),
            }
            key = connection.execute(insert(t.cases).values(row).returning(t.cases.c.id)).scalar_one()
            for action in ("registered", "listed"):
                events.record(connection, action=action, case_id=key, entered_at=self.at(), **WHO)
            return key

        self.cases.append(self.store.write(job))

    def extend(self) -> None:
        case_id, until = self.some(), self.day()
        row = {"case_id": case_id, "until": until, "approved_on": self.day()}

        def job(connection: Connection, event: int) -> None:
            known = select(t.extensions).where(
                t.extensions.c.case_id == case_id, t.extensions.c.until == until
            )
            if not connection.execute(known).first():
                connection.execute(insert(t.extensions).values(**row, event_id=event))

        self._act("extended", job, case_id, until=until)

    def strike_off(self) -> None:
        case_id, on = self.some(), self.day()

        def job(connection: Connection, event: int) -> None:
            cases.change(connection, [{"id": case_id, "state": "struck-off", "struck_off_on": on}])
            values = {"case_id": case_id, "event_id": event, "since": on, "struck_off_on": on}
            connection.execute(insert(t.strikes).values(values))

        self._act("struck-off", job, case_id)

    def pay(self) -> None:
        case_id = self.some()
        row = {"case_id": case_id, "yuan": self.dice.randrange(10**7), "paid_on": self.day()}
        self._act("paid", lambda c, e: c.execute(insert(t.payments).values(**row, event_id=e)), case_id)

    def bring(self) -> None:
        case_id, part = self.some(), self.blobs.part()
        part.write(self.dice.randbytes(self.dice.randrange(1, 3000)))
        digest = part.finish()
        self.blobs.keep(part)
        part.close()
        row = {"case_id": case_id, "kind": "after", "file_name": "改后.jpg", "media_type": "image/jpeg"}
        row |= {"size": part.size, "sha256": digest, "lat": 28 + self.dice.random(), "way": "phone"}
        row |= {"actor": "南 京明", "entered_at": self.at(), "receipt": f"R{self.minute}"}

        def job(connection: Connection, event: int) -> None:
            connection.execute(insert(t.evidence).values(**row, event_id=event))

        self._act("evidence-added", job, case_id, sha256=digest)

    def void(self) -> None:
        with self.store.read() as connection:
            asked = select(t.evidence.c.id, t.evidence.c.case_id).where(t.evidence.c.voided_at == "")
            held = connection.execute(asked).all()
        if held:
            key, case_id = self.dice.choice(held)
            told = {"voided_at": self.at(), "void_reason": "重复"}

            def job(connection: Connection, event: int) -> None:
                changed = update(t.evidence).where(t.evidence.c.id == key)
                connection.execute(changed.values(**told, void_event=event))

            self._act("evidence-voided", job, case_id)

    def note(self) -> None:
        """An act that changes no row but its own."""
        self._act("noted", lambda *_: None, self.some(), told=self.word())

    def target(self) -> None:
        about = {"subject": "target", "entered_at": self.at(), "data": {"rate": 95}, **WHO}
        self.store.write(lambda c: events.record(c, action="target-set", **about))

    def several(self) -> None:
        """One decision on several cases."""
        chosen = self.dice.sample(self.cases, 3)

        def job(connection: Connection) -> None:
            for case_id in chosen:
                events.record(connection, action="described", case_id=case_id, entered_at=self.at(), **WHO)
                cases.change(connection, [{"id": case_id, "note": self.word()}])

        self.store.write(job)


ACTS = (
    Office.extend,
    Office.strike_off,
    Office.pay,
    Office.bring,
    Office.bring,
    Office.void,
    Office.note,
    Office.target,
    Office.several,
)
