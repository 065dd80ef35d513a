"""Files of lists: whatever list a page shows or prints, as xlsx or csv, by the same name."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hazards.domain.printed import Sheet
from hazards.domain.roles import EVERYONE
from hazards.services import clock, sheets
from hazards.services.access import Scope, operation
from hazards.services.export import KINDS, UnknownExport
from hazards.storage.store import Store

FLAT = ("xlsx", "csv")


@operation("导出列表", EVERYONE)
def write(
    store: Store, scope: Scope, name: str, told: Mapping[str, str], kind: str
) -> tuple[bytes, str, str]:
    """(bytes, media type, file name) of a list by its name in ``sheets.SHEETS``.

    Whoever may not open the list on its page is refused here alike.

    Raises:
        UnknownExport: no such kind of file, or no such list.
        NotYours
    """
    if kind not in FLAT or name not in sheets.SHEETS:
        raise UnknownExport(name=f"{name}.{kind}"[:80])
    return made(sheets.listed(store, scope, name, told).sheet, kind)


def made(sheet: Sheet, kind: str) -> tuple[bytes, str, str]:
    """The same for a sheet at hand."""
    from hazards.formats import exports

    with tempfile.TemporaryDirectory() as room:
        out = Path(room) / f"out.{kind}"
        exports.write_sheet(out, sheet, kind)
        return out.read_bytes(), KINDS[kind], f"{sheet.title}_{clock.today():%Y%m%d}.{kind}"
