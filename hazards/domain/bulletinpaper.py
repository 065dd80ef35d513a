"""The papers of a bulletin as one value: title, text and sheets as they print. What renders them decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hazards.domain import bulletinareas, bulletinforms, bulletinlists, bulletinranks, bulletintables
from hazards.domain.bulletin import LEVELS, Bulletin
from hazards.domain.bulletinprose import Terse, day, moment, sections
from hazards.domain.issues import NAMES, Kind

UNTYPED = "本系统按台账计算生成，计算数字不能人工修改；仅“典型案例”“下一步工作”由编制人填写。"

LEGEND = "绿色达到目标，浅黄90%以上，深黄80%以上，红色低于80%，斜线不排名；圆点为逾期案卷，数字为逾期清单序号"
"""The colours in words: on a copied page they say nothing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the papers are cut by and quote: data/rules/bulletin.toml, desk.toml and counting.toml."""

    terse: Terse
    figures: Mapping[str, str]
    headings: Mapping[str, str]
    few: str
    industry: tuple[str, ...]
    sectors: tuple[str, ...]


def title(bulletin: Bulletin) -> str:
    if bulletin.kind is Kind.DIGEST:
        return f"{bulletin.district}挂牌督办难题梳理汇总"
    return f"{bulletin.district}重大事故隐患挂牌督办{NAMES[bulletin.kind]}"


def numbered(bulletin: Bulletin) -> str:
    """第3期 as printed, or that it has no number yet."""
    if bulletin.issue is None:
        return f"（{bulletin.year}年　草稿，未编期号）"
    return f"（{bulletin.year}年第{bulletin.issue}期）"


def composed(bulletin: Bulletin, rules: Rules) -> dict[str, Any]:
    """Everything that prints, frozen with the figures it was made from."""
    told = sections(bulletin, rules.terse)
    return {
        "title": title(bulletin),
        "numbered": numbered(bulletin),
        "period": bulletin.period.name,
        "organ": bulletin.organ,
        "day": day(bulletin.dated),
        "draft": bulletin.issue is None,
        "address": "各街道办事处、镇人民政府，区级各督办部门："
        if bulletin.kind is not Kind.DIGEST
        else "区领导：",
        "sections": [{"head": head, "paragraphs": paragraphs} for head, paragraphs in told],
        "rule": rule(bulletin),
        "proof": proof(bulletin),
        "sheets": sheets(bulletin, rules),
        "footing": footing(bulletin, rules),
        "legend": LEGEND,
        "map": bulletin.map,
        "curve": bulletin.curve,
    }


def rule(bulletin: Bulletin) -> str:
    """The one line under every table."""
    return f"口径：总整改率=已销号÷有效挂牌数(含未到期)；{bulletin.year}年度重大事故隐患；{_until(bulletin)}"


def _until(bulletin: Bulletin) -> str:
    how = "按当时区划" if bulletin.boundaries == "then" else "按现行区划"
    return f"截止{moment(bulletin)}；{how}；规则{bulletin.rule}。"


def proof(bulletin: Bulletin) -> str:
    """Where the figures come from, and the head of the trail they were sealed under."""
    seal = (
        f"存证封签第{bulletin.seal.partition(':')[0]}号 {bulletin.seal.partition(':')[2]}"
        if bulletin.seal
        else "草稿未封签"
    )
    return f"编制时刻{bulletin.moment[:16].replace('T', ' ')}；台账轨迹至第{bulletin.last_event}条；{seal}。{UNTYPED}"


def sheets(bulletin: Bulletin, rules: Rules) -> list[dict[str, Any]]:
    """The tables of a kind, in their order; one that would be empty is left out, save the chief ones."""
    base = [rule(bulletin)]
    least = rules.terse.least
    ranks = [
        *base,
        f"整改率相同的名次相同，挂牌多的列前；本年无挂牌的和区直、未定属地不排名；{rules.few}较上期为百分点，合并的街道（镇）按合并后的上期数比。{_beyond(bulletin)}",
    ]
    reported = [
        *base,
        "应排查、实际排查、一般隐患由街道（镇）和部门月报，未报的印“—”，不作零；重大隐患按已挂牌计；"
        "列入治理计划为未销号而有治理方案或者五项落实俱全的，“五到位”和各项落实为其中已核实的；资金为案卷所载。",
    ]
    lists = [*base, "逾期含以前年度结转；按逾期天数排列。"]
    whole = [
        bulletinlists.difficulties_sheet(bulletin, base) if bulletin.kind is Kind.DIGEST else None,
        bulletinranks.streets(bulletin, least, ranks),
        bulletinranks.departments(bulletin, least, ranks),
        bulletintables.by_street(bulletin, base),
        bulletintables.progress(bulletin, [*base, "本期各栏按办理日期在本期内的计。"]),
        bulletintables.grouped(bulletin, "sector", "各行业领域整改情况表", base),
        bulletintables.grouped(bulletin, "level", "各挂牌级别整改情况表", base),
        bulletintables.grouped(bulletin, "batch", "各批次整改情况表", base),
        bulletinlists.overdue_sheet(bulletin, lists),
        bulletinlists.carried_sheet(bulletin, base),
        bulletinlists.left_sheet(bulletin, base),
        bulletinlists.restated_sheet(bulletin, [_against(bulletin)]),
    ]
    whole.append(bulletinareas.sheet(bulletin, [f"口径：违法建筑，全部在册；{_until(bulletin)}"]))
    if bulletin.kind in (Kind.MONTH, Kind.QUARTER, Kind.YEAR):
        whole += bulletinforms.fifteen(bulletin, rules.sectors, reported)
        whole.append(bulletinforms.twelve(bulletin, rules.industry, reported))
        whole.append(bulletinforms.fourteen(bulletin, reported))
    wanted = _KEPT.get(bulletin.kind)
    chosen = [s for s in whole if s and s["rows"] and (wanted is None or s["key"] in wanted)]
    return [{**s, "title": f"附表{n}　{s['title']}"} for n, s in enumerate(chosen, 1)]


def _beyond(bulletin: Bulletin) -> str:
    """What the columns of levels leave out of 挂牌总数; "" where they add up."""
    row = bulletintables.total(bulletin)
    national = row.n(f"listed-{LEVELS[0]}")
    other = row.n("listed") - sum(row.n(f"listed-{level}") for level in LEVELS)
    told = [f"{LEVELS[0]}{national}件"] * bool(national) + [f"级别未填写{other}件"] * bool(other)
    return f"挂牌总数另含{'、'.join(told)}。" if told else ""


_KEPT: dict[Kind, tuple[str, ...]] = {
    Kind.WEEK: ("ranking", "departments", "progress", "overdue", "left", "restated"),
    Kind.DIGEST: ("difficulties", "ranking", "departments", "overdue", "carried", "restated"),
}


def _against(bulletin: Bulletin) -> str:
    before = bulletin.before
    if before is None:
        return ""
    return (
        f"比对：{before.name}（第{before.issue}期，截止{day(before.cutoff)}24时）印发时的案卷名单，"
        "与按现在台账对同一截止时刻重新计算的名单逐件相比；事项为印发后录入的办理。"
    )


COUNTED = (
    "listed",
    "struck_off",
    "rate",
    "due",
    "due_rate",
    "on_time",
    "on_time_rate",
    "overdue",
    "extended",
    "withdrawn",
    "transferred",
    "no_deadline",
    "imported_struck_off",
    "carried_over",
    "met",
)


def footing(bulletin: Bulletin, rules: Rules) -> list[str]:
    """The counting rules (口径) in full, one line each."""
    named = [rules.figures[name] for name in COUNTED]
    return [*named, *(rules.headings[name] for name in ("year", "level", "street", bulletin.boundaries))]


def sheet_of(paper: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    found: Sequence[Mapping[str, Any]] = paper["sheets"]
    return next((one for one in found if one["key"] == key), None)
