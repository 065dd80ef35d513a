"""The hostile corpus at file level: what must be refused whole is, quickly and in little memory.

Which rows of a readable file are refused is checked through the command line elsewhere.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hazards.formats import fence

MAKER = Path(__file__).parents[1] / "hostile" / "make_hostile.py"

# Readable files that are refused further on: by the header (L), by what polygons mean (B).
DECIDED_LATER = {"L17", "L18", "L23", "X07", "B02", "B03", "B12", "B13", "B14", "B15", "B17"}
# Features whose every geometry is refused here: the layer is read, nothing of it can be taken.
NOTHING_USABLE = {"B03", "B07", "B08", "B11", "B15"}

READ_ALL = """
import json, resource, sys, time
from pathlib import Path
from hazards.domain.errors import Unreadable
from hazards.formats.geodata import read_geodata
from hazards.formats.tables import read_table
folder, told = Path(sys.argv[1]), {}
for file in json.loads((folder / "expected.json").read_text("utf-8"))["files"]:
    if file["kind"] == "evidence":
        continue
    begun, code, seen, usable = time.monotonic(), None, "", None
    try:
        if file["kind"] == "ledger":
            seen = repr(read_table(folder / file["file"], name=file["file"]))
        else:
            layer = read_geodata(folder / file["file"], name=file["file"])
            seen, usable = repr((layer.attributes, layer.notes)), any(layer.geometry)
    except Unreadable as refusal:
        code, seen = refusal.code, str(refusal)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    seconds = time.monotonic() - begun
    told[file["id"]] = {"code": code, "seen": seen, "usable": usable, "s": seconds, "mb": peak}
# Not ru_maxrss of ourselves: that begins with what the process that started us held.
own = int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024
print(json.dumps({"told": told, "own_mb": own}))
"""


@pytest.fixture(scope="session", params=[0])
def corpus(request, tmp_path_factory):
    """(expected.json, what the reader made of each file), in a process of its own for its memory."""
    folder = tmp_path_factory.mktemp(f"hostile{request.param}")
    make = [sys.executable, str(MAKER), str(folder), "--seed", str(request.param)]
    subprocess.run(make, check=True, capture_output=True)
    read = [sys.executable, "-c", READ_ALL, str(folder)]
    done = subprocess.run(read, check=True, capture_output=True, text=True, cwd=fence.ROOT)
    return json.loads((folder / "expected.json").read_text("utf-8")), json.loads(done.stdout)


def asked(corpus):
    expected, answer = corpus
    files = [file for file in expected["files"] if file["kind"] != "evidence"]
    assert len(files) == 89
    return [(file, answer["told"][file["id"]]) for file in files]


def test_what_must_be_refused_whole_is_refused(corpus):
    wrong = []
    for file, told in asked(corpus):
        verdicts = {file["verdict"], *file.get("also_ok", ())}
        later = file["id"] in DECIDED_LATER or (file["id"] in NOTHING_USABLE and not told["usable"])
        if verdicts == {"reject"} and told["code"] is None and not later:
            wrong.append((file["id"], file["why"]))
    assert wrong == []


def test_what_must_be_readable_is_read(corpus):
    wrong = []
    for file, told in asked(corpus):
        if file["verdict"] in ("accept", "partial") and told["code"] is not None:
            wrong.append((file["id"], told["code"], file["why"]))
    assert wrong == []


def test_no_file_takes_long_or_much_memory(corpus):
    slow = [(file["id"], told["s"]) for file, told in asked(corpus) if told["s"] > 5]
    large = [(file["id"], told["mb"]) for file, told in asked(corpus) if told["mb"] > 400]
    assert (slow, large) == ([], [])
    assert corpus[1]["own_mb"] < 400


def test_every_refusal_says_in_chinese_what_to_do_and_nothing_technical(corpus):
    for file, told in asked(corpus):
        if told["code"]:
            assert "请" in told["seen"], file["id"]
            for word in ("Traceback", "Error", "Exception", "panicked", "/tmp/pytest"):
                assert word not in told["seen"], file["id"]


def test_no_file_of_the_server_is_shown_or_written(corpus):
    expected, _ = corpus
    for file, told in asked(corpus):
        assert expected["decoy"] not in told["seen"], file["id"]
        assert "root:" not in told["seen"], file["id"]
    assert not list(Path("/tmp").glob(f"{expected['marker']}_*"))
