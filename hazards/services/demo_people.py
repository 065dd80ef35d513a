"""People of the demonstration district: fictitious, one known password, shown on its login page."""

from datetime import date

from hazards.domain.roles import Role
from hazards.services import accounts, clock, posts
from hazards.services.access import Scope, post_name
from hazards.storage import accounts as at_rest
from hazards.storage import register
from hazards.storage.store import Store

PASSWORD = "yanshi2026"  # noqa: S105 - told to everybody who opens a demonstration
LISTING = "anwei1"
LEADER = "lingdao"

_STREETS = (
    ("wuma", "五马街道", "陈知夏", "林望川"),
    ("shuangyu", "双屿街道", "周明溪", "吴远舟"),
    ("songtai", "松台街道", "郑晓岚", "潘立秋"),
    ("guanghua", "广化街道", "徐清和", "金自远"),
    ("nanhui", "南汇街道", "黄谷雨", "叶长风"),
    ("yangyi", "仰义街道", "胡小满", "夏景行"),
)
_DEPARTMENTS = (
    ("yingji", "鹿城区应急管理局", ("谢安澜", "董致和")),
    ("xiaofang", "鹿城区消防救援大队", ("邵守正", "麻定远")),
    ("zonghe", "鹿城区综合行政执法局", ("戴如松", "项若水")),
    ("zhujian", "鹿城区住房和城乡建设局", ("姜木华", "翁石安")),
    ("jiaojing", "鹿城区交警大队", ("季行简", "诸葛路")),
)
_OFFICES = (
    (LISTING, "沈持衡", Role.LISTING),
    ("anwei2", "蔡秉公", Role.LISTING),
    (LEADER, "孙怀民", Role.LEADER),
    ("shenji", "韩明察", Role.AUDITOR),
    ("guanli", "倪守序", Role.ADMIN),
)


def add(store: Store, scope: Scope) -> None:
    """A clerk and a head in six streets, two officers in five departments, and the district's own."""
    with store.read() as connection:
        streets = {u.name: u.key for u in register.load(connection).units.values() if u.valid_to is None}
    people: dict[str, str] = {}
    given: dict[str, dict] = {}
    for mark, street, clerk, head in _STREETS:
        people |= {f"{mark}tb": clerk, f"{mark}sq": head}
        given[f"{mark}tb"] = {"role": Role.CLERK, "jurisdiction": streets[street]}
        given[f"{mark}sq"] = {"role": Role.HEAD, "jurisdiction": streets[street]}
    for mark, department, officers in _DEPARTMENTS:
        for n, officer in enumerate(officers, 1):
            people[f"{mark}{n}"] = officer
            given[f"{mark}{n}"] = {"role": Role.DEPARTMENT, "department": department}
    for name, person, role in _OFFICES:
        people[name] = person
        given[name] = {"role": role}
    made = accounts.add_demonstration(store, scope, people, PASSWORD)
    since = date(clock.today().year - 1, 1, 1)  # its cases began then
    for name, key in made.items():
        posts.give(store, scope, key, since=since, **given[name])


def shown(store: Store) -> list[tuple[str, str]]:
    """(name, post) of the demonstration accounts, for the login page of a demonstration store."""
    from hazards.services import demo

    if not demo.is_demo(store):
        return []
    with store.read() as connection:
        names = {r["id"]: r["name"] for r in at_rest.everybody(connection) if not r["disabled_at"]}
        held = at_rest.all_posts(connection)
    order = [n for n, *_ in _OFFICES] + [f"{m}{end}" for m, *_ in _STREETS for end in ("tb", "sq")]
    order += [f"{m}{n}" for m, *_ in _DEPARTMENTS for n in (1, 2)]
    told = {names[p.account]: post_name(p) for p in held if p.account in names}
    return [(name, told[name]) for name in order if name in told]
