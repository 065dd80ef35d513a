"""A district at work: cases found, in a batch, before the head, and waiting for a second person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.domain.lifecycle import Action
from hazards.services import batches, casework, issuing, newcases, planning, proposals, signatures
from hazards.storage.store import Store
from tests import people
from tests.conftest import TODAY
from tests.services.district import key_of
from tests.services.offices import PLAN, file

ON = date.fromisoformat(TODAY)
CLERK, HEAD, OFFICER, SECOND = "wumatb", "wumasq", "yingji1", "anwei2"
LEADER, AUDITOR = "lingdao", "shenji"


@dataclass(frozen=True, slots=True)
class Load:
    """Ids: cases still to be listed, one before the head, one to be withdrawn, the batch consulted on."""

    assessed: tuple[int, int]
    sent_up: int
    signature: int
    proposal: int
    batch: int


def found(store: Store, unit: str, by: str = CLERK, **told: Any) -> int:
    what = {
        "unit": unit,
        "address": "五马街道府前街18号",
        "content": "疏散楼梯间堆放货物，二层防火门损坏",
        "lead": key_of(store, "五马街道"),
        "source": "巡查发现",
        "found_on": ON,
        "supervisor": "区应急管理局",
        **told,
    }
    return newcases.register_case(store, people.scope_of(store, by), what)


def assessed(store: Store, unit: str, **told: Any) -> int:
    case_id = found(store, unit, **told)
    officer = people.scope_of(store, OFFICER)
    casework.take(store, officer, case_id, Action.ASSESS, told={"basis": "GB 35181—2025 第6.2条"})
    return case_id


def listed(store: Store, name: str, *cases: int) -> int:
    office = people.scope_of(store, people.LISTING)
    batch = batches.draft(store, office, does="list", year=2026, name=name, body="区安委办")
    batches.put(store, office, batch, {key: {"deadline": date(2027, 3, 31)} for key in cases})
    issuing.issue(store, office, batch, document="鹿安委办〔2026〕38号", on=ON)
    return batch


def load(store: Store) -> Load:
    clerk, head, office = (people.scope_of(store, n) for n in (CLERK, HEAD, people.LISTING))
    two = assessed(store, "望江楼餐饮店"), assessed(store, "晨岚模具厂", address="五马街道广场路7号")
    sent_up, doomed = assessed(store, "谢池商务楼"), assessed(store, "华盖里旧宿舍楼")
    listed(store, "第三批", sent_up, doomed)
    planning.save_plan(store, clerk, sent_up, PLAN)
    signature = signatures.ask(store, clerk, sent_up, Action.FILE_PLAN, told={})
    scan = file(store, office, doomed, "decision")
    proposal = proposals.propose(
        store,
        office,
        doomed,
        Action.WITHDRAW,
        on=ON,
        told={"why": "与鹿挂〔2026〕031号重复登记", "document": "鹿安委办撤〔2026〕2号"},
        scan=scan,
    )
    batch = batches.draft(store, office, does="list", year=2026, name="第四批", body="区安委办")
    batches.put(store, office, batch, {two[0]: {"deadline": date(2027, 4, 30)}})
    batches.consult(store, office, batch)
    assert head.account is not None
    return Load(two, sent_up, signature, proposal, batch)
