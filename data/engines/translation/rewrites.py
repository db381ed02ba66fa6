"""Rewrites: what DuckDB and Spark say in the same words and mean otherwise, or in other words.

Each is given one node of a qualified, annotated query, and gives what stands for it. Those that
rest on a type raise NotTranslated where it is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from data.engines.translation.functions import call
from data.engines.translation.patterns import java_pattern
from data.engines.translation.refused import NotTranslated
from data.engines.translation.types import INEXACT, WHOLE, Type, is_inexact, spark_type, type_of

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = frozenset({Type.VARCHAR, Type.TEXT, Type.CHAR})
EMPTY = exp.Literal.string("")


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


def lower(node: exp.Lower) -> exp.Expr:
    """Lower case, letter by letter."""
    return call("lower_each", node.this)


def upper(node: exp.Upper) -> exp.Expr:
    """Upper case, letter by letter."""
    return call("upper_each", node.this)


def trim(node: exp.Trim) -> exp.Expr:
    """Spaces of any width go, and nothing else."""
    if node.expression or node.args.get("position"):
        raise NotTranslated("trim of something else than spaces, or at one end")
    return call("trim_spaces", node.this)


def left(node: exp.Left) -> exp.Expr:
    """A negative number leaves out the last characters."""
    return call("first_of", node.this, node.expression)


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


def joined_text(node: exp.Concat) -> exp.Expr:
    """NULL is nothing to add."""
    parts = [
        exp.Coalesce(this=_text(each), expressions=[EMPTY.copy()]) for each in node.expressions
    ]
    return exp.Concat(expressions=parts, safe=False, coalesce=False)


def _text(part: exp.Expr) -> exp.Expr:
    if type_of(part) in TEXT:
        return part.copy()
    if type_of(part) in WHOLE:
        return _cast(part, "STRING")
    raise NotTranslated(f"{part.sql('duckdb')} as a text")


def chained_text(node: exp.DPipe) -> exp.Expr:
    """Texts only: numbers are written differently."""
    for side in (node.left, node.right):
        if type_of(side) not in TEXT | {Type.NULL}:
            raise NotTranslated(f"{side.sql('duckdb')} as a text")
    return node


def pattern_found(node: exp.RegexpLike) -> exp.Expr:
    """Java's patterns for RE2's."""
    return exp.RegexpLike(this=node.this.copy(), expression=java_pattern(node.expression))


def pattern_of_all(node: exp.RegexpFullMatch) -> exp.Expr:
    """The same for the whole text."""
    return exp.RegexpLike(
        this=node.this.copy(), expression=java_pattern(node.expression, whole=True)
    )


def pattern_replaced(node: exp.RegexpReplace) -> exp.Expr:
    """The first place only: so it must be held to one end of the text, or all places be meant."""
    pattern, all_places = node.expression.name, node.args.get("modifiers")
    if not (all_places or pattern.startswith("^") or pattern.endswith("$")):
        raise NotTranslated(f"regexp_replace of the first {pattern!r}")
    arguments = [node.this, java_pattern(node.expression), node.args["replacement"]]
    if "\\" in arguments[-1].name or "$" in arguments[-1].name:
        raise NotTranslated(f"the replacement {arguments[-1].name!r}")
    return exp.Anonymous(this="regexp_replace", expressions=[each.copy() for each in arguments])


def pattern_extracted(node: exp.RegexpExtract) -> exp.Expr:
    """All that the pattern fits, where no group is named."""
    if node.args.get("group") not in (None, exp.Literal.number(0)):
        raise NotTranslated("regexp_extract of a group")
    arguments = [node.this.copy(), java_pattern(node.expression), exp.Literal.number(0)]
    return exp.Anonymous(this="regexp_extract", expressions=arguments)


def cast(node: exp.Cast) -> exp.Expr:
    """A cast rounds, reads texts without raising, and takes a floating number as it is."""
    wanted, source = node.to, node.this
    to = spark_type(wanted)
    if isinstance(source, exp.Anonymous | exp.Null) or type_of(source) == Type.NULL:
        return exp.Cast(this=source.copy(), to=to)
    kind = type_of(source)
    if kind in TEXT and wanted.this in WHOLE | INEXACT | {Type.DECIMAL}:
        return exp.TryCast(this=source.copy(), to=to)
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
    exp.ArrayContains: list_contains,
    exp.ArrayDistinct: list_without_null,
    exp.ArraySize: list_length,
    exp.Bracket: list_item,
    exp.Cast: cast,
    exp.Ceil: ceil,
    exp.Concat: joined_text,
    exp.DPipe: chained_text,
    exp.Div: quotient,
    exp.Floor: floor,
    exp.Left: left,
    exp.Lower: lower,
    exp.Nullif: null_of_empty_list,
    exp.RegexpExtract: pattern_extracted,
    exp.RegexpFullMatch: pattern_of_all,
    exp.RegexpLike: pattern_found,
    exp.RegexpReplace: pattern_replaced,
    exp.Round: rounding,
    exp.Sum: sum_of_whole_numbers,
    exp.Trim: trim,
    exp.Upper: upper,
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
