"""Channels (发送渠道): mail and one webhook, by addresses of Apprise's kind; a password is never shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from hazards.domain.errors import Refusal

NAMES = {"mail": "邮件", "webhook": "网络接口"}
SCHEMES = {"mail": ("mailto", "mailtos"), "webhook": ("json", "jsons")}
EXAMPLES = {
    "mail": "mailto://用户名:口令@邮件服务器:25?from=发件地址&to=收件地址",
    "webhook": "json://服务器:端口/路径",
}
HEADER = "X-Guapai-Message"
"""Carries the key of the message, so that a receiver can tell a second copy."""
SECONDS = 15.0


class BadAddress(Refusal):
    code = "bad-channel-address"
    says = "{name}的地址不可用。"
    remedy = "请按“{example}”的形式填写，口令中的特殊符号须转义。"


@dataclass(frozen=True, slots=True)
class Channel:
    """An address that can be used; ``shown`` tells server and recipients, and no secret."""

    name: str
    url: str
    shown: str
    recipients: tuple[str, ...]
    """Of mail, the addresses, each of which gets a message of its own; of a webhook one empty text."""


def read(name: str, url: str) -> Channel:
    """Understand an address.

    Raises:
        BadAddress
    """
    plugin = _plugin(name, url)
    port = f":{plugin.port}" if plugin.port else ""
    server = f"{plugin.smtp_host if name == 'mail' else plugin.host}{port}"
    if name != "mail":
        return Channel(name, url, f"{urlsplit(url).scheme}://{server}", ("",))
    recipients = tuple(address for _, address in plugin.targets)
    if not recipients:
        raise BadAddress(name=NAMES[name], example=EXAMPLES[name])
    return Channel(name, url, f"{server}，收件人 {'、'.join(recipients)}", recipients)


def _plugin(name: str, url: str) -> Any:
    from apprise import Apprise  # it loads a hundred plugins: only where something is sent

    told = url.strip()
    plugin = Apprise.instantiate(told) if urlsplit(told).scheme in SCHEMES[name] else None
    if plugin is None:
        raise BadAddress(name=NAMES[name], example=EXAMPLES[name])
    return plugin


def send(url: str, message: Mapping[str, Any]) -> bool:
    """Hand one message over; True only where the other side said that it took it.

    Args:
        message: a row of the outbox; the recipient stands behind ">" in its key.
    """
    from apprise import NotifyFormat, NotifyType

    plugin = _plugin(message["channel"], url)
    plugin.headers = {**(plugin.headers or {}), HEADER: message["key"].partition(">")[0]}
    plugin.notify_format = NotifyFormat.TEXT
    plugin.socket_connect_timeout = plugin.socket_read_timeout = SECONDS
    plugin.request_rate_per_sec = 0
    if message["channel"] == "mail":
        plugin.targets = [(False, message["key"].partition(">")[2])]
    told = {"title": message["subject"], "notify_type": NotifyType.INFO}
    return bool(plugin.notify(body=message["body"], body_format=NotifyFormat.TEXT, **told))
