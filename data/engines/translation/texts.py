"""Rewrites of what makes texts, as `rewrites` lists them."""

from __future__ import annotations

from sqlglot import exp

from data.engines.translation.functions import call
from data.engines.translation.patterns import java_pattern
from data.engines.translation.refused import NotTranslated
from data.engines.translation.types import TEXT, WHOLE, Type, type_of

EMPTY = exp.Literal.string("")


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
        return exp.cast(part.copy(), "STRING", dialect="spark")
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
