"""The demo's files: drawn for what the agency did, found again by a scan, true to its verdicts."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from hashlib import sha256

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.demo import DEMO_AS_OF, DEMO_END, write_demo
from data.demo.agency.agenda import Agenda
from data.demo.agency.dice import Dice
from data.demo.agency.production import play
from data.demo.logs.folder import FILES
from data.demo.media import saving
from data.demo.media.album import Album
from data.demo.media.drawing import frames, picture, scaled, size_of
from data.demo.media.folder import left_out
from data.errors import RefusedFileError
from data.settings import load_settings
from data.warehouse.file import Reader
from ingest.demo import load_demo
from ingest.load.load import load_paths
from ingest.media.scan import scan

pytest.importorskip("av")
SCALE = 0.2
FIRST = date(2026, 9, 7)
WEEK = Selection(first_day=DEMO_END - timedelta(days=6), last_day=DEMO_END)
FIGURES = ("spend", "usable_assets", "cost_per_usable_asset", "accepted_outputs")


@pytest.fixture(scope="module")
def album():
    """What the agency made and used, before anybody scanned anything."""
    album = Album(DEMO_AS_OF)
    agenda = Agenda(7, FIRST, SCALE)
    for number in range(70):
        for brief in agenda.briefs(FIRST + timedelta(days=number)):
            album.note(brief, play(brief, Dice(7, brief.project.name, brief.brief_id)))
    return album


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return load_demo(tmp_path_factory.mktemp("demo"), seed=7, scale=SCALE)


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The demo by its logs alone."""
    return load_demo(tmp_path_factory.mktemp("judged"), seed=7, scale=SCALE, media=False)


def rows(settings, query):
    with Reader(settings.warehouse) as reader:
        return reader.cursor().execute(query).fetchall()


def figures(settings, names=FIGURES, selection=WEEK, by=("media",)):
    found = Figures.of(settings)
    table = found.measure(names, by=by, selection=selection).rows
    found.reader.close()
    return table


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_draws_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_demo(tmp_path / name / "logs", scale=0.05, media=tmp_path / name / "media")
    one = digests(tmp_path / "one")
    assert {path.suffix for path in one} >= {".png", ".jpeg", ".mp4", ".fcpxml", ".jsonl"}
    assert one == digests(tmp_path / "two")


def test_no_two_outputs_have_the_same_bytes(demo):
    found = digests(demo.config.parent / "media/outputs")
    assert len(set(found.values())) == len(found) > 100


def test_files_are_small(demo):
    sizes = [path.stat().st_size for path in (demo.config.parent / "media").rglob("*.*")]
    assert sum(sizes) / len(sizes) < 20_000
    assert max(sizes) < 200_000


def test_every_file_of_an_output_is_found_to_be_that_output(demo, album):
    known = {f"{piece.folder}/{piece.name}": piece.output.asset_id for piece in album.pieces}
    found = rows(
        demo.settings,
        "SELECT m.path, f.source_id || '#' || f.output_index FROM media AS m"
        " JOIN media_matches AS f ON f.media_sha256 = m.sha256 AND f.confidence = 'certain'"
        " WHERE m.role = 'output'",
    )
    assert {path.partition("/media/outputs/")[2]: asset for path, asset in found} == known


def test_the_scan_tells_dark_files_and_what_a_person_has_to_tell(demo):
    scanned = demo.scanned
    assert [account.rejected for account in scanned.accounts] == [0, 0, 0]
    assert scanned.dark == 2
    parts = rows(
        demo.settings,
        "SELECT DISTINCT parse_filename(m.path), f.confidence FROM media_matches AS f"
        " JOIN media AS m ON m.sha256 = f.media_sha256 WHERE f.found_by = 'part'",
    )
    assert [(name.partition("_")[2], confidence) for name, confidence in parts] == [
        ("003.jpg", "possible")
    ]


def test_one_shot_was_used_that_nobody_reviewed(demo):
    (row,) = figures(demo.settings, ("used_unreviewed", "dark_files"), Selection(), by=())
    assert row == {"used_unreviewed": 1, "dark_files": 2}


