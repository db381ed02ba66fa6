"""SQL for quick ways: whether texts are so plain that SQL and Python read the same of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.storing.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SPACES = r" \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
ODD = (
    rf"(?m)(?:^[{SPACES}\[{{]|[{SPACES}]$|://|[@?#]|^(?:true|false)$"
    r"|^-?[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)$"
    r"|[\x00-\x09\x0b-\x1f\x7f])"
)
"""White space at an end, JSON that is no text, a number that is spelled in more than one way, an
address, a control character."""
LONGEST = 2_000
"""Of all texts of a record together; no field holds more than twice that."""
AMOUNT = r"[0-9]{1,6}(?:\.[0-9]{1,9})?"
"""A decimal that a binary number spells the same."""
COUNT = r"[0-9]{1,9}"


def odd_texts(*texts: str) -> str:
    """Whether one of these texts is not plain."""
    joined = " || chr(10) || ".join(f"coalesce({each}, '')" for each in texts)
    breaks = f"length({joined}) - length(replace({joined}, chr(10), ''))"
    return (
        f"(length({joined}) > {LONGEST} OR {breaks} <> {len(texts) - 1}"
        f" OR regexp_matches({joined}, {literal(ODD)}))"
    )


def not_like(text: str, pattern: str) -> str:
    """Whether a text is there and does not match as a whole."""
    return f"coalesce(NOT regexp_full_match({text}, {literal(pattern)}), FALSE)"


def not_empty(*texts: str) -> str:
    """Whether one of these objects has something in it."""
    return " OR ".join(f"coalesce({each} NOT IN ('{{}}', '[]'), FALSE)" for each in texts)


def among(text: str, words: Iterable[str]) -> str:
    """Whether a text is one of these; DuckDB makes a join of a long IN, which loses the order."""
    return f"({' OR '.join(f'{text} = {literal(word)}' for word in words)})"


def looked_up(text: str, table: Mapping[str, str]) -> str:
    """What a table says of a text, else the text itself."""
    pairs = ", ".join(f"{literal(key)}: {literal(value)}" for key, value in table.items())
    return f"coalesce(MAP {{{pairs}}}[{text}], {text})"


def repeats_a_key(text: str) -> str:
    """Whether an object names a key twice, which is no record."""
    keys = f"json_keys({text})"
    return (
        f"coalesce(CASE WHEN starts_with({text}, '{{')"
        f" THEN len({keys}) <> len(list_distinct({keys})) END, FALSE)"
    )
