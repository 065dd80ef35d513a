"""The text of a bulletin (通报正文): officials' prose made from the figures, nothing typed but two notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hazards.domain.bulletin import LEVELS, Bulletin, Member
from hazards.domain.bulletinareas import paragraphs
from hazards.domain.bulletinlists import FIGURES, changed, late, overdue
from hazards.domain.bulletinranks import UNRANKED, ranked
from hazards.domain.bulletintables import Row, rows_by, rows_of_streets, total
from hazards.domain.rates import through

NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Terse:
    """How long the text may be, and how many it may name (data/rules/bulletin.toml)."""

    most: int
    praised: int
    blamed: int
    listed: int
    least: int


def day(iso: str) -> str:
    year, month, number = (int(part) for part in iso.split("-"))
    return f"{year}年{month}月{number}日"


def moment(bulletin: Bulletin) -> str:
    """When the figures end, as the text says it."""
    told = day(bulletin.cutoff)
    return f"{told}24时" if bulletin.ended else f"{told}{bulletin.moment[11:16]}"


def rate(row: Row, part: str, whole: str) -> str:
    told = row.rate(part, whole)
    return f"{told}（{told.part}/{told.whole}）" if told.whole else "/"


def sections(bulletin: Bulletin, terse: Terse) -> list[tuple[str, list[str]]]:
    """(heading, paragraphs) in their order, each heading numbered."""
    told = [
        ("总体情况", _whole(bulletin)),
        (f"{bulletin.period.short}进展", _progress(bulletin)),
        ("街道（镇）和部门情况", _praise(bulletin, terse)),
        ("逾期和结转情况", _late(bulletin, terse)),
    ]
    if bulletin.structures:
        told.append(("违法建筑处置情况", paragraphs(bulletin)))
    if bulletin.before:
        told.append(("上期数据重述", _restated(bulletin, terse)))
    if bulletin.typical.strip():
        told.append(("典型案例", _typed(bulletin.typical)))
    told.append(("下一步工作", _typed(bulletin.next) or _next(bulletin)))
    return [(f"{NUMERALS[n]}、{head}", [p for p in parts if p]) for n, (head, parts) in enumerate(told)]


def _typed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(bulletin: Bulletin) -> list[str]:
    row = total(bulletin)
    if not row.n("listed"):
        return [
            f"截至{moment(bulletin)}，{bulletin.district}{bulletin.year}年度没有挂牌督办的重大事故隐患，不计算整改率。"
        ]
    levels = "、".join(f"{name}{n}件" for name in LEVELS if (n := row.n(f"listed-{name}")))
    objects = "、".join(
        f"{what}{bulletin.objects[unit]}{unit}"
        for unit, what in (("家", "企业"), ("处", "点位"), ("片", "区域"))
        if bulletin.objects.get(unit)
    )
    judged = row.rate("struck_off", "listed")
    against = (
        f"达到{bulletin.target}%的目标"
        if judged.meets(bulletin.target)
        else f"距{bulletin.target}%的目标还差{judged.needed(bulletin.target)}件"
    )
    told = (
        f"截至{moment(bulletin)}，{bulletin.district}{bulletin.year}年度有效挂牌督办重大事故隐患{row.n('listed')}件"
        f"（{levels}{'；' if levels and objects else ''}{objects}），已销号{row.n('struck_off')}件，"
        f"整改率{rate(row, 'struck_off', 'listed')}，{against}。"
    )
    if bulletin.listed_target:
        told += f"年度挂牌任务{bulletin.listed_target}件，" + (
            f"已完成{row.n('listed')}件。"
            if row.n("listed") >= bulletin.listed_target
            else f"还差{bulletin.listed_target - row.n('listed')}件。"
        )
    due = (
        f"其中整改期限已到{row.n('due')}件，到期整改率{rate(row, 'due_struck_off', 'due')}，"
        f"按期整改率{rate(row, 'on_time', 'due')}；逾期未销号{row.n('overdue')}件，延期{row.n('extended')}件，"
        f"撤销{row.n('withdrawn')}件，移送{row.n('transferred')}件，期限缺失{row.n('no_deadline')}件。"
        f"已销号中台账导入的{row.n('imported_struck_off')}件。"
    )
    return [told, due]


def _progress(bulletin: Bulletin) -> list[str]:
    n = total(bulletin).n
    short = bulletin.period.short
    told = (
        f"{short}新增挂牌{n('new')}件，销号{n('struck-now')}件，另有以前年度结转销号{n('carried-struck-now')}件；"
        f"{n('due-now')}件期限届满，撤销{n('withdrawn-now')}件，移送{n('transferred-now')}件。"
    )
    if bulletin.straddles:
        told += f"本期跨年，以上含{bulletin.year - 1}年度案卷在该年最后几日办理的。"
    return [told, _bridge(bulletin)]


MINUS = ("撤销", "移送", "其他减少")
STRUCK = {"新销号": "加新销号", "重新计为未销号": "减重新计为未销号"}


def _bridge(bulletin: Bulletin) -> str:
    """How the last issue's listed and struck-off numbers become this one's."""
    before = bulletin.before
    if before is None:
        return "此前没有截止更早的同类通报，不作较上期比较。"
    if before.year != bulletin.year:
        return f"上期（{before.name}）统计{before.year}年度，本期统计{bulletin.year}年度，不作比较。"
    listed = _moved(
        bulletin, {s: ("减" if s in MINUS else "加") + s for s in before.steps if s not in STRUCK}
    )
    struck = _moved(bulletin, STRUCK)
    restated = "（重述后）" if before.restated else ""
    return (
        f"较上期{restated}：挂牌上期{before.now['listed']}件{listed}，本期{bulletin.count('listed')}件；"
        f"已销号上期{before.now['struck_off']}件{struck}，本期{bulletin.count('struck_off')}件。"
    )


def _moved(bulletin: Bulletin, words: Mapping[str, str]) -> str:
    assert bulletin.before is not None
    steps = bulletin.before.steps
    return "".join(f"，{word}{len(steps[step])}件" for step, word in words.items() if steps.get(step))


def _praise(bulletin: Bulletin, terse: Terse) -> list[str]:
    aside = frozenset(str(s.key) for s in bulletin.streets if s.aside)
    rows = [r for r in ranked(rows_of_streets(bulletin), aside) if r.rank != UNRANKED]
    good = [r for r in rows if r.rate("struck_off", "listed").meets(r.target)]
    poor = [r for r in rows if not r.rate("struck_off", "listed").meets(r.target)]
    out = []
    if good:
        many = [r for r in good if r.n("listed") >= terse.least]  # one case brought to an end is no feat
        top = through(many or good, terse.praised, lambda r: r.rank)
        names = "、".join(f"{r.name}（{r.rate('struck_off', 'listed')}）" for r in top)
        out.append(f"参加排名的{len(rows)}个街道（镇）中，{len(good)}个达到目标。对{names}予以表扬。")
    if poor:
        poor.reverse()  # the lowest rate first, and before it whoever has more overdue
        poor.sort(key=lambda r: -r.n("overdue"))
        worst = through(poor, terse.blamed, lambda r: (r.n("overdue"), r.rank))
        names = "、".join(
            f"{r.name}（{r.rate('struck_off', 'listed')}，还差{r.rate('struck_off', 'listed').needed(r.target)}件"
            + (f"，逾期{r.n('overdue')}件）" if r.n("overdue") else "）")
            for r in worst
        )
        out.append(f"{len(poor)}个街道（镇）未达到目标。对{names}予以批评，限期补上。")
    if not rows:
        out.append("没有参加排名的街道（镇）。")
    behind = [r for r in rows_by(bulletin, "department") if r.key and r.n("overdue")]
    if behind:
        behind.sort(key=lambda r: -r.n("overdue"))
        worst = through(behind, terse.blamed, lambda r: r.n("overdue"))
        names = "、".join(f"{r.name}{r.n('overdue')}件" for r in worst)
        out.append(f"督办部门中，仍有逾期案卷的：{names}。")
    return out


def _case(member: Member, bulletin: Bulletin) -> str:
    return f"{member.street}{member.unit}（{member.number or '未编号'}，逾期{max(late(member, bulletin.cutoff), 1)}天）"


def _late(bulletin: Bulletin, terse: Terse) -> list[str]:
    found = overdue(bulletin)
    n = total(bulletin).n
    out = []
    if found:
        names = "；".join(_case(m, bulletin) for m in found[: terse.listed])
        more = f"等{len(found)}件" if len(found) > terse.listed else f"共{len(found)}件"
        out.append(f"含以前年度结转，逾期未销号的有：{names}，{more}，清单附后。")
    else:
        out.append("没有逾期未销号的案卷。")
    if n("carried_over"):
        out.append(
            f"以前年度结转{n('carried_over')}件，已销号{n('carried_over_struck_off')}件，"
            f"未销号{n('carried_over_open')}件，其中逾期{n('carried_over_overdue')}件。"
        )
    else:
        out.append("没有以前年度结转的案卷。")
    return out


def _restated(bulletin: Bulletin, terse: Terse) -> list[str]:
    before = bulletin.before
    assert before is not None
    name = f"{before.name}（第{before.issue}期，截止{day(before.cutoff)}）"
    if not before.restated:
        out = [f"{name}各项数据与按现在台账重新计算的一致，不需重述。"]
    else:
        moved = "，".join(
            f"{word}由{before.published[figure]}件重述为{before.now[figure]}件"
            for figure, word in FIGURES.items()
            if before.published[figure] != before.now[figure]
        )
        told = f"{name}有{len(before.restated)}件案卷因印发后录入的办理事项重新计算"
        out = [f"{told}：{moved}。" if moved else f"{told}，合计数不变。"]
        for one in before.restated[: terse.listed]:
            acts = "；".join(f"{what}，办理日期{on}，录入时间{at}" for what, on, at, _ in one.acts)
            out.append(
                f"{one.number or '未编号'}{one.unit}（{one.street}）：{changed(one)}。{acts}。".replace(
                    "。。", "。"
                )
            )
        if len(before.restated) > terse.listed:
            out.append("其余见重述明细表。")
    if bulletin.undone:
        names = "、".join(f"{number}{unit}（{on}）" for number, unit, on in bulletin.undone)
        out.append(f"上期以来撤销销号的：{names}，自决定之日起重新计为未销号。")
    return out


def _next(bulletin: Bulletin) -> list[str]:
    row = total(bulletin)
    judged = row.rate("struck_off", "listed")
    whole = len(overdue(bulletin))
    told = "各街道（镇）、各督办部门要按照挂牌督办要求，逐件落实责任、措施、资金、时限和预案，倒排工期，按期整改销号。"
    if whole:
        told += f"对逾期的{whole}件，由主办街道（镇）主要负责人审签整改计划，督办部门逐件核查。"
    if judged.meets(bulletin.target) is False:
        told += f"全区还须销号{judged.needed(bulletin.target)}件方达到{bulletin.target}%的目标，优先办结已报验的案卷。"
    return [told]


def characters(told: Sequence[tuple[str, list[str]]]) -> int:
    return sum(len(head) + sum(map(len, parts)) for head, parts in told)
