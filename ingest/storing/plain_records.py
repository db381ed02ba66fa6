"""JSON records in which nothing needs to be taken out, told at one look instead of word by word."""

from __future__ import annotations

import re

_WORD = r"""[^"\\?/'`{\[\s]*"""
_MARKS = r"{}\[\]:,\s"
PLAIN = re.compile(
    rf"""
    \s*+[{{\[]
    (?:
        "{_WORD}(?:\ {_WORD})?(?:"|\Z)      # two words, no address or JSON
        | [{_MARKS}]++
        | (?:-?[\d.]+(?:[eE][+-]?\d+)?|true|false|null)(?=["{_MARKS}]|\Z)
    )*+
    """,
    re.VERBOSE,
)
"""JSON, broken or not, of short texts and literals."""
_NAME = re.compile(r'"([^"]*)"\s*:')


def names_of_plain(text: str) -> tuple[str, ...] | None:
    """The names in a record of short texts and literals; None where it may hold something else."""
    return tuple(_NAME.findall(text)) if PLAIN.fullmatch(text) else None
