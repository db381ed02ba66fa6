"""Which tests hold a file: those that import it or stand near it, and speak of the same things."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
PACKAGES = ("data", "ingest", "dashboard")
OF_TEXTS = re.compile(
    r"test_(house|pipeline|portable_sql|readme|rules|docs_\w+|mutants|dashboard_\w+|killed_loads)"
)
"""These judge how code is written, drive a browser, or end processes."""
RECORDS = re.compile(r"\b(raw_records|loaded_studio|nasty_records)\b")
FAR = 4
REGISTRY = "ingest/sources/__init__.py"
"""Imports every source by its name, which no graph of imports shows."""


def nearest_tests(path: str, most: int) -> list[str]:
    """The test modules nearest to a file, as paths, the nearest first."""
    modules = [each for each in sorted(_texts()) if not OF_TEXTS.match(Path(each).stem)]
    asked = _about(ROOT / path)
    ranked = sorted(modules, key=lambda each: (_distance(path, each), -_likeness(asked, each)))
    return [each for each in ranked if _distance(path, each) < FAR][:most]


@cache
def _texts() -> dict[str, str]:
    found = (ROOT / "tests").glob("test_*.py")
    return {str(each.relative_to(ROOT)): each.read_text("utf-8") for each in found}


def _distance(path: str, test: str) -> int:
    """Steps of imports from a test to a file; a relation is named, or stands behind records."""
    if not path.startswith("data/relations/") or path.endswith(".py"):
        owners = [path] if path.endswith(".py") else _beside(path)
        steps = [_steps(_module(each)).get(name, FAR) for each in owners for name in _used(test)]
        return min(steps, default=FAR)
    if re.search(rf"\b{Path(path).stem}\b", _texts()[test]):
        return 0
    return 1 if RECORDS.search(_texts()[test]) else FAR


def _beside(path: str) -> list[str]:
    """The modules in the folder of a query, or in the nearest above it that has any."""
    for folder in (ROOT / path).parents:
        if found := sorted(folder.glob("*.py")):
            break
    registry = [REGISTRY] if path.startswith(str(Path(REGISTRY).parent)) else []
    return [*(str(each.relative_to(ROOT)) for each in found), *registry]


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def _steps(module: str) -> dict[str, int]:
    """How far the modules that import this one are from it, itself included, up to three steps."""
    graph = _graph()
    found, rim = {module: 0}, {module}
    for step in range(1, FAR):
        rim = {
            each
            for name in rim
            if name in graph.modules
            for each in graph.find_modules_that_directly_import(name)
        } - found.keys()
        found |= dict.fromkeys(rim, step)
    return found


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES)


@cache
def _used(test: str) -> frozenset[str]:
    """The modules of ours that a test module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(_texts()[test])):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return frozenset(each for each in found if each.split(".")[0] in PACKAGES)


# --- what they speak of -----------------------------------------------------------------------


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower().replace("_", " ")))


@cache
def _about(path: Path) -> frozenset[str]:
    return frozenset(_words(path.read_text("utf-8")) | _words(path.stem))


@cache
def _rarity() -> dict[str, float]:
    counts = Counter(word for text in _texts().values() for word in _words(text))
    return {word: math.log(len(_texts()) / n) for word, n in counts.items()}


def _likeness(asked: frozenset[str], test: str) -> float:
    theirs = _words(_texts()[test])
    shared = sum(_rarity()[word] for word in asked & theirs)
    return shared / math.sqrt(sum(_rarity()[word] for word in theirs) or 1)
