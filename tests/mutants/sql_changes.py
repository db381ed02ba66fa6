"""Small changes of a query that a test should notice: one comparison, join, sum or order each."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from tests.mutants.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.mutants.change import Making

    Altering = Callable[[exp.Expression], exp.Expression]

PLACES = re.compile(r"\{(\w+)\}")
PLACED = re.compile(r"\bplace_(target|stored|facts)\b")
TURNED: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.NullSafeEQ: exp.EQ,
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.Sum: exp.Max,
    exp.Max: exp.Min,
    exp.Min: exp.Max,
    exp.ArgMax: exp.ArgMin,
    exp.ArgMin: exp.ArgMax,
    exp.Greatest: exp.Least,
    exp.Least: exp.Greatest,
}
JOINED = {"LEFT": "", "": "LEFT"}
CLAUSES = (exp.Select, exp.SetOperation, exp.CTE, exp.Subquery)
LONG_ENOUGH = 24


def sql_changes(text: str) -> Iterator[Making]:
    """Every change of a query or an expression, from the outside in, made when it is asked for."""
    placed = PLACES.sub(r"place_\1", text)
    tree = sqlglot.parse_one(placed, read="duckdb")
    for place, node in enumerate(tree.walk()):
        line = placed.count("\n", 0, _start_of(node)) + 1
        for change in _changes_of(node):
            yield partial(_changed, tree, place, change, line)


def _changes_of(node: exp.Expression) -> Iterator[Altering]:
    """What can be done to a node; each takes a copy of it and gives what stands there then."""
    if type(node) in TURNED and not node.find_ancestor(exp.DataType):
        yield lambda found: TURNED[type(found)](**found.args)
    match node:
        case exp.And() | exp.Or():
            yield lambda found: found.left
            yield lambda found: found.right
            other = exp.Or if isinstance(node, exp.And) else exp.And
            yield lambda found: other(this=found.this, expression=found.expression)
        case exp.Not():
            yield lambda found: found.this
        case exp.Where():
            yield lambda _found: exp.Where(this=exp.true())
        case exp.Join() if node.args.get("on") and node.side in JOINED and not node.kind:
            yield _with("side", JOINED[node.side])
        case exp.Join() if node.kind in {"SEMI", "ANTI"}:
            yield _with("kind", "ANTI" if node.kind == "SEMI" else "SEMI")
        case exp.Union():
            yield _with("distinct", not node.args.get("distinct"))
        case exp.Ordered():
            yield _with("desc", not node.args.get("desc"))
        case exp.Coalesce() if node.expressions:
            yield lambda found: found.this
        case exp.Boolean():
            yield lambda found: exp.Boolean(this=not found.this)
        case exp.Literal() if _is_whole_number(node):
            yield lambda found: exp.Literal.number(int(found.this) + 1)
            yield lambda found: exp.Literal.number(int(found.this) - 1)


def _with(name: str, value: object) -> Altering:
    def changed(found: exp.Expression) -> exp.Expression:
        found.set(name, value)
        return found

    return changed


def _is_whole_number(node: exp.Literal) -> bool:
    """Whether it is one of the query's own: not a type's, not the place of a column."""
    within = (exp.DataType, exp.Group)
    return not node.is_string and str(node.this).isdigit() and not node.find_ancestor(*within)


def _changed(tree: exp.Expression, place: int, change: Altering, line: int) -> Change:
    copy = tree.copy()
    node = next(each for number, each in enumerate(copy.walk()) if number == place)
    around = _around(node)
    before = _said(around)
    instead = change(node)
    if instead is not node:
        if isinstance(instead, exp.And | exp.Or):
            instead = exp.paren(instead, copy=False)
        node.replace(instead)
        around, copy = (each if each is not node else instead for each in (around, copy))
    return Change(line, before, _said(around), _written(copy))


def _around(node: exp.Expression) -> exp.Expression:
    """As much around a node as makes it clear which one is meant."""
    while node.parent and not isinstance(node.parent, CLAUSES) and len(_said(node)) < LONG_ENOUGH:
        node = node.parent
    return node


def _start_of(node: exp.Expression) -> int:
    """Where the first name in a node begins, or in the least around it that has one."""
    while True:
        starts = [each.meta["start"] for each in node.walk() if "start" in each.meta]
        if starts or node.parent is None:
            return min(starts, default=0)
        node = node.parent


def _said(node: exp.Expression) -> str:
    return PLACED.sub(r"{\1}", " ".join(node.sql("duckdb", comments=False).split()))


def _written(tree: exp.Expression) -> str:
    return PLACED.sub(r"{\1}", tree.sql("duckdb", pretty=True))
