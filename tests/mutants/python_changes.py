"""Small changes of Python that a test should notice: one operator, number or condition each."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from tests.mutants.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mutants.change import Making

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
CALLED = {"min": "max", "max": "min", "sum": "max", "any": "all", "all": "any"}
WORDS = (ast.JoinedStr, ast.Raise, ast.Assert)
"""What is said to a person, and what types cannot say, is not held by figures."""


def python_changes(text: str) -> Iterator[Making]:
    """Every change of a file, from its first line to its last, made when it is asked for."""
    found = _Places()
    found.visit(ast.parse(text))
    for node in found.nodes:
        for instead in _instead_of(node):
            yield partial(_placed, text, node, instead)


class _Places(ast.NodeVisitor):
    """Collects expressions that are run: no annotations, no sentences, no imports for types."""

    def __init__(self) -> None:
        self.nodes: list[ast.expr] = []

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, WORDS) or _is_for_types(node):
            return
        if isinstance(node, ast.expr):
            self.nodes.append(node)
        for name, value in ast.iter_fields(node):
            if name not in {"annotation", "returns", "decorator_list"}:
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        self.visit(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def _instead_of(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left, [operator], right):
            yield ast.Compare(left, [COMPARED[type(operator)]()], right)
        case ast.BoolOp(operator, values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield ast.BoolOp(other, values)
            for place in range(len(values)):
                kept = values[:place] + values[place + 1 :]
                yield kept[0] if len(kept) == 1 else ast.BoolOp(operator, kept)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, operator, right) if type(operator) in RECKONED:
            if not any(_is_text(side) for side in (left, right)):
                yield ast.BinOp(left, RECKONED[type(operator)](), right)
        case ast.Call(ast.Name(name), arguments, keywords) if name in CALLED:
            plain = keywords if name in {"min", "max"} else []
            yield ast.Call(ast.Name(CALLED[name]), arguments, plain)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value) | float(value)):
            yield ast.Constant(value + 1)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)


def _placed(text: str, node: ast.expr, instead: ast.expr) -> Change:
    """The text with the node's own place changed, and nothing else."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
    whole = text.encode()
    said = ast.unparse(ast.fix_missing_locations(instead))
    is_plain = isinstance(instead, ast.Constant | ast.Call | ast.Name | ast.Attribute)
    new = (said if is_plain else f"({said})").encode()
    first, last = starts[node.lineno - 1], starts[node.end_lineno or 0]
    return Change(
        node.lineno,
        _on_one_line(whole[first:last]),
        _on_one_line(whole[first:start] + new + whole[end:last]),
        (whole[:start] + new + whole[end:]).decode(),
    )


def _on_one_line(code: bytes) -> str:
    return " ".join(code.decode().split())
