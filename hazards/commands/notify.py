"""Notifications: send now what waits in the outbox; for a timer where no server runs."""

from typing import Any

from hazards.commands.shell import Answer, command


def add(commands: Any) -> None:
    command(commands, "notify", "发送等待中的通知(未启用时不发送)", _notify)


def _notify(told: Any) -> Answer:
    from hazards.commands.shell import acting
    from hazards.services import notifying, outbox

    store, scope = acting(told)
    before = notifying.read(store, scope)
    done = outbox.drain(store)
    after = notifying.read(store, scope).counts
    now = {"collected": done.collected, "sent": done.sent, "failed": done.failed}
    answer = {"on": before.on, **now, "outbox": after}
    if not before.on:
        return answer, ["通知没有启用，未发送。请系统管理员在“设置”中启用。"], True
    lines = [
        f"本次新增 {done.collected} 条，发出 {done.sent} 条，未发成 {done.failed} 条。",
        f"待发 {after['waiting']} 条，已发 {after['sent']} 条，失败 {after['failed']} 条，"
        f"不能确定 {after['unsure']} 条。",
    ]
    return answer, lines, not after["failed"] and not after["unsure"]
