"""Reading a map's columns from JSON lines in SQL: three ways, each slower and harder to shake.

Strict: nested columns are declared, and DuckDB fails the statement at anything odd: a line that is
no JSON, a key given twice, a text where an object was declared. The fastest, and loses nothing.

Lenient: the same without nesting; a line that is no JSON becomes a row of NULLs, whose bytes the
slow way reads again. A key given twice goes unnoticed, so the keys of each line are read beside.

By value: each value is taken out of the whole line, for keys that differ in case alone and objects
nested too deep for DuckDB's columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.bulk.pieces import LONGEST_LINE
from ingest.bulk.translation import UNLISTED
from ingest.maps.columns import COUNT, MEMBERS, Steps, ways
from ingest.storing.sql_text import UNICODE_SPACES, identifier, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

LIMIT = f"maximum_object_size = {LONGEST_LINE + 1024}"
"""Longer lines never get here. Less would save nothing: DuckDB reads 16 MiB at a time anyway."""
NONE: Mapping[str, Iterable[str]] = {}
Tree = dict[str, Any]
"""Declared columns: a name to None (text) or to the tree of an object."""


@dataclass(frozen=True)
class PieceReader:
    """A FROM clause with one row per record, and the SQL text of each column of the map."""

    relation: str
    texts: Mapping[tuple[str, ...], str]
    is_json: bool = True
    """Whether an object or list may stand where a text is expected."""
    keys: str | None = None
    """A query for a hash of each line's keys, in line order, to find some given twice."""
    objects: frozenset[str] = frozenset()
    """Columns that are objects, of which no text is there."""


def not_blank(text: str) -> str:
    """The text; NULL where it is blank. Only what begins outside printable ASCII is looked at."""
    odd = f"{text} < '!' OR {text} > '~'"
    visible = f"CASE WHEN trim({text}, {UNICODE_SPACES}) <> '' THEN {text} END"
    return f"CASE WHEN {odd} THEN {visible} ELSE {text} END"


def first_of(texts: Iterable[str]) -> str:
    """The first that is not NULL; NULL where there is none to try."""
    tried = list(texts) or ["NULL::VARCHAR"]
    return tried[0] if len(tried) == 1 else f"coalesce({', '.join(tried)})"


def inside(text: str, steps: Iterable[str]) -> str:
    """SQL: the value at a path inside a text that holds JSON; NULL where it holds none."""
    for step in steps:
        looks_like_json = f"starts_with({text}, '{{') OR starts_with({text}, '[')"
        value = f"TRY(json_extract_string({text}, {literal(pointer((step,)))}))"
        text = f"(CASE WHEN {looks_like_json} THEN {value} END)"
    return text


def read_at(steps: Steps, member: Callable[[Steps], str]) -> str:
    """The text at a path of which `member` gives what does not go through a list.

    What goes through one is a list in JSON, or its length; UNLISTED where some members have nothing
    plain there, of which the slow way makes what it is.
    """
    head = head_of(steps)
    if len(head) == len(steps) and head == steps:
        return member(steps)
    text, rest = member(head), steps[len(head) :]
    is_counting, rest = rest[-1:] == (COUNT,), rest[:-1] if rest[-1:] == (COUNT,) else rest
    found = f"json_extract({text}, {literal(_json_path(rest))})"
    found = f"list_filter({found}, lambda member: member <> 'null')"
    whole = f"len({found}) = json_array_length({text})"
    result = f"len({found})::VARCHAR" if is_counting else f"to_json({found})::VARCHAR"
    inner = f"CASE WHEN {whole} THEN {result} ELSE {literal(UNLISTED)} END"
    looks = f"starts_with({text}, '[') AND json_valid({text})"
    return f"(CASE WHEN {looks} THEN {inner} WHEN {text} IS NOT NULL THEN {literal(UNLISTED)} END)"


def head_of(steps: Steps) -> Steps:
    """The beginning of a path, up to the first list that all members of are meant."""
    for place, step in enumerate(steps):
        if step.endswith(MEMBERS):
            return (*steps[:place], step.removesuffix(MEMBERS))
    return steps


def _json_path(steps: Steps) -> str:
    """A path of JSON below all members of a list."""
    quoted = (
        f"[{step}]"
        if step.isdecimal()
        else "".join(f'."{step.removesuffix(MEMBERS)}"' + ("[*]" if step.endswith(MEMBERS) else ""))
        for step in steps
    )
    return "$[*]" + "".join(quoted)


