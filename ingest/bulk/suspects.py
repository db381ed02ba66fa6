"""What makes a text suspect as the value of its field: SQL does not vouch for it then.

Whatever is not suspect means the same as in `map_values`. AND and OR always look at both sides in
DuckDB, CASE does not: a costly pattern stands behind a CASE that is almost free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.bulk.expressions import (
    DECIMAL,
    DIGITS,
    ISO,
    ISO_LIKE,
    ODD_FRACTION,
    PLAIN_DECIMAL,
    Expression,
    among,
    matches,
    perhaps_secret,
    suspicions_of_texts,
    text_column,
    value_column,
)
from ingest.bulk.translation import UNLISTED
from ingest.maps.columns import is_list
from ingest.maps.values import MONEY_UNITS, NEITHER, TIME_UNITS
from ingest.storing.prompts import QUOTING, SHORTEST
from ingest.storing.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.maps.fields import Field
    from ingest.maps.map import Map

LONGEST_EXACT = 16
"""Digits a double keeps: a longer JSON number may have lost some on the way through DuckDB."""


@dataclass(frozen=True)
class Suspicions:
    """The suspicions about the texts of one map."""

    map: Map
    is_json: bool
    """Whether an object or list may stand where a text is expected."""
    store_prompts: bool = False

    def of(self, field: Field) -> Expression:
        """Whether the text of a field is anything but plainly its value."""
        text, value = text_column(field.name), value_column(field.name)
        reasons = [*self._reasons(field, text, value)]
        if self._may_be_unlisted(field):
            reasons.append(f"{text} = {literal(UNLISTED)}")
        return f"({text} IS NOT NULL AND ({' OR '.join(reasons)}))"

    def _of_bounds(self, field: Field, text: Expression, value: Expression) -> Iterator[Expression]:
        """It is too small or too large. A little less than 0 is 0 in the places that are kept."""
        if field.low is not None:
            yield f"{value} < {field.low}"
            if field.shape == "decimal":
                yield f"({value} = 0 AND starts_with({text}, '-'))"
        if field.high is not None:
            yield f"{value} > {field.high}"

    def _reasons(self, field: Field, text: Expression, value: Expression) -> Iterator[Expression]:
        """Reasons to look closer. Where the value is not NULL, none of them is."""
        if field.shape == "boolean":
            yield f"({value} IS NULL AND NOT {among(text, NEITHER, any_case=True)})"
        elif field.shape not in {"texts", "choice"}:
            yield f"{value} IS NULL"
        yield from self._of_bounds(field, text, value)
        match field.shape:
            case "text":
                yield from self._of_text(field, text)
            case "choice":
                yield f"NOT {among(text, field.choices)}"
            case "integer":
                one_digit = f"strlen({text}) = 1 AND {text} >= '0' AND {text} <= '9'"
                yield f"CASE WHEN {one_digit} THEN FALSE ELSE NOT {matches(text, DIGITS)} END"
            case "seconds":
                yield f"NOT {matches(text, DECIMAL)}"
            case "decimal":
                yield from self._of_decimal(field, text, value)
            case "time":
                yield from self._of_time(field, text, value)
            case "texts":
                yield from suspicions_of_texts(field, text, value)
            case _:
                pass

    def _may_be_unlisted(self, field: Field) -> bool:
        columns = self.map.columns.get(field.name, ())
        return bool(self.map.decimal) or field.name in self.map.values or any(map(is_list, columns))

    def _of_text(self, field: Field, text: Expression) -> Iterator[Expression]:
        if field.name != "prompt" or self.store_prompts:
            yield perhaps_secret(field, text)
        if field.name in QUOTING and not self.store_prompts:
            yield f"(strlen({text}) >= {SHORTEST} AND {self._perhaps_quotes(text)})"
        if field.longest:
            yield f"strlen({text}) > {field.longest}"  # bytes: never fewer than letters
        if self.is_json:
            in_letters = f"{text} >= '\\' AND {text} < '{{'"
            fraction = " OR ".join(f"contains({text}, '{sign}')" for sign in ".eE")
            odd = f"CASE WHEN {fraction} THEN {matches(text, ODD_FRACTION)} ELSE FALSE END"
            ends = f"ends_with({text}, '}}') OR ends_with({text}, ']')"
            yield (
                f"CASE WHEN {in_letters} THEN FALSE WHEN {text} < ':' THEN {odd} "
                f"WHEN {text} >= '[' THEN {ends} ELSE FALSE END"
            )

    def _perhaps_quotes(self, text: Expression) -> Expression:
        """Whether a text is a sentence, or holds the prompt."""
        prompt = text_column("prompt") if "prompt" in self.map.columns else None
        whole = f"coalesce(contains({text}, trim({prompt})), FALSE)" if prompt else "FALSE"
        return f"(contains({text}, ' ') OR {whole})"

    def _of_decimal(
        self, field: Field, text: Expression, value: Expression
    ) -> Iterator[Expression]:
        has_unit = MONEY_UNITS.get(self.map.unit_of(field.name), 0)
        yield f"NOT {matches(text, PLAIN_DECIMAL if has_unit else DECIMAL)}"
        yield f"abs({value}) >= {field.below or 10**12}"
        if self.is_json:
            yield f"(length({text}) > {LONGEST_EXACT} AND abs({value}) >= 1000)"

    def _of_time(self, field: Field, text: Expression, value: Expression) -> Iterator[Expression]:
        if self.map.unit_of(field.name) in TIME_UNITS:
            yield f"NOT {matches(text, PLAIN_DECIMAL)}"
        elif self.map.time_format is None:
            # `try_strptime` takes 2026-1-2 too. LIKE is almost free, a pattern is not; AND and OR
            # always look at both sides, CASE does not.
            odd = f"NOT {matches(text, ISO)}"
            yield f"CASE WHEN {text} LIKE '{ISO_LIKE}' THEN FALSE ELSE {odd} END"
        yield f"{value} < TIMESTAMP '2000-01-01'"
        yield f"{value} >= TIMESTAMP '2100-01-01'"
