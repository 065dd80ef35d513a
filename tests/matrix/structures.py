"""How the operations of illegal buildings are called: (world, actor, case) to arguments."""

from collections.abc import Callable

from hazards.domain.lawful import DemolitionFacts
from hazards.services.asked import Asked
from tests.matrix.asking import ON, Arguments, given, nothing, of
from tests.matrix.world import CO, World
from tests.services.district import key_of

ALL = Asked(year=0)
SUED = {"on": ON, "outcome": "维持", "scan": None}
OPINION = {"lawyer": "周律", "licence": "1", "reason": "即将坍塌", "opinion": None}


def _building(world: World, actor: str, case: str) -> Arguments:
    told = {"unit": "河埠头加层", "lead": _street(world, actor), "source": "巡查发现", "found_on": ON}
    return ({**told, "illegal_area": 80, "stock": "new"},), {}


def _patrol(world: World, actor: str, case: str) -> Arguments:
    return (), {"street": _street(world, actor), "on": ON, "persons": "王立", "route": "沿河一线"}


def _street(world: World, actor: str) -> int:
    """One the actor may register in."""
    return next(iter(world.scope(actor).jurisdictions or {key_of(world.store, CO)}))


CALLS: dict[str, Callable[[World, str, str], Arguments]] = {
    "annulling.annul": of("buildings", 1, why="误登记"),
    "buildings.describe": of("buildings", {"use": "出租"}),
    "buildings.file": of("buildings"),
    "buildings.register": _building,
    "categories.names": nothing,
    "categories.replace": given(["沿街临河"]),
    "contesting.end": of("buildings", 1, **SUED),
    "contesting.file": of("buildings", "review", filed_on=ON, forum="温州市人民政府"),
    "course.course": of("buildings"),
    "enforcing.take": of("buildings", "filing", told={"basis": "未经批准"}),
    "irregular.counts": nothing,
    "lawful.lawful_date": given(DemolitionFacts("planning-town")),
    "lawful.period": given(ON, "15wd"),
    "lossrate.losses": given(ALL),
    "overriding.ask": of("buildings", "execution", **OPINION),
    "overriding.decide": lambda w, a, c: ((w.overrides[c],), {"grant": True}),
    "overriding.waiting": nothing,
    "patrols.recent": nothing,
    "patrols.record": _patrol,
    "pausing.pause": of("buildings", "suspended", since=ON, why="当事人病重"),
    "pausing.resume": of("buildings", 1, on=ON, outcome="恢复执行"),
    "serving.serve": of("buildings", 1, on=ON, way="直接送达", recipient="当事人"),
    "stockfigures.figures": given(ALL),
    "stockfigures.members": given(ALL, "found"),
    "targets.areas_of_year": given(2026),
    "unreported.places": given(ALL),
}
