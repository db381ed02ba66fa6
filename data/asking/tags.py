"""The tags that attempts have: names that maps keep, usable as dimensions `tag:NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import QuestionError, nearest_of_many
from data.metrics.dimensions import TAG, is_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

FEW = 24
"""So many names are told where one is not known."""


def known_tags(cursor: DuckDBPyConnection) -> tuple[str, ...]:
    """The names of all tags with a value, in their order."""
    rows = cursor.execute(
        "SELECT DISTINCT split_part(tag, ':', 1) AS name "
        "FROM (SELECT unnest(tags) AS tag FROM attempts) AS tagged "
        "WHERE contains(tag, ':') ORDER BY name"
    )
    return tuple(name for (name,) in rows.fetchall())


def kept_tags(cursor: DuckDBPyConnection) -> tuple[str, ...]:
    """The names of the tags that a person keeps: by a map, or by what was sent to a gateway.

    What a provider's own log notes of its service is known, and is not offered.
    """
    rows = cursor.execute(
        "SELECT DISTINCT split_part(tag, ':', 1) AS name "
        "FROM (SELECT unnest(tags) AS tag, file_no, source FROM attempts) AS tagged "
        "LEFT JOIN files AS f ON f.file_no = tagged.file_no "
        "LEFT JOIN sources AS s ON s.source = tagged.source "
        "WHERE contains(tag, ':') AND (f.map_toml IS NOT NULL OR s.origin <> 'provider') "
        "ORDER BY name"
    )
    return tuple(name for (name,) in rows.fetchall())


def check_tags(cursor: DuckDBPyConnection, names: Iterable[str]) -> None:
    """Raise QuestionError for a dimension `tag:NAME` of which no attempt has a value."""
    asked = [name.removeprefix(TAG) for name in names if is_tag(name)]
    if not asked:
        return
    known = known_tags(cursor)
    for name in asked:
        if name not in known:
            raise QuestionError(f"{TAG}{name}: no attempt has this tag. {_instead(name, known)}")


def _instead(name: str, known: tuple[str, ...]) -> str:
    if not known:
        return "There are none; a map keeps further columns under [tags]."
    if len(known) > FEW:
        return nearest_of_many(name, known)
    return f"There are: {', '.join(known)}."
