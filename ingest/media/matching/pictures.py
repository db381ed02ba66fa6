"""Finals and layers that no name tells, matched by what they show: fingerprints against outputs'.

Only files in folders of outputs that are an output for certain are compared with: what looks like
one of them is that output. What is certain among those whose brief, project or client names one of
the final's folders is taken, else what is certain among all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.media.fingerprints.families import families_of
from ingest.media.fingerprints.nearest import POSSIBLE, nearest
from ingest.media.fingerprints.outputs import FARTHEST, Outputs
from ingest.media.fingerprints.still import STILL, kind_of, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from ingest.media.fingerprints.nearest import Match
    from ingest.media.fingerprints.outputs import Places

Progress = Callable[[str, int, int], None]
MOST_POSSIBLE = 10
"""Of one final: more than these nobody looks through."""
DAY_S = 86_400


class OutputFile(NamedTuple):
    """A file that is an output for certain."""

    sha256: str
    fingerprint: bytes
    source: str
    source_id: str
    output_index: int
    brief: str | None
    project: str | None
    client: str | None
    submitted_at: datetime

    @property
    def output(self) -> tuple[str, str, int]:
        """The output that it is."""
        return self.source, self.source_id, self.output_index


class Final(NamedTuple):
    """A content to be told."""

    sha256: str
    path: str
    dated_at: datetime
    fingerprint: bytes


@dataclass(frozen=True)
class Gallery:
    """The files of outputs, as one table to look in."""

    files: Sequence[OutputFile]
    outputs: Outputs
    families: Places

    @classmethod
    def of(cls, con: DuckDBPyConnection) -> Gallery:
        """Those of the warehouse."""
        rows = con.execute(
            "SELECT f.sha256, any_value(f.fingerprint), o.source, o.source_id, o.output_index,"
            " o.brief, o.project, o.client, o.submitted_at"
            " FROM media AS f JOIN media_matches AS m ON m.media_sha256 = f.sha256"
            " AND m.confidence = 'certain'"
            " JOIN logged_outputs AS o USING (source, source_id, output_index)"
            " WHERE f.role = 'output' AND f.gone_at IS NULL AND f.fingerprint IS NOT NULL"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        files = [OutputFile(*row) for row in rows]
        outputs = Outputs.of([each.fingerprint for each in files])
        return cls(files, outputs, families_of(outputs))

    def scope(self, final: Final) -> Places | None:
        """The places of those that fit its folders and its time; None: all."""
        folders = {part.casefold() for part in PurePath(final.path).parts[:-1]}
        named = [
            place
            for place, each in enumerate(self.files)
            if folders & {str(name).casefold() for name in (each.brief, each.project, each.client)}
            and (each.submitted_at - final.dated_at).total_seconds() <= DAY_S
        ]
        return np.array(named, np.intp) if named else None


def match_by_picture(con: DuckDBPyConnection, progress: Progress) -> None:
    """Add to `media_matches` what finals without a certain match show, and doubt odd names."""
    gallery = Gallery.of(con)
    if not len(gallery.outputs.places):
        return
    _doubt_names(con, gallery)
    finals = [
        Final(*row)
        for row in con.execute(
            "SELECT sha256, min(path), min(dated_at), any_value(fingerprint) FROM media"
            " WHERE role = 'final' AND gone_at IS NULL AND fingerprint IS NOT NULL"
            " AND sha256 NOT IN"
            " (SELECT media_sha256 FROM media_matches WHERE confidence = 'certain')"
            " GROUP BY sha256 ORDER BY sha256"
        ).fetchall()
    ]
    found = nearest(
        [each.fingerprint for each in finals],
        gallery.outputs,
        gallery.families,
        [gallery.scope(each) for each in finals],
        progress=lambda done, n: progress("matching pictures", done, n),
    )
    for final, match in zip(finals, found, strict=True):
        _note(con, gallery, final.sha256, match)


def _note(con: DuckDBPyConnection, gallery: Gallery, sha256: str, match: Match) -> None:
    if match.certainty == "none" or match.output is None:
        return
    shown = {gallery.files[place].output for place in match.one_of or (match.output,)}
    is_certain = match.certainty == "certain" and len(shown) == 1
    if is_certain:
        con.execute("DELETE FROM media_matches WHERE media_sha256 = ?", [sha256])
    margin = None if match.runner_up is None else match.runner_up - (match.distance or 0)
    for output in sorted(shown)[:MOST_POSSIBLE]:
        con.execute(
            "INSERT INTO media_matches SELECT ?, ?, ?, ?, 'fingerprint', ?, ?, ? WHERE NOT EXISTS ("
            " FROM media_matches WHERE media_sha256 = ? AND source = ? AND source_id = ?"
            " AND output_index = ?)",
            [
                *(sha256, *output, "certain" if is_certain else "possible", match.distance, margin),
                *(sha256, *output),
            ],
        )


def _doubt_names(con: DuckDBPyConnection, gallery: Gallery) -> None:
    """A final that has the name of an output and shows something else may be it, no more."""
    by_output = {each.output: each.fingerprint for each in gallery.files}
    rows = con.execute(
        "SELECT DISTINCT m.media_sha256, f.fingerprint, m.source, m.source_id, m.output_index"
        " FROM media_matches AS m JOIN media AS f ON f.sha256 = m.media_sha256"
        " WHERE m.confidence = 'certain' AND m.found_by IN ('address', 'file_name')"
        " AND f.role = 'final' AND f.fingerprint IS NOT NULL AND f.gone_at IS NULL"
    ).fetchall()
    for sha256, fingerprint, *output in rows:
        own = by_output.get((output[0], output[1], output[2]))
        distance = None if own is None else distance_between(fingerprint, own)
        if distance is not None and distance > POSSIBLE:
            con.execute(
                "UPDATE media_matches SET confidence = 'possible', distance = ?"
                " WHERE media_sha256 = ? AND found_by IN ('address', 'file_name')",
                [distance, sha256],
            )


def distance_between(one: bytes, other: bytes) -> int | None:
    """Bits of 256 by which two stills differ at the least; None where one is no still."""
    if kind_of(one) != STILL or kind_of(other) != STILL:
        return None
    found = int(Outputs.of([other]).distances(opened(one))[0])
    return None if found == FARTHEST else found
