"""Measuring: ours and the peer in one process, turn by turn, medians; one line a workload."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of both sides; ``must`` and ``aim`` are how many times faster than the peer."""

    work: str
    peer: str
    ours_s: float
    peer_s: float
    must: float
    aim: float
    note: str = ""
    limits: tuple[tuple[str, float, float], ...] = ()
    """(what, measured, most allowed): limits that are no ratios, such as seconds or gigabytes."""

    @property
    def ratio(self) -> float:
        return self.peer_s / self.ours_s

    @property
    def within(self) -> bool:
        return all(told <= most for _, told, most in self.limits)

    @property
    def passed(self) -> bool:
        return self.ratio >= self.must and self.within

    def line(self) -> str:
        told = f"{self.work:<44} {_time(self.ours_s):>9} | {self.peer:<34} {_time(self.peer_s):>9} | "
        told += (
            f"{self.ratio:8.2f}x (must {self.must:g}x, aim {self.aim:g}x) {'ok' if self.passed else 'MISSED'}"
        )
        for what, value, most in self.limits:
            told += f"; {what} {value:.2f} of {most:g}"
        return told + (f"; {self.note}" if self.note else "")


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def interleaved(
    ours: Callable[[], Any], peer: Callable[[], Any], repeats: int = 5
) -> tuple[float, float, Any, Any]:
    """Median seconds of ours and of the peer, and their last answers; one warm-up each."""
    ours(), peer()
    mine, theirs = [], []
    for _ in range(repeats):
        seconds, expected = timed(peer)
        theirs.append(seconds)
        seconds, answer = timed(ours)
        mine.append(seconds)
    return statistics.median(mine), statistics.median(theirs), answer, expected
