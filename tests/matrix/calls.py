"""How each operation is called with the least that makes sense: (world, actor, scope, case) → answer.

What is judged is who gets past the gate; whether the arguments then please is another test's matter.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import segno

from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services.access import OPERATIONS, Scope
from hazards.services.asked import Asked
from hazards.services.boundaries import Layer
from hazards.services.drafts import Draft
from hazards.services.receipts import Told
from hazards.services.sessions import digest
from hazards.services.shapes import typed
from hazards.storage import blobs
from tests.matrix import rooms
from tests.matrix.asking import ON, Arguments, given, nothing, of, of_case, with_
from tests.matrix.structures import CALLS as STRUCTURES
from tests.matrix.world import CO, MARK, PEOPLE, World
from tests.services.district import key_of
from tests.services.offices import PLAN, tiny_png

LATER = date(2027, 6, 30)


def call(world: World, operation: str, actor: str, scope: Scope, case: str) -> Any:
    """Ask the guarded function, as pages and routes do."""
    positional, named = CALLS[operation](world, actor, case)
    guarded = GUARDED[operation]
    return guarded(world.store, scope, *positional, **named)


def _guarded() -> dict[str, Callable[..., Any]]:
    """The guarded functions by the names under which the permission table knows them."""
    import importlib

    found = {}
    for name in OPERATIONS:
        module, _, function = name.partition(".")
        found[name] = getattr(importlib.import_module(f"hazards.services.{module}"), function)
    return found


def role_of(actor: str) -> Role:
    if actor in ("delegate", "demoted"):
        return Role.HEAD if actor == "delegate" else Role.CLERK
    return Role.MACHINE if actor == "machine" else PEOPLE[actor][0]


PAPERS = {Role.CLERK: "plan", Role.HEAD: "plan", Role.DEPARTMENT: "site-check"}
"""A document each role makes; the rest make the notice."""


def _propose(world: World, actor: str, case: str) -> Arguments:
    # Whom a second person backs differs by role; what all may try is to be told that none is needed.
    action = Action.WITHDRAW if role_of(actor) is Role.LISTING else Action.ACCIDENT
    told = {"why": "重复挂牌", "document": "鹿安委办撤〔2026〕2号"}
    return (world.cases[case], action), {"on": ON, "told": told, "scan": None}


def _register(world: World, actor: str, case: str) -> Arguments:
    lead = next(iter(world.scope(actor).jurisdictions or {key_of(world.store, CO)}))
    told = {
        "unit": "海川印刷厂",
        "content": "疏散通道堵塞",
        "lead": lead,
        "source": "巡查发现",
        "found_on": ON,
    }
    return (told,), {}


def _export(world: World, actor: str, case: str) -> Arguments:
    return (Asked(year=0), "csv", world.room / "out.csv"), {}


def _ledger(world: World, actor: str, case: str) -> Arguments:
    return (_csv(world.room),), {}


def _book(world: World, actor: str, case: str) -> Arguments:
    from hazards.formats.tables import read_table

    return (read_table(_csv(world.room), name="台账.csv"),), {"file_name": "台账.csv", "sha256": "0" * 64}


def _csv(room: Path) -> Path:
    path = room / "台账.csv"
    path.write_text("整治单位(区域),属地街道\n海川印刷厂,五马街道\n", "utf-8")
    return path


def _code(world: World, case: str) -> Path:
    """The printed code of a case, photographed."""
    path = world.room / f"{case}.png"
    if not path.exists():
        segno.make(f"http://127.0.0.1/upload/{world.cases[case]}", micro=False).save(str(path), scale=8)
    return path


def _upload(world: World, actor: str, case: str) -> Any:
    from hazards.services.inbox import Upload

    room = world.room / "inbox" / "made"
    room.mkdir(parents=True, exist_ok=True)
    (room / "file").write_text("整治单位(区域)\n海川印刷厂\n", "utf-8")
    return (Upload("made", "台账.csv", room / "file"),)


def _session(world: World, actor: str) -> str:
    return digest(world.tokens.get(actor, ""))


NOTE = ("case/1/plan",)
EMPTY = Draft("台账.csv", "0" * 64, [], [])
NO_LAYER = Layer(0, np.array([], object), [], [], [], [], set())
FILE = Told("照片.png", "after", item=1)
ALL = Asked(year=0)
GROUND = typed("120.6500,28.0100\n120.6502,28.0100\n120.6502,28.0102", "CGCS2000")

CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "accounts.add_demonstration": given({"u99": "新人"}, "x"),
    "accounts.colleagues": nothing,
    "accounts.disable": lambda w, a, c: ((w.accounts["second listing"],), {}),
    "accounts.enable": lambda w, a, c: ((w.accounts["disabled"],), {}),
    "accounts.everybody": nothing,
    "accounts.reset": lambda w, a, c: ((w.accounts["second listing"],), {}),
    "batches.candidates": given("list"),
    "batches.comment": lambda w, a, c: ((w.cases[c], w.batch, "无意见"), {}),
    "batches.consult": lambda w, a, c: ((w.batch,), {}),
    "batches.draft": given(does="list", year=2026, name="第九批"),
    "batches.held": nothing,
    "batches.put": lambda w, a, c: ((w.batch, {w.cases["A"]: {"deadline": LATER}}), {}),
    "boundaries.add_shipped": given("330302"),
    "boundaries.check_file": lambda w, a, c: ((_csv(w.room),), {}),
    "boundaries.import_layer": given(NO_LAYER, source_name="空.geojson"),
    "calendar.set_days": given([date(2027, 1, 1)], "rest", "元旦"),
    "calendar.year": given(2026),
    "casefolder.write": lambda w, a, c: ((w.cases[c], w.room / "folder.zip"), {"files": blobs.store()}),
    "casework.open_steps": of_case(),
    "charges.assign": of_case("演示领导", since=ON),
    "charges.held": of_case(),
    "casework.take": of_case(Action.ACCIDENT),
    "decisions.confirm_places": lambda w, a, c: (([w.cases["A"]],), {"reason": "现场核对"}),
    "decisions.overrule_place": lambda w, a, c: (
        (w.cases[c], key_of(w.store, CO)),
        {"reason": "现场核对"},
    ),
    "delegation.current": nothing,
    "delegation.lend": lambda w, a, c: (
        (w.posts.get(a, 0), w.accounts["second listing"]),
        {"since": ON, "until": LATER},
    ),
    "delegation.take_back": given(1),
    "demo.fill": nothing,
    "dossier.by_number": lambda w, a, c: ((w.numbers[c],), {}),
    "dossier.write": lambda w, a, c: ((w.cases[c], w.room / "dossier.zip"), {"files": blobs.store()}),
    "drawing.areas": given(ALL),
    "evidence.add": lambda w, a, c: ((w.cases[c], [tiny_png(77)], FILE), {}),
    "evidence.begin": lambda w, a, c: ((w.cases[c], FILE), {}),
    "evidence.get": of("evidence"),
    "evidence.of_case": of_case(),
    "evidence.opened": of_case(),
    "evidence.pairs": of_case(),
    "evidence.reuse": of("evidence"),
    "evidence.view": of("evidence"),
    "evidence.void": of("evidence", "误传，照片不清"),
    "export.download": given("cases.csv", {"year": "all"}),
    "export.write": _export,
    "footprints.add": of_case(GROUND),
    "footprints.check": of_case(GROUND),
    "footprints.of_case": of_case(),
    "footprints.read_file": lambda w, a, c: ((w.cases[c], _csv(w.room)), {"name": "占地.geojson"}),
    "footprints.remove": of_case(1, "按测绘图重报"),
    "gathering.choices": nothing,
    "gathering.coded": lambda w, a, c: ((_code(w, c),), {}),
    "gathering.find": lambda w, a, c: ((w.numbers[c],), {}),
    "gathering.heading": of_case(),
    "handover.hand_over": lambda w, a, c: ((w.posts["listing"], w.accounts["leader"]), {}),
    "inbox.check": with_(_upload),
    "inbox.discard": given("nobody's"),
    "inbox.get": given("nobody's"),
    "inbox.put": given("台账.csv", b"a,b\n"),
    "inbox.remember": given(EMPTY, {}),
    "inbox.save": with_(_upload),
    "inbox.waiting": nothing,
    "intake.check": _ledger,
    "intake.check_book": _book,
    "issuing.issue": lambda w, a, c: ((w.batch,), {"document": "鹿安委办〔2026〕99号", "on": ON}),
    "issuing.served": lambda w, a, c: ((w.batch, w.cases["A"]), {"on": ON, "to": "王立"}),
    "layers.cases": given({"year": "all"}),
    "layers.footprints": given({"bbox": "120.6,28,120.7,28.1"}),
    "layers.frame": nothing,
    "layers.streets": given({}),
    "lists.case": of_case(),
    "lists.page": given(ALL, size=None),
    "login.change_password": given("不是原密码", "另换一个口令-2026"),
    "neighbours.around": of_case(),
    "newcases.likely": given(unit=f"{MARK}晨岚模具厂"),
    "newcases.register_case": _register,
    "notes.dropped": given(*NOTE),
    "notes.keep": given(*NOTE, "只写了一半"),
    "notes.kept": given(*NOTE),
    "oddities.account_acts": nothing,
    "oddities.found": nothing,
    "overview.accidents": nothing,
    "overview.month_points": given(ALL),
    "overview.overview": given(ALL),
    "packages.hold": nothing,
    "packages.take": lambda w, a, c: ((_csv(w.room),), {}),
    "papers.attach": of("papers", 1),
    "papers.make": lambda w, a, c: ((w.cases[c], PAPERS.get(role_of(a), "notice")), {}),
    "papers.make_batch": lambda w, a, c: ((w.batch, "notice"), {}),
    "papers.of_case": of_case(),
    "papers.print_": lambda w, a, c: (([w.papers[c]],), {}),
    "papers.ready": of_case(),
    "planning.plan": of_case(),
    "planning.save_plan": of_case({**PLAN, "goals": "另写一稿"}),
    "planning.tell_measure": of_case("funds", told="自筹", person="王立", on=ON),
    "planning.verify_measures": of_case({"funds": "凭证不清"}),
    "posts.end": lambda w, a, c: ((w.posts["second listing"],), {}),
    "posts.give": lambda w, a, c: ((w.accounts["second listing"], Role.LEADER), {}),
    "posts.hire": given("u98", "新人", Role.LISTING),
    "progress.funds": lambda w, a, c: (([w.cases["A"], w.cases["B"]],), {}),
    "progress.pay": of_case("3", on=ON, source="自筹"),
    "progress.propose_milestones": of_case(),
    "progress.save_milestones": of_case([]),
    "progress.set_items": of_case([{"text": "东侧车间"}]),
    "progress.tell_item": of_case(1),
    "progress.verify_item": of_case(1),
    "proposals.confirm": of("proposals"),
    "proposals.propose": _propose,
    "proposals.refuse": of("proposals", reason="材料不全"),
    "proposals.waiting": nothing,
    "register.add_district": given("330302"),
    "register.read": nothing,
    "reporting.curve": given(ALL, 2),
    "reporting.rates": given(ALL),
    "sealing.hand_over": given(reason="更换"),
    "sealing.head": nothing,
    "sessions.end_mine": nothing,
    "sessions.end_of_account": lambda w, a, c: ((w.accounts["second listing"],), {}),
    "sessions.mine": nothing,
    "sessions.of_account": lambda w, a, c: ((w.accounts["second listing"],), {}),
    "sessions.work_at": lambda w, a, c: ((_session(w, a), w.posts.get(a, 0)), {}),
    "signatures.ask": of_case(Action.SUBMIT, told={}),
    "signatures.heads": nothing,
    "signatures.returned": nothing,
    "signatures.on_paper": of("signatures", sheet="1", signer=0, signed_on=ON, scan=None),
    "signatures.send_back": of("signatures", reason="补充照片"),
    "signatures.sign": lambda w, a, c: (([w.signatures[c]],), {}),
    "signatures.waiting": nothing,
    "taking.commit": given(EMPTY),
    "targets.all_of_year": given(2026),
    "targets.set_target": given("330302", 2026, listed=90, rate=95),
    "todo.mine": nothing,
    "todo.others": nothing,
    "todo.standing": of_case(),
    "trail.verify": lambda w, a, c: ((blobs.store(),), {}),
    "words.add": given("sectors", {"新行业": "其他"}),
    "words.added": nothing,
    **STRUCTURES,
    **rooms.CALLS,
}

GUARDED: dict[str, Callable[..., Any]] = {}


def ready() -> None:
    """Import every module of the services, so that nothing registered can be overlooked."""
    import importlib
    import pkgutil

    import hazards.services

    for module in pkgutil.iter_modules(hazards.services.__path__):
        importlib.import_module(f"hazards.services.{module.name}")
    GUARDED.update(_guarded())
