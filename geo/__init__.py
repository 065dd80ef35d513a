"""Coordinates, boundaries, places and maps; knows nothing of cases or law."""
