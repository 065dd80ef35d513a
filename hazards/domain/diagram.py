"""The diagram of the procedure, drawn from the table of steps so that it cannot drift."""

from hazards.domain.kinds import KINDS
from hazards.domain.lifecycle import STEPS
from hazards.domain.roles import NAMES as ROLES
from hazards.domain.roles import Role
from hazards.domain.stages import NAMES, Stage


def mermaid() -> str:
    """A Mermaid state diagram: every step that changes the stage, with who takes it.

    Withdrawal and transfer lead out of every open stage alike, so they are drawn once from a group.
    """
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{NAMES[stage]}" as {_key(stage)}' for stage in Stage]
    lines.append(f"    [*] --> {_key(Stage.FOUND)}: 排查登记")
    for step in STEPS.values():
        if step.end is None:
            continue
        starts = sorted(step.start, key=list(Stage).index)
        who = "、".join(ROLES[r] for r in Role if r in step.by)
        if len(starts) > 3:
            lines.append(f"    note right of {_key(step.end)}: {step.title}({who})，各未销号阶段均可")
            starts = [Stage.RECTIFYING]
        lines += [f"    {_key(start)} --> {_key(step.end)}: {step.title}({who})" for start in starts]
    lines.append(f"    {_key(Stage.STRUCK_OFF)} --> [*]")
    return "\n".join(lines)


def table() -> str:
    """Every step as a Markdown table: from, to, who, what it needs, its law key."""
    rows = [
        "| 事项 | 由 | 至 | 办理人 | 须附 | 双人 | 挂牌机关 | 依据 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for step in STEPS.values():
        starts = (
            "任何已挂牌阶段" if len(step.start) > 3 else "、".join(NAMES[s] for s in Stage if s in step.start)
        )
        end = NAMES[step.end] if step.end else "不变"
        who = "、".join(ROLES[r] for r in Role if r in step.by)
        needs = "、".join(_needs(step.proof, step.gates)) or "—"
        second, body = ("是" if step.second else "—"), ("是" if step.listing_body else "—")
        rows.append(
            f"| {step.title} | {starts} | {end} | {who} | {needs} | {second} | {body} | `{step.law}` |"
        )
    return "\n".join(rows)


GATES = {
    "plan": "方案六项",
    "measures": "五落实齐备",
    "items": "明细全部完成",
    "items-verified": "明细全部核验",
    "evaluation": "停产的须评估报告",
    "accident": "事故已有结论",
    "applied": "有未决申请",
    "not-applied": "无未决申请",
    "suspended": "停产中",
    "in-accident": "事故未结论",
}


def _needs(proof: tuple[str, ...], gates: tuple[str, ...]) -> list[str]:
    return [*(KINDS[kind] for kind in proof), *(GATES[gate] for gate in gates)]


def _key(stage: Stage) -> str:
    return stage.value.replace("-", "_")


def page() -> str:
    """docs/lifecycle.md, whole."""
    return (
        "# 挂牌督办的步骤\n\n"
        "Generated from `hazards/domain/lifecycle.py` by `python -m tests.domain.diagram`; "
        "a test holds it equal.\n\n"
        f"```mermaid\n{mermaid()}\n```\n\n{table()}\n"
    )
