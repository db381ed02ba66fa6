"""Functions that Spark has not, or has otherwise: expressions, put where they are called.

Each is a file in `functions/`, in Spark's words. Those that relations call are named in the
pipeline; the others stand for what DuckDB means by a word that Spark has too.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from data.relations.pipeline import relations

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = files("data") / "engines" / "translation" / "spark_functions"
RESULTS = {
    "as_money": "DECIMAL(38, 12)",
    "floored_share": "DECIMAL(38, 6)",
    "item_at": "VARCHAR",
    "local_time": "TIMESTAMP",
    "seconds_between": "DOUBLE",
    "seconds_later": "TIMESTAMP",
    "text_key": "UBIGINT",
    "whole_quotient": "DECIMAL(32, 0)",
}
"""What each function of the pipeline gives, as DuckDB names it."""
ARGUMENTS = {
    "carried": ("number", "divisor"),
    "ceil_double": ("number",),
    "exact_quotient": ("number", "divisor"),
    "first_of": ("text", "n"),
    "floor_double": ("number",),
    "lower_each": ("text",),
    "quotient": ("number", "divisor"),
    "trim_spaces": ("text",),
    "upper_each": ("text",),
    "upper_part": ("number",),
    "whole_of_double": ("number",),
    "whole_of_positive": ("number",),
}


def call(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A call of one of the functions."""
    return exp.Anonymous(this=name, expressions=[each.copy() for each in arguments])


def say_functions(tree: exp.Expr) -> exp.Expr:
    """The query with every call of these functions said in Spark's own words."""

    def said(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.name in _arguments():
            return exp.Paren(this=_body(node))
        return node

    return tree.transform(said)


def _body(node: exp.Anonymous) -> exp.Expr:
    text = _text(node.name)
    arguments = _arguments()[node.name]
    used = Counter(each.name for each in text.find_all(exp.Column) if not each.table)
    given, bound = {}, {}
    for name, each in zip(arguments, node.expressions, strict=True):
        said = say_functions(each)
        if used[name] > 1 and not _is_short(said):
            bound[f"given_{name}"] = said
            said = exp.column(f"given_{name}")
        given[name] = said
    body = _placed(text, given)
    for name, value in bound.items():
        body = _with(name, value, body)
    return body


def _placed(text: exp.Expr, given: Mapping[str, exp.Expr]) -> exp.Expr:
    def placed(each: exp.Expr) -> exp.Expr:
        if isinstance(each, exp.Column) and not each.table and each.name in given:
            return exp.Paren(this=given[each.name].copy())
        return each

    return text.copy().transform(placed)


def _is_short(node: exp.Expr) -> bool:
    """Whether writing it several times costs nothing."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    return isinstance(node, exp.Column | exp.Literal | exp.Null)


def _with(name: str, value: exp.Expr, body: exp.Expr) -> exp.Expr:
    """The body, in which a name stands for a value: said often, it would take minutes to plan."""
    each = exp.Lambda(this=body, expressions=[exp.to_identifier(name)])
    values = exp.Array(expressions=[value])
    made = exp.Anonymous(this="transform", expressions=[values, each])
    return exp.Anonymous(this="get", expressions=[made, exp.Literal.number(0)])


@cache
def _arguments() -> dict[str, tuple[str, ...]]:
    of_relations = {
        name: each.arguments for name, each in relations().items() if each.kind == "function"
    }
    return of_relations | ARGUMENTS


@cache
def _text(name: str) -> exp.Expr:
    text = (FOLDER / f"{name}.sql").read_text("utf-8")
    return say_functions(sqlglot.parse_one(text, read="spark"))
