"""One script a stranger reads and runs to check a dossier; it imports nothing but the standard library."""

from pathlib import Path

SCRIPT = Path(__file__).parent / "verify.py"
