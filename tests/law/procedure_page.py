"""Write docs/procedure.md anew: ``python -m tests.law.procedure_page``."""

from pathlib import Path

from hazards.services.procedurepaper import page

PATH = Path(__file__).parents[2] / "docs" / "procedure.md"

if __name__ == "__main__":
    PATH.write_text(page(), "utf-8")
