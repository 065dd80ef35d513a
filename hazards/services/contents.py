"""Contents (案卷目录): the page and the note that make a dossier readable without any program."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from hazards.domain.kinds import KINDS
from hazards.services.eventwords import ACTIONS

FACTS = (
    ("编号", "number"),
    ("整治单位(区域)", "unit"),
    ("地址", "address"),
    ("隐患主要内容", "content"),
    ("挂牌级别", "level"),
    ("挂牌文号", "document"),
    ("挂牌日期", "listed_on"),
    ("整改期限", "deadline"),
    ("责任单位", "responsible_unit"),
    ("督办单位", "supervisor"),
    ("销号日期", "struck_off_on"),
)

README = """挂牌督办案卷证据包

怎样看：用浏览器打开 index.html(案卷目录)；files/ 内是证据原件，逐字节未改。
怎样核验：在装有 Python 3.8 以上的任何电脑上(不需联网，不需安装其他程序)执行
    python verify.py 本证据包.zip
再将所印封签与当期通报或见证单位所持的比对，也可写在命令之后：
    python verify.py 本证据包.zip 12:3f8a…
verify.py 约二百行，可以先读再用；也可向出包单位另行索取，不用包内的这一份。

各文件
    events.jsonl   每行一条记录：格式、案卷号、序号、前一条的 SHA-256、对象、事项、来源、办理日期、
                   录入时间、办理人、账号、身份、委托人账号、委托人、导入批次、理由、内容、
                   办理后案卷各部分的 SHA-256。每行(不含换行)的 SHA-256 即该条的校验值。
    rows/          最后一条记录之后案卷各部分的内容；每个文件的 SHA-256 列在最后一条记录的末项。
                   空值和缺省值不写；小数写作文本。
    files/         证据原件，以其 SHA-256 为名。
    seals.jsonl    各号封签的内容与签名(Ed25519)。封签盖住其间录入的全部记录(不限本案卷)。
    proof.json     最后一条记录归入封签的证明(RFC 6962 的 Merkle 树)。
    manifest.json  本包各文件的 SHA-256；manifest.sig 是它的签名。

可以证明什么：自封签之日起，本案卷的记录、材料与证据原件未被增、删、改、换。
不能证明什么：记录的内容在录入之时是否属实；拍摄时间和位置是文件自称，只供参考。
"""

_STYLE = (
    "body{font:16px/1.6 serif;margin:2em auto;max-width:60em;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:1em 0}"
    "td,th{border:1px solid #888;padding:.3em .5em;text-align:left;vertical-align:top}"
    "code{font-size:12px;word-break:break-all}"
)


def page(
    row: Mapping[str, Any],
    events: Iterable[Mapping[str, Any]],
    evidence: Iterable[Mapping[str, Any]],
    *,
    whole: bool,
) -> str:
    """The whole page, one HTML file with nothing outside itself. Texts are escaped, never marked up."""
    title = escape(str(row["number"] or row["unit"]))
    then = "" if whole else "<p>本包是某一封签之时的案卷；其后的记录不在其内，案卷登记以记录为准。</p>"
    facts = _table((), ((label, row[name]) for label, name in FACTS)) if whole else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><h1>案卷目录：{title}</h1>{then}{facts}"
        f"<h2>办理记录</h2>{_table(('序号', '办理日期', '录入时间', '事项', '办理人', '身份', '理由'), map(_act, events))}"
        f"<h2>证据材料</h2>{_table(('收件回执', '种类', '名称', '字节数', '收件', '作废', 'SHA-256'), map(_file, evidence))}"
        "</html>\n"
    )


def _act(event: Mapping[str, Any]) -> tuple[Any, ...]:
    who = event["actor"] + (f"(受{event['behalf']}委托)" if event["behalf"] else "")
    title = ACTIONS.get(event["action"], "其他事项")
    entered = event["entered_at"][:16].replace("T", " ")
    return (event["seq"], event["acted_on"] or "未载", entered, title, who, event["as_whom"], event["reason"])


def _file(row: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = KINDS.get(row["kind"], "其他材料")
    voided = f"{row['voided_at'][:10]} {row['void_reason']}" if "voided_at" in row else ""
    received = f"{row['entered_at'][:16].replace('T', ' ')} {row['actor']}"
    return (row["receipt"], kind, row["file_name"], row["size"], received, voided, row["sha256"])


def _table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape('' if v is None else str(v))}</td>" for v in row) + "</tr>"
        for row in rows
    )
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"
