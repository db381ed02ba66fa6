"""Of several versions of a timeline only the newest counts; what else is alike is another one."""

from __future__ import annotations

import pytest

from ingest.media.newest import tell_newest

pytest_plugins = ["tests.raw_records"]


def newest(records, *containers):
    """Of (path, name of the sequence), each changed after the one before: which are the newest."""
    for number, (path, name) in enumerate(containers, start=1):
        known = records.rows(f"SELECT 1 FROM media WHERE path = '{path}'")
        if not known:
            records.file(path, "reference", folder="/edits", modified_ns=number)
        records.use(path, "a1", container_name=name, container_kind="project")
    tell_newest(records.con)
    query = "SELECT container, container_name FROM media_uses WHERE is_newest ORDER BY ALL"
    return records.rows(query)


def own(*paths):
    """Files of one sequence, which is called as they are."""
    return [(path, path.rsplit("/", 1)[1]) for path in paths]


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        (["/edits/film_v10.otio", "/edits/film_v9.otio"], ["/edits/film_v10.otio"]),
        (["/edits/film.otio", "/edits/film_v1.otio"], ["/edits/film_v1.otio"]),
        (["/edits/old/film.otio", "/edits/Film.otio"], ["/edits/Film.otio"]),
        (["/edits/film.otio", "/edits/Backup/film.otio"], ["/edits/film.otio"]),
        (
            ["/edits/Backup/film_v1.otio", "/edits/Backup/film_v2.otio"],
            ["/edits/Backup/film_v2.otio"],
        ),
        (["/edits/versions/film_v9.otio", "/edits/film_v2.otio"], ["/edits/versions/film_v9.otio"]),
        (
            ["/edits/acme/2026-11-02/film_v1.otio", "/edits/acme/2026-11-09/film_v2.otio"],
            ["/edits/acme/2026-11-09/film_v2.otio"],
        ),
        (
            ["/edits/2026-11-02/film_v1.otio", "/edits/2026-11-09/film_v2.otio"],
            ["/edits/2026-11-09/film_v2.otio"],
        ),
        (
            ["/edits/acme/main.otio", "/edits/bolt/main.otio"],
            ["/edits/acme/main.otio", "/edits/bolt/main.otio"],
        ),
    ],
)
def test_versions_are_of_one_name_below_one_folder_of_the_scanned_one(records, paths, kept):
    assert [path for path, _ in newest(records, *own(*paths))] == kept


def test_an_older_project_counts_for_the_sequence_that_the_newer_one_lacks_alone(records):
    old, new = "/edits/film_v1.prproj", "/edits/film_v2.prproj"
    found = newest(records, (old, "Main"), (old, "Teaser"), (new, "Main"), (new, "Credits"))
    assert found == [(old, "Teaser"), (new, "Credits"), (new, "Main")]


def test_sequences_of_other_projects_are_others_though_they_are_called_alike(records):
    one, other = "/edits/film.prproj", "/edits/spot.prproj"
    pairs = [(one, "Sequence 01"), (one, "B"), (other, "Sequence 01"), (other, "B")]
    assert newest(records, *pairs) == sorted(pairs)


def test_versions_within_one_file(records):
    path = "/edits/film.prproj"
    assert newest(records, (path, "cut v1"), (path, "cut v2")) == [(path, "cut v2")]
