"""What one racer does, by name, so that another process can be told to do it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hazards.domain.errors import Refusal
from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import casework, evidence, newcases, proposals
from hazards.services.access import Scope
from hazards.services.receipts import Told
from hazards.storage.store import Store
from tests.services.district import key_of
from tests.services.offices import office, street, tiny_png

STREET = "五马街道"
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Act:
    """``who`` does ``what`` to a case; ``number`` is the round's, ``pause`` seconds after the start."""

    what: str
    who: str
    case: int
    number: int
    key: str = ""
    pause: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What came of it: the event or row it stands for, or what the actor was told."""

    act: Act
    done: int = 0
    code: str = ""
    text: str = ""


CLERKS = tuple(f"陈填报{n}" for n in range(1, 21))
"""Twenty, for one brings no more than 2,000 files a day."""


@cache
def people(store: Store) -> dict[str, Scope]:
    """Printed names are told to losers, so each is somebody's own."""
    return {
        **{name: street(store, STREET, Role.CLERK, n, name) for n, name in enumerate(CLERKS, 1)},
        "周核查": office(Role.DEPARTMENT, 31, "周核查"),
        "许核查": office(Role.DEPARTMENT, 32, "许核查"),
        "吴安办": office(Role.LISTING, 41, "吴安办"),
        "郑安办": office(Role.LISTING, 42, "郑安办"),
        "方安办": office(Role.LISTING, 43, "方安办"),
    }


def prepared(store: Store, act: Act) -> Any:
    """What takes long and settles nothing yet: bytes on the disk, looked at, and not entered."""
    if act.what != "upload" or act.key:
        return None
    try:
        upload = evidence.begin(store, people(store)[act.who], act.case, _told(act))
        upload.write(picture(act.number))
        upload.settle()
    except Exception as error:  # told after the start, which the other racer waits for
        return error
    return upload


def perform(store: Store, act: Act, ready: Any = None) -> Outcome:
    time.sleep(act.pause)
    try:
        if isinstance(ready, Exception):
            raise ready
        if ready is not None:
            with ready as upload:
                return Outcome(act, upload.enter().id)
        return Outcome(act, DOES[act.what](store, people(store)[act.who], act))
    except Refusal as refusal:
        return Outcome(act, 0, refusal.code, str(refusal))
    except Exception as error:
        return Outcome(act, 0, "fault", f"{type(error).__name__}: {error}")


def _take(action: Action, **told: Any) -> Callable[[Store, Scope, Act], int]:
    def does(store: Store, scope: Scope, act: Act) -> int:
        return casework.take(store, scope, act.case, action, on=TODAY, told=told, request=act.key).event

    return does


def _strike_off(store: Store, scope: Scope, act: Act) -> int:
    told = {"how": "整改完成", "document": f"鹿安委办销〔2026〕{act.number}号"}
    return casework.take(
        store, scope, act.case, Action.STRIKE_OFF, on=TODAY, told=told, request=act.key
    ).event


def _upload(store: Store, scope: Scope, act: Act) -> int:
    return evidence.add(store, scope, act.case, [picture(act.number)], _told(act)).id


def _told(act: Act) -> Told:
    return Told("现场.png", "after", note=f"第{act.number}轮", request_key=act.key)


def picture(number: int) -> bytes:
    """Bytes of their own for every round: a PNG may carry a text behind its picture."""
    return tiny_png(number) + f"{number:08d}".encode()


def _propose(store: Store, scope: Scope, act: Act) -> int:
    told = {"why": "重复挂牌", "document": f"鹿安委办撤〔2026〕{act.number}号"}
    return proposals.propose(
        store, scope, act.case, Action.WITHDRAW, on=TODAY, told=told, scan=None, request=act.key
    )


def _register(store: Store, scope: Scope, act: Act) -> int:
    told = {
        "unit": f"海川印刷厂{act.number}",
        "content": "疏散通道堵塞",
        "lead": key_of(store, STREET),
        "source": "巡查发现",
        "found_on": TODAY,
    }
    return newcases.register_case(store, scope, told, request=act.key)


DOES: dict[str, Callable[[Store, Scope, Act], int]] = {
    "accept": _take(Action.ACCEPT),
    "return": _take(Action.RETURN, reasons=["东侧门未封堵"]),
    "strike-off": _strike_off,
    "upload": _upload,
    "propose": _propose,
    "register": _register,
}
