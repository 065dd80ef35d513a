"""Memory: when freed pages go back, and when the collector looks for cycles."""

import contextlib
import ctypes
import gc
from collections.abc import Iterator


def keep_freed_memory(size: int = 256 << 20) -> None:
    """Let glibc hold up to ``size`` freed bytes instead of giving them back after every question.

    A question over a million cases fills 30 MB and drops them; fetching the pages anew each time
    took longer than the counting (33 ms of 47). Other C libraries are left as they are.
    """
    trim_threshold, mmap_threshold = -1, -3
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(trim_threshold, size)
        libc.mallopt(mmap_threshold, 32 << 20)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No rounds of the collector inside: bulk work makes millions of values and no cycles.

    Importing 20,000 rows spends a quarter of its time in such rounds. They are off for the whole
    process meanwhile; reference counts still free what nobody holds.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
