"""No function of the services that asks or acts for somebody escapes the permission table."""

import importlib
import inspect
import pkgutil

import hazards.services
from hazards.domain.errors import Refusal
from hazards.domain.roles import Role
from hazards.services.access import OPERATIONS
from tests.matrix import rooms
from tests.matrix.expected import ROLES
from tests.matrix.judging import operations

for _found in pkgutil.iter_modules(hazards.services.__path__):
    importlib.import_module(f"hazards.services.{_found.name}")

BESIDE = {
    "access.in_sight": "the rule itself: answers NoSuchCase for foreign and missing alike",
    "counted.count": "the masks behind every figure; asked by guarded operations, narrowed by the scope",
    "ground.overlaps": "part of footprints.of_case and check; a case out of sight stays unnamed",
    "demo_casework.a_file": "part of demo.fill, and itself an upload through evidence.add",
    "duties.steps": "part of todo.mine, narrowed by the scope it is given",
    "demo_people.add": "part of demo.fill, which this machine's administrator alone may call",
    **rooms.BESIDE,
}
"""Public functions (store, scope, …) that are no operations, each with its reason."""


def test_every_function_of_store_and_scope_is_an_operation_or_has_a_reason():
    loose = set()
    for found in pkgutil.iter_modules(hazards.services.__path__):
        module = importlib.import_module(f"hazards.services.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = list(inspect.signature(function).parameters)[:2]
            mine = function.__module__ == module.__name__
            if mine and not name.startswith("_") and first == ["store", "scope"]:
                loose.add(f"{found.name}.{name}")
    assert loose - set(OPERATIONS) == set(BESIDE)


def test_a_refusal_has_a_code_of_its_own():
    """Scripts and support know a refusal by it."""
    asked, found = [Refusal], []
    while asked:
        asked += (below := asked.pop().__subclasses__())
        found += [kind for kind in below if "code" in vars(kind) and kind.__module__.startswith("hazards.")]
    names = {f"{kind.__module__}.{kind.__name__}": kind.code for kind in found}
    assert len(set(names.values())) == len(names)


def test_an_operation_that_names_a_case_takes_it_third():
    for name, operation in OPERATIONS.items():
        third = list(inspect.signature(operation.function).parameters)[2:3]
        assert operation.case == (third == ["case_id"]), name
        assert operation.case or not operation.lead, name


def test_the_roles_of_every_operation_are_the_written_ones():
    """The same as the full matrix asks of a real store, read from the table alone."""
    letter = dict(zip(Role, ROLES, strict=True))
    for name, row in operations().items():
        assert "".join(letter[r] for r in Role if r in OPERATIONS[name].roles) == row.roles.replace(".", "")


def test_an_operation_keeps_its_name_and_its_words():
    for name, operation in OPERATIONS.items():
        module, _, function = name.partition(".")
        guarded = getattr(importlib.import_module(f"hazards.services.{module}"), function)
        assert guarded.__name__ == function
        assert guarded.__wrapped__ is operation.function
        assert guarded.__doc__ == operation.function.__doc__
        assert operation.title
