"""Scans (原件扫描): papers of complaints, decisions and exposures; the bytes lie with the evidence."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hazards.domain import evidence as rules
from hazards.domain.errors import Refusal
from hazards.domain.roles import CASEWORK, Role
from hazards.formats import magic, probe
from hazards.services import clock, matters
from hazards.services.access import NotYours, Scope, operation
from hazards.services.evidence import Original
from hazards.services.matters import NoSuchMatter
from hazards.services.receiving import NotStored
from hazards.storage import blobs, casework
from hazards.storage import tables as t
from hazards.storage.store import Store

Row = matters.Row
MOST = 10
File = tuple[str, bytes]
"""A name and its bytes."""


class NoSuchScan(Refusal):
    code = "no-such-scan"
    says = "没有这份原件。"
    remedy = "它可能不在您的辖区，请在事项中选择。"


class TooManyScans(Refusal):
    code = "too-many-scans"
    says = "一次最多附{most}份原件。"
    remedy = "请合并成一份 pdf，或分次登记。"


@dataclass(frozen=True, slots=True)
class Settled:
    """A file whose bytes are on disk and whose content was judged; no row speaks of it yet."""

    name: str
    media_type: str
    size: int
    sha256: str


@contextmanager
def settled(files: Sequence[File]) -> Iterator[list[Settled]]:
    """Bytes and names on disk before the act that speaks of them, held until it has ended.

    Raises:
        TooManyScans, NotStored
        Unreadable: nothing we keep, and why.
    """
    if len(files) > MOST:
        raise TooManyScans(most=MOST)
    with ExitStack() as stack:
        yield [_settle(stack, name, content) for name, content in files]


def _settle(stack: ExitStack, name: str, content: bytes) -> Settled:
    told = rules.clean_name(name)
    family = magic.family(content[: magic.HEAD])
    if len(content) > magic.LIMIT_MB[family] * 1024 * 1024:
        raise magic.too_large(family)
    held = blobs.store()
    try:
        part = held.part()
        stack.callback(part.close)
        part.write(content)
        digest = part.finish()
        found = probe.probe(part.path)
        held.keep(part)
    except OSError as error:
        raise NotStored from error
    return Settled(rules.fitting_name(told, found.media_type), found.media_type, len(content), digest)


def add(
    connection: Connection, scope: Scope, subject: str, number: int, files: Sequence[Settled], event: int
) -> None:
    """The rows, in the transaction of the act that brings them."""
    for one in files:
        casework.add(
            connection,
            t.scans,
            subject=subject,
            subject_id=number,
            file_name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            actor=scope.as_whom or scope.actor,
            entered_at=clock.stamp(),
            event_id=event,
        )


def digests(files: Sequence[Settled]) -> list[str]:
    """What the event of the act says of them."""
    return [one.sha256 for one in files]


def of(connection: Connection, subject: str, number: int) -> list[Row]:
    s = t.scans.c
    return casework.where(connection, t.scans, s.subject == subject, s.subject_id == number, order=(s.id,))


@operation("调阅事项原件", CASEWORK | {Role.LEADER, Role.AUDITOR})
def get(store: Store, scope: Scope, number: int) -> Original:
    """The bytes as received, for whoever sees the matter.

    Raises:
        NoSuchScan: there is none, or its matter is not in sight: the answer is the same.
    """
    with store.read() as connection:
        row: Any = casework.get(connection, t.scans, number)
        if row is None:
            raise NoSuchScan
        try:
            matters.one(connection, scope, row["subject"], row["subject_id"])
        except (NoSuchMatter, NotYours) as refusal:
            raise NoSuchScan from refusal
    return Original(row, blobs.store())
