"""The fence: other people's files are opened in a child process that may do little, and not for long."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from hazards.domain.errors import Unreadable

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]

# -I ignores PYTHON* variables and the user's site, so the package has to be found by hand.
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from hazards.formats.child import main; main(sys.argv[2:])"
)

# Everything GDAL can open beyond memory, Shapefile, GeoJSON and GeoPackage. Several of these
# read other files or the network on command of the file itself, so they go before GDAL loads;
# the child refuses to work when one is still there (geofiles.require_few_drivers).
SKIPPED_DRIVERS = (
    "VRT,OGR_VRT,GDALG,CSV,HTTP,WFS,OAPIF,OGCAPI,CSW,EEDA,PLSCENES,Elasticsearch,Carto,AmigoCloud,NGW,"
    "ADBC,GPSBabel,SQLite,MBTiles,PMTiles,MVT,PCIDSK,PDS4,VICAR,PDF,MapInfo File,LVBAG,S57,DGN,GML,GPX,"
    "LIBKML,KML,GeoJSONSeq,ESRIJSON,TopoJSON,JSONFG,OGR_GMT,WAsP,OpenFileGDB,DXF,FlatGeobuf,GeoRSS,VFK,"
    "PGDUMP,OSM,OGR_PDS,EDIGEO,Idrisi,ODS,XLSX,SXF,Selafin,JML,VDV,MapML,GTFS,MiraMonVector,AVCBin,"
    "AVCE00,AIVector"
)

MB = 1024 * 1024
PIPE = MB  # child and parent work at the same time only if a whole frame fits between them


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. Seconds, and megabytes of address space and of files written."""

    cpu_s: int
    wall_s: int
    memory_mb: int = 2048
    written_mb: int = 1100

    @classmethod
    def for_size(cls, size: int) -> "Limits":
        """Limits for a file of ``size`` bytes: a small file that needs long is hostile or broken."""
        cpu = 8 + int(1.5 * size / MB)
        return cls(cpu_s=cpu, wall_s=3 * cpu)


def frames(kind: str, *args: str, limits: Limits) -> Iterator[dict[str, Any]]:
    """Run one reader or writer in a child and hand on what it says, frame by frame.

    Args:
        kind: a key of ``child.WORK``.
        args: its arguments, as text.
        limits: what it may use.

    Raises:
        Unreadable: the child refused the file, or died over it.
    """
    with tempfile.TemporaryDirectory(prefix="guapai-") as room, tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-c",
                START,
                str(ROOT),
                kind,
                orjson.dumps(asdict(limits)).decode(),
                *args,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=room,
            env=_environment(room),
            start_new_session=True,
            bufsize=PIPE,
            pipesize=PIPE,
        )
        late = threading.Event()
        timer = threading.Timer(limits.wall_s, _stop, (process, late))
        timer.daemon = True
        timer.start()
        finished = False
        try:
            for line in process.stdout or ():
                frame = orjson.loads(line)
                if "refused" in frame:
                    finished = True
                    raise Unreadable(*frame["refused"])
                if "end" in frame:
                    finished = True
                    break
                yield frame
            if not finished:
                process.wait()
        finally:
            timer.cancel()
            if process.returncode is None:
                _stop(process)
                process.wait()
            if process.stdout:
                process.stdout.close()
            _keep_for_the_log(stderr, kind)
        if not finished:
            raise _death(process.returncode, late.is_set(), stderr, limits)


def leave_network() -> bool:
    """Move this process to a name space without any network; False where the kernel forbids it."""
    new_user, new_net = 0x10000000, 0x40000000
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return libc.unshare(new_user | new_net) == 0 or libc.unshare(new_net) == 0
    except (OSError, AttributeError):
        return False


def crash(kind: str) -> Unreadable:
    """The refusal for a reader that could not finish: ``memory``, ``time`` or anything else."""
    smaller = "请把表格另存为只含数据的新文件(去掉图片、公式和多余的空行空列)，或分成几个文件后再导入。"
    if kind == "memory":
        return Unreadable("reader-memory", "文件展开后占用的内存超过允许的上限，已停止读取", smaller)
    if kind == "time":
        return Unreadable("reader-timeout", "读取时间超过允许的上限，已停止读取", smaller)
    cure = "请用 Excel、WPS 或 GIS 软件打开原文件，确认无误后另存为新文件再导入。"
    return Unreadable("reader-crashed", "文件内部结构异常，读取程序已安全停止", cure)


def _environment(room: str) -> dict[str, str]:
    """Nothing of ours goes to the child: no database address, no key, no proxy."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": room,
        "TMPDIR": room,
        "LANG": "C.UTF-8",
        "TZ": "Asia/Shanghai",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "GDAL_NUM_THREADS": "1",
        "GDAL_SKIP": SKIPPED_DRIVERS,
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_CACHEMAX": "64",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{nothing}",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF",
        "PROJ_NETWORK": "OFF",
    }


def _stop(process: "subprocess.Popen[bytes]", late: threading.Event | None = None) -> None:
    if late:
        late.set()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _death(code: int, late: bool, stderr: BinaryIO, limits: Limits) -> Unreadable:
    stderr.seek(0)
    said = stderr.read(64 * 1024)
    if late or code == -signal.SIGXCPU:
        return crash("time")
    if code == -signal.SIGKILL or b"memory allocation" in said or b"MemoryError" in said:
        return crash("memory")
    return crash("other")


def _keep_for_the_log(stderr: BinaryIO, kind: str) -> None:
    """One line, quoted: what a hostile file makes a library print must not forge log lines."""
    stderr.seek(0)
    if said := stderr.read(4096):
        log.warning("reader %s said %r", kind, said)
