"""A draft as the TOML of a map, with the reason of every line beside it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.guess.proposal import Draft, Guess

TABLES = ("currency_of", "units", "constants", "ignore", "unpivot")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_of(draft: Draft) -> str:
    """The map; what is doubted is marked with a question mark."""
    why = {each.key: each for each in draft.guesses}
    return "\n".join([*_head(draft, why), *_columns(draft, why), *_rest(draft, why)]) + "\n"


def _head(draft: Draft, why: dict[str, Guess]) -> Iterator[str]:
    yield f"# {'; '.join(draft.sample.reasons)}"
    yield _line("name", draft.top["name"])
    yield _line("record", draft.record, why.get("record"))
    yield _line("format", draft.sample.format)
    for key, value in draft.top.items():
        if key != "name":
            yield _line(key, value, why.get(key))


def _columns(draft: Draft, why: dict[str, Guess]) -> Iterator[str]:
    yield "\n[columns]"
    for name, column in draft.columns.items():
        yield _line(name, column, why.get(name))
    read = draft.read
    unread = [json.dumps(name, ensure_ascii=False) for name in draft.sample.names
              if name not in read]  # fmt: skip
    if unread:
        yield f"# not read: {', '.join(unread)}"


def _rest(draft: Draft, why: dict[str, Guess]) -> Iterator[str]:
    for table in TABLES:
        lines = draft.tables.get(table, {})
        if lines:
            yield f"\n[{table}]"
            for name, value in lines.items():
                yield _line(name, value, _of(why, table, name))
    for name, words in draft.tables.get("values", {}).items():
        yield f"\n[values.{name}]"
        for word, meant in words.items():
            yield _line(word, meant, _doubted(why.get(f"values.{name}.{word}")))


def _of(why: dict[str, Guess], table: str, name: str) -> Guess | None:
    return why.get(f"{table}.{name}") or (why.get(name) if table == "constants" else None)


def _doubted(guess: Guess | None) -> Guess | None:
    return guess if guess and guess.doubt else None


def _line(key: str, value: Any, guess: Guess | None = None) -> str:
    written = f"{_key(key)} = {_value(value)}"
    if guess is None:
        return written
    doubt = f"? {guess.doubt}: " if guess.doubt and not guess.is_chosen else ""
    return f"{written}  # {_comment(doubt + guess.reason)}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
