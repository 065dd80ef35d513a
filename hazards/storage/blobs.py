"""Blobs: the bytes of evidence, each file once, under its own SHA-256, written and never changed.

A file arrives as a Part beside its target. ``keep`` gives it its name; only after that may a row
speak of it. Whoever works with a file holds a shared lock on it, so that the sweep of what a crash
left behind can tell it from what is still arriving, in this process or in another.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parents[2]
CHUNK = 1024 * 1024
TOO_MANY = 200

Known = Callable[[list[str]], set[str]]
"""Which of these digests some row speaks of."""


class Part:
    """One file on its way in: hashed while it is written, gone when dropped."""

    def __init__(self, folder: Path) -> None:
        descriptor, name = tempfile.mkstemp(suffix=".part", dir=folder)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        self.path = Path(name)
        self.size = 0
        self.sha256 = ""
        self._file = os.fdopen(descriptor, "wb", buffering=CHUNK)
        self._digest = sha256()
        self._held: int | None = None

    def write(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        self.size += len(chunk)
        self._file.write(chunk)

    def finish(self) -> str:
        """Everything is on disk when this returns the digest."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self.sha256 = self._digest.hexdigest()
        return self.sha256

    def hold(self, descriptor: int) -> None:
        """Keep the lock on a file that was there already."""
        self._held = descriptor

    def close(self) -> None:
        """Let go: a row speaks of the bytes by now, or nothing ever will."""
        with suppress(OSError):
            self._file.close()
        if self._held is not None:
            os.close(self._held)
            self._held = None
        self.path.unlink(missing_ok=True)


class Blobs:
    """The store on a file system of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.arriving = root / "arriving"
        self.kept = root / "sha256"
        self.swept = root / "swept"

    def part(self) -> Part:
        self.arriving.mkdir(parents=True, exist_ok=True)
        with self._moving():
            return Part(self.arriving)

    def keep(self, part: Part) -> None:
        """Give a finished part its name. The lock on it lasts until ``part.close()``."""
        target = self._path(part.sha256)
        self._folder(target.parent)
        with self._moving():
            there = target.exists()
            if not there:
                self._name(part, target)
            else:
                part.hold(_shared(target))
        if there and self.digest(part.sha256) != part.sha256:  # what lay here has rotted
            with self._moving():
                self._name(part, target)
        _sync(target.parent)

    def forget(self, digest: str, known: Known) -> bool:
        """Take away bytes no row speaks of and nobody holds; they lie in ``swept`` afterwards."""
        target = self._path(digest)
        with self._moving():
            try:
                descriptor = os.open(target, os.O_RDONLY)
            except FileNotFoundError:
                return False
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if known([digest]):
                    return False
                folder = self.swept / f"{date.today():%Y%m%d}"  # noqa: DTZ011 - a folder's name
                folder.mkdir(parents=True, exist_ok=True)
                os.replace(target, folder / digest)
                return True
            except BlockingIOError:
                return False
            finally:
                os.close(descriptor)

    def sweep(self, known: Known) -> tuple[int, int]:
        """Remove what a crash left: (files that never finished, files no row speaks of).

        Raises:
            RuntimeError: so much is unknown that this must be another database's evidence.
        """
        parts = sum(self._drop_abandoned(path) for path in sorted(self.arriving.glob("*.part")))
        orphans: list[str] = []
        told = 0
        for batch in self._batches():
            spoken_of = known(batch)
            told += len(spoken_of)
            orphans += [d for d in batch if d not in spoken_of]
        if len(orphans) > max(TOO_MANY, told):
            raise RuntimeError(f"{len(orphans)} files without a row beside {told} with one; nothing moved")
        return parts, sum(self.forget(digest, known) for digest in orphans)

    def exists(self, digest: str) -> bool:
        return self._path(digest).exists()

    def size(self, digest: str) -> int:
        return self._path(digest).stat().st_size

    def open(self, digest: str) -> BinaryIO:
        """Seekable, for reading only.

        Raises:
            FileNotFoundError
        """
        return self._path(digest).open("rb")

    def digest(self, digest: str) -> str | None:
        """What the bytes under this name really add up to; None where there are none."""
        try:
            with self.open(digest) as file:
                return file_digest(cast(Any, file), sha256).hexdigest()
        except FileNotFoundError:
            return None

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        """A path on this machine, for a reader in a child process."""
        yield self._path(digest)

    def place(self, digest: str) -> Path | None:
        """Where the bytes lie on this machine; None where they are kept elsewhere."""
        return self._path(digest)

    def digests(self) -> Iterator[str]:
        for batch in self._batches():
            yield from batch

    def _batches(self) -> Iterator[list[str]]:
        for folder in sorted(self.kept.glob("??")):
            if found := sorted(p.name for p in folder.iterdir() if len(p.name) == 64):
                yield found

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 digest")
        return self.kept / digest[:2] / digest

    def _folder(self, folder: Path) -> None:
        """A new folder's own name must be on disk too."""
        missing = [f for f in (self.root, self.kept, folder) if not f.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            _sync(made.parent)

    def _name(self, part: Part, target: Path) -> None:
        os.fchmod(part._file.fileno(), 0o440)
        os.rename(part.path, target)

    def _drop_abandoned(self, path: Path) -> bool:
        with self._moving():
            try:
                descriptor = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                return False
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                return True
            except BlockingIOError:
                return False
            finally:
                os.close(descriptor)

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """One at a time gives or takes a name, whichever process it is in."""
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _shared(path: Path) -> int:
    descriptor = os.open(path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def address() -> str:
    """``HAZARDS_EVIDENCE_URL``, else the folder ``evidence`` beside an SQLite file, else in var/."""
    if told := os.environ.get("HAZARDS_EVIDENCE_URL", "").strip():
        return told
    database = os.environ.get("HAZARDS_DATABASE_URL", "").strip()
    path = make_url(database).database if database.startswith("sqlite") else None
    folder = Path(path).resolve().parent if path else ROOT / "var"
    return (folder / "evidence").as_uri()


@lru_cache(maxsize=8)
def open_blobs(url: str) -> Any:
    """The store at an address: ``file://`` here, anything else fsspec knows (``s3://``) remotely."""
    parts = urlsplit(url)
    if parts.scheme in ("", "file"):
        return Blobs(Path(unquote(parts.path)))
    from hazards.storage.remote import RemoteBlobs

    return RemoteBlobs(url)


def store() -> Blobs:
    """The evidence store of this installation."""
    return open_blobs(address())
