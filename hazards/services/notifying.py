"""Notifying (通知设置): the administrator's switches of the outbox, and what became of its messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.domain.roles import SETTERS
from hazards.services import channels, clock
from hazards.services.access import Scope, operation
from hazards.services.outbox import ADDRESS, CURSOR, ON
from hazards.storage import events, outbox, settings
from hazards.storage.outbox import Row
from hazards.storage.store import Store

SHOWN = 50


class NoSuchMessage(Refusal):
    code = "no-such-message"
    says = "没有这条待处理的通知。"
    remedy = "只有发送失败和不能确定是否发出的可以重发，请刷新后核对。"


class NoChannel(Refusal):
    code = "no-channel"
    says = "还没有可用的发送渠道。"
    remedy = "请先填写邮件或者网络接口的地址，再启用通知。"


@dataclass(frozen=True, slots=True)
class Notifying:
    """``shown``: each channel's server and recipients, without any secret; ``latest``: rows of the outbox."""

    on: bool
    shown: dict[str, str]
    counts: dict[str, int]
    latest: list[Row]


@operation("查看通知设置", SETTERS)
def read(store: Store, scope: Scope) -> Notifying:
    with store.read() as connection:
        return Notifying(
            bool(settings.get(connection, ON, False)),
            settings.get(connection, "notify.shown", {}),
            outbox.counts(connection),
            outbox.latest(connection, SHOWN),
        )


@operation("设定通知渠道", SETTERS)
def set_channel(store: Store, scope: Scope, name: str, url: str) -> None:
    """Set the address of a channel, which is not shown again; an empty one takes it away.

    Raises:
        BadAddress
    """
    if name not in channels.SCHEMES:
        raise channels.BadAddress(name=name[:10], example=channels.EXAMPLES["mail"])
    shown = channels.read(name, url).shown if url.strip() else None

    def job(connection: Connection) -> None:
        told = {n: s for n, s in settings.get(connection, "notify.shown", {}).items() if n != name}
        told |= {name: shown} if shown else {}
        _set(
            connection,
            scope,
            {f"{ADDRESS}{name}": url.strip() or None, "notify.shown": told, **({} if told else {ON: False})},
            {"channel": channels.NAMES[name], "address": shown or "取消"},
        )

    store.write(job)


@operation("启用或者停用通知", SETTERS)
def turn(store: Store, scope: Scope, on: bool) -> None:
    """Switch sending on or off. What happens while it is off is not sent later.

    Raises:
        NoChannel
    """

    def job(connection: Connection) -> None:
        if on and not settings.under(connection, ADDRESS):
            raise NoChannel
        fresh = on and not settings.get(connection, ON, False)
        values = {ON: on, **({CURSOR: events.last(connection)} if fresh else {})}
        _set(connection, scope, values, {"on": on})

    store.write(job)


def _set(connection: Connection, scope: Scope, values: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Every change with its event, which tells no secret."""
    stamp = clock.stamp()
    event = events.record(
        connection,
        subject="settings",
        action="notify-set",
        entered_at=stamp,
        acted_on=clock.today(),
        data=data,
        **scope.signature,
    )
    settings.put(connection, values, at=stamp, event=event)


@operation("重发通知", SETTERS)
def again(store: Store, scope: Scope, number: int) -> None:
    """Send once more what failed, or what nobody knows to have gone: a person has made sure.

    Raises:
        NoSuchMessage
    """

    def job(connection: Connection) -> None:
        if not outbox.again(connection, number, at=clock.stamp()):
            raise NoSuchMessage
        _set(connection, scope, {}, {"again": number})

    store.write(job)
