"""Pressed (一次提交): a form sent twice, by a double press or a lost answer, is one act and one answer."""

from collections.abc import Callable

from sqlalchemy import Connection

from hazards.services import clock
from hazards.services.access import Scope
from hazards.storage import casework


def once(scope: Scope, request: str, job: Callable[[Connection], int]) -> Callable[[Connection], int]:
    """The job, done only the first time ``request`` arrives; later it answers what it answered then.

    Args:
        request: what one press of one form is known by; "" of an act that is not pressed.
    """

    def done(connection: Connection) -> int:
        if not request:
            return job(connection)
        if before := casework.remembered(connection, request):
            return int(before)
        answer = job(connection)
        casework.remember(connection, request, scope.account, clock.stamp(), str(answer))
        return answer

    return done
