"""What each expression is: the reader's own rules, and those that it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.optimizer.annotate_types import annotate_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot.optimizer.annotate_types import TypeAnnotator

Type = exp.DataType.Type


def annotate(tree: exp.Expr, schema: Mapping[str, object]) -> exp.Expr:
    """Give every node of a qualified query its type."""
    return annotate_types(
        tree, schema=dict(schema), dialect="duckdb", expression_metadata=dict(_RULES)
    )


def _as_its_argument(annotator: TypeAnnotator, node: exp.Expr) -> exp.Expr:
    return annotator._set_type(node, node.this.type)  # noqa: SLF001


def _literal(annotator: TypeAnnotator, node: exp.Expr) -> exp.Expr:
    """A number with a point is a decimal, one with an exponent a floating one."""
    if node.is_string:
        return annotator._set_type(node, Type.VARCHAR)  # noqa: SLF001
    kind = Type.DOUBLE if "e" in node.name.lower() else Type.DECIMAL if "." in node.name else None
    return annotator._set_type(node, kind or Type.INT)  # noqa: SLF001


_RULES: dict[type[exp.Expr], Any] = {
    **DuckDB.EXPRESSION_METADATA,
    **{
        each: {"returns": Type.VARCHAR}
        for each in (exp.Left, exp.RegexpExtract, exp.RegexpReplace, exp.Replace, exp.SplitPart)
    },
    **{
        each: {"annotator": _as_its_argument}
        for each in (exp.ArgMax, exp.ArgMin, exp.ArrayDistinct, exp.Ceil, exp.Floor)
    },
    exp.Literal: {"annotator": _literal},
}
