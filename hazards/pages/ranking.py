"""Ranking (考绩排名): streets, and departments in a table of their own; every number opens its list."""

from html import escape

from hazards.domain.rates import Line
from hazards.pages import paperlinks, parts
from hazards.services import outlook
from hazards.services.asked import Asked
from hazards.services.reporting import Table

PART = "本表只含您看得到的案卷，不作排名。"


def streets(told: Table, asked: Asked) -> None:
    note = f"率相同的名次并列；{few()}区直、未定属地不排名。" if told.whole else PART
    parts.show(parts.card("街镇排名", table(told, asked, "街镇"), note))
    xlsx = escape(f"/download/rates.xlsx?{asked.query}", quote=True)
    parts.show(
        f'<p class="gp-noprint gp-facts-line"><a href="{xlsx}" download>导出本表 xlsx</a>'
        f'<a href="{xlsx.replace(".xlsx", ".csv")}" download>csv</a>'
        f"{paperlinks.link('打印街镇排名', '/print/rates.pdf', asked.query)}"
        f"{paperlinks.link('打印部门排名', '/print/rates.pdf', asked.but(by='department').query)}</p>"
    )


def departments(told: Table, asked: Asked) -> None:
    if not told.rows:
        return
    note = f"按督办部门单列，与街镇分开排名；{few().rstrip('；')}。" if told.whole else PART
    body = table(told, asked.but(by="department"), "督办部门", "gp-rank gp-offices")
    parts.show(parts.card("部门排名", body, note))


def few() -> str:
    """The small-number rule as printed."""
    return str(outlook.settings()["few"]["says"]).format(cases=outlook.few()).replace("。", "；")


def table(told: Table, asked: Asked, head: str, css: str = "gp-rank gp-ranks") -> str:
    heads = [
        ("名次", "gp-right"),
        (head, ""),
        ("整改率", "gp-right"),
        ("", "gp-barcell"),
        ("已销号/挂牌", "gp-right"),
        ("本年逾期", "gp-right"),
        ("还差", "gp-right"),
    ]
    rows = [_row(rank, line, asked) for rank, line in told.ranked()]
    total = told.total
    foot = [
        "",
        "合计",
        _to(str(total.rate), asked.but(measure="struck_off")),
        parts.bar(total),
        share(total, asked),
        _number(total.counts["overdue"], asked.but(measure="overdue")),
        near(total.needed, asked) if total.needed else "—",
    ]
    return parts.table(heads, rows, foot, css)


def _row(rank: int | None, line: Line, asked: Asked) -> list[str]:
    here = asked.but(place=str(line.key))
    small = 0 < line.rate.whole < outlook.few() and not line.aside
    mark = '<span class="gp-small">件数少</span>' if small else ""
    return [
        str(rank) if rank else "／",
        parts.link(line.name, "ledger", here.but(measure="listed").query) + mark,
        f"<b>{line.rate}</b>",
        parts.bar(line) if line.rate.whole else '<span class="gp-grey">本年无挂牌</span>',
        share(line, here),
        _number(line.counts["overdue"], here.but(measure="overdue")),
        near(line.needed, here) if line.needed else "—",
    ]


def share(line: Line, asked: Asked, part: str = "struck_off", whole: str = "listed") -> str:
    """Part and whole of a rate, each leading to its own list."""
    told = ((line.counts[name], name) for name in (part, whole))
    return "/".join(_to(str(number), asked.but(measure=name)) if number else "0" for number, name in told)


def _to(text: str, asked: Asked) -> str:
    return parts.link(text, "ledger", asked.query, "gp-plain")


def _number(number: int, asked: Asked) -> str:
    return parts.link(str(number), "ledger", asked.query) if number else "0"


def near(needed: int, asked: Asked, text: str = "") -> str:
    """How many are missing, leading to which cases those would be."""
    return parts.link(text or str(needed), "", f"view=gap&{asked.query}".rstrip("&"))
