"""Rewrites: what DuckDB and Spark say in the same words and mean otherwise, or in other words.

Each is given one node of a qualified, annotated query, and gives what stands for it. Those that
rest on a type raise NotTranslated where it is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from data.engines.translation import texts
from data.engines.translation.functions import call
from data.engines.translation.refused import NotTranslated
from data.engines.translation.types import (
    INEXACT,
    TEXT,
    WHOLE,
    Type,
    is_inexact,
    spark_type,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENTS = frozenset({Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPNTZ})
NEVER_NULL = frozenset({"submitted_at", "source", "source_id"})
"""What of a record is always known, so that it may decide with others which one is first."""


def quotient(node: exp.Div) -> exp.Expr:
    """A / is a division of floating numbers, also of decimals, and by 0 gives an infinity."""
    if isinstance(node.right, exp.Literal) and float(node.right.name):
        sides = (_cast(each, "DOUBLE") for each in (node.left, node.right))
        return exp.paren(exp.Div(this=next(sides), expression=next(sides)))
    return call("quotient", node.left, node.right)


def sum_of_whole_numbers(node: exp.Sum) -> exp.Expr:
    """A sum of whole numbers has room for 38 digits."""
    if type_of(node.this) in WHOLE:
        return exp.Sum(this=_cast(node.this, "DECIMAL(38, 0)"))
    return node


def rounding(node: exp.Round) -> exp.Expr:
    """A floating number is rounded as it is, not as it is written."""
    places = node.args.get("decimals")
    if places is None or not is_inexact(node.this):
        return node
    power = exp.Literal.number(f"1e{places.sql()}")
    whole = exp.Round(this=exp.Mul(this=exp.paren(node.this.copy()), expression=power))
    return exp.paren(exp.Div(this=whole, expression=power.copy()))


def floor(node: exp.Floor) -> exp.Expr:
    """Of a floating number, a floating one."""
    return call("floor_double", node.this) if is_inexact(node.this) else node


def ceil(node: exp.Ceil) -> exp.Expr:
    """Of a floating number, a floating one."""
    return call("ceil_double", node.this) if is_inexact(node.this) else node


def extreme(node: exp.Min | exp.Max) -> exp.Expr:
    """Of plain values: among several fields, NULL is the largest here and the smallest there."""
    if type_of(node.this) == Type.STRUCT:
        raise NotTranslated(node.sql("duckdb"), "NULL fields are in another order")
    return node


def picked(node: exp.ArgMin | exp.ArgMax) -> exp.Expr:
    """The value beside the least: one that is NULL is never picked."""
    by = node.expression
    if isinstance(by, exp.Struct) and not {c.name for c in by.find_all(exp.Column)} <= NEVER_NULL:
        raise NotTranslated(by.sql("duckdb"), "NULL fields are in another order")
    if _is_filtered(node):
        return node
    known = exp.case().when(node.this.copy().is_(exp.null()).not_(), by.copy())
    return type(node)(this=node.this.copy(), expression=known)


def _is_filtered(node: exp.Expr) -> bool:
    """Whether rows in which the value is NULL are left out already."""
    if not isinstance(node.parent, exp.Filter):
        return False
    tested = (each.this for each in node.parent.expression.find_all(exp.Not))
    return any(isinstance(each, exp.Is) and each.this == node.this for each in tested)


def list_length(node: exp.ArraySize) -> exp.Expr:
    """Of no list: not known, whatever the session says."""
    return exp.Anonymous(this="array_size", expressions=[node.this])


def list_item(node: exp.Bracket) -> exp.Expr:
    """An item by its number, counted from 1 and written so; beyond the end there is none."""
    [index] = node.expressions
    if not isinstance(index, exp.Literal) or index.is_string:
        raise NotTranslated("a computed list index")
    place = int(index.name) - 1 + (node.args.get("offset") or 0) - _counted_from(node)
    return exp.Anonymous(this="get", expressions=[node.this, exp.Literal.number(place)])


def _counted_from(node: exp.Bracket) -> int:
    """Where the reader has put the number to count from 0 already, it says so."""
    return 0 if node.args.get("offset") is not None else -1


def list_without_null(node: exp.ArrayDistinct) -> exp.Expr:
    """The distinct items of a list; NULL is none."""
    return exp.Anonymous(this="array_distinct", expressions=[_compact(node.this)])


def list_contains(node: exp.ArrayContains) -> exp.Expr:
    """An item that is not found is not there, also where the list holds NULLs."""
    return exp.Anonymous(this="array_contains", expressions=[_compact(node.this), node.expression])


def _compact(items: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this="array_compact", expressions=[items.copy()])


def null_of_empty_list(node: exp.Nullif) -> exp.Expr:
    """An empty list written out has no type to compare by."""
    if isinstance(node.expression, exp.Array) and not node.expression.expressions:
        size = exp.Anonymous(this="array_size", expressions=[node.this.copy()])
        return exp.case().when(size.eq(0), exp.null()).else_(node.this.copy())
    return node


def cast(node: exp.Cast) -> exp.Expr:
    """A cast rounds, reads texts without raising, and takes a floating number as it is."""
    wanted, source = node.to, node.this
    to = spark_type(wanted)
    if isinstance(source, exp.Anonymous | exp.Null) or type_of(source) == Type.NULL:
        return exp.Cast(this=source.copy(), to=to)
    kind = type_of(source)
    if kind in TEXT and wanted.this in WHOLE | INEXACT | {Type.DECIMAL}:
        return exp.TryCast(this=source.copy(), to=to, safe=True)
    if kind in TEXT and wanted.this in MOMENTS and not isinstance(source, exp.Literal):
        raise NotTranslated(f"{source.sql('duckdb')} as a moment")
    if wanted.this in WHOLE and kind in INEXACT:
        return exp.Cast(this=exp.Anonymous(this="rint", expressions=[source.copy()]), to=to)
    if wanted.this in WHOLE and kind == Type.DECIMAL:
        return exp.Cast(this=exp.Round(this=source.copy()), to=to)
    if wanted.this == Type.DECIMAL and kind in INEXACT:
        return _decimal_of(source, to)
    if wanted.this in TEXT and kind not in TEXT | WHOLE:
        raise NotTranslated(f"{source.sql('duckdb')} as a text")
    return exp.Cast(this=source.copy(), to=to)


def _decimal_of(source: exp.Expr, to: exp.DataType) -> exp.Expr:
    """A floating number as a decimal: its units, rounded as floating numbers are, then exactly."""
    scale = int(to.expressions[1].name) if len(to.expressions) > 1 else 0
    power = exp.Literal.number(f"1e{scale}")
    units = exp.Round(this=exp.Mul(this=exp.paren(source.copy()), expression=power))
    whole = call("whole_of_double", units)
    if scale:
        unit = _cast(exp.Literal.string(f"1e-{scale}"), f"DECIMAL({scale}, {scale})")
        whole = exp.Mul(this=exp.paren(whole), expression=unit)
    return exp.Cast(this=whole, to=to)


def named_window(node: exp.Window) -> exp.Expr:
    """In brackets: a minus behind a window's name would be a part of the name."""
    return exp.paren(node) if node.args.get("alias") else node


