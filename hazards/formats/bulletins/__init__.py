"""Bulletins as files: the frozen value in, docx, xlsx and pdf out, the same bytes every time."""
