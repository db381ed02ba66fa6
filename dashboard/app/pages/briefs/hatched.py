"""A hatched tile as a picture, for a cell where no picture is known."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

_TILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48">'
    '<pattern id="h" width="8" height="8" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="3" height="8" fill="{colour}"/></pattern>'
    '<rect width="64" height="48" rx="3" fill="url(#h)" stroke="{colour}"/></svg>'
)


@cache
def hatched_url(colour: str) -> str:
    """The picture itself as an address; nothing is asked for."""
    return f"data:image/svg+xml,{quote(_TILE.format(colour=colour))}"
