"""Texts that are scripts, formulas or plain trouble: what an offender would type into any field.

Ours, and with ``HAZARDS_SCRIPTS=naughty`` the Big List of Naughty Strings (naughty/, MIT licence).
"""

import json
from pathlib import Path

from hazards.domain.prose import ControlCharacter, prose

PAYLOADS = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<a href='javascript:hit()'>点</a>",
    "<details open ontoggle=hit()>",
    "<input autofocus onfocus=hit()>",
    "<style>*{display:none}</style>",
    "<object data='javascript:hit()'></object>",
    '"><script>hit()</script>',
    "' autofocus onfocus=hit() x='",
    "`-hit()-`",
    "${hit()}",
    "{{hit()}}",
    "</td></table><script>hit()</script>",
    "</dl></section><script>hit()</script>",
    "--><script>hit()</script>",
    "javascript:hit()",
    "[点](javascript:hit())",
    ":red[甲] $x^2$ **乙** `丙`",
    "&lt;script&gt;hit()&lt;/script&gt;",
    '=HYPERLINK("javascript:hit()")',
    "+cmd|' /C calc'!A0",
    "％s％n {0} %(x)s",
    "'; DROP TABLE cases;--",
    "../../../../etc/passwd",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "𠜎𠜱𠝹𠱓 👩‍👩‍👧",
    "null undefined NaN",
    "<b onmouseover=hit()>甲",
]


def naughty() -> list[str]:
    """The Big List of Naughty Strings, without what no field takes (control characters)."""
    listed = json.loads((Path(__file__).parent / "naughty" / "blns.json").read_text("utf-8"))
    return [kept for text in listed if (kept := _kept(text))]


def _kept(text: str) -> str:
    try:
        return prose("文字", text)
    except ControlCharacter:
        return ""


def whole(payloads: list[str], limit: int = 1200) -> str:
    """As many of them at once as a field holds."""
    kept: list[str] = []
    for one in payloads:
        if sum(map(len, kept)) + len(kept) + len(one) > limit:
            break
        kept.append(one)
    return "\n".join(kept)
