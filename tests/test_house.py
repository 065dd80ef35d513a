"""The house: its arrows, its rooms, and the size of its files."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 300
GENERATORS = {
    "make_hostile.py"
}  # one list of hostile files; migrations are a record, and grow with the tables


def ours(*folders: str) -> list[Path]:
    return sorted(p for f in folders for p in (ROOT / f).rglob("*.py") if "__pycache__" not in p.parts)


def test_imports_follow_the_arrows_of_the_house():
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--config",
        str(ROOT / "pyproject.toml"),
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def rooms() -> list[Path]:
    return [p for p in ours("hazards", "geo") if p.name == "__init__.py" and "versions" not in p.parts]


@pytest.mark.parametrize("path", rooms(), ids=lambda p: str(p.relative_to(ROOT).parent))
def test_every_room_says_in_one_sentence_what_it_is_for(path):
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert told
    assert told.endswith(".")


@pytest.mark.parametrize("path", ours("hazards", "geo"), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_opens_with_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_file_has_outgrown_three_hundred_lines():
    everywhere = ours("hazards", "geo", "tests", "benchmarks", "data")
    files = [p for p in everywhere if p.name not in GENERATORS and p.parent.name != "versions"]
    long = {str(p.relative_to(ROOT)): n for p in files if (n := p.read_bytes().count(b"\n")) > LONGEST}
    assert long == {}


def test_every_codes_sentence_is_unique_and_every_code_is_given_once():
    from hazards.domain import findings

    codes = [*findings.REFUSES, *findings.TAKEN, *findings.ABOUT_FILE]
    assert len(codes) == len(set(codes))
    says = [*findings.REFUSES.values(), *findings.TAKEN.values(), *findings.ABOUT_FILE.values()]
    assert len(says) == len(set(says))


def test_no_sentence_for_users_shouts_or_speaks_english():
    from hazards.domain import findings

    for says in (*findings.REFUSES.values(), *findings.TAKEN.values(), *findings.ABOUT_FILE.values()):
        assert "!" not in says
        assert "\uff01" not in says
        assert any("\u4e00" <= c <= "\u9fff" for c in says)
