"""Quick ways: queries beside their sources, and what they all say of texts in the folder `plain`.

Plain is a text of which SQL and Python read the same.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ingest.source import QuickWay
from ingest.storing.sql_text import usual_time

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

EXPRESSIONS = {
    "beside": "whole, told",
    "count_in": "written",
    "holds_any": "written",
    "counts_beside": "total, given, made, thought, by_custom",
    "later": "moment, seconds",
    "object_in": "written",
    "odd_amount": "written",
    "odd_count": "written",
    "odd_texts": "texts, n_texts",
    "told": "details",
}
"""Each file of the folder, and its arguments."""
WRITTEN = "____-__-_____:__:__%"
"""A time's length and marks: to `try_strptime` 2026-1-2 is one too."""
USUAL_TIME = f"CASE WHEN written LIKE '{WRITTEN}' THEN {usual_time('written', naive=True)} END"


def quick_way(
    package: str,
    rows: str,
    columns: tuple[str, ...],
    values: Mapping[str, Any] | None = None,
    **more: Any,
) -> QuickWay:
    """The quick way whose query stands in `rows`.sql of a package; `values` are bound in it."""
    query = (files(package) / f"{rows}.sql").read_text("utf-8")
    return QuickWay(columns, query, values or {}, expressions(), **more)


def expressions() -> dict[str, str]:
    """Of all quick ways, by name with arguments."""
    folder = files("ingest.sources.parts") / "plain"
    stated = {
        f"{name}({arguments})": (folder / f"{name}.sql").read_text("utf-8")
        for name, arguments in EXPRESSIONS.items()
    }
    return stated | {"usual_time(written)": USUAL_TIME}


def table(of: Mapping[str, str]) -> dict[str, list[str]]:
    """A table as a value to look up in."""
    return {"key": [*of], "value": [*of.values()]}


def listed(words: Iterable[str]) -> dict[str, list[str]]:
    """Words as a table: DuckDB makes a join of a long IN, which is slow and loses the order."""
    return table({word: word for word in sorted(words)})


def either_case(pattern: re.Pattern[str]) -> str:
    """A pattern as SQL has it, upper and lower case alike."""
    return f"(?i){pattern.pattern}"
