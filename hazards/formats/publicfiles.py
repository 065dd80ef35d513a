"""公开包 as a zip: the page, the same list as xlsx, and the sums of both; same value, same bytes."""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hazards.formats import exports
from hazards.formats.publicpage import HEADS, RULE, page

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Members carry no time."""
README = """公开包
index.html 可直接放到门户网站，不需要其他文件，也不向任何地址取内容；table.xlsx 为同一清单。
SHA256SUMS 为两个文件的校验值。发布前须由领导签发，并完成个人信息保护影响评估。
"""


def zipped(value: Mapping[str, Any]) -> bytes:
    """The zip of a frozen value (services/publicvalue.py)."""
    parts = {"index.html": exports.clean(page(value)).encode(), "table.xlsx": table(value)}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in parts.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, data in [*parts.items(), ("SHA256SUMS", sums.encode()), ("README.txt", README.encode())]:
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr, info.create_system = 0o644 << 16, 3
            made.writestr(info, data)
    return out.getvalue()


def table(value: Mapping[str, Any]) -> bytes:
    """The list as xlsx, with its rule above it."""
    rule = f"截止 {value['cut_on']}；{RULE.format(rule=value['rule'])}"
    rows = [[case[name] for name, _, _ in HEADS] for case in value["cases"]]
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "a.xlsx"
        exports.write_xlsx(
            path,
            [title for _, title, _ in HEADS],
            rows,
            title=f"{value['district']}挂牌督办公开表",
            rule=rule,
        )
        return path.read_bytes()
