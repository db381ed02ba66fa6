"""Matches of files and outputs: found anew over all files with each scan, people's word last."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from data.relations.texts import relation_sql
from ingest.media.matching.films import match_films
from ingest.media.matching.gallery import Gallery
from ingest.media.matching.pictures import match_by_picture
from ingest.media.matching.placed import match_places, place_uses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from data.evidence.match_journal import Answer
    from ingest.media.matching.pictures import Progress

BY_NAME = ("names_of_outputs", "names_of_files", "matches_by_name")
Pair = tuple[str, str, str, int]


def find_matches(
    con: DuckDBPyConnection,
    answers: Mapping[Pair, Answer],
    progress: Progress,
    stages: Sequence[str],
) -> None:
    """Write `media_matches` anew, and which outputs the places in containers show.

    `stages`: where a person's approval counts.
    """
    con.execute("USE warehouse")
    con.execute(f"CREATE OR REPLACE TEMP VIEW logged_outputs AS {relation_sql('logged_outputs')}")
    for name in BY_NAME:
        con.execute((files("ingest.media") / "sql" / f"{name}.sql").read_text("utf-8"))
    con.execute("DELETE FROM media_matches")
    con.execute("DELETE FROM media_uses WHERE container_kind = 'film'")
    con.execute(
        "INSERT INTO media_matches"
        " SELECT sha256, source, source_id, output_index, found_by,"
        " CASE WHEN is_certain THEN 'certain' ELSE 'possible' END, NULL, NULL FROM matches_by_name"
    )
    _heed(con, answers)
    place_uses(con)
    gallery = Gallery.of(con, stages)
    if gallery.files:
        match_by_picture(con, gallery, progress)
        match_films(con, gallery, progress)
        match_places(con, gallery, progress)
        _heed(con, answers)


def _heed(con: DuckDBPyConnection, answers: Mapping[Pair, Answer]) -> None:
    """What a person said of a file and an output stands, whatever was found."""
    for pair, answer in answers.items():
        con.execute(
            "DELETE FROM media_matches WHERE media_sha256 = ? AND source = ? AND source_id = ?"
            " AND output_index = ?",
            pair,
        )
        if answer == "accept":
            con.execute(
                "INSERT INTO media_matches VALUES (?, ?, ?, ?, 'person', 'certain', NULL, NULL)",
                pair,
            )
        else:
            con.execute(
                "DELETE FROM media_uses WHERE container_kind = 'film' AND container IN"
                " (SELECT path FROM media WHERE sha256 = ?)"
                " AND source = ? AND source_id = ? AND output_index = ?",
                pair,
            )
