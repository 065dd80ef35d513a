"""Inside the fence: give up what is not needed, do one piece of work, answer in lines of JSON.

Start-up counts for every import, so each kind of work loads its own libraries and no others.
"""

import ctypes
import importlib
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import orjson

from hazards.domain.errors import Unreadable
from hazards.formats import fence

Emit = Callable[[dict[str, Any]], None]

WORK = {
    "read": "hazards.formats.sniff:read",
    "read-geodata": "hazards.formats.sniff:read_geodata",
    "write-gpkg": "hazards.formats.geofiles:write_gpkg",
    "annotate": "hazards.formats.annotations:colour",
    "fill-form": "hazards.formats.fillform:put",
    "probe": "hazards.formats.probe:look",
    "view": "hazards.formats.probe:view",
    "codes": "hazards.formats.probe:codes",
    "package": "hazards.formats.packages:look",
    "upward": "hazards.formats.uppackages:look",
}


def main(argv: list[str]) -> None:
    """``argv``: kind, limits as JSON, arguments. Frames go to the pipe, all else to stderr."""
    kind, limits, *args = argv
    pipe = os.fdopen(os.dup(1), "wb", buffering=fence.PIPE)
    os.dup2(2, 1)

    def emit(frame: dict[str, Any]) -> None:
        pipe.write(orjson.dumps(frame))
        pipe.write(b"\n")

    _restrict(**orjson.loads(limits))
    for heavy in ("pandas", "geopandas", "pyarrow"):  # pyogrio would load them and needs none here
        sys.modules[heavy] = None  # type: ignore[assignment]
    fence.leave_network()
    emit(_outcome(kind, emit, args))
    pipe.flush()
    os._exit(0)  # a library's own clean-up has nothing left to save and may hang


def _outcome(kind: str, emit: Emit, args: list[str]) -> dict[str, Any]:
    try:
        module, function = WORK[kind].split(":")
        getattr(importlib.import_module(module), function)(emit, *args)
    except Unreadable as refusal:
        return _refusal(refusal)
    except MemoryError:
        return _refusal(fence.crash("memory"))
    except BaseException:  # pyo3's PanicException is no Exception
        traceback.print_exc()
        return _refusal(fence.crash("other"))
    return {"end": True}


def _refusal(refusal: Unreadable) -> dict[str, Any]:
    return {"refused": [refusal.code, refusal.facts["why"], refusal.facts["cure"], refusal.value]}


def _restrict(cpu_s: int, wall_s: int, memory_mb: int, written_mb: int) -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory_mb * fence.MB),
        (resource.RLIMIT_FSIZE, written_mb * fence.MB),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 2))
    die_with_parent = 1
    ctypes.CDLL(None).prctl(die_with_parent, signal.SIGKILL)
