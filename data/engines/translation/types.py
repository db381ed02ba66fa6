"""DuckDB's types in Spark's words, and which of them a rewrite asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from data.engines.translation.refused import NotTranslated

if TYPE_CHECKING:
    from collections.abc import Mapping

Type = exp.DataType.Type
Columns = dict[str, str]
"""Columns of a relation in order, with the type that DuckDB gives each."""
WHOLE = frozenset({
    Type.TINYINT, Type.SMALLINT, Type.INT, Type.BIGINT, Type.INT128,
    Type.UTINYINT, Type.USMALLINT, Type.UINT, Type.UBIGINT,
})  # fmt: skip
TEXT = frozenset({Type.VARCHAR, Type.TEXT, Type.CHAR})
INEXACT = frozenset({Type.DOUBLE, Type.FLOAT})
_AS_IN_SPARK = {
    Type.INT128: "DECIMAL(38, 0)",
    Type.UBIGINT: "DECIMAL(20, 0)",
    Type.UINT: "BIGINT",
    Type.TIMESTAMP: "TIMESTAMP_NTZ",
    Type.TIMESTAMPNTZ: "TIMESTAMP_NTZ",
    Type.VARCHAR: "STRING",
    Type.TEXT: "STRING",
    Type.BOOLEAN: "BOOLEAN",
    Type.INT: "INT",
    Type.BIGINT: "BIGINT",
    Type.DOUBLE: "DOUBLE",
    Type.DATE: "DATE",
    Type.VARBINARY: "BINARY",
}


def parsed(kind: str) -> exp.DataType:
    """A type as DuckDB writes it; what is only NULL is a number to it."""
    return exp.DataType.build("INTEGER" if kind == '"NULL"' else kind, dialect="duckdb")


def spark_type(kind: exp.DataType) -> exp.DataType:
    """The same in Spark. Raises NotTranslated for one that it has no equal of."""
    if kind.this == Type.DECIMAL:
        return exp.DataType.build(kind.sql("duckdb"), dialect="spark")
    if kind.this in {Type.ARRAY, Type.LIST}:
        return exp.DataType(
            this=Type.ARRAY, expressions=[spark_type(kind.expressions[0])], nested=True
        )
    if kind.this == Type.STRUCT:
        fields = [
            exp.ColumnDef(this=each.this.copy(), kind=spark_type(each.args["kind"]))
            for each in kind.expressions
        ]
        return exp.DataType(this=Type.STRUCT, expressions=fields, nested=True)
    if kind.this not in _AS_IN_SPARK:
        raise NotTranslated(kind.sql("duckdb"))
    return exp.DataType.build(_AS_IN_SPARK[kind.this], dialect="spark")


def spark_columns(columns: Mapping[str, str]) -> str:
    """The columns as Spark declares them, for a reader of files."""
    return ", ".join(
        f"`{name}` {spark_type(parsed(kind)).sql('spark')}" for name, kind in columns.items()
    )


def type_of(node: exp.Expr) -> exp.DType:
    """What an expression is, as annotated. Raises NotTranslated where that is not known."""
    kind = node.type.this if node.type is not None else Type.UNKNOWN
    if kind == Type.UNKNOWN:
        raise NotTranslated(node.sql("duckdb"), "its type is not known here")
    return kind


def is_inexact(node: exp.Expr) -> bool:
    """Whether it is a floating number."""
    return type_of(node) in INEXACT
