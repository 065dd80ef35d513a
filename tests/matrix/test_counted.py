"""How many cells the matrix has; the figure stands in docs/drills.md."""

from hazards.domain.lifecycle import Action
from hazards.domain.stages import Stage
from tests.matrix import test_http, test_steps
from tests.matrix.judging import operations, sight


def cells() -> dict[str, int]:
    """Cells by part: an answer asked of the real services and compared with a written one."""
    rows, actors = operations(), sight()
    steps = len(Action) - 1
    by_stage = len(Stage) * steps * (len(test_steps.AT_DISTRICT) + len(test_steps.AT_TOWNSHIP))
    others = 3 * steps * (len(actors) - len(test_steps.AT_DISTRICT))
    visits = sum(3 if row.about else 1 for row in test_http.ROWS.values()) * len(test_http.EVERYBODY)
    asked = sum(1 if row.about in ("", "own") else 3 for row in rows.values()) * len(actors)
    return {"operations": asked, "steps": by_stage + others, "routes": visits}


def test_the_matrix_has_at_least_two_thousand_cells(capsys):
    told = cells()
    with capsys.disabled():
        print(f"\nauthorization matrix: {told}, {sum(told.values())} cells")
    assert sum(told.values()) >= 2000
