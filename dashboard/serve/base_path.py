"""Where a proxy leads to the web app below a path: what we answer lies there too.

Streamlit moves its own routes below `server.baseUrlPath`, which it knows once it runs; not ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import get_option

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OURS = ("/pieces/", "/api/")


def base_path() -> str:
    """Such as `/offcut`; "" where pages lie at the root."""
    base = str(get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


class BelowBasePath:
    """Lets our routes answer below the base path, as pages ask for them."""

    def __init__(self, app: ASGIApp) -> None:
        """Before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for what lies there without what comes before."""
        if scope["type"] == "http" and (base := base_path()):
            rest = scope["path"].removeprefix(base)
            if rest != scope["path"] and rest.startswith(OURS):
                scope = {**scope, "path": rest, "raw_path": rest.encode()}
        await self.app(scope, receive, send)
