"""Cookies: the one this product sets, HttpOnly and SameSite=Lax; under https bound to the host."""

from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Scope

PLAIN, SECURE = "sid", "__Host-sid"


def secure(scope: Scope) -> bool:
    return scope.get("scheme") in ("https", "wss")


def read(held: Mapping[str, str], scope: Scope) -> str:
    """The session's cookie; under https only the one that no plain page could have planted."""
    return held.get(SECURE if secure(scope) else PLAIN, "")


def give(response: Response, token: str, scope: Scope) -> None:
    name = SECURE if secure(scope) else PLAIN
    response.set_cookie(name, token, path="/", httponly=True, samesite="lax", secure=secure(scope))


def take(response: Response, scope: Scope) -> None:
    name = SECURE if secure(scope) else PLAIN
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=secure(scope))
