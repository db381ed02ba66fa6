"""Small SQL expressions over text columns that a map's projection is put together from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.maps.values import ADDRESS_PERHAPS, FALSE, OUTPUTS, TRUE, WITHOUT_QUERY
from ingest.storing.sql_text import identifier, literal, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.maps.fields import Field

Expression = str
"""SQL text."""
DIGITS = r"-?[0-9]{1,18}"
DECIMAL = r"-?[0-9]{1,16}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?"
PLAIN_DECIMAL = r"-?[0-9]{1,16}(?:\.[0-9]{1,20})?"
ODD_FRACTION = r"-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+|-?[0-9]{16,}\.[0-9]+"
"""A JSON number used as text, which DuckDB spells in more than one way."""
ISO = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?)?"
)
ISO_LIKE = "____-__-_____:__:__%"
ONE_PLAIN = r"[!-+\--:<->@-Z\\^-~]+"
"""A single element of a list: nothing in it parts it, closes it or is cut off."""
FEW = 12
OFFSET = r".{11}.*[Z+-].*"


def text_column(name: str) -> Expression:
    """The column with a field's text. No key of a log is likely to be called so."""
    return identifier(f"text of {name}")


def value_column(name: str) -> Expression:
    """The column with a field's typed value."""
    return identifier(f"value of {name}")


def matches(text: Expression, pattern: str) -> Expression:
    """Whether the whole text matches."""
    return f"regexp_full_match({text}, {literal(pattern)})"


def localised(naive: Expression, zone: str) -> Expression:
    """A wall-clock time as UTC; NULL near a change of the clocks, which the slow way settles."""
    utc = f"timezone({literal(zone)}, {naive})"
    steady = " AND ".join(
        f"timezone({literal(zone)}, {utc} {sign} INTERVAL 3 HOUR) = {naive} {sign} INTERVAL 3 HOUR"
        for sign in "+-"
    )
    return f"CASE WHEN {steady} THEN ({utc})::TIMESTAMP END"


def among(text: Expression, words: tuple[str, ...], *, any_case: bool = False) -> Expression:
    """Whether the text is one of these words.

    DuckDB makes a join of a long IN, which loses the order of the rows, and a pattern takes three
    times as long as some comparisons.
    """
    if any_case or len(words) > FEW:
        options = "(?i)" if any_case else ""
        return matches(text, f"{options}(?:{'|'.join(map(re.escape, words))})")
    return f"({' OR '.join(f'{text} = {literal(word)}' for word in words)})"


def yes_or_no(text: Expression) -> Expression:
    """TRUE or FALSE as logs write them; NULL for any other text."""
    yes, no = (among(text, words, any_case=True) for words in (TRUE, FALSE))
    return (
        f"CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE "
        f"ELSE CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END END"
    )


def listed_texts(field: Field, text: Expression) -> Expression:
    """The elements of a JSON list in text, or of text with separators; NULL for an empty list.

    Only of outputs an empty list says that there were none.
    """
    split = f"regexp_split_to_array({text}, '[,;\\s]+')"
    parsed = f"TRY(from_json({text}, '[\"VARCHAR\"]'))"
    parts = f"CASE WHEN starts_with({text}, '[') THEN {parsed} ELSE {split} END"
    bare = without_query(field, "part")
    whole = (
        f"list_filter(list_transform({parts}, lambda part: {trimmed(bare)}), "
        "lambda part: part <> '')"
    )
    none = "[]::VARCHAR[]" if field.name == OUTPUTS else "NULL"
    return (
        f"CASE WHEN {text} IS NULL THEN NULL WHEN {text} = '[]' THEN {none} "
        f"WHEN {matches(text, ONE_PLAIN)} THEN [{text}] "
        f"ELSE nullif({whole}, []) END"
    )


def suspicions_of_texts(field: Field, text: Expression, value: Expression) -> Iterator[Expression]:
    """It looks like a JSON list and is none, it holds objects or lists, or it gave nothing.

    Also that there are too many, and of outputs that one may be a mask.
    """
    if field.longest:
        yield f"coalesce(len({value}) > {field.longest}, FALSE)"
    if field.name == OUTPUTS:
        yield f"contains(lower({text}), 'mask')"
    yield perhaps_secret(field, text)
    yield f"({text} <> '[]' AND {value} IS NULL)"
    yield f"({text} <> '[]' AND contains({text}, '{{'))"
    yield f"({text} <> '[]' AND contains({text}, '[['))"


def without_query(field: Field, text: Expression) -> Expression:
    """An address without its query string, which may be signed; other text as it is."""
    bare = f"nullif(split_part({text}, '?', 1), '')"
    if field.name in WITHOUT_QUERY:
        return bare
    if field.name in ADDRESS_PERHAPS:
        return f"CASE WHEN contains({text}, '://') THEN {bare} ELSE {text} END"
    return text


def perhaps_secret(field: Field, text: Expression) -> Expression:
    """Whether a text may hold an address with something in it that opens it.

    Of a field that is an address the query string goes in any case.
    """
    login = f"CASE WHEN contains({text}, '@') THEN regexp_matches({text}, ':/*[^/]*@') END"
    signed = "FALSE" if field.name in WITHOUT_QUERY else f"contains({text}, '?')"
    if field.name in ADDRESS_PERHAPS:
        signed = f"({signed} AND NOT contains({text}, '://'))"
    return (
        f"CASE WHEN contains({text}, '://') "
        f"THEN {signed} OR contains({text}, '#') OR coalesce({login}, FALSE) "
        f"WHEN {signed} THEN contains({text}, '=') ELSE FALSE END"
    )
