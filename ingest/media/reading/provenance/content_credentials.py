"""Content credentials (C2PA): who signed the file, what made it, what it was made from.

Nothing is fetched: a manifest that is kept elsewhere stays unread. The signature is checked
against the file, not against a list of trust.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError
from data.warehouse.media_records import Use
from ingest.formats.addresses import without_secrets
from ingest.media.extras import needed
from ingest.media.reading.generators.generation import as_text
from ingest.media.reading.generators.services import generative_name
from ingest.media.reading.measures import clean
from ingest.media.reading.provenance.source_types import GENERATED, source_type
from ingest.media.reading.refusals import MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PIL.Image import Image

EDGE_BYTES = 2**20
"""Credentials lie in the head of a picture or clip, in a WebP at its end."""
THUMBNAIL_BYTES = 8 * 2**20
MOST_INGREDIENTS = 200
_OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
_CHANGED = (
    "its content credentials do not fit the file: it was changed after they were signed, "
    "or they were copied from another."
)
_UNREAD = (
    "it carries content credentials (C2PA), which are not read here. "
    "Install offcut[provenance] (pip install 'offcut[provenance]') and scan again."
)


@dataclass(frozen=True)
class Credentials:
    """What a manifest says; `is_there` where one was read."""

    is_there: bool = False
    is_generated: bool = False
    generator: str | None = None
    ids: tuple[str, ...] = ()
    made_from: tuple[Use, ...] = ()
    notes: tuple[str, ...] = ()


def content_credentials(
    path: Path, mime: str | None, fingerprint: Callable[[Image], bytes | None] | None
) -> Credentials:
    """Read the credentials of a file; what hinders that is a note, where it carries some."""
    if mime is None:
        return Credentials()
    try:
        c2pa = needed("c2pa", "provenance", "Reading content credentials")
    except RefusedFileError:
        return Credentials(notes=(_UNREAD,) * _shows_some(path))
    try:
        with path.open("rb") as stream, c2pa.Reader(mime, stream, context=_offline()) as reader:
            return _read(reader, fingerprint)
    except c2pa.C2paError.ManifestNotFound:
        return Credentials()
    except (c2pa.C2paError, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        said = without_secrets(clean(str(error)))[:120]
        damaged = f"its content credentials cannot be read ({said})."
        return Credentials(notes=(damaged,) * _shows_some(path))


@cache
def _offline() -> Any:
    return needed("c2pa", "provenance", "Reading content credentials").Context.from_dict(_OFFLINE)


def _shows_some(path: Path) -> bool:
    with path.open("rb") as stream:
        edges = stream.read(EDGE_BYTES)
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - EDGE_BYTES, 0))
        edges += stream.read(EDGE_BYTES)
    return b"jumb" in edges and b"c2pa" in edges


def _read(reader: Any, fingerprint: Callable[[Image], bytes | None] | None) -> Credentials:
    store = json.loads(reader.json())
    manifests = {key: each for key, each in store["manifests"].items() if isinstance(each, dict)}
    label = store["active_manifest"]
    active = manifests[label]
    ingredients = _dicts(active.get("ingredients"))
    agents = [each for manifest in manifests.values() for each in _agents(manifest)]
    makers = [agent for agent, made in agents if made in GENERATED]
    left = len(ingredients) - MOST_INGREDIENTS
    return Credentials(
        is_there=True,
        is_generated=any(made in GENERATED for _, made in agents),
        generator=_generator(makers, [agent for agent, _ in agents], active),
        ids=_ids(label, active.get("instance_id")),
        made_from=tuple(
            use
            for each in ingredients[:MOST_INGREDIENTS]
            if (use := _ingredient(each, reader, fingerprint))
        ),
        notes=(
            *((_CHANGED,) * (store.get("validation_state") == "Invalid")),
            *((f"{left:,} more of its ingredients are not kept.",) * (left > 0)),
        ),
    )


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _ids(*given: object) -> tuple[str, ...]:
    texts = (as_text(each) for each in given)
    return tuple(dict.fromkeys(clean(text)[:500] for text in texts if text))


def _agents(manifest: dict[str, Any]) -> Iterator[tuple[str | None, str | None]]:
    """(software, else what was done; digital source type) of each action of a manifest."""
    for assertion in _dicts(manifest.get("assertions")):
        data = assertion.get("data")
        if not str(assertion.get("label")).startswith("c2pa.actions") or not isinstance(data, dict):
            continue
        for action in _dicts(data.get("actions")):
            agent = action.get("softwareAgent")
            name = agent.get("name") if isinstance(agent, dict) else agent
            said = as_text(name) or as_text(action.get("description"))
            yield said, source_type(action.get("digitalSourceType"))


def _generator(
    makers: list[str | None], agents: list[str | None], active: dict[str, Any]
) -> str | None:
    """What made it: the agent of a generating action, else a name known to generate."""
    infos = [as_text(each.get("name")) for each in _dicts(active.get("claim_generator_info"))]
    claimed = [*infos, as_text(active.get("claim_generator"))]
    signer = active.get("signature_info")
    issuer = as_text(signer.get("issuer")) if isinstance(signer, dict) else None
    known = generative_name([*makers, *claimed, *agents, issuer])
    named = next(filter(None, [*makers, *(claimed if makers else [])]), None)
    return known or (clean(named)[:200] if named else None)


def _ingredient(
    said: dict[str, Any], reader: Any, fingerprint: Callable[[Image], bytes | None] | None
) -> Use | None:
    """An ingredient as a use, with its ids and the fingerprint of its thumbnail."""
    ids = _ids(said.get("instance_id"), said.get("document_id"), said.get("active_manifest"))
    title = as_text(said.get("title"))
    if not (title or ids):
        return None
    thumbnail = said.get("thumbnail")
    place = as_text(thumbnail.get("identifier")) if isinstance(thumbnail, dict) else None
    return Use(
        media_ref=clean(title or ids[0])[:4096] or ids[0],
        media_ids=ids,
        fingerprint=_of_thumbnail(reader, place, fingerprint) if place and fingerprint else None,
    )


def _of_thumbnail(
    reader: Any, place: str, fingerprint: Callable[[Image], bytes | None]
) -> bytes | None:
    from PIL import Image

    from ingest.media.reading.seen_picture import seen

    kept = io.BytesIO()
    with suppress(Exception):  # a damaged thumbnail is none; its file is read all the same
        reader.resource_to_stream(place, kept)
        if kept.tell() > THUMBNAIL_BYTES:
            return None
        kept.seek(0)
        image = Image.open(kept, formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height <= MAX_PIXELS:
            image.load()
            return fingerprint(seen(image))
    return None
