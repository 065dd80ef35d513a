"""Brief (领导短报) and urging (催办): texts to be passed on in one tap, and one picture."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hazards.domain.rates import Line, through
from hazards.domain.roles import Role
from hazards.domain.signals import Light
from hazards.formats import typeset
from hazards.formats.drawings import street_map
from hazards.services import clock, drawing, gap, lists, overview, reporting, todo
from hazards.services.access import Scope, operation
from hazards.services.asked import Asked
from hazards.services.counted import count
from hazards.services.overview import Overview
from hazards.storage.store import Store

READERS = frozenset({Role.LEADER, Role.LISTING})
LENGTH = 300
"""Signs of a brief at most: what a telephone shows without scrolling."""
BEHIND, NEXT, NAMED = 3, 2, 10


@dataclass(frozen=True, slots=True)
class Urging:
    """What one street is told: every open case it leads, the most urgent first."""

    key: int | str | None
    street: str
    open: int
    overdue: int
    text: str


@operation("生成领导短报", READERS)
def text(store: Store, scope: Scope, asked: Asked) -> str:
    """At most 300 signs: where the district stands, who is behind, what comes next."""
    return composed(overview.overview(store, scope, asked))


def composed(told: Overview) -> str:
    """As many of the sentences as fit, the first ones first."""
    text = ""
    for sentence in _sentences(told):
        if len(text) + len(sentence) <= LENGTH:
            text += sentence
    return text


def _sentences(told: Overview) -> Iterable[str]:
    yield f"【挂牌督办短报】{told.told}"
    total, on = told.total, told.table.asked.cutoff.on
    if told.overdue:
        yield f"逾期{told.overdue}件({told.reach})，最长{told.longest_overdue}天。"
    soon = ((told.due_today, "今日到期"), (told.soon, "临期"))
    if near := [f"{word}{number}件" for number, word in soon if number]:
        yield f"{'，'.join(near)}。"
    last = [(rank, line) for rank, line in told.table.ranked() if rank and not line.met][::-1]
    if behind := through(last, BEHIND, lambda one: one[0]):
        yield f"排名靠后：{'、'.join(_share(line) for _, line in behind)}。"
    held = [one for one in told.gap.cases if one.holder][:NEXT]
    if held:
        cases = "、".join(f"{one.line.unit}({one.stage}，{one.stuck.replace(' ', '')})" for one in held)
        yield f"最接近完成：{cases}。"
    if told.outlook is not None and on >= clock.today():
        word = "达标" if told.outlook.rate.meets(total.target) else "未达标"
        yield f"按近月进度，年底预计{told.outlook.rate}，{word}。"
    if open_ := total.counts["carried_over_open"]:
        yield f"以前年度结转未销号{open_}件。"


def _share(line: Line) -> str:
    return f"{line.name}{line.rate}({line.rate.part}/{line.rate.whole})"


@operation("生成短报图", READERS)
def picture(store: Store, scope: Scope, asked: Asked) -> bytes:
    """A png for a telephone: three numbers, the map, the ranking.

    Raises:
        fonts.NoFont: this machine has no Chinese font.
    """
    asked = asked.but(by="street", place="", measure="", light="", text="")
    told = overview.overview(store, scope, asked)
    areas = drawing.areas(store, scope, asked)
    note = "示意图，不作界线依据" if drawing.schematic(store, asked) else "街镇图"
    facts = {
        "title": f"{told.district}挂牌督办",
        "until": overview.rule_line(asked),
        "sentence": told.sentence,
        "numbers": [
            ["整改率", str(told.total.rate), f"{told.total.rate.part}/{told.total.rate.whole}"],
            ["还差", str(told.gap.needed), "件"],
            ["逾期", str(told.overdue), "件"],
        ],
        "ranks": [
            [str(rank), line.name, str(line.rate), f"{line.rate.part}/{line.rate.whole}"]
            for rank, line in told.table.ranked()
            if rank
        ],
        "map": bool(areas),
    }
    pictures = {"map.svg": street_map(areas, width=620, note=note).encode()} if areas else {}
    return typeset.png("brief", facts, pictures)


@operation("生成催办文字", READERS)
def urgings(store: Store, scope: Scope, asked: Asked) -> list[Urging]:
    """One for every street that leads an open case, whatever its year; the most overdue first."""
    asked = asked.but(as_of=None, year=None, by="street", place="", measure="open", light="", text="")
    counted = count(store, scope, asked)
    at = lists.positions(store, counted)
    lines = lists.lines(store, counted, at)
    held = todo.holders(store, scope, [line.id for line in lines])
    places, keys = counted.places
    by: dict[int, list[gap.Near]] = {}
    earlier = Counter[int]()
    for position, line in zip(at.tolist(), lines, strict=True):
        key = keys[int(places[position])]
        by.setdefault(key, []).append(gap.near(line, held))
        earlier[key] += not counted.masks.listed[position]
    rows = {row.key: row for row in reporting.table(counted).rows}
    told = [_urging(rows.get(key if key else "-"), cases, earlier[key]) for key, cases in by.items()]
    return sorted((one for one in told if one), key=lambda one: (-one.overdue, -one.open, one.street))


def _urging(row: Line | None, cases: list[gap.Near], earlier: int) -> Urging | None:
    if row is None or row.key == "-":
        return None  # nobody's street cannot be urged: 未定属地 is placed first
    late = [one for one in cases if one.line.light is Light.OVERDUE]
    on = clock.today()
    share = (
        f"本年挂牌{row.rate.whole}件，已销号{row.rate.part}件，整改率{row.rate}，" if row.rate.whole else ""
    )
    goal = f"距{row.target}%还差{row.needed}件，" if row.needed else ""
    reach = f"(含以前年度{earlier}件)" if earlier else ""
    overdue = f"，其中逾期{len(late)}件" if late else ""
    head = f"{row.name}：截至{_day(on)}，你单位{share}{goal}未销号{len(cases)}件{reach}{overdue}："
    items = [f"{n}. {_case(one)}；" for n, one in enumerate(cases[:NAMED], 1)]
    items[-1] = items[-1].removesuffix("；") + "。"
    if len(cases) > NAMED:
        items.append(f"等{len(cases)}件，其余见系统台账。")
    end = "请逐件倒排工期，逾期的说明原因和完成时间，整改到位的及时报验。"
    return Urging(row.key, row.name, len(cases), len(late), "\n".join([head, *items, end]))


def _case(one: gap.Near) -> str:
    line = one.line
    until = f"期限{line.deadline.isoformat()}，{line.clock.replace(' ', '')}" if line.deadline else "期限缺失"
    where = f"，{one.stage}，{one.stuck.replace(' ', '')}" if one.stage else ""
    return f"{line.number or '未编号'} {line.unit}，{until}{where}"


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
