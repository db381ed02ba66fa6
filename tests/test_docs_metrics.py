"""docs/metrics.md lists every metric and dimension as the code declares it.

`pytest tests/test_docs_metrics.py --rewrite-expected` writes the tables anew.
"""

from __future__ import annotations

from pathlib import Path

from data.metrics import (
    attempts,
    briefs,
    closed_weeks,
    files,
    gap_kinds,
    gaps,
    money,
    outputs,
    use,
    waiting,
)
from data.metrics.catalogue import HEADLINE, METRICS
from data.metrics.dimensions import DIMENSIONS
from tests.written_blocks import check_block

METRICS_MD = Path(__file__).parents[1] / "docs" / "metrics.md"
DECLARED = {
    money: money.MONEY_METRICS,
    closed_weeks: closed_weeks.CLOSED_METRICS,
    outputs: outputs.OUTPUT_METRICS,
    attempts: attempts.ATTEMPT_METRICS,
    briefs: briefs.BRIEF_METRICS,
    waiting: waiting.TIME_METRICS,
    use: use.USE_METRICS,
    files: files.FILE_METRICS,
    gaps: gaps.GAP_METRICS,
    gap_kinds: gap_kinds.KIND_METRICS,
}
"""The metrics of each module, in the order of the catalogue."""


def section(module, metrics) -> str:
    """The metrics of one module below what it says of them, and where it is."""
    words = module.__doc__.split("\n")[0].rstrip(".")
    path = f"data/metrics/{module.__name__.rsplit('.', maxsplit=1)[-1]}.py"
    rows = [
        f"| {name(each)} | {each.meaning} | {each.formula} | {each.grain} |\n" for each in metrics
    ]
    head = "| metric | what it says | formula | of |\n|---|---|---|---|\n"
    return f"**{words}** ([{path}](../{path}))\n\n{head}{''.join(rows)}"


def name(metric) -> str:
    return f"**`{metric.name}`**" if metric.name in HEADLINE else f"`{metric.name}`"


def test_the_metrics_are_the_declared_ones(rewrite_expected):
    assert tuple(each for metrics in DECLARED.values() for each in metrics) == METRICS
    text = "\n".join(section(module, metrics) for module, metrics in DECLARED.items())
    check_block(METRICS_MD, "metrics", text, rewrite=rewrite_expected)


def test_the_dimensions_are_the_declared_ones(rewrite_expected):
    rows = [f"| `{each.name}` | {each.meaning} | {each.grain} |\n" for each in DIMENSIONS]
    table = "| dimension | what it groups by | of |\n|---|---|---|\n" + "".join(rows)
    check_block(METRICS_MD, "dimensions", table, rewrite=rewrite_expected)
