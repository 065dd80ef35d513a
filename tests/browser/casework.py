"""Cases brought to a stage through the services, on the store a browser looks at."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hazards.domain.lifecycle import Action
from hazards.domain.plan import MEASURES
from hazards.services import batches, casework, evidence, issuing, newcases, planning, signatures
from hazards.services.access import Scope, acting_as
from hazards.services.receipts import Told
from hazards.storage.store import Store
from tests.evidence.samples import photo
from tests.services.district import key_of
from tests.services.offices import PLAN

STAGES = ("listed", "planned", "rectifying", "submitted", "checked", "accepted")


class Office:
    """Who does what on one case: clerk, head, two officers, and the listing office."""

    def __init__(self, store: Store, clerk: str, head: str, officer: str, listing: str = "anwei1") -> None:
        self.store = store
        self.clerk, self.head, self.officer, self.listing = (
            acting_as(name, store) for name in (clerk, head, officer, listing)
        )

    def found(self, unit: str, street: str, **told: Any) -> int:
        """A case registered and assessed."""
        told = {
            "unit": unit,
            "content": "仅一部疏散楼梯，二层装有铁栅栏",
            "lead": key_of(self.store, street),
            "source": "巡查发现",
            "supervisor": "、".join(sorted(self.officer.departments or ())),
            **told,
        }
        case = newcases.register_case(self.store, self.clerk, {"found_on": told.pop("found_on"), **told})
        self._take(self.officer, case, Action.ASSESS, basis="GB 35181 第6.2条")
        return case

    def listed(
        self, case: int, deadline: date, on: date, *, level: str = "区级", body: str = "区安委办"
    ) -> None:
        """By a batch of its own; an upper body's decision is issued by another officer."""
        made = {"does": "list", "year": on.year, "name": f"试{case}", "level": level, "body": body}
        batch = batches.draft(self.store, self.listing, **made)
        batches.put(self.store, self.listing, batch, {case: {"deadline": deadline}})
        issuer = acting_as("anwei2", self.store)
        ((_, done),) = issuing.issue(self.store, issuer, batch, document=f"试发〔{on.year}〕{case}号", on=on)
        assert isinstance(done, casework.Done), done

    def file(self, scope: Scope, case: int, kind: str, shade: int) -> int:
        told = Told(f"{kind}{shade}.jpg", kind, way="desk")
        return evidence.add(self.store, scope, case, [photo(shade)], told).id

    def five(self, case: int, names: Iterable[str] = MEASURES, *, on: date) -> None:
        """Measures told; one file stands for all."""
        proof = self.file(self.clerk, case, "roster", 1000 + case)
        for name in names:
            funds = {"planned": "12.5", "source": "企业自筹"} if name == "funds" else {}
            about = {"told": f"{MEASURES[name]}已落实到人到岗", "person": "王立", "on": on}
            planning.tell_measure(self.store, self.clerk, case, name, evidence=proof, **about, **funds)

    def accepted(self, case: int, on: date) -> None:
        """From listed to accepted, all on one day."""
        planning.save_plan(self.store, self.clerk, case, PLAN)
        self.signed(case, Action.FILE_PLAN)
        self.five(case, on=on)
        planning.verify_measures(self.store, self.officer, case, dict.fromkeys(MEASURES))
        self._take(self.officer, case, Action.START)
        self.file(self.clerk, case, "after", 2000 + case)
        self.signed(case, Action.SUBMIT)
        self.file(self.officer, case, "site-check", 3000 + case)
        self._take(self.officer, case, Action.CHECK, officers=["季行简 浙C01", "诸葛路 浙C02"])
        self._take(self.officer, case, Action.ACCEPT)

    def signed(self, case: int, action: Action) -> None:
        number = signatures.ask(self.store, self.clerk, case, action, told={})
        ((_, done),) = signatures.sign(self.store, self.head, [number])
        assert isinstance(done, casework.Done), done

    def _take(self, scope: Scope, case: int, action: Action, **told: Any) -> None:
        casework.take(self.store, scope, case, action, told=told)
