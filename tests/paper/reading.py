"""Reading a pdf back without tools of the system: its words, and that no sign of it is missing."""

import io
import re

import pikepdf


def pages(content: bytes) -> list[str]:
    """The words of each page, blanks taken out; signs set in pieces of a line follow each other.

    Every font must lie in the file, and no sign may be the box of a font that does not know it.
    """
    with pikepdf.open(io.BytesIO(content)) as document:
        return [_words(page) for page in document.pages]


def _words(page: pikepdf.Page) -> str:
    fonts = {str(name): _font(font) for name, font in page.resources.get("/Font", {}).items()}
    told, known = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            known = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    told.append(_decoded(bytes(piece), known))
    return re.sub(r"\s", "", "".join(told))


def _decoded(codes: bytes, known: dict[int, str]) -> str:
    signs = [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
    assert 0 not in signs, "a sign the font does not know"
    return "".join(known.get(sign, "") for sign in signs)


def _font(font: pikepdf.Dictionary) -> dict[int, str]:
    inner = font.DescendantFonts[0].FontDescriptor
    assert {"/FontFile2", "/FontFile3"} & set(inner.keys()), "a font outside the file"
    table = font.ToUnicode.read_bytes().decode("latin-1")
    known = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            known[int(code, 16)] = _text(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for at in range(int(first, 16), int(last, 16) + 1):
                known[at] = chr(start + at - int(first, 16))
    return known


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
