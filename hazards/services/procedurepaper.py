"""The procedure as a table to read (docs/procedure.md), generated from the rules themselves."""

from hazards.domain.procedure import FIELDS, PAPERS, STATE_NAMES, TRACK_NAMES, Span, Step
from hazards.services import law
from hazards.services.statutes import book

HEAD = """# 违法建筑处置程序

由 data/rules/procedure.toml 生成(`python -m tests.law.procedure_page`)，规则版本 {version}。每一步适用其办理日期当日有效的规定；
期限适用其起算之日有效的规定。“等待”未届满的不予办理，“限期”超过的记为超期。

| 步骤 | 适用 | 在先步骤 | 等待 | 限期 | 须载明 | 须有材料 | 依据 |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole table, Markdown."""
    rows = [_row(step) for step in book().steps]
    return HEAD.format(version=book().version) + "\n".join(rows) + "\n"


def _row(step: Step) -> str:
    title = {s.key: s.title for s in book().steps}
    only = f"，认定为“{step.only}”" if step.only else ""
    tracks = (
        "全部" if len(step.tracks) == len(TRACK_NAMES) else "、".join(TRACK_NAMES[t] for t in step.tracks)
    )
    states = (
        "" if len(step.states) == len(STATE_NAMES) else "；" + "、".join(STATE_NAMES[s] for s in step.states)
    )
    since = f"；{step.since} 起" if step.since else ""
    after = "；".join("或".join(title[k] for k in group) for group in step.after)
    told = [FIELDS[name] for name in step.fields] + (["两名执法人员"] if step.officers else [])
    cells = (
        step.title + ("(非必经)" if step.optional else "") + ("，须送达" if step.serve else ""),
        tracks + states + since + only,
        after,
        "；".join(_span(span, title) for span in step.waits)
        + ("；不早于最早可强拆日" if step.lawful else ""),
        "；".join(_span(span, title) for span in step.limits),
        "、".join(told),
        "、".join(PAPERS[kind] for kind in step.papers),
        law.cite(step.law),
    )
    return "| " + " | ".join(cell or "—" for cell in cells) + " |"


LENGTHS = {"wd": "个工作日", "d": "日", "m": "个月"}


def _span(span: Span, title: dict[str, str]) -> str:
    step, _, named = span.start.partition(":")
    start = title[step.removesuffix(".served")] + ("送达" if step.endswith(".served") else "")
    start += f"所定“{FIELDS[named]}”" if named else ""
    length = "催告所定天数" if span.length == "urged_days" else span.length
    for short, word in LENGTHS.items():
        length = length.removesuffix(short) + word if length.endswith(short) else length
    length = length.replace("d+", "日后再加")
    when = (f"{span.since} 起" if span.since else "") + (f"{span.until} 止" if span.until else "")
    return f"{start}后{length or ('' if span.same_day else '次日起')}" + (f"({when})" if when else "")
