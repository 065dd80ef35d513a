"""Write docs/lifecycle.md anew: ``python -m tests.domain.diagram``."""

from pathlib import Path

from hazards.domain.diagram import page

PATH = Path(__file__).parents[2] / "docs" / "lifecycle.md"

if __name__ == "__main__":
    PATH.write_text(page(), "utf-8")
