"""Answers that came in chunks: which chunks belong together, and the whole they make.

`streamGenerateContent` answers bit by bit: as a JSON list, as server-sent events, or, where the
caller logs what it receives, as one document after the other. All chunks of an answer share its
`responseId`; a reason for finishing is in the last.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.formats.item import DOCUMENT_BYTES
from ingest.sources.parts.payloads import decoded, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.source import Item

CHUNK = "(chunk)"
"""Key of the value of an item that is read together with a later one."""
OF_A_CHUNK = {"candidates", "usageMetadata", "usage_metadata"}
EVENT_END = re.compile(r"(?:\r\n|\r|\n){2,}")
LINE_END = re.compile(r"\r\n|\r|\n")


def events(text: str) -> list[Any]:
    """The documents in a text of server-sent events; [] in any other text."""
    found = []
    for event in EVENT_END.split(text):
        lines = [line[5:] for line in LINE_END.split(event) if line.startswith("data:")]
        found.append(decoded("\n".join(lines)))
    return [each for each in found if isinstance(each, dict)]


def joined(chunks: Iterable[Any]) -> dict[str, Any]:
    """The chunks as one answer: the parts of each candidate, else what the last chunk says."""
    whole: dict[str, Any] = {}
    candidates: dict[int, dict[str, Any]] = {}
    for chunk in (each for each in chunks if isinstance(each, dict)):
        for place, candidate in enumerate(_listed(chunk.get("candidates"))):
            index = candidate.get("index") if isinstance(candidate, dict) else None
            key = index if isinstance(index, int) else place
            candidates[key] = _grown(candidates.get(key, {}), _object(candidate))
        whole |= _said(chunk)
    return whole | {"candidates": list(candidates.values())}


def streams(documents: Iterable[Any]) -> Iterator[Any]:
    """The documents of a list, chunks of one answer joined."""
    for run in _runs(documents, lambda document: document, lambda _document: 0):
        yield joined(run) if len(run) > 1 else run[0]


def gathered(items: Iterable[Item]) -> Iterator[Item]:
    """The items; the last chunk of an answer holds all of it, those before it hold CHUNK."""
    for run in _runs(items, lambda item: item.value, lambda item: len(item.raw)):
        *chunks, last = run
        for chunk in chunks:
            yield replace(chunk, value={CHUNK: True})
        if chunks:
            raw = b"[" + b",".join(item.raw.strip() for item in run) + b"]"
            last = replace(last, raw=raw, value=joined(item.value for item in run))
        yield last


def _runs(things: Iterable[Any], value: Any, size: Any) -> Iterator[list[Any]]:
    """Neighbours that are chunks of one answer, up to the size of a document; others alone."""
    run: list[Any] = []
    n_bytes = 0
    for thing in things:
        n_bytes += size(thing)
        if run and not (_goes_on(value(run[-1]), value(thing)) and n_bytes <= DOCUMENT_BYTES):
            yield run
            run, n_bytes = [], size(thing)
        run.append(thing)
    if run:
        yield run


def _goes_on(chunk: Any, document: Any) -> bool:
    named = _response_id(chunk)
    return bool(named) and named == _response_id(document) and not _is_finished(chunk)


def _response_id(document: Any) -> str:
    given = _object(document)
    if given.keys().isdisjoint(OF_A_CHUNK):
        return ""
    return text_of(given.get("responseId", given.get("response_id")))


def _is_finished(chunk: dict[str, Any]) -> bool:
    candidates = map(_object, _listed(chunk.get("candidates")))
    return any(each.get("finishReason", each.get("finish_reason")) for each in candidates)


def _grown(candidate: dict[str, Any], chunk: dict[str, Any]) -> dict[str, Any]:
    before, after = _object(candidate.get("content")), _object(chunk.get("content"))
    parts = [*_listed(before.get("parts")), *_listed(after.get("parts"))]
    return candidate | _said(chunk) | {"content": before | after | {"parts": parts}}


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
