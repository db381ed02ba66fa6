"""Objects nested in lines, as a source's query speaks of them: of objects, or of text with JSON.

Three expressions for a column `name`, over the column: `name_object` (a struct of the keys that are
read; NULL where there is no object), `name_keys` (a hash of all keys, to find one given twice;
NULL where reading has made sure of that) and `name_text` (all that is read, to search in).
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from ingest.storing.sql_text import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Sequence


def object_expressions(name: str, keys: Sequence[str], *, is_object: bool) -> dict[str, str]:
    """What each of the three means, by its name with the argument."""
    held, all_keys, text = _of_object(keys) if is_object else _of_text(keys)
    return {
        f"{name}_object(written)": held,
        f"{name}_keys(written)": all_keys,
        f"{name}_text(written)": text,
    }


def _of_object(keys: Sequence[str]) -> tuple[str, str, str]:
    members = ", ".join(f"written.{identifier(key)}" for key in keys)
    return "written", "NULL::UBIGINT", f"concat_ws(chr(10), {members})"


def _of_text(keys: Sequence[str]) -> tuple[str, str, str]:
    kind = literal(dumps(dict.fromkeys(keys, "VARCHAR")))
    read = f"TRY(from_json(CASE WHEN starts_with(written, '{{') THEN written END, {kind}))"
    return read, "hash(json_keys(written))", "written"
