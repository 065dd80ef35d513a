"""Facts of a document: plain values, every one of them optional, since a blank is filled in by hand."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

F = TypeVar("F")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the foot of every document says.

    ``case_number`` is the 案号; ``scan`` tells where the scan of the sealed paper is filed, and empty
    leaves its slot free.
    """

    case_number: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued(Filed):
    """What every document of an organ carries.

    ``organ`` issues and seals it; ``number`` is the 文号 as printed; ``signer`` the 签发人; ``dated``
    the 成文日期; ``copies_to`` the 抄送. The last three are the service receipt (送达回证), mostly
    left to be written at the door.
    """

    organ: str = ""
    number: str = ""
    signer: str = ""
    dated: date | None = None
    copies_to: tuple[str, ...] = ()
    served_by: str = ""
    received_by: str = ""
    received_on: date | None = None


def restored(kind: type[F], told: Mapping[str, Any]) -> F:
    """The facts written by ``orjson.dumps(facts)``, so that a document prints the same again.

    Args:
        told: the parsed JSON object; dates as ISO text, rows as objects.

    Raises:
        KeyError: a field this kind of document does not know; printing without it would be another paper.
    """
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in told.items()})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if dataclasses.is_dataclass(hint):
        return restored(hint, value)  # type: ignore[arg-type]
    return date.fromisoformat(value) if date in get_args(hint) else value
