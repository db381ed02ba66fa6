"""Scanning folders: accounts of their files, which outputs they are, and what use says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dashboard.cli.scan import print_report
from data.asking.fates import loaded_files
from data.asking.figures import Figures
from data.asking.loads import files_since
from data.asking.selection import Selection
from data.errors import QuestionError, SettingsError
from data.evidence.match_journal import answer_now
from data.evidence.possible import of_key, possible_matches
from data.evidence.thumbnails import thumbnail_path, thumbnails_folder
from data.warehouse.file import Reader, generation, writing
from data.warehouse.media_records import FileFacts, Use
from ingest.load.load import load_paths
from ingest.media import workers
from ingest.media.examine import Examined
from ingest.media.folders import SeenFile
from ingest.media.scan import scan
from ingest.media.storing import store
from tests.media_studio import FIRST, MediaStudio, picture

LATE = Selection(as_of=FIRST + timedelta(days=60))


@pytest.fixture
def studio(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "FEW", 100)  # processes take longer to start than this to read
    return MediaStudio(tmp_path)


def rows(studio, query):
    with Reader(studio.settings.warehouse) as reader:
        return reader.cursor().execute(query).fetchall()


def figures(studio, *names, **settings):
    given = studio.settings.model_copy(update=settings)
    found = Figures.of(given)
    (row,) = found.measure(names, selection=LATE).rows
    found.reader.close()
    return tuple(row[name] for name in names)


def counts(account):
    names = ("read", "new", "updated", "unchanged", "rejected", "ignored", "gone")
    return tuple(getattr(account, name) for name in names)


# --- the account ------------------------------------------------------------------------------


def test_every_file_has_one_fate(studio):
    (studio.folder / "renders/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nhalf")
    (studio.folder / "renders/notes.txt").write_text("notes")
    (studio.folder / "renders/.hidden.png").write_bytes(b"")
    (account,) = studio.scan("renders").accounts
    assert counts(account) == (9, 6, 0, 0, 1, 2, 0)
    assert account.suffixes == {".txt": 1, "hidden": 1}
    (problem,) = account.problems.values()
    assert "broken.png" in problem
    assert rows(studio, "SELECT files_read, files_rejected FROM scans") == [(9, 1)]


def test_what_is_no_file_is_left_alone(studio):
    folder = studio.folder / "renders"
    os.mkfifo(folder / "pipe.png")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.png").symlink_to("/nonexistent.png")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.png")).write_bytes(b"")
    (account,) = studio.scan("renders").accounts
    assert counts(account) == (10, 6, 0, 0, 2, 2, 0)
    assert "neither a file nor a folder" in account.suffixes
    nameless, nowhere = account.problems.values()
    assert "no Unicode text. Rename it." in nameless
    assert "leads nowhere" in nowhere


def test_a_second_scan_reads_nothing_and_publishes_nothing(studio, monkeypatch):
    studio.load()
    studio.save(picture(1), "finals/hero.jpg")
    (studio.folder / "finals/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nhalf")
    studio.scan()
    before = generation(studio.settings.warehouse)
    monkeypatch.setattr(workers, "examiner", lambda looking: _only_broken)
    first, second, _ = studio.scan().accounts
    assert counts(first) == (6, 0, 0, 6, 0, 0, 0)
    assert counts(second) == (2, 0, 0, 1, 1, 0, 0)
    assert generation(studio.settings.warehouse) == before


def _only_broken(seen):
    assert seen.path.endswith("broken.png")
    return Examined(seen, problem=_only_broken.problem)


_only_broken.problem = (
    "broken.png: begins like a PNG picture, but its header is damaged. Fetch or export it again."
)


def test_processes_do_not_wait_for_one_anothers_threads(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setattr(workers, "examiner", lambda looking: _threads)
    files = [SeenFile(f"{n}.png", "", "output", 1, 1) for n in range(workers.FEW + 1)]
    assert {each.problem for each in workers.examined(files, None)} == {"1 1"}
    assert os.environ["OMP_NUM_THREADS"] == "2"
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_nor_do_the_processes_of_these_tests():
    assert {os.environ.get(name) for name in workers.ONE_THREAD} == {"1"}


def _threads(seen):
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    return Examined(seen, problem=" ".join(os.environ.get(name, "-") for name in names))


def test_a_changed_file_is_read_again_and_one_that_is_gone_is_told(studio):
    studio.scan("renders")
    studio.save(picture(50), "renders/brief0/take_000.png", FIRST + timedelta(days=1))
    studio.outputs[1].unlink()
    (account,) = studio.scan("renders").accounts
    assert counts(account) == (5, 0, 1, 4, 0, 0, 1)
    assert rows(studio, "SELECT count(*) FROM media WHERE gone_at IS NOT NULL") == [(1,)]


def test_a_file_back_where_it_was_is_there_again(studio):
    studio.scan("renders")
    away = studio.outputs[0].rename(studio.folder / "away.png")
    studio.scan("renders")
    away.rename(studio.outputs[0])
    studio.scan("renders")
    assert rows(studio, "SELECT count(*) FROM media WHERE gone_at IS NULL") == [(6,)]


def test_a_folder_that_is_not_there_changes_nothing(studio):
    studio.save(picture(1), "finals/hero.jpg")
    studio.scan()
    (studio.folder / "finals").rename(studio.folder / "unmounted")
    with pytest.raises(SettingsError, match="no such folder"):
        studio.scan("finals")
    with pytest.raises(SettingsError, match="no such folder"):
        studio.scan("nowhere", role="finals")
    report = studio.scan()
    assert [each.folder.role for each in report.accounts] == ["output", "reference"]
    assert report.missing == (str(studio.folder / "finals"),)
    assert rows(studio, "SELECT count(*) FROM media WHERE gone_at IS NOT NULL") == [(0,)]


def test_without_a_folder_or_with_an_unknown_role_it_says_what_to_do(studio):
    (studio.folder / "offcut.toml").write_text('warehouse = "w.duckdb"\n')
    with pytest.raises(SettingsError, match="offcut scan FOLDER"):
        studio.scan()
    with pytest.raises(SettingsError, match="outputs, finals, references"):
        studio.scan("renders", role="final")


def test_nothing_in_the_folders_is_written_or_moved(studio):
    studio.load()
    studio.save(picture(1), "finals/hero.jpg")
    before = _told(studio)
    with _watched(studio.folder) as touched:
        studio.scan()
    assert _told(studio) == before
    assert any(path.endswith("hero.jpg") for path, _ in touched)
    assert [path for path, is_written in touched if is_written] == []
    with _watched(studio.folder) as touched:
        (studio.folder / "finals" / "hero.jpg").write_bytes(b"")
    assert [is_written for _, is_written in touched] == [True]


MOVES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.link"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_watching = []


def _hook(event, arguments):
    if _watching and event in {"open", *MOVES}:
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes)) else ""
        if path.startswith(_watching[0]):
            _watching[1].append((path, event in MOVES or bool(arguments[2] & WRITING)))


sys.addaudithook(_hook)


@contextmanager
def _watched(folder):
    """What is opened, and how, or moved below the folders of media, by Python itself."""
    touched = []
    for name in ("finals", "renders"):
        assert (folder / name).is_dir()
    _watching[:] = (str(folder / "finals"), touched)
    try:
        yield touched
    finally:
        _watching.clear()


def _told(studio):
    found = [*studio.folder.glob("finals/**/*"), *studio.folder.glob("renders/**/*")]
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def test_a_scan_that_was_stopped_goes_on_where_it_was(studio, monkeypatch):
    read = []
    real = workers.examiner

    def stopping(looking):
        def look(seen):
            if len(read) == 3:
                raise KeyboardInterrupt
            read.append(seen.path)
            return real(looking)(seen)

        return look

    monkeypatch.setattr(workers, "examiner", stopping)
    with pytest.raises(KeyboardInterrupt):
        studio.scan("renders")
    assert not studio.settings.warehouse.exists()
    monkeypatch.setattr(workers, "examiner", lambda looking: _noting(real(looking), read))
    (account,) = studio.scan("renders").accounts
    assert account.new == 6
    assert sorted(read) == sorted(map(str, studio.outputs))
    assert [*studio.folder.glob("*.jsonl")] == []


def _noting(look, read):
    def looked(seen):
        read.append(seen.path)
        return look(seen)

    return looked


def test_a_file_that_kills_its_reader_costs_itself_alone(studio, monkeypatch):
    monkeypatch.setattr(workers, "FEW", 1)
    monkeypatch.setattr(workers, "examiner", _killer)
    (account,) = studio.scan("renders").accounts
    assert counts(account)[:5] == (6, 5, 0, 0, 1)
    assert "stopped its reader" in next(iter(account.problems.values()))


def _killer(looking):
    from functools import partial

    return partial(_killed_by_one, looking=looking)


def _killed_by_one(seen, looking):
    from ingest.media.examine import examine

    if seen.path.endswith("take_002.png"):
        os._exit(9)
    return examine(seen, looking)


def test_a_script_that_scans_is_not_run_once_more_by_each_reader(studio):
    script = studio.folder / "script.py"
    script.write_text(
        "import sys\n"
        "from data.settings import load_settings\n"
        "from ingest.media.scan import scan\n"
        "settings = load_settings(__import__('pathlib').Path(sys.argv[1]))\n"
        "print(scan([], settings).accounts[0].new)\n"
    )
    arguments = [sys.executable, str(script), str(studio.folder / "offcut.toml")]
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        arguments,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.decode().split() == ["6"]


def test_small_pictures_lie_beside_the_warehouse(studio):
    studio.scan("renders")
    folder = thumbnails_folder(studio.settings.warehouse)
    for (sha256,) in rows(studio, "SELECT sha256 FROM media"):
        with Image.open(thumbnail_path(folder, sha256)) as small:
            assert max(small.size) <= 320
    with pytest.raises(ValueError, match="no SHA-256"):
        thumbnail_path(folder, "../../etc/passwd")


# --- which file is which ----------------------------------------------------------------------


def test_a_log_without_verdicts_and_finals_give_the_cost_per_usable_asset(studio):
    """Six outputs for 3 USD; two are delivered: a smaller JPEG and a copy. 1.50 each."""
    studio.load()
    assert figures(studio, "cost_per_usable_asset") == (None,)
    studio.save(picture(1).resize((160, 120)), "finals/hero.jpg", quality=70)
    shutil.copy(studio.outputs[4], studio.folder / "finals/second.png")
    report = studio.scan()
    assert (report.certain, report.possible, report.unexplained) == (7, 0, 0)
    names = ("usable_assets", "cost_per_usable_asset", "usable_by_use", "log_coverage")
    assert figures(studio, *names) == (2, Decimal("1.5"), 2, 1.0)
    found = rows(
        studio,
        "SELECT source_id, found_by FROM media_matches AS m JOIN media AS f"
        " ON f.sha256 = m.media_sha256 WHERE f.role = 'final' ORDER BY source_id",
    )
    assert found == [("r1", "fingerprint"), ("r4", "address")]


def test_logs_that_come_later_are_matched_then(studio):
    studio.save(picture(1), "finals/hero.jpg")
    assert studio.scan().unexplained == 1
    studio.load()
    assert studio.settle().unexplained == 0
    assert figures(studio, "used_assets") == (1,)


def test_the_word_of_a_person_stands_above_use(studio):
    studio.load()
    reviews = studio.folder / "reviews.csv"
    reviews.write_text("Asset,Decision,Reviewed at\nr1,rejected,2026-11-03 09:00\n")
    load_paths([str(reviews)], studio.settings)
    studio.save(picture(1), "finals/hero.jpg")
    studio.save(picture(2), "finals/other.jpg")
    studio.scan()
    names = ("usable_assets", "use_conflicts", "used_unreviewed", "used_assets")
    assert figures(studio, *names) == (1, 1, 2, 2)


def test_a_final_taken_back_is_no_verdict_any_more_and_one_put_back_is_again(studio):
    studio.load()
    final = studio.save(picture(1), "finals/hero.jpg")
    studio.scan()
    away = final.rename(studio.folder / "away.jpg")
    assert studio.scan().by_use == 1
    assert figures(studio, "usable_assets") == (0,)
    away.rename(final)
    assert studio.scan().by_use == 1
    assert figures(studio, "usable_assets") == (1,)
    assert studio.scan().by_use == 0


def test_the_day_in_a_folder_dates_what_was_delivered(studio):
    studio.load()
    studio.save(picture(1), "finals/2026-11-09 delivery/hero.jpg")
    studio.scan()
    query = "SELECT decided_at::VARCHAR FROM verdicts WHERE source = 'finals'"
    assert rows(studio, query) == [("2026-11-09 23:59:59",)]


def test_folders_that_people_sort_into_say_what_they_decided(studio):
    for number, name in enumerate(("selects", "Approved", "rejected")):
        path = studio.outputs[number]
        moved = path.parent / name / path.name
        moved.parent.mkdir()
        path.rename(moved)
    studio.load()
    studio.scan("renders")
    query = "SELECT asset_ref, stage, decision FROM verdicts WHERE source = 'folders' ORDER BY 1"
    assert rows(studio, query) == [
        ("studio log:r0", "triage", "approved"),
        ("studio log:r1", "qc", "approved"),
        ("studio log:r2", "qc", "rejected"),
    ]
    folder = studio.outputs[0].parent
    (folder / "rejected" / studio.outputs[2].name).rename(folder / "Approved" / "take_002.png")
    studio.scan("renders")
    assert rows(studio, query)[2] == ("studio log:r2", "qc", "approved")


def test_a_final_named_like_an_output_that_shows_something_else_waits_for_a_person(studio):
    studio.load()
    studio.save(picture(80), "finals/take_001.png")
    report = studio.scan()
    assert (report.possible, report.unexplained) == (1, 1)
    assert figures(studio, "usable_assets", "possible_matches") == (0, 1)
    with Reader(studio.settings.warehouse) as reader:
        (waiting,) = possible_matches(reader.cursor(), limit=5)
        assert of_key(reader.cursor(), waiting.key[:5], limit=5) == waiting
        with pytest.raises(QuestionError, match="is no match that waits"):
            of_key(reader.cursor(), "zz", limit=5)
    assert waiting.source_id == "r1"
    assert waiting.output_path == str(studio.outputs[1])
    answer_now(studio.settings, "accept", waiting.pair)
    assert studio.settle().possible == 0
    assert figures(studio, "usable_assets", "possible_matches") == (1, 0)
    answer_now(studio.settings, "reject", waiting.pair)
    studio.settle()
    assert figures(studio, "usable_assets", "unexplained_files") == (0, 1)


def test_names_that_anything_may_carry_are_possible_at_most(studio):
    text = studio.log.read_text().replace("take_000.png", "image.png")
    studio.log.write_text(text)
    studio.load()
    studio.save(picture(80), "finals/image.png")
    assert studio.scan("finals").possible == 1


def test_of_two_files_with_the_name_of_one_output_the_better_address_wins(studio):
    studio.load()
    studio.save(picture(81), "renders/old/take_000.png")
    studio.save(picture(82), "renders/a/take_009.png")
    studio.save(picture(83), "renders/b/take_009.png")
    text = studio.log.read_text()
    studio.log.write_text(text.replace("brief1/take_005.png", "take_009.png"))
    studio.load()
    studio.scan("renders")
    found = rows(
        studio,
        "SELECT source_id, confidence, count(*) FROM media_matches"
        " WHERE source_id IN ('r0', 'r5') GROUP BY ALL ORDER BY ALL",
    )
    assert found == [("r0", "certain", 1), ("r0", "possible", 1), ("r5", "possible", 2)]


def test_a_generated_file_nobody_logged_is_dark(studio):
    studio.load()
    made = PngInfo()
    made.add_text("parameters", "a cat\nSteps: 20, Sampler: Euler, Seed: 5, Model: sdxl")
    studio.save(picture(90), "finals/cat.png", pnginfo=made)
    studio.save(picture(91), "finals/photo.png")
    report = studio.scan()
    assert (report.unexplained, report.dark) == (2, 1)
    assert figures(studio, "dark_files", "unexplained_files", "log_coverage") == (1, 2, 0.0)


# --- what is placed ---------------------------------------------------------------------------


def otio(studio, name, *places, at=None):
    """A timeline of one track: (path, start, seconds, enabled) each."""
    clips = [
        {
            "OTIO_SCHEMA": "Clip.2",
            "name": str(path),
            "enabled": enabled,
            "source_range": _range(start, seconds),
            "media_references": {
                "DEFAULT_MEDIA": {
                    "OTIO_SCHEMA": "ExternalReference.1",
                    "target_url": str(path),
                    "available_range": _range(0, 100),
                }
            },
            "active_media_reference_key": "DEFAULT_MEDIA",
        }
        for path, start, seconds, enabled in places
    ]
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": clips}
    stack = {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]}
    timeline = {"OTIO_SCHEMA": "Timeline.1", "name": name, "tracks": stack}
    path = studio.folder / "edits" / name
    path.write_text(json.dumps(timeline))
    return studio.dated(path, at)


def _range(start, seconds):
    time = {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0}
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": time | {"value": start * 25.0},
        "duration": time | {"value": seconds * 25.0},
    }


def test_a_place_in_the_newest_version_of_a_timeline_is_an_approval_at_qc(studio):
    pytest.importorskip("opentimelineio")
    studio.load()
    otio(studio, "film_v2.otio", (studio.outputs[0], 0, 3, True), (studio.outputs[1], 0, 3, False))
    otio(studio, "film_v10.otio", (studio.outputs[2], 0, 3, True))
    otio(studio, "other.otio", ("/elsewhere/brief1/take_003.png", 0, 3, True))
    studio.scan()
    query = "SELECT source_id FROM media_uses WHERE source IS NOT NULL AND is_newest ORDER BY 1"
    assert rows(studio, query) == [("r2",), ("r3",)]
    assert figures(studio, "used_assets", "usable_assets") == (2, 2)
    query = "SELECT asset_ref FROM verdicts WHERE source = 'uses' ORDER BY 1"
    assert rows(studio, query) == [("studio log:r2",), ("studio log:r3",)]


def test_what_an_editor_saves_by_itself_is_no_version_and_is_told(studio):
    pytest.importorskip("opentimelineio")
    studio.load()
    otio(studio, "film.otio", (studio.outputs[0], 0, 3, True))
    for folder in ("edits/Adobe Premiere Pro Auto-Save", "edits/acme/Autosave Vault"):
        (studio.folder / folder).mkdir(parents=True)
        later = FIRST + timedelta(days=8)
        path = otio(studio, "film_v9.otio", (studio.outputs[1], 0, 3, True), at=later)
        path.rename(studio.folder / folder / path.name)
    studio.save(picture(2), "edits/Adobe Premiere Pro Auto-Save/kept.png")
    (account,) = studio.scan("edits").accounts
    assert account.suffixes == {"saved by an editor by itself": 2}
    assert account.read == account.new + account.ignored == 4
    query = "SELECT source_id FROM media_uses WHERE source IS NOT NULL AND is_newest"
    studio.scan()
    assert rows(studio, query) == [("r0",)]


def test_where_the_newest_version_cannot_be_read_the_older_one_counts_and_that_is_told(
    studio, capsys
):
    pytest.importorskip("opentimelineio")
    studio.load()
    older = otio(studio, "film_v2.otio", (studio.outputs[0], 0, 3, True))
    newer = otio(studio, "film_v3.otio", (studio.outputs[1], 0, 3, True))
    assert studio.scan().stand_ins == ()
    whole = newer.read_text()
    newer.write_text(whole[:200])
    for _ in range(2):
        assert studio.scan().stand_ins == ((str(newer), str(older)),)
        query = "SELECT source_id FROM media_uses WHERE source IS NOT NULL AND is_newest"
        assert rows(studio, query) == [("r0",)]
    print_report(studio.scan())
    told = capsys.readouterr().err.replace("\n", "")
    assert f"{newer}: cannot be read; until it can, {older} counts as the newest." in told
    newer.write_text(whole)
    assert studio.scan().stand_ins == ()
    assert rows(studio, query) == [("r1",)]


def test_what_a_scan_found_is_no_file_that_a_person_loaded(studio):
    studio.load()
    studio.save(picture(1), "finals/hero.jpg")
    studio.scan()
    with Reader(studio.settings.warehouse) as reader:
        cursor = reader.cursor()
        files = loaded_files(cursor)
        assert [(each.file, each.is_given) for each in files[1:]] == [("offcut scan", False)]
        assert files_since(cursor, 1) == ("offcut scan",)
        assert files[0].is_given


def test_a_container_in_finals_delivers_what_is_placed_in_it(studio):
    pytest.importorskip("opentimelineio")
    studio.load()
    path = otio(studio, "film.otio", (studio.outputs[0], 0, 3, True))
    path.rename(studio.folder / "finals" / "film.otio")
    studio.scan()
    query = "SELECT source, asset_ref FROM verdicts ORDER BY 1"
    assert rows(studio, query) == [("finals", "studio log:r0")]


def test_layers_that_only_the_picture_tells_are_outputs_too(studio):
    psd_tools = pytest.importorskip("psd_tools")
    studio.load()
    document = psd_tools.PSDImage.new("RGB", (320, 240))
    document.create_pixel_layer(picture(3).resize((300, 225)), name="Layer 1")
    document.save(studio.folder / "edits" / "layout.psd")
    studio.dated(studio.folder / "edits" / "layout.psd")
    studio.scan()
    query = "SELECT source_id, container_kind FROM media_uses WHERE source IS NOT NULL"
    assert rows(studio, query) == [("r3", "layered")]
    assert figures(studio, "used_assets") == (1,)


def clip(studio, name, *stretches, at=None, brighter=1.0):
    """A clip of 8 frames a second: (seed of a moving scene, first second, last) each."""
    av = pytest.importorskip("av")
    path = studio.folder / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=8)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = (
            320,
            240,
            "yuv420p",
            2_000_000,
        )
        for seed, first, last in stretches:
            scene = picture(seed, 800, 240).point(lambda value: min(255, int(value * brighter)))
            for n in range(int(first * 8), int(last * 8)):
                frame = av.VideoFrame.from_image(scene.crop((n * 8, 0, n * 8 + 320, 240)))
                container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return studio.dated(path, at)


def test_a_delivered_film_tells_which_seconds_of_which_clips_it_shows(studio):
    text = studio.log.read_text().replace("take_000.png", "clip_a.mp4")
    studio.log.write_text(text.replace("take_003.png", "clip_b.mp4"))
    studio.load()
    for name, seed in (("brief0/clip_a.mp4", 100), ("brief1/clip_b.mp4", 200)):
        clip(studio, f"renders/{name}", (seed, 0, 6))
    clip(studio, "finals/film.mp4", (100, 1, 3), (200, 2, 5))
    studio.scan()
    found = rows(
        studio,
        "SELECT source_id, source_start_s, source_end_s FROM media_uses"
        " WHERE source IS NOT NULL ORDER BY source_id",
    )
    assert [row[0] for row in found] == ["r0", "r3"]
    for (_, start, end), told in zip(found, ((1, 3), (2, 5)), strict=True):
        assert (start, end) == (pytest.approx(told[0], abs=0.3), pytest.approx(told[1], abs=0.3))
    assert figures(studio, "used_assets") == (2,)


def test_a_film_shows_what_a_clip_was_made_into(studio):
    """The refined clip looks like its source: lineage decides between the two."""
    lines = studio.log.read_text().splitlines()
    parents = ["parents", "", "", "", "r2", "", ""]
    text = "\n".join(f"{line},{of}" for line, of in zip(lines, parents, strict=True))
    text = text.replace("take_002.png", "base.mp4").replace("take_003.png", "refined.mp4")
    studio.log.write_text(text.replace("brief1/refined", "brief0/refined"))
    map_file = studio.folder / "jobs.map.toml"
    map_file.write_text(map_file.read_text().replace(
        'output_uris = "uri"', 'output_uris = "uri"\nparent_asset_ids = "parents"'
    ))  # fmt: skip
    studio.load()
    clip(studio, "renders/brief0/base.mp4", (100, 0, 4))
    clip(studio, "renders/brief0/refined.mp4", (100, 0, 4), brighter=1.1)
    clip(studio, "finals/film.mp4", (100, 0, 4), (200, 0, 2))
    studio.scan()
    query = "SELECT DISTINCT source_id FROM media_uses WHERE source IS NOT NULL"
    assert rows(studio, query) == [("r3",)]


APPROVED = [
    ((), "r5"),
    (("r4,approved,qc",), "r4"),
    (("r4,approved,triage",), "r5"),
    (("r4,rejected,qc",), "r5"),
    (("r4,approved,qc", "r5,approved,qc"), "r5"),
    (("r4,approved,qc", "r5,rejected,qc"), "r4"),
]


@pytest.mark.parametrize(("said", "delivered"), APPROVED)
def test_of_a_picture_and_what_was_made_from_it_the_latter_was_delivered_or_the_one_approved(
    studio, said, delivered
):
    """The upscale looks like its base: lineage decides between the two."""
    lines = studio.log.read_text().splitlines()
    parents = ["parents", "", "", "", "", "", "r4"]
    studio.log.write_text(
        "\n".join(f"{line},{of}" for line, of in zip(lines, parents, strict=True))
    )
    map_file = studio.folder / "jobs.map.toml"
    map_file.write_text(map_file.read_text().replace(
        'output_uris = "uri"', 'output_uris = "uri"\nparent_asset_ids = "parents"'
    ))  # fmt: skip
    studio.save(picture(4).resize((640, 480)), "renders/brief1/take_005.png", FIRST)
    studio.load()
    studio.save(picture(4).resize((200, 150)), "finals/hero.jpg")
    if said:
        sheet = studio.folder / "reviews.csv"
        rest = (f"{each},2026-11-03 09:00" for each in said)
        sheet.write_text("\n".join(("Asset,Decision,Stage,Reviewed at", *rest)))
        load_paths([str(sheet)], studio.settings)
    studio.scan()
    query = (
        "SELECT source_id, found_by FROM media_matches AS m JOIN media AS f"
        " ON f.sha256 = m.media_sha256 WHERE f.role = 'final'"
    )
    assert rows(studio, query) == [(delivered, "lineage")]
    studio.settle()
    assert rows(studio, query) == [(delivered, "lineage")]


def test_scanning_in_any_order_and_twice_gives_the_same(studio, tmp_path_factory):
    other = MediaStudio(tmp_path_factory.mktemp("other"))
    for each in (studio, other):
        each.save(picture(1), "finals/hero.jpg")
    studio.load()
    studio.scan()
    other.scan("finals", role="finals")
    other.scan("renders", role="outputs")
    other.load()
    other.settle()
    other.settle()
    query = "SELECT attempt_no, output_index, is_usable, is_used FROM asset_uses ORDER BY ALL"
    assert rows(studio, query) == rows(other, query)


def test_progress_is_told(studio):
    heard = []
    scan(
        [str(studio.folder / "renders")], studio.settings, progress=lambda *told: heard.append(told)
    )
    assert (str(studio.folder / "renders"), 6, 6) in heard


# --- folders within folders -------------------------------------------------------------------


def test_a_folder_within_another_keeps_its_files_and_its_role(studio):
    (studio.folder / "offcut.toml").write_text(
        'warehouse = "w.duckdb"\n[media]\noutputs = ["."]\nfinals = ["finals"]\n'
    )
    studio.save(picture(1), "finals/hero.jpg")
    studio.scan()
    first, second = studio.scan().accounts
    assert (first.gone, second.gone, second.unchanged) == (0, 0, 1)
    query = "SELECT role, count(*) FROM media WHERE gone_at IS NULL GROUP BY ALL ORDER BY ALL"
    assert rows(studio, query) == [("final", 1), ("output", 6)]


@pytest.mark.parametrize("with_settings", [True, False])
def test_a_part_of_a_known_folder_is_that_folder_still(studio, with_settings):
    if not with_settings:
        (studio.folder / "offcut.toml").write_text('warehouse = "w.duckdb"\n')
    studio.scan("renders", role="outputs")
    studio.outputs[0].unlink()
    (part,) = studio.scan("renders/brief0").accounts
    assert counts(part) == (2, 0, 0, 2, 0, 0, 1)
    (whole,) = studio.scan("renders").accounts
    assert counts(whole) == (5, 0, 0, 5, 0, 0, 0)


def test_a_folder_named_twice_is_looked_through_once(studio):
    (account,) = studio.scan("renders", "renders").accounts
    assert account.new == 6


def test_a_file_that_cannot_be_read_is_tried_again_and_leaves_nothing_behind(studio, monkeypatch):
    real = workers.examiner
    broken = lambda looking: lambda seen: Examined(seen, problem="needs an extra")  # noqa: E731
    monkeypatch.setattr(workers, "examiner", broken)
    for _ in range(3):
        assert len(studio.scan("renders").accounts[0].problems) == 6
        assert [*studio.folder.glob("*.jsonl")] == []
    monkeypatch.setattr(workers, "examiner", lambda _: _stops_at_the_third())
    with pytest.raises(KeyboardInterrupt):
        studio.scan("renders")
    monkeypatch.setattr(workers, "examiner", real)
    assert studio.scan("renders").accounts[0].problems == {}


def _stops_at_the_third():
    read = []

    def look(seen):
        if len(read) == 2:
            raise KeyboardInterrupt
        read.append(seen)
        return Examined(seen, problem="needs an extra")

    return look


def test_what_an_output_was_made_from_is_no_use_of_it(studio):
    """Its metadata name an ingredient, as C2PA does; only what a final was made from was used."""
    facts = FileFacts(kind="image", made_from=(Use(media_ref=str(studio.outputs[0])),))
    studio.load()
    studio.scan()
    for name, used in (("renders/brief0/take_001.png", 0), ("finals/hero.png", 1)):
        studio.save(picture(60), name)
        path = studio.folder / name
        stat = path.stat()
        role = "final" if used else "output"
        seen = SeenFile(str(path), str(path.parent), role, stat.st_size, stat.st_mtime_ns)
        with writing(studio.settings.warehouse) as con:
            how = {"zone": UTC, "now": FIRST + timedelta(days=9), "reader_version": 1}
            store(con, [Examined(seen, "ab" * 32, facts)], studio.folder, **how)
        assert rows(studio, "SELECT count(*) FROM media_uses") == [(used,)]
