"""An amount of money that is beyond all measure is not known, rather than stopping everything.

DuckDB tries a whole expression; Spark tries single steps. So each step within is tried, and where
NULL is replaced by something, only what was NULL before is.
"""

from __future__ import annotations

from sqlglot import exp

STEPS: dict[type[exp.Expr], str] = {
    exp.Mul: "try_multiply",
    exp.Add: "try_add",
    exp.Sub: "try_subtract",
}
MEASURE = exp.Literal.number("1e38")
"""What no decimal reaches."""


def try_amounts(tree: exp.Expr) -> None:
    """Make every step within an `as_money` one that is tried: of a rewritten query, in place."""
    for amount in [*tree.find_all(exp.Anonymous)]:
        if amount.name == "as_money":
            for node in reversed([*amount.expressions[0].walk(bfs=True)]):
                node.replace(_tried(node))


def _tried(node: exp.Expr) -> exp.Expr:
    if type(node) is exp.Cast:
        return exp.TryCast(this=node.this.copy(), to=node.to.copy(), safe=True)
    if type(node) in STEPS:
        steps = [node.this.copy(), node.expression.copy()]
        return exp.Anonymous(this=STEPS[type(node)], expressions=steps)
    if isinstance(node, exp.Anonymous) and node.name == "whole_of_double":
        fits = exp.Abs(this=node.expressions[0].copy()) < MEASURE.copy()
        return exp.paren(exp.case().when(fits, node.copy()))
    if isinstance(node, exp.Coalesce) and len(node.expressions) == 1:
        return exp.paren(
            exp.case()
            .when(_was_null(node.this), node.expressions[0].copy())
            .else_(node.this.copy())
        )
    return node


def _was_null(node: exp.Expr) -> exp.Expr:
    """Whether something of an amount is not known: that it is too large is another matter."""
    if isinstance(node, exp.Anonymous) and node.name in STEPS.values():
        return exp.or_(*(_was_null(each) for each in node.expressions))
    if isinstance(node, exp.Paren):
        return _was_null(node.this)
    return exp.paren(node.copy()).is_(exp.null())
