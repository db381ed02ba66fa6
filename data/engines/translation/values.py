"""Values of a query as literals with their type: put into the tree, never into the text."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from data.engines.translation.refused import NotTranslated

if TYPE_CHECKING:
    from collections.abc import Mapping


def place_values(tree: exp.Expr, values: Mapping[str, Any]) -> exp.Expr:
    """The query with its values in it."""

    def placed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder):
            return literal(values[node.name])
        return node

    return tree.transform(placed)


def literal(value: Any) -> exp.Expr:
    """A value as DuckDB would take it as a parameter."""
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.true() if value else exp.false()
        case int() | float():
            return (
                exp.cast(
                    exp.Literal.number(abs(value)), "BIGINT" if isinstance(value, int) else "DOUBLE"
                )
                if value >= 0
                else exp.Paren(this=exp.Neg(this=literal(-value)))
            )
        case Decimal():
            return exp.cast(exp.Literal.string(f"{value:f}"), _decimal(value))
        case str():
            return exp.Literal.string(value)
        case datetime():
            return exp.cast(exp.Literal.string(value.isoformat(" ")), "TIMESTAMP")
        case timedelta():
            return _interval(value)
        case list():
            return exp.Array(expressions=[literal(each) for each in value])
    raise NotTranslated(f"a value of type {type(value).__name__}")


def _decimal(value: Decimal) -> str:
    places = -int(value.as_tuple().exponent)
    return f"DECIMAL(38, {max(places, 0)})"


def _interval(value: timedelta) -> exp.Interval:
    microseconds = value // timedelta(microseconds=1)
    seconds = Decimal(microseconds).scaleb(-6)
    return exp.Interval(this=exp.Literal.string(f"{seconds:f}"), unit=exp.var("SECOND"))