def _cast(node: exp.Expr, kind: str) -> exp.Expr:
    return exp.Cast(this=node.copy(), to=exp.DataType.build(kind, dialect="spark"))


REWRITES: dict[type[exp.Expr], Callable[..., exp.Expr]] = {
    exp.ArgMax: picked,
    exp.ArgMin: picked,
    exp.ArrayContains: list_contains,
    exp.ArrayDistinct: list_without_null,
    exp.ArraySize: list_length,
    exp.Bracket: list_item,
    exp.Cast: cast,
    exp.Ceil: ceil,
    exp.Concat: texts.joined_text,
    exp.DPipe: texts.chained_text,
    exp.Div: quotient,
    exp.Floor: floor,
    exp.Left: texts.left,
    exp.Lower: texts.lower,
    exp.Max: extreme,
    exp.Min: extreme,
    exp.Nullif: null_of_empty_list,
    exp.RegexpExtract: texts.pattern_extracted,
    exp.RegexpFullMatch: texts.pattern_of_all,
    exp.RegexpLike: texts.pattern_found,
    exp.RegexpReplace: texts.pattern_replaced,
    exp.Round: rounding,
    exp.Sum: sum_of_whole_numbers,
    exp.Trim: texts.trim,
    exp.Upper: texts.upper,
    exp.Window: named_window,
}
"""By the node that each is for; `tests/test_spark_sql.py` has an example of every one."""


def rewrite(tree: exp.Expr) -> exp.Expr:
    """Rewrite a query in place, from the inside out."""
    for node in reversed([*tree.walk(bfs=True)]):
        change = REWRITES.get(type(node))
        if change is None:
            continue
        new = change(node)
        if new is not node:
            new.type = node.type
            node.replace(new)
    return tree
