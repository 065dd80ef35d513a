"""Pace: how much one visitor may ask for at once; a bucket of tokens each, in this process."""

import threading
import time

RATE = 60.0
"""Requests a second one session or address may go on with."""
BURST = 900.0
"""What may come at once: a first visit loads some two hundred small files."""
MOST = 10_000
"""Visitors remembered; the fullest bucket is the least interesting and goes first."""


class Pace:
    def __init__(self, rate: float = RATE, burst: float = BURST) -> None:
        self.rate, self.burst = rate, burst
        self._held: dict[str, tuple[float, float]] = {}
        self._guard = threading.Lock()

    def allows(self, who: str) -> bool:
        """Take one token of this visitor; False where none is left."""
        now = time.monotonic()
        with self._guard:
            left, at = self._held.pop(who, (self.burst, now))
            left = min(self.burst, left + (now - at) * self.rate)
            if len(self._held) >= MOST:
                self._held.pop(next(iter(self._held)))  # whoever has been silent longest
            self._held[who] = (max(left - 1, 0.0), now)
            return left >= 1
