"""Mutants of the permission and scope modules: each must make some test fail.

    python -m tests.mutation [--sample N --seed S] [--only WORD] [--workers N]

Every rule is broken in every small way a slip could: a comparison turned, an ``and`` made an ``or``,
a condition negated, a constant changed, one member of a set or one argument dropped, a raise, a
decorator or a call left out. Each mutant is tried in a copy of the source, never in the tree itself.
"""

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[1]
RULES = [
    "tests/matrix/test_rules.py",
    "tests/matrix/test_scopes_as_rules.py",
    "tests/domain/test_lifecycle.py",
]
SEEN = [*RULES, "tests/matrix/test_sight.py", "tests/matrix/test_registered.py"]
TARGETS: dict[str, tuple[frozenset[str] | None, list[str]]] = {
    "hazards/domain/roles.py": (None, SEEN),
    "hazards/domain/competence.py": (None, RULES),
    "hazards/domain/steps.py": (frozenset({"may_take", "needs_leader", "apart", "dated"}), RULES),
    "hazards/services/access.py": (None, SEEN),
    "hazards/services/counted.py": (
        frozenset({"sight", "_asked_for", "_led", "_assisted", "keep", "seen"}),
        SEEN,
    ),
}
"""File to (functions that are rules, None for all; the tests that must notice)."""

FLIPS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
PATIENCE = 600

EQUIVALENT: dict[str, str] = {
    "access.py Scope constant: slots=True": "slots save memory and forbid no act",
    "access.py Operation constant: slots=True": "the same",
    "access.py Operation constant: frozen=True": "nobody changes an operation; the table is read only",
    "access.py guarded without part 1: case and lead and (not scope.leads(row))": (
        "no operation says lead without case, which tests/matrix/test_registered.py holds"
    ),
    "access.py visible without part 1: not scope.everything and (not scope.sees(row, cases.co_stree": (
        "a shortcut that spares a query: who sees everything sees this"
    ),
    "counted.py _led constant: False": "without a supervisor's word there is no case to mask",
    "counted.py seen left out: return self.keep": "a shortcut: who sees everything assists nowhere",
}
"""Mutants that change nothing anybody could notice, each with its reason."""


@dataclass(frozen=True)
class Mutant:
    file: str
    line: int
    what: str
    source: str

    @property
    def name(self) -> str:
        """Without its line: an excuse outlives what is written above it."""
        return f"{Path(self.file).name} {self.what}"


def mutants(file: str, names: frozenset[str] | None) -> Iterator[Mutant]:
    text = (ROOT / file).read_text("utf-8")
    tree = ast.parse(text)
    unchanged, at = ast.unparse(tree), {node: n for n, node in enumerate(ast.walk(tree))}
    for node, owner in _rules(tree, names):
        for change, what in _changes(node):
            # Change a tree of its own, so that every mutant differs in one place only.
            whole = ast.parse(text)
            change(next(islice(ast.walk(whole), at[node], None)))
            source = ast.unparse(ast.fix_missing_locations(whole))
            if source != unchanged:
                yield Mutant(file, getattr(node, "lineno", 0), f"{owner} {what}", source)


def _rules(tree: ast.Module, names: frozenset[str] | None) -> Iterator[tuple[ast.AST, str]]:
    """The nodes of the rules, each with the function or class it stands in; annotations aside."""
    if names is None:
        yield from _inner(tree, "module")
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield from _inner(node, node.name)


def _inner(node: ast.AST, owner: str) -> Iterator[tuple[ast.AST, str]]:
    owner = getattr(node, "name", owner) if isinstance(node, ast.ClassDef | ast.FunctionDef) else owner
    yield node, owner
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_comment"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _inner(child, owner)


def _changes(node: ast.AST) -> Iterator[tuple]:
    """(what to do to the twin of a node, in words)"""
    here = ast.unparse(node)[:60].replace("\n", " ") if not isinstance(node, ast.Module) else ""
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            yield (lambda t, n=n, op=op: t.ops.__setitem__(n, FLIPS[type(op)]())), f"turned: {here}"
    if isinstance(node, ast.BoolOp):
        yield (lambda t: setattr(t, "op", FLIPS[type(t.op)]())), f"and/or: {here}"
        for n in range(len(node.values)):
            yield (lambda t, n=n: t.values.pop(n)), f"without part {n + 1}: {here}"
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in FLIPS:
        yield (lambda t: setattr(t, "op", FLIPS[type(t.op)]())), f"and/or: {here}"
    if isinstance(node, ast.If | ast.IfExp):
        yield (lambda t: setattr(t, "test", ast.UnaryOp(ast.Not(), t.test))), f"negated: {here}"
    if isinstance(node, ast.comprehension) and node.ifs:
        yield (lambda t: t.ifs.clear()), f"unfiltered: {here}"
    if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant) and node.value.value is True:
        yield (lambda t: setattr(t.value, "value", False)), f"constant: {here}"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield (lambda t: setattr(t, "value", not t.value)), f"constant: {here}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield (lambda t: setattr(t, "value", t.value + 1)), f"constant: {here}"
    if isinstance(node, ast.Set | ast.Tuple | ast.List) and len(node.elts) > 1:
        for n, part in enumerate(node.elts):
            yield (lambda t, n=n: t.elts.pop(n)), f"without {ast.unparse(part)[:30]}: {here}"
    if isinstance(node, ast.FunctionDef):
        for n, part in enumerate(node.decorator_list):
            yield (lambda t, n=n: t.decorator_list.pop(n)), f"without @{ast.unparse(part)}: {node.name}"
    yield from _left_out(node)


