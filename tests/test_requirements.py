"""Requirements: nothing is installed that nothing uses, nothing is used that is not pinned."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CARD = {"geopandas", "shapely", "folium", "streamlit", "pandas", "pytest"}
# Used without an import statement: by name in an address, as a resource, or by the runtime itself.
WITHOUT_IMPORT = {
    "psycopg": "hazards/storage",
    "uvicorn": "streamlit_app.py",
    "tzdata": "hazards/services/clock.py",
    "xstatic-leaflet": "hazards/web/vendor.py",
    "xstatic-leaflet-markercluster": "hazards/web/vendor.py",
    "pytest-xdist": "Makefile",
    "ruff": "Makefile",
    "mypy": "Makefile",
    "import-linter": "Makefile",
    "httpx2": "tests/web/test_routes.py",
    "s3fs": "hazards/storage/remote.py",
}
RUNTIME = ("hazards", "geo", "streamlit_app.py")
DEVELOPMENT = ("tests", "benchmarks", "data/build", "scripts")


def lines(name: str) -> dict[str, str]:
    """Normalised name to the whole line, of the packages a requirements file names itself."""
    told = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "-")):
            told[plain(re.split(r"[\[=<>~ ]", line)[0])] = line
    return told


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def imported(*rooms: str) -> frozenset[str]:
    """Distributions whose modules some file of these rooms imports, at the top or inside."""
    modules, own = set(), {p.stem for p in ROOT.rglob("*.py") if ".venv" not in p.parts}
    for room in rooms:
        path = ROOT / room
        for file in [path] if path.is_file() else path.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    modules |= {a.name.split(".")[0] for a in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.split(".")[0])
    known = packages_distributions()
    # A file of ours may bear the name of a package (formats/bulletins/docx.py): imports mean the package.
    foreign = (
        modules - sys.stdlib_module_names - (own - known.keys()) - {"hazards", "geo", "tests", "benchmarks"}
    )
    assert foreign <= known.keys(), f"imported, not installed: {sorted(foreign - known.keys())}"
    return frozenset(plain(d) for m in foreign for d in known[m])


def test_every_requirement_is_pinned_to_one_version_and_says_why():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in lines(name).values():
            assert re.fullmatch(r"[\w.\-]+(\[\w+\])?==[\w.]+ +# .{8,}", line), line


def test_the_six_packages_of_the_named_stack_are_runtime_requirements():
    assert lines("requirements.txt").keys() >= CARD


def test_every_runtime_requirement_is_imported_or_its_use_is_named():
    used = imported(*RUNTIME) | CARD | WITHOUT_IMPORT.keys()
    assert lines("requirements.txt").keys() <= used


def test_every_development_requirement_is_imported_or_its_use_is_named():
    used = imported(*DEVELOPMENT) | WITHOUT_IMPORT.keys()
    assert lines("requirements-dev.txt").keys() <= used


def test_everything_the_application_imports_is_a_runtime_requirement():
    assert imported(*RUNTIME) <= lines("requirements.txt").keys()


def test_everything_tests_and_benchmarks_import_is_a_requirement():
    told = lines("requirements.txt").keys() | lines("requirements-dev.txt").keys()
    assert imported(*DEVELOPMENT) <= told


def test_what_requirements_bring_along_is_held_to_one_version_too():
    held = lines("constraints.txt").keys()
    named = lines("requirements.txt") | lines("requirements-dev.txt")
    assert held >= named.keys()
    for name in named:
        for need in requires(name) or ():
            if "extra ==" not in need and not re.search(r";.*(platform|python_version|os_name)", need):
                assert plain(re.match(r"[\w.\-]+", need)[0]) in held, f"{name} brings {need}"


def test_constraints_and_requirements_agree():
    held = lines("constraints.txt")
    for name, line in (lines("requirements.txt") | lines("requirements-dev.txt")).items():
        version = re.search(r"==([\w.]+)", line)[1]
        assert held[name].split("==")[1].strip() == version


def test_a_use_named_without_an_import_is_a_file_that_exists():
    assert [p for p in WITHOUT_IMPORT.values() if not (ROOT / p).exists()] == []
