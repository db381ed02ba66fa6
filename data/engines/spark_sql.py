"""A query of DuckDB in Spark's words: qualified to plain SQL, rewritten, checked, and said.

What is not known to mean the same is refused by its name (`understood`): nothing is hoped for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from data.engines.translation.annotations import annotate
from data.engines.translation.functions import ARGUMENTS, RESULTS, say_functions
from data.engines.translation.qualified import keep_qualified
from data.engines.translation.rewrites import rewrite
from data.engines.translation.tried import try_amounts
from data.engines.translation.types import parsed, spark_type
from data.engines.translation.understood import check_understood
from data.engines.translation.values import place_values
from data.relations.pipeline import relations
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.engines.translation.types import Columns

PLACES = re.compile(r"\{(?:target|stored|facts)\}\.?|\bwarehouse\.main\.")
"""Where a relation lies does not matter: in Spark all of them are views of the session."""


def spark_sql(
    query: str,
    *,
    columns_of: Callable[[str], Columns],
    values: Mapping[str, Any],
    result: Columns,
) -> str:
    """The query in Spark's words, with its values in it, giving exactly the columns of `result`.

    `columns_of` tells what columns a relation has. Raises NotTranslated.
    """
    tree = place_values(_expanded(_read(query)), values)
    tree = _plain(_typed_functions(tree), columns_of)
    rewrite(tree)
    tree = keep_qualified(tree)
    assert isinstance(tree, exp.Query)
    try_amounts(tree)
    check_understood(tree, frozenset({*RESULTS, *ARGUMENTS}))
    given = [each.alias_or_name for each in tree.selects]
    said = say_functions(tree).sql("spark", comments=False)
    return f"SELECT {_cast_columns(given, result)} FROM ({said}) AS made"


def _read(query: str) -> exp.Expr:
    return sqlglot.parse_one(PLACES.sub("", query), read="duckdb")


def _plain(tree: exp.Expr, columns_of: Callable[[str], Columns]) -> exp.Expr:
    """Every column with its table and type, no stars, no aliases within a SELECT."""
    within = {each.alias for each in tree.find_all(exp.CTE)}
    named = {each.name for each in tree.find_all(exp.Table) if each.name} - within
    schema: dict[str, object] = {name: dict(columns_of(name)) for name in sorted(named)}
    plain = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False)
    return annotate(plain, schema)


def _expanded(tree: exp.Expr) -> exp.Expr:
    """With the text of each expression of the pipeline where it is named."""

    def expanded(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.name in _expressions():
            return exp.Paren(this=_placed(node))
        return node

    return tree.transform(expanded)


def _placed(node: exp.Anonymous) -> exp.Expr:
    given = dict(zip(_expressions()[node.name], node.expressions, strict=True))

    def placed(each: exp.Expr) -> exp.Expr:
        if isinstance(each, exp.Column) and not each.table and each.name in given:
            return exp.Paren(this=given[each.name].copy())
        return each

    [body] = _read(f"SELECT {_text(node.name)}").expressions
    said: exp.Expr = body.unalias().transform(placed)
    return said


def _text(name: str) -> str:
    lines = relation_sql(name).splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))


@cache
def _expressions() -> dict[str, tuple[str, ...]]:
    return {name: each.arguments for name, each in relations().items() if each.kind == "expression"}


def _typed_functions(tree: exp.Expr) -> exp.Expr:
    """Each function with the type that it gives."""
    for node in [*tree.find_all(exp.Anonymous)]:
        if node.name in RESULTS:
            kind = parsed(RESULTS[node.name])
            node.replace(exp.Cast(this=node.copy(), to=kind))
    return tree


def _cast_columns(given: list[str], columns: Columns) -> str:
    return ", ".join(
        f"CAST(`{name}` AS {spark_type(parsed(kind)).sql('spark')}) AS `{wanted}`"
        for name, (wanted, kind) in zip(given, columns.items(), strict=True)
    )
