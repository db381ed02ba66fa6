"""Submissions that were kept bare, dated by the answers that came of them in the same file.

Some services say what a task costs when it is submitted, and when it ran only with its result.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.sources.parts.payloads import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ingest.source import Item

TIMES = {"createdAt", "submitted_at", "received_at"}


def with_times(
    read: Callable[[], Iterator[Item]],
    began: Callable[[Mapping[str, Any]], Any],
    *,
    cost: str,
    at: str,
) -> Iterator[Item]:
    """The items that `read` gives, of which submissions without a time have that of their result.

    `began`: when the task of an answer began, or None. A submission's answer has the key `cost`;
    its time goes under the key `at`.
    """
    known = dict(_beginnings(read(), began))
    for item in read():
        value = item.value
        is_bare = isinstance(value, dict) and cost in value and not value.keys() & TIMES
        found = known.get(text_of(value.get("id"))) if is_bare else None
        yield item if found is None else replace(item, value=value | {at: found})


def _beginnings(
    items: Iterator[Item], began: Callable[[Mapping[str, Any]], Any]
) -> Iterator[tuple[str, Any]]:
    for item in items:
        value = item.value
        body = value.get("response_body", value) if isinstance(value, dict) else None
        if isinstance(body, dict) and (found := began(body)):
            yield text_of(body.get("id")), found