def _left_out(node: ast.AST) -> Iterator[tuple]:
    """Statements left out: raises, calls, early returns and assignments that add to something."""
    for field in ("body", "orelse"):
        held = getattr(node, field, None)
        for n, child in enumerate(held if isinstance(held, list) else []):
            call = isinstance(child, ast.Expr) and isinstance(child.value, ast.Call)
            if call or isinstance(child, ast.Raise | ast.AugAssign | ast.Continue | ast.Return):
                words = ast.unparse(child)[:60].replace("\n", " ")
                yield (lambda t, f=field, n=n: getattr(t, f).__setitem__(n, ast.Pass())), f"left out: {words}"


@cache
def every() -> list[Mutant]:
    """All mutants, each once."""
    found: dict[str, Mutant] = {}
    for file, (names, _) in TARGETS.items():
        for mutant in mutants(file, names):
            found.setdefault(f"{file} {mutant.source}", mutant)
    return list(found.values())


def room(folder: Path) -> Path:
    """A copy of everything the tests import; the archive is only read, so a link will do."""
    for name in ("hazards", "geo", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data", "docs", "pyproject.toml", "streamlit_app.py", "benchmarks"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def killed(at: Path, mutant: Mutant) -> bool:
    """Whether some test fails of it."""
    before = (at / mutant.file).read_text("utf-8")
    (at / mutant.file).write_text(mutant.source, "utf-8")
    try:
        return not passes(at, TARGETS[mutant.file][1])
    finally:
        (at / mutant.file).write_text(before, "utf-8")


def passes(at: Path, tests: list[str]) -> bool:
    # No byte code: two mutants of one second and one length would be taken for the same file.
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=at, capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def survivors(chosen: list[Mutant], workers: int = 2) -> list[Mutant]:
    """Mutants nobody noticed; equivalent ones are not tried.

    Raises:
        RuntimeError: the tests fail without any mutant, or never see the copy.
    """
    with tempfile.TemporaryDirectory(prefix="guapai-mutants-") as held:
        rooms: SimpleQueue[Path] = SimpleQueue()
        for n in range(workers):
            rooms.put(room(Path(held) / str(n)) if (Path(held) / str(n)).mkdir() is None else Path(held))
        first = rooms.get()
        canary = Mutant(chosen[0].file, 0, "canary", "raise RuntimeError\n")
        asked = {test: None for mutant in [canary, *chosen] for test in TARGETS[mutant.file][1]}
        if not passes(first, list(asked)) or not killed(first, canary):
            raise RuntimeError("the tests fail without any mutant, or do not see the copy")
        rooms.put(first)

        def tried(mutant: Mutant) -> bool:
            at = rooms.get()
            try:
                return killed(at, mutant)
            finally:
                rooms.put(at)

        with ThreadPoolExecutor(workers) as pool:
            return [m for m, dead in zip(chosen, pool.map(tried, chosen), strict=True) if not dead]


def sample(number: int, seed: int) -> list[Mutant]:
    """Some mutants of the rules that need no store, so that each is tried in seconds."""
    quick = [m for m in every() if TARGETS[m.file][1] == RULES and m.name not in EQUIVALENT]
    return random.Random(seed).sample(quick, number)


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--sample", type=int, default=0)
    told.add_argument("--seed", type=int, default=0)
    told.add_argument("--only", default="")
    told.add_argument("--workers", type=int, default=2)
    asked = told.parse_args()
    found = [m for m in every() if asked.only in f"{m.file} {m.what}"]
    chosen = [m for m in found if m.name not in EQUIVALENT]
    if asked.sample:
        chosen = random.Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))
    begun = time.monotonic()
    left = survivors(chosen, asked.workers)
    for mutant in left:
        print(f"survived: {mutant.file}:{mutant.line} {mutant.what}", flush=True)
    spared = len(found) - len([m for m in found if m.name not in EQUIVALENT])
    print(
        f"{len(chosen)} mutants tried, {len(left)} survived, {spared} equivalent ones explained, "
        f"{time.monotonic() - begun:.0f} s"
    )
    return bool(left)


if __name__ == "__main__":
    raise SystemExit(main())