def test_of_two_versions_of_a_film_the_newer_counts(demo):
    found = rows(
        demo.settings,
        "SELECT regexp_extract(container, '_(v\\d)', 1) AS version, is_newest, count(*)"
        " FROM media_uses WHERE version <> '' AND container_kind = 'timeline'"
        " GROUP BY ALL ORDER BY ALL",
    )
    assert [(version, is_newest) for version, is_newest, _ in found] == [
        ("v1", False),
        ("v2", True),
    ]


def test_where_people_decided_use_says_nothing(demo, judged):
    """One more is usable: the shot that was delivered without anybody's word."""
    (with_files,), (by_logs,) = (
        figures(each.settings, ("spend", "usable_assets", "use_conflicts"), Selection(), by=())
        for each in (demo, judged)
    )
    assert with_files["spend"] == by_logs["spend"]
    assert with_files["usable_assets"] == by_logs["usable_assets"] + 1
    assert with_files["use_conflicts"] == 0


def test_finals_alone_give_the_cost_that_every_verdict_gives(tmp_path, album, demo, judged):
    settings = _without_reviews(demo.config.parent, tmp_path)
    _deliver_what_is_usable(album, tmp_path / "media/finals")
    report = scan((), settings)
    assert (report.possible, report.unexplained) == (0, 0)
    for by in ((), ("media",), ("project",)):
        assert figures(settings, by=by) == figures(judged.settings, by=by)
    (total,) = figures(settings, by=())  # the same again, by what the simulator knows
    assert total["usable_assets"] == sum(each.approved_at is not None for each in album.pieces) > 10


def _without_reviews(demo, folder):
    """The demo's logs, without what people said, and its outputs."""
    for name in ("logs", "media/outputs"):
        shutil.copytree(demo / name, folder / name)
    for name in ("finals", "edits"):
        (folder / "media" / name).mkdir()
    shutil.copy(demo / "offcut.toml", folder)
    settings = load_settings(folder / "offcut.toml")
    paths = [folder / "logs" / name for name in FILES if not name.startswith("review/")]
    load_paths([str(path) for path in paths], settings)
    return settings


def _deliver_what_is_usable(album, folder):
    """Smaller and re-encoded; under a new name where no other output shows the same picture."""
    alike = [piece.root for piece in album.pieces]
    for number, piece in enumerate(album.pieces):
        if piece.approved_at is None:
            continue
        size = scaled(size_of(piece), 0.75)
        if piece.seconds is not None:
            saving.save_clip(frames(piece, size), folder / piece.name, piece.approved_at)
        elif alike.count(piece.root) == 1:
            path = folder / piece.brief.project.name / f"final_{number}.jpg"
            saving.save_picture(picture(piece, size), path, piece.approved_at)
        else:
            asset_id = piece.output.asset_id
            path = folder / piece.name
            saving.save_picture(picture(piece, size), path, piece.approved_at, document_id=asset_id)


def test_without_their_libraries_clips_and_timelines_are_left_out_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "has_library", lambda _name: False)
    write_demo(tmp_path / "logs", scale=0.05, media=tmp_path / "media")
    suffixes = {path.suffix for path in (tmp_path / "media").rglob("*.*")}
    assert ".png" in suffixes
    assert not suffixes & {".mp4", ".otio", ".psd"}
    assert [what.partition(" (")[0] for what in left_out()] == [
        "clips",
        "a layered file",
        "a timeline of OpenTimelineIO",
    ]


def test_a_folder_with_settings_of_its_own_is_no_demo(tmp_path):
    (tmp_path / "offcut.toml").write_text('timezone = "UTC"\n', "utf-8")
    (kept := tmp_path / "media/finals/hero.png").parent.mkdir(parents=True)
    kept.write_bytes(b"hero")
    with pytest.raises(RefusedFileError, match="no demo"):
        load_demo(tmp_path, seed=7, scale=0.05)
    assert kept.exists()
