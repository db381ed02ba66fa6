"""The web app with its routes, run as `python -m dashboard.serve.launcher HOST PORT`.

`process.py` starts it and stops it. Where a folder `pages` lies beside the app, Streamlit takes it
for its older kind of pages until the app has run once, and tells the first visitor of any page but
the first one that it is not there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App

from dashboard.serve.ahead import visit_ahead
from dashboard.serve.base_path import BelowBasePath, base_path
from dashboard.serve.early import import_early
from dashboard.serve.guard import HostGuard
from dashboard.serve.pieces import GUARDED, pieces_route
from dashboard.serve.preloaded import Preloads
from dashboard.serve.process import address, options
from dashboard.serve.served import Served
from dashboard.serve.verdicts import verdicts_route

if TYPE_CHECKING:
    from starlette.requests import Request

SCRIPT = Path(__file__).parents[1] / "app" / "app.py"


def routes(served: Served) -> list[Route]:
    """What is answered besides the pages."""
    return [Route("/healthz", _healthy), pieces_route(served), verdicts_route(served)]


def guarded(host: str) -> list[Middleware]:
    """What stands before every request, and after a page."""
    return [Middleware(HostGuard, host=host), Middleware(BelowBasePath), Middleware(Preloads)]


async def _healthy(_request: Request) -> JSONResponse:
    base = base_path()
    told = {"status": "ok"} | ({"base": base} if base else {})
    return JSONResponse(told, headers=GUARDED | {"cache-control": "no-store"})


def launch(host: str, port: int) -> None:
    """Serve until stopped."""
    PagesManager.uses_pages_directory = False
    # Streamlit looks for its config.toml beside what `argv` names: that of the script.
    sys.argv = [str(SCRIPT)]
    served = Served()
    import_early()
    ended = visit_ahead(served, address(host, port))
    try:
        app = App(SCRIPT, routes=routes(served), middleware=guarded(host))
        app.run(config=options(host, port))
    finally:
        ended.set()
        served.close()


if __name__ == "__main__":
    launch(sys.argv[1], int(sys.argv[2]))
