"""A 迎检台账 as a district orders it before an inspection: scans and photographs from phones bound in.

python -m benchmarks.binder [--cases N] [--photos P] [--scans S] [--keep FOLDER]

Each case holds P photographs of twelve megapixels, half before and half after, and S scanned papers of
two pages. Nothing of it was looked at before, so every viewing copy is made on the way. No peer.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import insert

from hazards.services import binding, register
from hazards.services.access import LOCAL_ADMIN
from hazards.storage import blobs, cases, events
from hazards.storage import register as units
from hazards.storage import tables as t
from hazards.storage.migrations import migrate
from hazards.storage.store import Store

STAMP = "2026-05-01T09:00:00+08:00"
PAPERS = ("notice-receipt", "plan", "application", "site-check", "acceptance")


def photograph() -> bytes:
    """Twelve megapixels of texture, some four megabytes, as a phone saves them."""
    grain = Image.effect_noise((1000, 750), 40).resize((4000, 3000))
    out = io.BytesIO()
    Image.merge("RGB", (grain, grain.rotate(180), grain)).save(out, "JPEG", quality=90)
    return out.getvalue()


def scan() -> bytes:
    """Two pages at 150 dpi, as the office's scanner leaves them."""
    page = Image.effect_noise((1240, 1754), 25)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150, save_all=True, append_images=[page])
    return out.getvalue()


def fill(store: Store, args: argparse.Namespace) -> int:
    """``args.cases`` struck-off hazards over the streets; returns bytes of evidence."""
    photo, paper, whole = photograph(), scan(), 0
    with store.read() as connection:
        streets = [u.key for u in units.load(connection).units.values() if u.type in ("街道", "镇")]
    for n in range(args.cases):
        files = [("before" if k % 2 else "after", photo, "jpg", "image/jpeg") for k in range(args.photos)]
        files += [(PAPERS[k % len(PAPERS)], paper, "pdf", "application/pdf") for k in range(args.scans)]
        rows = [_kept(case, n, k) for k, case in enumerate(files)]
        whole += sum(row["size"] for row in rows)
        store.write(lambda c, n=n, rows=rows: _case(c, n, streets[n % len(streets)], rows))  # type: ignore[misc]
    return whole


def _kept(told: tuple[str, bytes, str, str], n: int, k: int) -> dict[str, Any]:
    """The bytes of one file in the store, made its own by a mark at the end."""
    kind, content, suffix, media = told
    part = blobs.store().part()
    mark = f"%{n}-{k}\n%%EOF\n" if suffix == "pdf" else f"{n}-{k}"
    part.write(content + mark.encode())
    digest = part.finish()
    blobs.store().keep(part)
    part.close()
    named = {
        "file_name": f"{kind}{k}.{suffix}",
        "media_type": media,
        "kind": kind,
        "viewpoint": f"点位{k // 2}",
    }
    return {**named, "size": part.size, "sha256": digest, "receipt": f"证〔2026〕{n:04d}{k:02d}"}


def _case(connection: Any, n: int, street: int, rows: list[dict[str, Any]]) -> None:
    told = {
        **cases.BLANK,
        "kind": "hazard",
        "identity": f"n:{n}",
        "number": f"鹿挂〔2026〕{n + 1:03d}号",
        "unit": f"晨岚模具{n + 1}厂",
        "content": "疏散通道被占用，消防设施损坏，电气线路老化。" * 2,
        "supervisor": "区应急管理局",
        "lead_id": street,
        "level": "区级",
        "year": 2026,
        "listed_on": _day("2026-03-01"),
        "deadline": _day("2026-09-30"),
        "state": "open",
        "stage": "accepted",
        "live": True,
    }
    case, unit = cases.next_id(connection, t.cases), cases.next_id(connection, t.units)
    connection.execute(insert(t.units).values(id=unit, name=told["unit"], core=told["unit"]))
    connection.execute(insert(t.cases).values({**told, "id": case, "unit_id": unit}))
    event = events.record(connection, action="noted", case_id=case, actor="测量", entered_at=STAMP)
    about = {"case_id": case, "actor": "测量", "entered_at": STAMP, "way": "desk", "event_id": event}
    connection.execute(insert(t.evidence), [{**about, **row} for row in rows])


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _cpu() -> float:
    """Seconds of processor of this process and its children that ended."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=90)
    parser.add_argument("--photos", type=int, default=4)
    parser.add_argument("--scans", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="guapai-binder-") as held:
        folder = args.keep or Path(held)
        os.environ["HAZARDS_TODAY"] = "2026-11-21"
        os.environ["HAZARDS_DATABASE_URL"] = f"sqlite:///{folder / 'hazards.db'}"
        store = Store(os.environ["HAZARDS_DATABASE_URL"])
        migrate(store)
        register.add_district(store, LOCAL_ADMIN, "330302")
        whole = fill(store, args)
        room = folder / "room"
        room.mkdir()
        began, load, cpu = time.perf_counter(), os.getloadavg()[0], _cpu()
        made = binding.make(store, LOCAL_ADMIN, {"year": "2026"}, room, lambda *_: None)
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{args.cases} cases, {whole / 2**20:.0f} MB of evidence: {made.pages} pages, "
            f"{made.size / 2**20:.0f} MB in {took:.0f} s "
            f"({_cpu() - cpu:.0f} s of processor), {peak:.0f} MB at most, load {load:.1f}"
        )


if __name__ == "__main__":
    main()
