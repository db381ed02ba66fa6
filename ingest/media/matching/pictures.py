"""Stills that no name tells, matched by what they show: finals, and pictures within containers.

What is certain among a final's scope is taken, else what is certain among all. Where neither finds
anything, parts and layouts are looked for within the scope, or all where they are few: that takes
seconds a final and is never certain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ingest.media.fingerprints.nearest import POSSIBLE, nearest
from ingest.media.fingerprints.outputs import FARTHEST, Outputs
from ingest.media.fingerprints.sliding import looked_into
from ingest.media.fingerprints.still import STILL, kind_of, opened
from ingest.media.matching.compared import Compared, Comparisons
from ingest.media.matching.gallery import Final, Gallery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ingest.media.fingerprints.nearest import Match

Progress = Callable[[str, int, int], None]
MOST_POSSIBLE = 10
"""Outputs of one final: more nobody looks through."""
MOST_LOOKED_INTO = 300
"""Candidates of one final for the second search: some 10 ms each."""
UNTOLD = """
    SELECT sha256, min(path), min(dated_at), any_value(fingerprint)
    FROM media
    WHERE role = 'final' AND gone_at IS NULL AND fingerprint IS NOT NULL
        AND sha256 NOT IN (SELECT media_sha256 FROM media_matches WHERE confidence = 'certain')
    GROUP BY sha256
    ORDER BY sha256
"""
NAMED = """
    SELECT DISTINCT m.media_sha256, f.fingerprint, m.source, m.source_id, m.output_index
    FROM media_matches AS m
    JOIN media AS f ON f.sha256 = m.media_sha256
    WHERE m.confidence = 'certain' AND m.found_by IN ('address', 'file_name')
        AND f.role = 'final' AND f.fingerprint IS NOT NULL AND f.gone_at IS NULL
"""


def match_by_picture(con: DuckDBPyConnection, gallery: Gallery, progress: Progress) -> None:
    """Add to `media_matches` what finals without a certain match show, and doubt odd names."""
    _doubt_names(con, gallery)
    finals = [Final(*row) for row in con.execute(UNTOLD).fetchall()]
    stills = [each for each in finals if kind_of(each.fingerprint) == STILL]
    for sha256, found in compared(con, stills, gallery, progress).items():
        note(con, gallery, sha256, found)


def compared(
    con: DuckDBPyConnection, finals: Sequence[Final], gallery: Gallery, progress: Progress
) -> dict[str, Compared]:
    """What each final shows, by its content; what is known stands."""
    known = Comparisons.before(con)
    asked = [each for each in finals if known.stands(each, gallery) is None]
    if asked:
        _compare(asked, known, gallery, progress)
    return {each.sha256: known.known[each.sha256] for each in finals}


def _compare(
    asked: Sequence[Final], known: Comparisons, gallery: Gallery, progress: Progress
) -> None:
    """By the whole picture; then, where that finds nothing, by parts of it."""
    matches = nearest(
        [each.fingerprint for each in asked],
        gallery.outputs,
        gallery.families,
        [gallery.scope(each) for each in asked],
        progress=partial(progress, "comparing pictures"),
    )
    left = [n for n, match in enumerate(matches) if match.certainty == "none"]
    for done, n in enumerate(left, start=1):
        matches[n] = _second_look(asked[n], gallery) or matches[n]
        progress("looking for parts", done, len(left))
    for final, match in zip(asked, matches, strict=True):
        known.keep(final, Compared.of(match, gallery))


def _second_look(final: Final, gallery: Gallery) -> Match | None:
    scope = gallery.scope(final)
    places = range(len(gallery.files)) if scope is None else [int(place) for place in scope]
    if len(places) > MOST_LOOKED_INTO:
        return None
    candidates = {place: gallery.files[place].fingerprint for place in places}
    return looked_into(final.fingerprint, candidates, gallery.families)


def note(con: DuckDBPyConnection, gallery: Gallery, sha256: str, found: Compared) -> None:
    """Write down what a final shows: one output for certain, or several that it may show."""
    shown, found_by = gallery.shown(found.contents), found.found_by
    leaf = gallery.leaf(shown) if found.certainty == "certain" else None
    if leaf is not None:
        con.execute("DELETE FROM media_matches WHERE media_sha256 = ?", [sha256])
        found_by = found_by if len(shown) == 1 else "lineage"
    confidence = "certain" if leaf is not None else "possible"
    for output in [leaf] if leaf is not None else shown[:MOST_POSSIBLE]:
        pair = (sha256, *output)
        con.execute(
            "INSERT INTO media_matches SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS ("
            " FROM media_matches WHERE media_sha256 = ? AND source = ? AND source_id = ?"
            " AND output_index = ?)",
            [*pair, found_by, confidence, found.distance, found.margin, *pair],
        )


def _doubt_names(con: DuckDBPyConnection, gallery: Gallery) -> None:
    """A final that has the name of an output and shows something else may be it, no more."""
    own = {each.output: each.fingerprint for each in gallery.files}
    for sha256, fingerprint, source, source_id, index in con.execute(NAMED).fetchall():
        known = own.get((source, source_id, index))
        distance = None if known is None else distance_between(fingerprint, known)
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
