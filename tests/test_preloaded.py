"""What browsers are told to fetch with a page."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from dashboard.serve.launcher import guarded
from dashboard.serve.preloaded import Preloads
from tests.asgi_client import AsgiClient


async def page(_request):
    return HTMLResponse("<p>A page")


async def figures(_request):
    return JSONResponse({"spend": 1})


@pytest.fixture
def browser():
    routes = [Route("/explore", page), Route("/healthz", figures)]
    return AsgiClient(Starlette(routes=routes, middleware=[Middleware(Preloads)]))


def test_a_page_comes_with_the_scripts_that_draw_figures_and_tables(browser):
    told = browser.get("/explore").headers["link"]
    scripts = re.findall(r"<\./static/js/([^>]+)>; rel=modulepreload; crossorigin", told)
    assert [script.partition(".")[0] for script in sorted(scripts)] == ["DataFrame", "PlotlyChart"]
    folder = files("streamlit") / "static" / "static" / "js"
    assert all((folder / script).is_file() for script in scripts)


def test_what_is_no_page_comes_alone(browser):
    assert "link" not in browser.get("/healthz").headers


def test_the_web_app_says_so():
    assert Preloads in [each.cls for each in guarded("127.0.0.1")]
