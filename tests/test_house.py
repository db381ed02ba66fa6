"""The rules of the house that no linter checks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import grimp
import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).parents[1]
PACKAGES = ("data", "ingest", "dashboard")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
HEAVY = (
    "duckdb",
    "pandas",
    "numpy",
    "scipy",
    "streamlit",
    "plotly",
    "pydantic",
    "rich",
    "openpyxl",
    "jinja2",
    "typst",
    "vl_convert",
    "xlsxwriter",
    "apprise",
    "slack_sdk",
)
SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT\s+INTO|CREATE\s+(TABLE|VIEW)|DELETE\s+FROM)\b", re.DOTALL
)


def loaded_by(code: str) -> set[str]:
    program = f"{code}\nimport sys; print(' '.join(sorted(m.split('.')[0] for m in sys.modules)))"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(out.stdout.split())


def texts(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is str]


def test_help_loads_nothing_heavy():
    assert not loaded_by("import offcut") & set(HEAVY)


@pytest.mark.parametrize("package", ["data.asking.figures", "ingest.load.load"])
def test_the_core_runs_without_streamlit_and_plotly(package):
    assert not loaded_by(f"import {package}") & {"streamlit", "plotly"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "dashboard").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_no_sql_in_the_dashboard(path):
    assert not [text for text in texts(path) if SQL.search(text)]


def test_only_the_warehouse_opens_duckdb():
    opening = [p for p in MODULES if "duckdb.connect" in p.read_text("utf-8")]
    assert opening == [ROOT / "data" / "warehouse" / "file.py"]


def test_no_module_imports_its_way_back_to_itself():
    """Imports inside functions and those for types alone included."""
    graph = grimp.build_graph(*PACKAGES)
    names = sorted(graph.modules)
    place = {name: number for number, name in enumerate(names)}
    links = [
        (place[name], place[other])
        for name in names
        for other in graph.find_modules_directly_imported_by(name)
    ]
    rows, columns = zip(*links, strict=True)
    matrix = coo_array((np.ones(len(links)), (rows, columns)), shape=(len(names), len(names)))
    _, circle = connected_components(matrix, directed=True, connection="strong")
    in_circles = [name for name in names if np.count_nonzero(circle == circle[place[name]]) > 1]
    assert in_circles == []


def test_nothing_in_the_dashboard_shadows_a_package():
    names = {path.name for path in (ROOT / "dashboard").rglob("*.py")}
    assert not names & {f"{package}.py" for package in PACKAGES}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is_for_and_stays_small(path):
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module docstring"
    assert len(text.splitlines()) <= 300
    assert not {"utils", "helpers", "common", "manager", "misc"} & set(path.stem.split("_"))


def test_no_registry_host_and_no_path_of_a_machine_is_tracked():
    tracked = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    forbidden = re.compile(
        "pypi" + r"\.org|python" + r"hosted|registry\.npm" + r"js|/ro" + "ot/|/ho" + "me/"
    )
    found = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".png", ".xlsx", ".parquet", ".gz", ".zst"} or not path.is_file():
            continue
        if forbidden.search(path.read_text("utf-8", "replace")):
            found.append(name)
    assert not found
