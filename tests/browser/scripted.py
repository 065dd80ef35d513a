"""Cases whose every text is a payload, made through the services as people would."""

from datetime import date
from itertools import cycle
from typing import Any

from hazards.domain.lifecycle import Action
from hazards.domain.milestones import Milestone
from hazards.domain.plan import ITEMS, MEASURES
from hazards.services import (
    access,
    batches,
    casework,
    charges,
    evidence,
    issuing,
    newcases,
    papers,
    planning,
    progress,
    proposals,
    signatures,
)
from hazards.services.receipts import Told
from hazards.storage.store import Store
from tests.browser.payloads import whole
from tests.services.district import key_of
from tests.services.offices import tiny_png

TODAY = date(2026, 11, 21)
LATER = date(2027, 6, 30)


def write(store: Store, start: int, payloads: list[str]) -> int:
    """One case walked to 已报验 and asked to be withdrawn; ``start`` turns the wheel of payloads."""
    turned = payloads[start:] + payloads[:start]
    wheel, everything = cycle(turned), whole(turned)

    def short(limit: int = 50) -> str:
        return next(one for one in wheel if len(one) <= limit)

    def who(name: str) -> access.Scope:
        return access.acting_as(name, store)

    clerk, head, officer, listing = who("wumatb"), who("wumasq"), who("xiaofang1"), who("anwei1")

    def file(scope: access.Scope, kind: str, n: int, **more: Any) -> int:
        name = "图" + short(40).translate(dict.fromkeys(map(ord, '/\\<>:|?*"\n'), "_")) + ".png"
        told = Told(name, kind, note=short(300), viewpoint=short(40), way="desk", **more)
        return evidence.add(store, scope, case_id, [tiny_png(start * 8 + n)], told).id

    case_id = newcases.register_case(
        store,
        clerk,
        {
            "unit": short(),
            "content": everything,
            "address": short(),
            "sector": short(),
            "source": "巡查发现",
            "source_from": short(),
            "responsible_unit": short(),
            "responsible_person": short(),
            "phone": short(),
            "lead": key_of(store, "五马街道"),
            "found_on": TODAY,
            "supervisor": "鹿城区消防救援大队",
        },
    )
    casework.take(store, officer, case_id, Action.ASSESS, told={"basis": everything})
    batch = batches.draft(
        store,
        listing,
        does="list",
        year=2026,
        name=short(),
        body=f"区安委办{short(40)}",
        note=everything[:500],
    )
    batches.put(store, listing, batch, {case_id: {"deadline": LATER, "opinion": short()}})
    batches.consult(store, listing, batch)
    batches.comment(store, clerk, case_id, batch, everything[:400])
    ((_, done),) = issuing.issue(store, listing, batch, document=short(), on=TODAY)
    assert isinstance(done, casework.Done), done
    issuing.served(store, listing, batch, case_id, on=TODAY, to=short())
    papers.make(store, listing, case_id, "notice")
    planning.save_plan(store, clerk, case_id, dict.fromkeys(ITEMS, "旧稿"))
    planning.save_plan(store, clerk, case_id, dict.fromkeys(ITEMS, everything))
    proof = file(clerk, "plan", 1)
    for name in MEASURES:
        planning.tell_measure(
            store,
            clerk,
            case_id,
            name,
            told=everything,
            person=short(),
            phone=short(),
            on=TODAY,
            planned="1" if name == "funds" else "",
            source=short(),
            evidence=proof,
        )
    planning.verify_measures(store, officer, case_id, {"plan": short()})
    planning.verify_measures(store, officer, case_id, dict.fromkeys(MEASURES))
    task = Milestone(1, everything[:300], TODAY, LATER, short(), 40, None, short(), everything[:300])
    progress.save_milestones(store, clerk, case_id, [task])
    items = [
        {"text": everything, "counted_in": "户", "wanted": 2, "line_from": short(30), "line_to": short(30)}
    ]
    progress.set_items(store, clerk, case_id, items)
    progress.tell_item(store, clerk, case_id, 1)
    progress.pay(store, clerk, case_id, "1", on=TODAY, source=short())
    charges.assign(store, listing, case_id, short(), since=TODAY)
    _signed(store, clerk, head, case_id, Action.FILE_PLAN)
    casework.take(store, officer, case_id, Action.START)
    extension = {
        "until": date(2027, 8, 1),
        "reason": everything,
        "meanwhile": everything,
        "received_on": TODAY,
    }
    _signed(store, clerk, head, case_id, Action.APPLY, **extension)
    told = {"why": everything, "document": short()}
    casework.take(store, listing, case_id, Action.REFUSE, told=told)
    file(clerk, "before", 2)
    file(clerk, "after", 3)
    evidence.void(store, head, file(clerk, "other", 4), everything[:200])
    _signed(store, clerk, head, case_id, Action.SUBMIT)
    casework.take(store, officer, case_id, Action.RETURN, told={"reasons": turned[:30]})
    number = signatures.ask(store, clerk, case_id, Action.SUBMIT, told={})
    signatures.send_back(store, head, number, reason=everything[:500])
    signatures.ask(store, clerk, case_id, Action.SUBMIT, told={})
    proposals.propose(store, listing, case_id, Action.WITHDRAW, on=TODAY, told=told, scan=None)
    accident = {"happened_at": "2026-11-20T02:30:00+08:00", "dead": 0, "injured": 1, "told": everything}
    casework.take(store, officer, case_id, Action.ACCIDENT, told=accident)
    return case_id


def _signed(
    store: Store, clerk: access.Scope, head: access.Scope, case_id: int, action: Action, **told: Any
) -> None:
    number = signatures.ask(store, clerk, case_id, action, told=told)
    ((_, done),) = signatures.sign(store, head, [number])
    assert isinstance(done, casework.Done), done
