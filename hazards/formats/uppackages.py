"""上报包: a zip of Parquet tables and a manifest that vouches for each; read inside the fence."""

import io
import json
import sys
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from hazards.domain.errors import Unreadable
from hazards.formats import fence, packed
from hazards.formats.limits import CHUNK, FILE_MB, ROWS, Emit

FORMAT = "guapai-upward-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
TABLES = ("cases", "histories", "items")
MANIFEST_MB = 16
CURE = "请报送单位重新生成上报包，用可靠的介质再传一次。"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Members carry no time."""


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A Parquet table; a column holds texts, whole numbers or days, None is empty."""
    import pyarrow
    from pyarrow import parquet

    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pyarrow.array([_cell(v) for v in column], _kind(pyarrow, column)) for column in cells]
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, names=list(columns)), out, compression="zstd")
    return out.getvalue()


def _cell(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _kind(arrow: Any, column: Sequence[Any]) -> Any:
    told = next((v for v in column if v is not None), "")
    if isinstance(told, date):
        return arrow.date32()
    return arrow.int64() if isinstance(told, int) else arrow.string()


def pack(path: Path, parts: Mapping[str, bytes], manifest: bytes, signature: str) -> None:
    """Write the zip; the manifest names each part with its SHA-256."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in [*parts.items(), (MANIFEST, manifest), (SIGNATURE, signature.encode())]:
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr, info.create_system = 0o644 << 16, 3
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, data)


def read(path: Path) -> tuple[bytes, str, dict[str, list[dict[str, Any]]]]:
    """(manifest, signature, rows by table), all parts held against the manifest.

    The signature is for the caller to check. Days come as ISO text.

    Raises:
        Unreadable: no package, damaged, hostile, or not what its manifest says.
    """
    size = path.stat().st_size
    if size > FILE_MB * fence.MB:
        raise Unreadable("file-too-large", f"上报包超过 {FILE_MB} MB", CURE)
    limits = fence.Limits(cpu_s=30 + 4 * size // fence.MB, wall_s=120, memory_mb=4096, written_mb=1)
    manifest, signature = b"", ""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for frame in fence.frames("upward", str(path.resolve()), limits=limits):
        if "manifest" in frame:
            manifest, signature = frame["manifest"].encode(), frame["signature"]
        else:
            rows[frame["table"]] += [dict(zip(frame["columns"], r, strict=True)) for r in frame["rows"]]
    return manifest, signature, rows


def look(emit: Emit, path: str) -> None:
    """Runs inside the fence."""
    members = {m.filename: m for m in packed.directory(Path(path))}
    if MANIFEST not in members or SIGNATURE not in members:
        raise Unreadable("not-a-package", "这不是上报包", "请选择由本系统“上报包”生成的 zip。")
    raw = packed.contents(Path(path), members[MANIFEST], MANIFEST_MB * fence.MB)
    signature = packed.contents(Path(path), members[SIGNATURE], 4096)
    parts = _parts(raw)
    if members.keys() - {MANIFEST, SIGNATURE} != parts.keys():
        raise Unreadable("package-damaged", "上报包的清单与所含文件对不上", CURE)
    held = {}
    for name, digest in parts.items():
        data = packed.contents(Path(path), members[name])
        if sha256(data).hexdigest() != digest:
            why = f"上报包里的“{name}”与清单所载校验值不同"
            raise Unreadable("package-altered", why, CURE, name)
        held[name] = data
    emit({"manifest": raw.decode(), "signature": signature.decode("ascii", "replace")})
    for name in TABLES:
        if f"{name}.parquet" not in held:
            raise Unreadable("package-damaged", f"上报包缺少 {name}.parquet", CURE)
        _send(emit, name, held[f"{name}.parquet"])


def _parts(raw: bytes) -> dict[str, str]:
    try:
        told = json.loads(raw)
        parts = told["parts"]
        good = told["format"] == FORMAT and all(isinstance(v, str) for v in parts.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        good = False
    if not good:
        raise Unreadable("package-damaged", "上报包的清单无法读取", CURE)
    return dict(parts)


def _send(emit: Emit, name: str, data: bytes) -> None:
    for heavy in ("pyarrow", "pandas"):
        sys.modules.pop(heavy, None)
    sys.modules["pandas"] = None  # type: ignore[assignment]
    import pyarrow
    from pyarrow import parquet

    pyarrow.set_cpu_count(1)
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        if file.metadata.num_rows > ROWS or file.metadata.num_columns > 100:
            raise Unreadable("too-many-rows", f"{name}.parquet 的行数或列数超过上限", CURE)
        for batch in file.iter_batches(CHUNK, use_threads=False):
            columns = [[_plain(v) for v in column.to_pylist()] for column in batch.columns]
            rows = list(zip(*columns, strict=True))
            emit({"table": name, "columns": batch.schema.names, "rows": rows})
    except (pyarrow.ArrowException, OSError, ValueError, KeyError) as error:
        raise Unreadable("package-damaged", f"{name}.parquet 无法读取", CURE) from error


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
