"""Paper links: the way from a list on a page to the same list as pdf; one line a page."""

from html import escape

from hazards.pages import parts


def show(*lists: tuple[str, str, str]) -> None:
    """Links to print: (word, name in services/sheets.SHEETS, query of the page)."""
    links = "".join(link(word, f"/print/{name}.pdf", query) for word, name, query in lists)
    parts.show(f'<p class="gp-facts-line gp-noprint">{links}</p>', tight=True)


def link(word: str, path: str, query: str = "") -> str:
    """A pdf opens beside the page, where the reader prints it."""
    address = escape(f"{path}?{query}" if query else path, quote=True)
    return f'<a href="{address}" target="_blank">{escape(word)}</a>'
