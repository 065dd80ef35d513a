"""An illegal building as its documents quote it: organ, party, place, acts with their numbers, evidence."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from hazards.domain import enforcement
from hazards.domain.lawful import KEYS
from hazards.domain.procedure import Step
from hazards.domain.proceedings import Contest, Proceedings
from hazards.formats.documents.buildings.derivation import Link, Reckoning
from hazards.formats.documents.text import day
from hazards.services import calendar, law, onfile
from hazards.services.lawful import WARNINGS
from hazards.services.onfile import OnFile, Row
from hazards.services.statutes import book
from hazards.storage import casework, register
from hazards.storage import tables as t

ANNOUNCED = "公告送达"
VILLAGE = "planning-village"
PLANNING = {"planning-town": "第六十四条", VILLAGE: "第六十五条"}
RULES = "《浙江省违法建筑处置规定》"
LAND = "《中华人民共和国土地管理法》第八十三条"


class Structure:
    """One building case read in one transaction, with the words papers need."""

    def __init__(self, connection: Connection, file: OnFile) -> None:
        self.file, self.row, self.building = file, file.row, file.building
        self.case_id = int(file.row["id"])
        self.days = calendar.held(connection)
        made = casework.of_case(connection, t.documents, self.case_id, "id")
        self.made = {one["kind"]: one["number"] for one in made}
        self.evidence = [
            one
            for one in casework.of_case(connection, t.evidence, self.case_id, "id")
            if not one["voided_at"]
        ]
        self._districts = [unit.name for unit in register.load(connection).districts()]

    @property
    def foot(self) -> dict[str, Any]:
        return {"case_number": self.row["number"] or f"未编号案卷{self.case_id}"}

    @property
    def organ(self) -> str:
        """The deciding organ; its own name, where somebody told it."""
        return self.building["decides"] or self.row["supervisor"]

    @property
    def acting(self) -> str:
        return self.building["acts"] or self.organ

    @property
    def party(self) -> str:
        """Who is answerable; blank for the pen where nobody was named. The case's own title is no party."""
        return self.row["responsible_unit"] or self.row["responsible_person"]

    @property
    def place(self) -> str:
        return self.row["address"] or self.row["unit"]

    @property
    def review(self) -> str:
        """复议机关: of the district's organs and towns its government (行政复议法 art 24); else blank."""
        if len(self._districts) != 1:
            return ""
        district = self._districts[0]
        own = self.organ.endswith((f"{district}人民政府", "区人民政府"))
        below = self.building["track"] == VILLAGE or (self.organ.startswith("区") or district in self.organ)
        return f"{district}人民政府" if below and not own else ""

    def act(self, *steps: str) -> Row | None:
        """The latest standing act among these steps."""
        found = [a for a in self.file.acts if a["step"] in steps and a["annulled_event"] is None]
        return max(found, key=lambda a: (a["on_date"], a["id"]), default=None)

    def of_kind(self, kind: str) -> Row | None:
        """The latest standing act whose document this is."""
        return self.act(*steps_of(kind))

    def on(self, *steps: str) -> date | None:
        act = self.act(*steps)
        return act["on_date"] if act else None

    def said(self, *steps: str) -> dict[str, Any]:
        act = self.act(*steps)
        return onfile.told(act) if act else {}

    def served(self, *steps: str) -> Row | None:
        """The last service of the latest act of these steps."""
        act = self.act(*steps)
        found = [s for s in self.file.servings if act and s["proceeding_id"] == act["id"]]
        return max(found, key=lambda s: (s["on_date"], s["id"]), default=None)

    def served_on(self, *steps: str) -> date | None:
        found = self.served(*steps)
        return found["on_date"] if found else None

    def number(self, kind: str) -> str:
        """The number under which a document went out: as registered with its act, else as made here."""
        act = self.of_kind(kind)
        return (act["document"] if act else "") or self.made.get(kind, "")

    def receipt(self, kind: str) -> dict[str, Any]:
        """How the document was served; of an announcement the way alone, for nobody received it."""
        found = self.served(*steps_of(kind))
        if found is None:
            return {}
        if found["way"] == ANNOUNCED:
            return {"way": found["way"]}
        return {"way": found["way"], "received_by": found["recipient"], "received_on": found["on_date"]}

    def officers(self, *steps: str) -> tuple[str, ...]:
        return tuple(str(one) for one in self.said(*steps).get("officers") or ())

    @property
    def breach(self) -> str:
        """The provision broken, where 立案依据 names one."""
        basis = str(self.said("filing").get("basis", ""))
        return basis if basis.startswith("《") else ""

    @property
    def proof(self) -> tuple[str, ...]:
        """The evidence a decision lists, drawn from acts and files."""
        told = []
        for step, name in (("survey", "勘验检查笔录"), ("inquiry", "询问笔录")):
            if when := self.on(step):
                told.append(f"{day(when)}{name}")
        if when := self.on("opinion"):
            told.append(f"{day(when)}{self.said('opinion').get('organ', '')}规划认定意见")
        if photos := self.photos:
            told.append(f"现场照片{photos}")
        return tuple(told)

    @property
    def photos(self) -> str:
        count = sum(one["kind"] == "before" for one in self.evidence)
        return f"{count}张" if count else ""

    def reckoning(self, on: date) -> Reckoning:
        """最早可强拆日 as the file stood on a day, line by line: a paper says nothing of what came later."""
        answer = enforcement.lawful(_until(self.file.held, on), self.days)
        links = tuple(
            Link(law=law.cite(one.law), start=_known(one.start), end=one.end, because=one.because)
            for one in answer.derivation
        )
        return Reckoning(
            links=links,
            earliest=answer.earliest,
            bound=answer.bound,
            missing=tuple(KEYS[key] for key in answer.missing),
            warnings=tuple(WARNINGS[key] for key in answer.warnings),
            court=answer.route == "court",
            as_of=on,
            rules=book().version,
        )


def steps_of(kind: str) -> tuple[str, ...]:
    """The steps whose document this is: the three sorts of urging share one."""
    return tuple(step.key for step in book().steps if step.document == kind)


def first_step(kind: str) -> Step:
    return next(step for step in book().steps if step.document == kind)


def heard(case: Structure) -> str:
    """What the party said at a hearing; blank where none is on file."""
    on = case.on("hearing")
    return f"{day(on)}举行听证，{case.said('hearing').get('result', '')}" if on else ""


def law_of(case: Structure, article: str) -> str:
    """The provision relied on: of planning law with the province's rules, of land law its own; else blank."""
    if own := PLANNING.get(case.building["track"]):
        return f"《中华人民共和国城乡规划法》{own}、{RULES}{article}"
    return LAND if case.building["track"] == "land" else ""


def area(m2: float | None) -> str:
    """Square metres as printed: 320, 320.5; blank where nobody measured."""
    return "" if m2 is None else f"{float(m2):.2f}".rstrip("0").rstrip(".")


def _until(held: Proceedings, on: date) -> Proceedings:
    """The proceedings as they stood on a day; a contest that ended later was pending then."""
    contests = [
        Contest(c.kind, c.filed_on, c.ended_on if c.ended_on and c.ended_on <= on else None)
        for c in held.contests
        if c.filed_on is None or c.filed_on <= on
    ]
    acts = tuple(act for act in held.acts if act.on <= on)
    return replace(held, acts=acts, contests=tuple(contests))


def _known(start: date) -> date | None:
    """date.min stands for a contest whose day of filing nobody knows."""
    return None if start == date.min else start
