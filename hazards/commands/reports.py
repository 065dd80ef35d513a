"""Bulletins: drafted, published, and handed out again byte for byte."""

from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, group

KINDS = {
    "week": ("周通报", "2026-W46"),
    "month": ("月度通报", "2026-10"),
    "quarter": ("季度通报", "2026-Q3"),
    "year": ("年度通报", "2025"),
    "digest": ("难题梳理汇总", "2026-10"),
}


def add(commands: Any) -> None:
    bulletin = group(commands, "bulletin", "通报")
    for kind, (name, shape) in KINDS.items():
        made = command(bulletin, kind, f"编制{name}，写出 docx、xlsx 和 pdf", _bulletin)
        made.set_defaults(kind=kind)
        made.add_argument("period", metavar="期间", help=f"如 {shape}")
        made.add_argument("--out", type=Path, required=True, metavar="文件夹")
        made.add_argument("--publish", action="store_true", help="印发：编号、冻结、封签")


def _bulletin(told: Any) -> Answer:
    """An issue already published is written out as it was; a draft is computed anew."""
    from hazards.services import bulletins, publishing

    store, scope = acting(told)
    when = publishing.read_period(told.kind, told.period)
    found = bulletins.of_period(store, scope, told.kind, when.told)
    if found is None or (found.state == "draft" and not (told.publish and not found.mine and found.drafter)):
        publishing.draft(store, scope, told.kind, when.told)
        found = bulletins.of_period(store, scope, told.kind, when.told)
    assert found is not None
    if told.publish and found.state == "draft":
        publishing.publish(store, scope, found.id)
        found = bulletins.of_period(store, scope, told.kind, when.told)
        assert found is not None
    told.out.mkdir(parents=True, exist_ok=True)
    files = {}
    kinds = bulletins.FILES if bulletins.sees_whole(scope) else bulletins.LETTERS
    for kind in kinds:
        content, name = bulletins.file(store, scope, found.id, kind)
        (told.out / name).write_bytes(content)
        files[kind] = str(told.out / name)
    answer = {
        "kind": told.kind,
        "period": when.told,
        "state": found.state,
        "issue": found.number,
        "cutoff": found.cutoff.isoformat(),
        "sha256": found.sha256,
        "files": files,
    }
    done = "已印发" if found.state == "published" else "草稿"
    return answer, [f"{found.name}({done})，截止 {found.cutoff}：", *files.values()], True
