"""Who may have signed a weekly report by hand (纸质审签), and the scan of the sheet that was signed."""

from hazards.domain.roles import STREET
from hazards.services import clock
from hazards.services import returnsigned as signed
from hazards.services.access import Scope, operation
from hazards.services.returnsigned import NoSuchReturn, Scan
from hazards.services.weekreports import READERS
from hazards.storage import casework
from hazards.storage import tables as t
from hazards.storage.store import Store


@operation("查看周报审签人", STREET)
def heads(store: Store, scope: Scope, street: int) -> dict[int, str]:
    """Who holds the head's post of the street today, by account.

    Raises:
        NoSuchReturn
    """
    signed.own(scope, street)
    with store.read() as connection:
        return signed.heads(connection, street, clock.today())


@operation("查看周报签字页", READERS)
def scan(store: Store, scope: Scope, number: int) -> Scan:
    """The scanned sheet of a report signed by hand, byte for byte.

    Raises:
        NoSuchReturn
    """
    with store.read() as connection:
        row = casework.get(connection, t.weeklies, number)
        if row is None or row["scan_id"] is None:
            raise NoSuchReturn
        signed.own(scope, row["jurisdiction_id"])
        held = casework.get(connection, t.return_scans, row["scan_id"])
    if held is None:
        raise NoSuchReturn
    return Scan(held["file_name"], held["bytes"])
