"""Finals that move: which seconds of which outputs they show, as uses of a container of its own."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from ingest.media.fingerprints.films import Footage, film_uses
from ingest.media.fingerprints.still import CLIP, kind_of
from ingest.media.matching.gallery import Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ingest.media.fingerprints.films import FilmUse
    from ingest.media.matching.gallery import Gallery, OutputFile
    from ingest.media.matching.pictures import Progress

FILMS = """
    SELECT f.sha256, min(f.path), min(f.dated_at), any_value(f.fingerprint)
    FROM media AS f
    WHERE f.role = 'final' AND f.kind = 'video' AND f.gone_at IS NULL AND f.fingerprint IS NOT NULL
        AND f.sha256 NOT IN (
            SELECT media_sha256 FROM media_matches
            WHERE confidence = 'certain' AND found_by IN ('hash', 'person')
        )
    GROUP BY f.sha256
    ORDER BY f.sha256
"""
USE = """
    INSERT INTO media_uses BY NAME SELECT
        $path AS container, $name AS container_name, 'film' AS container_kind, TRUE AS is_newest,
        $at AS used_at, $ref AS media_ref, TRUE AS enabled, $seconds AS seconds_used,
        $start AS source_start_s, $end AS source_end_s,
        $source AS source, $source_id AS source_id, $output_index AS output_index
"""


def match_films(con: DuckDBPyConnection, gallery: Gallery, progress: Progress) -> None:
    """Write anew what delivered clips show: certain places as uses, the others as possible."""
    films = [Final(*row) for row in con.execute(FILMS).fetchall()]
    films = [each for each in films if kind_of(each.fingerprint) == CLIP]
    if not films:
        return
    footage = Footage.of([each.fingerprint for each in gallery.files])
    for done, film in enumerate(films, start=1):
        scope = gallery.scope(film)
        among = footage if scope is None else footage.among(scope)
        told = partial(progress, PurePath(film.path).name)
        for use in film_uses(film.fingerprint, among, gallery.families, progress=told):
            _note(con, gallery, film, use)
        progress("comparing clips", done, len(films))


def _note(con: DuckDBPyConnection, gallery: Gallery, film: Final, use: FilmUse) -> None:
    places = use.one_of or (use.output,)
    shown = list(dict.fromkeys(gallery.files[place].output for place in places))
    leaf = gallery.leaf(shown) if use.certainty == "certain" else None
    if leaf is not None:
        _place(con, next(f for f in gallery.files if f.output == leaf), film, use)
        return
    for output in shown:
        pair = (film.sha256, *output)
        con.execute(
            "INSERT INTO media_matches SELECT ?, ?, ?, ?, 'fingerprint', 'possible', ?, NULL"
            " WHERE NOT EXISTS (FROM media_matches WHERE media_sha256 = ? AND source = ?"
            " AND source_id = ? AND output_index = ?)",
            [*pair, use.distance, *pair],
        )


def _place(con: DuckDBPyConnection, file: OutputFile, film: Final, use: FilmUse) -> None:
    start, end = use.source_start_s, use.source_end_s
    con.execute(
        USE,
        {
            "path": film.path,
            "name": PurePath(film.path).stem,
            "at": film.dated_at,
            "ref": file.sha256,
            "seconds": None if start is None or end is None else float(np.abs(end - start)),
            "start": start,
            "end": end,
            "source": file.source,
            "source_id": file.source_id,
            "output_index": file.output_index,
        },
    )
