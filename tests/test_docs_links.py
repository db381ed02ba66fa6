"""Every file that the README and docs/ name exists: what is linked, and what stands in `code`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WINGS = ("data", "ingest", "dashboard")
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(
    r"(?<![\w/.])(?:(?:data|ingest|dashboard|docs|tests)/(?:[\w./*-]|<[\w ]+>)+|\w+\.py)"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page):
    text = page.read_text("utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link]
    missing = [link for link in links if not leads_somewhere(page, link)]
    paths = [path for code in CODE.findall(text) for path in PATH.findall(code)]
    missing += [path for path in paths if not (path.endswith(".duckdb") or exists(path))]
    assert missing == []


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether a link's file exists and has the heading that it may name."""
    name, _, heading = link.partition("#")
    target = (page.parent / name) if name else page
    return target.exists() and (not heading or heading in headings(target))


def headings(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in found}


def exists(path: str) -> bool:
    """Whether there is such a file: `<name>` is any, and a name alone may lie anywhere."""
    pattern = re.sub(r"<[\w ]+>", "*", path).rstrip("/")
    anywhere = () if "/" in path else (f"{wing}/**/{path}" for wing in WINGS)
    return any(any(ROOT.glob(each)) for each in (pattern, *anywhere))
