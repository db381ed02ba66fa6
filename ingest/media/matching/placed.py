"""Which output each place in a container shows: by bytes, ids, path and name, then by picture.

What a delivered clip shows is told by its pictures alone (`films`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from ingest.media.containers.paths import path_keys
from ingest.media.matching.gallery import Final, Gallery, Output
from ingest.media.matching.pictures import Progress, compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duckdb import DuckDBPyConnection


Found = TypeVar("Found")


@dataclass
class Known:
    """What media and outputs are known by: each key with all contents or outputs that have it."""

    by_key: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Contents by hash, id and key of a path."""
    path_of: dict[str, str] = field(default_factory=dict)
    output_of: dict[str, Output] = field(default_factory=dict)
    """The output that a content is for certain."""
    logged: dict[str, set[Output]] = field(default_factory=lambda: defaultdict(set))
    """Outputs by the keys of their addresses, where no file is at hand."""


def only_one(by_key: Mapping[str, set[Found]], keys: Iterable[str]) -> Found | None:
    """What the closest key that is known stands for, if that is one alone."""
    found = next((by_key[key] for key in keys if key in by_key), set())
    return next(iter(found)) if len(found) == 1 else None


def place_uses(con: DuckDBPyConnection) -> None:
    """Say of each place in a container which file and which output it is, where that is certain."""
    known = _known(con)
    uses = con.execute(
        "SELECT DISTINCT media_ref, media_sha256, media_ids, container FROM media_uses"
    ).fetchall()
    con.execute("UPDATE media_uses SET found_path = NULL, source = NULL, source_id = NULL,"
                " output_index = NULL")  # fmt: skip
    placed = []
    for ref, sha256, ids, container in uses:
        names = [key for name in ids or () for key in path_keys(name)]
        keys = [*([sha256] if sha256 else ()), *(ids or ()), ref, *path_keys(ref), *names]
        content = only_one(known.by_key, keys)
        output = known.output_of.get(content) if content else only_one(known.logged, path_keys(ref))
        if content or output:
            placed.append(
                (known.path_of.get(content or ""), *(output or (None,) * 3), ref, sha256, container)
            )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE placed_uses (found_path VARCHAR, source VARCHAR,"
        " source_id VARCHAR, output_index INTEGER, media_ref VARCHAR, media_sha256 VARCHAR,"
        " container VARCHAR)"
    )
    if placed:
        con.executemany("INSERT INTO placed_uses VALUES (?, ?, ?, ?, ?, ?, ?)", placed)
    con.execute(
        "UPDATE media_uses SET found_path = p.found_path, source = p.source,"
        " source_id = p.source_id, output_index = p.output_index FROM placed_uses AS p"
        " WHERE p.container = media_uses.container AND p.media_ref = media_uses.media_ref"
        " AND p.media_sha256 IS NOT DISTINCT FROM media_uses.media_sha256"
    )


def match_places(con: DuckDBPyConnection, gallery: Gallery, progress: Progress) -> None:
    """Tell by their pictures what the other places show: layers, and thumbnails of ingredients."""
    rows = con.execute(
        "SELECT fingerprint, min(container), min(used_at) FROM media_uses"
        " WHERE source IS NULL AND fingerprint IS NOT NULL GROUP BY fingerprint"
        " ORDER BY fingerprint"
    ).fetchall()
    layers = [
        Final(hashlib.sha256(fingerprint).hexdigest(), container, used_at, fingerprint)
        for fingerprint, container, used_at in rows
    ]
    found = compared(con, layers, gallery, progress)
    for layer in layers:
        told = found[layer.sha256]
        leaf = gallery.leaf(gallery.shown(told.contents)) if told.certainty == "certain" else None
        if leaf is not None:
            con.execute(
                "UPDATE media_uses SET source = ?, source_id = ?, output_index = ?"
                " WHERE source IS NULL AND fingerprint = ?",
                [*leaf, layer.fingerprint],
            )


def _known(con: DuckDBPyConnection) -> Known:
    known = Known()
    media = con.execute(
        "SELECT path, sha256, embedded_ids FROM media WHERE gone_at IS NULL AND sha256 IS NOT NULL"
        " AND kind <> 'document'"
    ).fetchall()
    for path, sha256, ids in media:
        known.path_of.setdefault(sha256, path)
        for key in (sha256, *(ids or ()), *path_keys(path)):
            known.by_key[key].add(sha256)
    certain = con.execute(
        "SELECT media_sha256, any_value((source, source_id, output_index)) FROM media_matches"
        " WHERE confidence = 'certain' GROUP BY media_sha256 HAVING count(*) = 1"
    ).fetchall()
    known.output_of = {sha256: tuple(output) for sha256, output in certain}
    wanted = {key for (ref,) in con.execute("SELECT DISTINCT media_ref FROM media_uses").fetchall()
              for key in path_keys(ref)}  # fmt: skip
    if wanted:
        rows = con.execute(
            "SELECT source, source_id, output_index, coalesce(file_name,"
            " regexp_replace(uri, '[?#].*$', '')) AS address FROM logged_outputs"
            " WHERE address IS NOT NULL"
        ).fetchall()
        for source, source_id, index, address in rows:
            for key in path_keys(address):
                if key in wanted:
                    known.logged[key].add((source, source_id, index))
    return known
