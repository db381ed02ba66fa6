"""What draws figures and tables is fetched by the browser with the page, not once one is there.

It is most of what a first visit waits for: a browser would hear of it after a second of other work.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from starlette.types import ASGIApp, Receive, Scope, Send

DRAWING = ("PlotlyChart.", "DataFrame.")
"""Names of Streamlit's scripts begin like this, and go on with what changes by its version."""


class Preloads:
    """Tells browsers, with the page itself, which scripts it will need."""

    def __init__(self, app: ASGIApp) -> None:
        """Before `app`, which answers with pages among others."""
        self.app = app
        self.header = (b"link", ", ".join(map(_link, _scripts())).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the header where the answer is a page."""

        async def told(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start" and _is_page(message["headers"]):
                message["headers"] = [*message["headers"], self.header]
            await send(message)

        await self.app(scope, receive, told if scope["type"] == "http" else send)


def _scripts() -> list[str]:
    folder = files("streamlit") / "static" / "static" / "js"
    return [each.name for each in folder.iterdir() if each.name.startswith(DRAWING)]


def _link(script: str) -> str:
    return f"<./static/js/{script}>; rel=modulepreload; crossorigin"


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    kinds = [value for name, value in headers if name.lower() == b"content-type"]
    return any(kind.startswith(b"text/html") for kind in kinds)
