"""The command line in a process of its own that need not import the product first.

A server that has imported it forks a child for every command: the same ``main``, the same streams and
exit code, without 0.5 s of imports. ``tests/cli`` starts the interpreter itself.
"""

import contextlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.commandloaded"])


def run(
    args: Sequence[str], settings: Mapping[str, str], timeout: float = 120
) -> subprocess.CompletedProcess:
    """What ``python -m hazards ARGS`` prints and returns, with ``settings`` in its environment."""
    with tempfile.TemporaryDirectory() as room:
        out, err = Path(room) / "out", Path(room) / "err"
        child = CONTEXT.Process(target=_main, args=(list(args), dict(settings), str(out), str(err)))
        child.start()
        child.join(timeout)
        if child.is_alive():
            child.kill()
            raise subprocess.TimeoutExpired(args, timeout)
        told = [path.read_text("utf-8") if path.exists() else "" for path in (out, err)]
        return subprocess.CompletedProcess(args, child.exitcode or 0, *told)


def _main(args: list[str], settings: dict[str, str], out: str, err: str) -> None:
    os.environ.update(settings)
    for number, path in ((1, out), (2, err)):
        held = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(held, number)
    from hazards.__main__ import main

    with contextlib.suppress(BrokenPipeError):
        code = main(args)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
