"""What may be in a query for Spark: each kind of node is known to mean the same there."""

from __future__ import annotations

from sqlglot import exp

from data.engines.translation.refused import NotTranslated

QUERIES = {
    "Select", "Union", "Except", "Intersect", "Subquery", "Table", "TableAlias", "CTE", "With",
    "From", "Join", "Where", "Group", "Having", "Order", "Ordered", "Distinct", "Limit", "Values",
    "Tuple", "Window", "WindowSpec", "Alias", "Column", "Identifier", "Star", "Var", "Explode",
    "Filter", "Hint",
}  # fmt: skip
TERMS = {
    "Literal", "Boolean", "Null", "Cast", "TryCast", "DataType", "DataTypeParam", "ColumnDef",
    "Paren", "Case", "If", "Coalesce", "Nullif", "Greatest", "Least", "And", "Or", "Not", "Is",
    "In", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "NullSafeEQ", "NullSafeNEQ", "Struct",
    "PropertyEQ", "Dot", "Array", "Interval", "GenerateSeries",
}  # fmt: skip
NUMBERS = {
    "Abs", "Add", "Sub", "Mul", "Div", "Neg", "Round", "Floor", "Ceil", "Sum", "Count", "Max",
    "Min",
}  # fmt: skip
TEXTS = {
    "Concat", "ConcatWs", "DPipe", "Contains", "EndsWith", "StartsWith", "Length", "Substring",
    "SplitPart", "RegexpLike", "Replace", "Lower", "Upper",
}  # fmt: skip
OVER_ROWS = {
    "ArgMax", "ArgMin", "FirstValue", "RowNumber", "Rank", "DenseRank", "LogicalOr",
}  # fmt: skip
NODES = QUERIES | TERMS | NUMBERS | TEXTS | OVER_ROWS
CALLS = {
    "array_compact", "array_contains", "array_distinct", "array_size", "get", "regexp_extract",
    "regexp_replace", "rint", "try_add", "try_multiply", "try_subtract",
}  # fmt: skip
"""Functions of Spark that the rewrites put in place of others."""


def check_understood(tree: exp.Expr, functions: frozenset[str]) -> None:
    """Raise NotTranslated for the first construct of a rewritten query that is not known.

    `functions` are those that will be said in Spark's words.
    """
    for node in tree.walk():
        if isinstance(node, exp.Anonymous):
            if node.name not in CALLS | functions:
                raise NotTranslated(f"{node.name}()")
        elif type(node).__name__ not in NODES:
            raise NotTranslated(type(node).__name__, node.sql("duckdb")[:80])
