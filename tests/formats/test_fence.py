"""The fence itself: what a reader may not do, and what is said when it dies."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from file_builders import a_book, a_gpkg

from hazards.domain.errors import Unreadable
from hazards.formats import fence
from hazards.formats.tables import read_table

ROOT = Path(fence.ROOT)


@pytest.fixture(scope="module")
def a_long_csv(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "long.csv"
    path.write_text("编号,名称,地址\n" + "1,某某有限公司,人民路一号\n" * 900_000, encoding="utf-8")
    return path


def refusal(path, **limits) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(fence.frames("read", str(path), path.name, limits=fence.Limits(**limits)))
    return caught.value


def in_python(code: str, **env: str) -> str:
    env = {"PATH": os.environ["PATH"], **env}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_reader_that_computes_too_long_is_stopped(a_long_csv):
    found = refusal(a_long_csv, cpu_s=1, wall_s=60)
    assert found.code == "reader-timeout"
    assert "分成几个文件" in str(found)


def test_a_reader_that_merely_hangs_is_stopped_too(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    begun = time.monotonic()
    assert refusal(pipe, cpu_s=5, wall_s=1).code == "reader-timeout"
    assert time.monotonic() - begun < 5


def test_a_reader_that_wants_too_much_memory_is_stopped(a_long_csv):
    assert refusal(a_long_csv, cpu_s=30, wall_s=60, memory_mb=90).code == "reader-memory"


def test_a_consumer_that_leaves_early_leaves_no_child_behind(a_long_csv):
    before = psutil.Process().children()
    frames = fence.frames("read", str(a_long_csv), "long.csv", limits=fence.Limits(30, 60))
    next(frames)
    assert len(psutil.Process().children()) == len(before) + 1
    frames.close()
    assert psutil.Process().children() == before


def test_progress_is_told_while_rows_arrive(a_long_csv):
    told: list[int] = []
    read_table(a_long_csv, name="long.csv", on_rows=told.append)
    assert told == sorted(told)
    assert told[-1] == 900_001
    assert len(told) > 100


def test_the_child_leaves_no_files_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    read_table(a_gpkg(tmp_path / "a.gpkg"), name="a.gpkg")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_spreadsheet_child_starts_fast_and_loads_nothing_heavy(tmp_path):
    path = a_book(tmp_path / "a.xlsx")
    best = min(_seconds(path) for _ in range(3))
    assert best < 0.4
    loaded = in_python(
        "import sys; import hazards.formats.tables, hazards.formats.child, hazards.formats.workbook\n"
        "heavy = {'pandas', 'numpy', 'geopandas', 'shapely', 'pyogrio', 'openpyxl', 'xlsxwriter'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert loaded == "[]"


def _seconds(path) -> float:
    """Processor time of the child: what else runs on the machine does not count."""
    begun = os.times()
    read_table(path, name=path.name)
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def test_without_its_network_a_process_reaches_not_even_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told = in_python(
            "import socket; from hazards.formats import fence; print(fence.leave_network())\n"
            f"try: socket.create_connection(('127.0.0.1', {port}), 2); print('reached')\n"
            "except OSError as error: print('unreachable')"
        )
    left, reached = told.split()
    if left == "False":
        pytest.skip("this kernel does not let a process give up its network")
    assert reached == "unreachable"


def test_the_child_inherits_no_setting_of_ours(monkeypatch):
    monkeypatch.setenv("HAZARDS_DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("http_proxy", "http://proxy")
    given = fence._environment("/tmp/room")
    assert not {"HAZARDS_DATABASE_URL", "HAZARDS_KEY", "http_proxy"} & set(given)


def test_gdal_offers_four_drivers_and_no_vrt():
    drivers = in_python(
        "import pyogrio; print(sorted(pyogrio.list_drivers()))",
        **{k: v for k, v in fence._environment("/tmp").items() if k.startswith("GDAL")},
    )
    assert drivers == "['ESRI Shapefile', 'GPKG', 'GeoJSON', 'MEM']"


def test_with_one_driver_too_many_nothing_is_opened():
    told = in_python(
        "from hazards.formats import geofiles\n"
        "try: geofiles.require_few_drivers()\n"
        "except Exception as error: print(error.code, 'OGR_VRT' in error.value)",
        GDAL_SKIP="CSV",
    )
    assert told.startswith("geodata-reader-unsafe")


def test_what_a_library_prints_is_kept_for_the_log_in_one_quoted_line(tmp_path, caplog):
    path = tmp_path / "broken.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"))
    with pytest.raises(Unreadable) as caught:
        read_table(path, name="broken.xls")
    assert all("\n" not in record.getMessage() for record in caplog.records)
    assert not any(word in str(caught.value) for word in ("Traceback", "Error", "panicked"))
