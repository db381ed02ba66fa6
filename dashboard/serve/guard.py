"""Who may ask: only who opened the web app under a name of its own.

A page elsewhere can make a browser ask a name that it then points at this machine (DNS rebinding),
and would read whatever answers. So every request has to bear a name that is ours; and what changes
anything has to come from a page of ours, too.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared, not bound)


class HostGuard:
    """Lets requests through whose Host is this machine's, or the host it was told to listen on."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        """Before `app`, which was told to listen on `host`."""
        self.app = app
        self.host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse requests and websockets under other names."""
        if scope["type"] == "lifespan" or self.is_ours(_named(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            told = "This web app does not answer under that name. Open it by the address it said."
            await PlainTextResponse(told, 403)(scope, receive, send)

    def is_ours(self, written: str) -> bool:
        """Whether `name` or `name:port` is a name of ours.

        Where it listens everywhere, any address of numbers is: nobody can point those elsewhere.
        """
        name = _without_port(written)
        if name in LOOPBACK or name == self.host.casefold():
            return True
        return self.host in EVERYWHERE and (_is_address(name) or name in _own_names())


def is_from_our_page(request: Request) -> bool:
    """Whether a page of ours sent it, as browsers say and no other page can say in its place."""
    host = request.headers.get("host", "")
    return request.headers.get("origin") in {f"http://{host}", f"https://{host}"}


def _named(scope: Scope) -> str:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return hosts[0] if len(hosts) == 1 else ""


def _without_port(written: str) -> str:
    name = written.strip().casefold()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if name.count(":") == 1 else name


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    name = socket.gethostname().casefold()
    return {name, f"{name}.local", socket.getfqdn().casefold()}
