"""Every service operation × every actor × own, co-, foreign and missing cases."""

import pytest

from hazards.services.access import OPERATIONS
from tests.matrix import calls
from tests.matrix.judging import CASES, NONE, expected, judged, of_row, operations, sight

ROWS, ACTORS = operations(), sight()
COUNTED: dict[str, int] = {}


def test_every_operation_has_a_row_and_every_row_an_operation(world):
    assert set(OPERATIONS) == set(ROWS)
    assert set(calls.CALLS) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_an_operation_answers_every_actor_as_written(world, name):
    row, wrong, cells = ROWS[name], [], 0
    for actor, (letter, seen) in ACTORS.items():
        scope = world.scope(actor)
        missing = ""
        for case in reversed(CASES) if row.about not in ("", "own") else CASES[:1]:
            told = of_row(row, judged(lambda a=actor, s=scope, c=case: calls.call(world, name, a, s, c)))
            wanted = expected(row, letter, seen[case])
            cells += 1
            if case == "missing":
                missing = told.text
            if told.kind != wanted or told.broken or (wanted == NONE and told.text != missing):
                wrong.append(f"{actor} × {case}: {told.kind} {told.text}{told.broken}, expected {wanted}")
    COUNTED[name] = cells
    assert not wrong, "\n".join([name, *wrong])
