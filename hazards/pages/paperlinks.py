"""Paper links: the way from a list on a page to the same list on paper or as a file; one line a page."""

from html import escape

from hazards.pages import parts


def show(*lists: tuple[str, str, str]) -> None:
    """Links to print and to export: (word, name in services/sheets.SHEETS, query of the page)."""
    links = "".join(
        link(word, f"/print/{name}.pdf", query) + files(word, name, query) for word, name, query in lists
    )
    parts.show(f'<p class="gp-facts-line gp-noprint">{links}</p>', tight=True)


def files(word: str, name: str, query: str = "") -> str:
    """The same list as xlsx and as csv; "打印待办" is exported as 导出待办."""
    what = escape(word.replace("打印", "导出", 1))
    asked = escape(f"?{query}" if query else "", quote=True)
    return (
        f'<a href="/download/{name}.xlsx{asked}" download>{what}</a>'
        f'<a href="/download/{name}.csv{asked}" download aria-label="{what} csv">csv</a>'
    )


def link(word: str, path: str, query: str = "") -> str:
    """A pdf opens beside the page, where the reader prints it."""
    address = escape(f"{path}?{query}" if query else path, quote=True)
    return f'<a href="{address}" target="_blank">{escape(word)}</a>'
