"""Runs the hostile evidence files through a real server's upload route and compares verdicts.

python -m tests.hostile.evidence [--seed N] [--only E13]
"""

import argparse
import json
import sqlite3
import tempfile
import threading
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import psutil

from tests.evidence.serving import Server, ask, login, send, serving
from tests.hostile.verdicts import FORBIDDEN, Outcome, make

PHOTOGRAPHS = (".jpg", ".png")


class Memory:
    """The most memory any child of the server held while a file was looked at, in MB."""

    def __init__(self, pid: int) -> None:
        self.server, self.most, self._stop = psutil.Process(pid), 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.01):
            for child in self.server.children(recursive=True):
                try:
                    self.most = max(self.most, child.memory_info().rss / 1e6)
                except psutil.Error:
                    continue

    def stop(self) -> float:
        self._stop.set()
        self._thread.join()
        return self.most


def a_case(server: Server) -> int:
    """An open hazard whose place is known; moved to where the good photographs say they were taken."""
    with closing(sqlite3.connect(server.folder / "hazards.db")) as connection:
        found = connection.execute(
            "SELECT id FROM cases WHERE state = 'open' AND kind = 'hazard' AND lead_id IS NOT NULL"
            " AND listed_on < '2026-05-01' ORDER BY id LIMIT 1"
        ).fetchone()[0]
        connection.execute("UPDATE cases SET lon = 120.68, lat = 27.985 WHERE id = ?", (found,))
        connection.commit()
    return found


def judge(
    server: Server, cookie: str, case: int, folder: Path, told: dict, receipts: dict[str, dict]
) -> Outcome:
    data = (folder / told["file"]).read_bytes()
    name = told.get("upload_as", told["file"])
    kind = "after" if told["file"].endswith(PHOTOGRAPHS) else "other"
    assert server.process is not None
    before = files(server.folder)
    memory, started = Memory(server.process.pid), time.monotonic()
    status, answer = send(server.port, cookie, case, name, data, kind, key=told["id"])
    outcome = Outcome(
        told["id"], told["why"], told["verdict"], "?", time.monotonic() - started, answer=answer
    )
    rss = memory.stop()
    outcome.verdict = "accept" if status in (200, 201) else "reject"
    if outcome.verdict not in {told["verdict"], *told.get("also_ok", ())}:
        outcome.faults.append(f"{outcome.verdict} instead of {told['verdict']}: {answer}")
    if any(word in json.dumps(answer) for word in FORBIDDEN) or status >= 500:
        outcome.faults.append(f"{status}: {answer}")
    checks = told["checks"]
    if rss > checks.get("rss_mb", 1e9):
        outcome.faults.append(f"{rss:.0f} MB, allowed {checks['rss_mb']}")
    if outcome.seconds > checks.get("seconds", 1e9):
        outcome.faults.append(f"{outcome.seconds:.1f} s, allowed {checks['seconds']}")
    if outcome.verdict == "accept":
        receipts[told["id"]] = answer
        _taken(server, cookie, data, told, answer, outcome, receipts)
    else:
        _refused(answer, outcome)
        if files(server.folder) != before:
            outcome.faults.append("a refused file left something on disk")
    return outcome


def files(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in (folder / "evidence").rglob("*") if p.is_file()}


def _refused(answer: dict, outcome: Outcome) -> None:
    text = answer.get("message", "")
    if not any("\u4e00" <= c <= "\u9fff" for c in text) or "。" not in text.rstrip("。"):
        outcome.faults.append(f"no Chinese sentence with a remedy: {text!r}")


def _taken(
    server: Server,
    cookie: str,
    data: bytes,
    told: dict,
    answer: dict,
    outcome: Outcome,
    receipts: dict[str, dict],
) -> None:
    checks, faults = told["checks"], outcome.faults
    if answer["sha256"] != sha256(data).hexdigest():
        faults.append("another digest")
    if checks.get("flagged") and not answer["flags"]:
        faults.append("not flagged")
    if told["id"] == "E01" and answer["flags"]:
        faults.append(f"an honest photograph is flagged {answer['flags']}")
    if (same := checks.get("duplicate_of")) and same in receipts and not answer["again"]:
        faults.append("taken twice without a word")
    status, headers, body = ask(server.port, "GET", f"/evidence/{answer['id']}", cookie=cookie)
    if status != 200 or body != data:
        faults.append(f"the original came back changed ({status})")
    safe = (
        headers.get("x-content-type-options") == "nosniff"
        and headers.get("content-disposition", "").startswith("attachment")
        and "sandbox" in headers.get("content-security-policy", "")
        and "html" not in headers.get("content-type", "")
    )
    if not safe or "set-cookie" in headers:
        faults.append(f"unsafe headers {headers}")
    status, headers, body = ask(server.port, "GET", f"/evidence/{answer['id']}/view", cookie=cookie)
    if status == 200 and (b"<script" in body or b"Exif" in body or headers["content-type"] != "image/jpeg"):
        faults.append("the copy for viewing carries more than its picture")


def run(seed: int, only: str | None = None, patience: float = 1.0) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as room_:
        room = Path(room_)
        expected = make(seed, room / "files")
        told = [e for e in expected["files"] if e["kind"] == "evidence" and only in (None, e["id"])]
        told.sort(key=lambda e: e["id"])
        for one in told:
            if limit := one["checks"].get("seconds"):
                one["checks"]["seconds"] = limit * patience
        (room / "var").mkdir()
        with serving(room / "var") as server:
            case, cookie = a_case(server), login(server.port, "anwei1")
            receipts: dict[str, dict] = {}
            outcomes = [judge(server, cookie, case, room / "files", one, receipts) for one in told]
        outside = [p for p in (Path("/etc/cron.d/x.jpg"), *Path("/tmp").glob("H*_slip.txt")) if p.exists()]
        assert not outside, outside
        assert "Traceback" not in server.log.read_text("utf-8"), server.log.read_text("utf-8")[-3000:]
    return outcomes


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--seed", type=int, default=0)
    told.add_argument("--only")
    asked = told.parse_args()
    outcomes = run(asked.seed, asked.only)
    for o in outcomes:
        print(f"{o.id} {o.verdict:8s} {o.seconds:5.2f}s {'; '.join(o.faults) or 'ok'}   ({o.why})")
    wrong = [o for o in outcomes if o.faults]
    print(f"{len(outcomes)} files, {len(wrong)} wrong")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
