"""The outbox (通知发送): collected from events, sent once each, tried again with longer and longer pauses.

A message is claimed under a lease before it is sent and marked after. Whoever dies between the two
leaves it claimed; when the lease ends it counts as unsure and waits for a person, never for a retry.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from hazards.domain.errors import Refusal
from hazards.services import channels, clock, notices, pacing
from hazards.services.channels import Channel
from hazards.storage import outbox, settings
from hazards.storage.store import Store

ON, CURSOR, ADDRESS = "notify.on", "notify.cursor", "notify.address."
MOST = 200
"""Messages of one round; the rest wait for the next."""
TROUBLE = "对方没有接收：连接失败、超时或者拒收"
MISSING = "渠道的地址已经取消"

log = logging.getLogger("hazards.outbox")
Sending = Callable[[str, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    collected: int = 0
    sent: int = 0
    failed: int = 0


def drain(store: Store, send: Sending = channels.send) -> Round:
    """Collect and send what is due; nothing while it is switched off."""
    with store.read() as connection:
        if not settings.get(connection, ON, False):
            return Round()
        addresses = settings.under(connection, ADDRESS)
    collected = collect(store, addresses)
    sent = failed = 0
    for _ in range(MOST):
        row = store.write(_claim)
        if row is None:
            break
        fine = _deliver(store, row, addresses, send)
        sent, failed = sent + fine, failed + (not fine)
    return Round(collected, sent, failed)


def collect(store: Store, addresses: Mapping[str, str]) -> int:
    """Bring in what happened since the last time and what is due tomorrow; how many messages came."""
    used = [channel for name, url in addresses.items() if (channel := _usable(name, url))]
    with store.read() as connection:
        cursor = settings.get(connection, CURSOR, 0)
        last, told = notices.of_events(connection, cursor)
        told += list(notices.due(connection, clock.today()))
    messages = [one for message in told for channel in used for one in _addressed(message, channel)]
    if not messages and last == cursor:
        return 0

    def job(connection: Connection) -> int:
        came = outbox.put(connection, messages, at=clock.stamp())
        if settings.get(connection, CURSOR, 0) < last:  # another process may be further on
            settings.put(connection, {CURSOR: last}, at=clock.stamp(), event=last)
        return came

    return store.write(job)


def _usable(name: str, url: str) -> Channel | None:
    try:
        return channels.read(name, url)
    except Refusal:
        return None


def _addressed(message: notices.Message, channel: Channel) -> list[dict[str, str]]:
    """One message for each recipient, so that a refused address repeats nothing for the others."""
    keys = [f"{message['key']}>{to}" if to else message["key"] for to in channel.recipients]
    return [{**message, "key": key, "channel": channel.name} for key in keys]


def _claim(connection: Connection) -> outbox.Row | None:
    now = clock.now()
    until = now + timedelta(minutes=pacing.rules()["outbox"]["lease"])
    lease = uuid4().hex
    told = {"now": _stamp(now), "lease": lease, "until": _stamp(until)}
    return outbox.claim(connection, **told)


def _stamp(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds"))


def _deliver(store: Store, row: outbox.Row, addresses: Mapping[str, str], send: Sending) -> bool:
    """Send one message in hand and write down what came of it."""
    url = addresses.get(row["channel"])
    try:
        fine = url is not None and send(url, row)
    except Exception:
        log.exception("message %d was not sent", row["id"])
        fine = False
    store.write(
        lambda c: outbox.finish(c, row, **_after(row, fine, "" if fine else TROUBLE if url else MISSING))
    )
    return fine


def _after(row: outbox.Row, fine: bool, trouble: str) -> dict[str, Any]:
    if fine:
        return {"state": outbox.SENT, "sent_at": clock.stamp(), "trouble": ""}
    pauses = pacing.rules()["outbox"]["retry"]
    if row["tries"] > len(pauses):
        return {"state": outbox.FAILED, "trouble": trouble}
    later = clock.now() + timedelta(minutes=pauses[row["tries"] - 1])
    return {"state": outbox.WAITING, "next_at": _stamp(later), "lease": "", "trouble": trouble}
