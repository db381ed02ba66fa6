"""Questions over wide relations, cut to the columns they name.

Before it reads anything of attempt_facts, DuckDB binds all of its eighty expressions, which takes
longer than most sums over a selection do. With only those named it takes a third of that.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from duckdb import DuckDBPyConnection

WIDE = "attempt_facts"
OVER_IT = "waste_ledger"
"""A view of it, in the place of which its own query is put, so that it reads what is cut."""
NAME = re.compile(r"\w+")
HEAD = re.compile(r"((?:\s*--[^\n]*\n)*\s*)(WITH RECURSIVE\b|WITH\b)?")
"""The comments a query begins with, and whether it has named parts already."""

_cut: dict[frozenset[str], str] = {}
_beneath: dict[str, frozenset[str]] = {}


def over_named_columns(cursor: DuckDBPyConnection, query: str) -> str:
    """The same query; where it names attempt_facts, over no more of it than what else it names.

    It must name every column that it is about: one read by `*` alone would not be there.
    """
    words = set(NAME.findall(query))
    if not words & {WIDE, OVER_IT}:
        return query
    parts = {}
    if OVER_IT in words:
        parts[OVER_IT] = relation_sql(OVER_IT).replace("{facts}", "")
        words |= set(NAME.findall(parts[OVER_IT]))
    parts = {WIDE: cut_facts(cursor, words)} | parts
    named = ", ".join(f"{name} AS NOT MATERIALIZED ({sql})" for name, sql in parts.items())
    head = HEAD.match(query)
    assert head is not None
    begun = f"{head[1]}{head[2] or 'WITH'} {named}"
    return f"{begun}{',' if head[2] else ''} {query[head.end() :]}"


def cut_facts(cursor: DuckDBPyConnection, words: AbstractSet[str]) -> str:
    """The query of attempt_facts with those of its columns that are among the words."""
    text = _facts_text()
    columns = _columns(cursor, text)
    needed = frozenset(_with_those_beneath(columns, words & columns.keys()))
    if needed not in _cut:
        query = _parsed(cursor, text)
        listed = query["statements"][0]["node"]
        listed["select_list"] = [each for name, each in columns.items() if name in needed]
        written = cursor.execute("SELECT json_deserialize_sql($1)", [json.dumps(query)])
        _cut[needed] = str(written.fetchall()[0][0])
    return _cut[needed]


def _facts_text() -> str:
    return relation_sql(WIDE).replace("{facts}", "")


def _with_those_beneath(columns: dict[str, Any], named: set[str]) -> set[str]:
    """The columns named, and those of the same query that theirs are worked out from."""
    found: set[str] = set()
    while named - found:
        name = (named - found).pop()
        found.add(name)
        named |= set(_references(columns[name])) & columns.keys()
    return found


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
    elif isinstance(part, dict):
        if part.get("class") == "COLUMN_REF":
            yield part["column_names"][-1]
        yield from _references(list(part.values()))


def facts_columns(cursor: DuckDBPyConnection) -> frozenset[str]:
    """The names of the columns of attempt_facts."""
    return frozenset(_columns(cursor, _facts_text()))


def stored_beneath(cursor: DuckDBPyConnection, name: str) -> frozenset[str]:
    """The columns of resolved_attempts that a column of attempt_facts is worked out from."""
    if name not in _beneath:
        columns = _columns(cursor, _facts_text())
        _beneath[name] = frozenset(
            each
            for needed in _with_those_beneath(columns, {name})
            for each in _references(columns[needed])
            if each not in columns or each == needed
        )
    return _beneath[name]


_known: dict[str, dict[str, Any]] = {}


def _columns(cursor: DuckDBPyConnection, text: str) -> dict[str, Any]:
    """The parsed columns of a query, by their names."""
    if text not in _known:
        listed = _parsed(cursor, text)["statements"][0]["node"]["select_list"]
        _known[text] = {each["alias"] or each["column_names"][-1]: each for each in listed}
    return _known[text]


def _parsed(cursor: DuckDBPyConnection, text: str) -> Any:
    return json.loads(cursor.execute("SELECT json_serialize_sql($1)", [text]).fetchall()[0][0])