def pointer(steps: Steps) -> str:
    """A JSON pointer."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _lines(path: Path) -> str:
    return (
        f"read_ndjson_objects({literal(str(path))}, ignore_errors = true, compression = 'none', "
        f"{LIMIT})"
    )


def _declared(path: Path | str, columns: Mapping[str, str], options: str = "") -> str:
    listed = ", ".join(f"{identifier(name)}: {literal(each)}" for name, each in columns.items())
    return (
        f"read_json({literal(str(path))}, format = 'newline_delimited', compression = 'none', "
        f"{LIMIT}, {options}columns = {{{listed}}})"
    )


def _all_ways(columns: Iterable[tuple[str, ...]]) -> list[Steps]:
    return [head_of(steps) for tried in columns for column in tried for steps in ways(column)]


def _texts(
    columns: Iterable[tuple[str, ...]], member: Callable[[Steps], str]
) -> dict[tuple[str, ...], str]:
    return {
        tried: first_of(
            not_blank(read_at(steps, member)) for column in tried for steps in ways(column)
        )
        for tried in columns
    }


# --- strict -----------------------------------------------------------------------------------


def strict_reader(
    path: Path | str, columns: list[tuple[str, ...]], objects: Mapping[str, Iterable[str]] = NONE
) -> PieceReader | None:
    """The fast way; None where columns cannot be declared (`a` and `a.b` both, or list items).

    Of columns that are `objects` these keys are read, whatever else they hold.
    """
    tree: Tree = {}
    if not all(_declare(tree, steps) for steps in _all_ways(columns)) or not _distinct(tree):
        return None
    tree |= {name: dict.fromkeys(keys) for name, keys in objects.items()}
    types = {name: _type(each) for name, each in tree.items()}
    texts = _texts(columns, _member) | {(name,): identifier(name) for name in objects}
    return PieceReader(_declared(path, types), texts, objects=frozenset(objects))


def _declare(tree: Tree, steps: Steps) -> bool:
    """Add one path; False where it runs into a text, or through a list."""
    name, *rest = steps
    if name.isdecimal():
        return False
    if not rest:
        return tree.setdefault(name, None) is None
    inner = tree.setdefault(name, {})
    return inner is not None and _declare(inner, tuple(rest))


def _distinct(tree: Tree) -> bool:
    """DuckDB's column names do not tell upper from lower case; JSON's keys do."""
    folded = {name.casefold() for name in tree}
    return len(folded) == len(tree) and all(_distinct(each) for each in tree.values() if each)


def _type(tree: Tree | None) -> str:
    if tree is None:
        return "VARCHAR"
    return (
        f"STRUCT({', '.join(f'{identifier(name)} {_type(each)}' for name, each in tree.items())})"
    )


def _member(steps: Steps) -> str:
    first, *rest = steps
    return identifier(first) + "".join(f"[{literal(step)}]" for step in rest)


# --- lenient ----------------------------------------------------------------------------------


def lenient_reader(path: Path, columns: list[tuple[str, ...]]) -> PieceReader | None:
    """The way that gives a row for every line; None where two keys differ in case alone."""
    tops = list(dict.fromkeys(steps[0] for steps in _all_ways(columns)))
    if not _distinct(dict.fromkeys(tops)):
        return None
    relation = _declared(path, dict.fromkeys(tops, "VARCHAR"), "ignore_errors = true, ")
    texts = _texts(columns, lambda steps: inside(identifier(steps[0]), steps[1:]))
    return PieceReader(relation, texts, keys=_keys(path, columns))


def _keys(path: Path, columns: list[tuple[str, ...]]) -> str:
    """The names in each object that the columns' paths go through."""
    paths = sorted({w[:depth] for w in _all_ways(columns) for depth in range(1, len(w))})
    objects = ", ".join(["'$'", *(literal(pointer(steps)) for steps in paths)])
    return f"SELECT hash(json_keys(json, [{objects}])) AS keys FROM {_lines(path)}"


# --- by value ---------------------------------------------------------------------------------


def by_value_reader(path: Path, columns: list[tuple[str, ...]]) -> PieceReader:
    """The way that copes with any keys."""
    places: dict[Steps, int] = {}

    def taken(steps: Steps) -> str:
        """The text at a path, also where a text on the way holds JSON."""
        value = f"taken[{places.setdefault(steps, len(places) + 1)}]"
        return (
            value
            if len(steps) == 1
            else f"coalesce({value}, {inside(taken(steps[:-1]), steps[-1:])})"
        )

    texts = _texts(columns, taken)
    pointers = ", ".join(literal(pointer(steps)) for steps in places)
    values = f"json_extract_string(json, [{pointers}]::VARCHAR[]) AS taken"
    relation = f"(SELECT {values} FROM {_lines(path)})"
    return PieceReader(relation, texts, keys=_keys(path, columns))
