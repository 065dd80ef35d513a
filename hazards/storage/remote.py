"""Remote blobs: the same store behind fsspec, for ``s3://``; proved against moto's server only.

A file is spooled on this machine first, so that its digest is known and its content looked at
before anything leaves. An object store has no locks: what no row speaks of is swept by age.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

import fsspec

from hazards.storage.blobs import Blobs, Known, Part

OLD = timedelta(hours=24)


class RemoteBlobs(Blobs):
    """Objects ``sha256/ab/abcd…`` below one address; ``arriving/`` holds what is being sent."""

    def __init__(self, url: str) -> None:
        super().__init__(Path(tempfile.gettempdir()) / "guapai-evidence")
        # The listing cache would hide what another process has just stored.
        self.fs, self.base = fsspec.url_to_fs(url, use_listings_cache=False)

    def keep(self, part: Part) -> None:
        target = self._key(part.sha256)
        if self.exists(part.sha256) and self.digest(part.sha256) == part.sha256:
            return
        on_the_way = f"{self.base}/arriving/{part.path.name}"
        self.fs.put_file(str(part.path), on_the_way)
        self.fs.cp_file(on_the_way, target)
        if self.size(part.sha256) != part.size:
            raise OSError("the object store kept another size than was sent")
        self.fs.rm_file(on_the_way)

    def forget(self, digest: str, known: Known) -> bool:
        """Left to the sweep: without locks nobody can tell who is sending the same bytes."""
        return False

    def sweep(self, known: Known) -> tuple[int, int]:
        for spooled in list(self.arriving.glob("*.part")):
            self._drop_abandoned(spooled)
        parts = [p for p in self._listed("arriving") if self._old(p)]
        for path in parts:
            self.fs.rm_file(path)
        orphans = [d for batch in self._batches() for d in _unknown(batch, known) if self._old(self._key(d))]
        for digest in orphans:
            self.fs.mv(self._key(digest), f"{self.base}/swept/{digest}")
        return len(parts), len(orphans)

    def exists(self, digest: str) -> bool:
        return self.fs.exists(self._key(digest))

    def size(self, digest: str) -> int:
        return self.fs.info(self._key(digest))["size"]

    def open(self, digest: str) -> BinaryIO:
        return cast(BinaryIO, self.fs.open(self._key(digest), "rb"))

    def place(self, digest: str) -> Path | None:
        return None

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(prefix="guapai-") as copy:
            self.fs.get_file(self._key(digest), copy.name)
            yield Path(copy.name)

    def _key(self, digest: str) -> str:
        return f"{self.base}/sha256/{self._path(digest).relative_to(self.kept)}"

    def _listed(self, folder: str) -> list[str]:
        try:
            return self.fs.find(f"{self.base}/{folder}")
        except FileNotFoundError:
            return []

    def _batches(self) -> Iterator[list[str]]:
        names = sorted(path.rpartition("/")[2] for path in self._listed("sha256"))
        for start in range(0, len(names), 1000):
            yield names[start : start + 1000]

    def _old(self, path: str) -> bool:
        written = self.fs.info(path).get("LastModified")
        return written is not None and written < datetime.now(UTC) - OLD


def _unknown(batch: list[str], known: Known) -> list[str]:
    spoken_of = known(batch)
    return [d for d in batch if d not in spoken_of]
