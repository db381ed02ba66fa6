"""The Finals page, run through the real router: what it says of files, and answers written down."""

from __future__ import annotations

import pytest
import streamlit as st
from PIL.PngImagePlugin import PngInfo

from dashboard.app.pages.evidence.confirm import divided
from dashboard.app.pages.evidence.sections import headline, path_html
from dashboard.app.parts.pictures import thumbnail
from data.evidence.match_journal import answers
from data.evidence.possible import possible_matches
from data.evidence.thumbnails import thumbnail_path, thumbnails_folder
from data.warehouse.file import Reader
from ingest.load.load import load_paths
from ingest.media import workers
from tests.app_links import page_opened
from tests.media_studio import MediaStudio, picture

AWKWARD = "cut <img src=x onerror=alert(1)> **b** \u202egnp.png"
VERDICTS = """name = "votes"
record = "verdict"
format = "csv"
[columns]
asset_ref = "ref"
decision = "say"
decided_at = "at"
"""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    """Of six outputs two are delivered, one of them turned down; a crop may be a third.

    Two finals carry a generator's marks and are in no log; one file is broken.
    """
    studio = MediaStudio(tmp_path_factory.mktemp("finals"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "FEW", 100)
        studio.save(picture(0), "finals/take_000.png")
        studio.save(picture(1), "finals/take_001.png")
        studio.save(picture(2).crop((30, 18, 310, 220)), f"finals/{AWKWARD}")
        marks = PngInfo()
        marks.add_text("parameters", "a cat\nSteps: 20, Sampler: Euler, Seed: 5, Model: sdxl")
        for number in (90, 91):
            studio.save(picture(number), f"finals/dark <b>{number}.png", pnginfo=marks)
        (studio.folder / "finals/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nhalf")
        (studio.folder / "votes.map.toml").write_text(VERDICTS)
        votes = "ref,say,at\nr1#0,rejected,2026-11-03T10:00:00Z\n"
        (studio.folder / "votes.csv").write_text(votes)
        studio.load()
        load_paths([str(studio.folder / "votes.csv")], studio.settings)
        studio.scan()
    yield studio
    st.cache_resource.clear()


@pytest.fixture
def app(monkeypatch):
    """A function: a folder with settings, and an address → the Finals page after its first run."""

    def start(folder, **address):
        monkeypatch.setenv("OFFCUT_CONFIG", str(folder / "offcut.toml"))
        monkeypatch.setenv("OFFCUT_AS_OF", "2026-12-20T00:00:00+00:00")
        return page_opened("evidence", address)

    return start


def said(drawn):
    return " ".join(element.proto.body for element in drawn.get("html"))


def tiles_of(drawn):
    return {each.label: each.value for each in drawn.metric}


def is_fine(drawn):
    assert [each.value for each in drawn.title] == ["Finals"]
    assert not drawn.exception
    assert not drawn.error


def test_it_says_how_many_finals_a_log_explains_and_what_use_says(app, scanned):
    drawn = app(scanned.folder)
    is_fine(drawn)
    assert "A log explains 2 of 4 finals that a model made (50.0&nbsp;%); 2 are dark" in said(drawn)
    tiles = tiles_of(drawn)
    assert (tiles["Log coverage"], tiles["Dark files"]) == ("50.0 %", "2")
    assert (tiles["Possible matches"], tiles["Unreadable files"]) == ("1", "1")
    assert (tiles["Used assets"], tiles["Usable by use"], tiles["Used unreviewed"]) == (
        *("2", "1", "2"),
    )
    assert (tiles["Seconds yield"], tiles["Set yield"]) == ("–", "–")
    assert "1 output turned down by a person and 1 output nobody decided on" in said(drawn)


def test_names_of_files_stay_text(app, scanned):
    drawn = app(scanned.folder)
    assert "&lt;img src=x onerror=alert(1)&gt; **b**  gnp.png" in said(drawn)
    assert "dark &lt;b&gt;90.png" in said(drawn)
    assert "<img" not in said(drawn)
    assert "\u202e" not in said(drawn)


def test_pictures_are_those_of_the_thumbnails_folder(app, scanned):
    drawn = app(scanned.folder)
    assert len(drawn.get("image")) == 6  # a pair, two dark ones, two used without an approval
    assert 'aria-label="No picture"' not in said(drawn)
    folder = thumbnails_folder(scanned.settings.warehouse)
    away = folder.rename(folder.with_name("away"))
    try:
        without = app(scanned.folder)
    finally:
        away.rename(folder)
    is_fine(without)
    assert said(without).count('aria-label="No picture"') == 6
    assert len(without.get("image")) == 0


def test_figures_of_outputs_follow_the_selection_and_those_of_files_do_not(app, scanned):
    drawn = app(scanned.folder, client=["nobody"])
    is_fine(drawn)
    tiles = tiles_of(drawn)
    assert (tiles["Used assets"], tiles["Log coverage"], tiles["Dark files"]) == (
        "0",
        "50.0 %",
        "2",
    )
    assert "as the last scan found them, whatever is selected." in said(drawn)
    assert "turned down by a person" not in said(drawn)


def test_an_answer_is_written_down_and_waits_for_the_next_scan(app, scanned):
    with Reader(scanned.settings.warehouse) as reader:
        (waiting,) = possible_matches(reader.cursor(), limit=5)
    drawn = app(scanned.folder)
    drawn.button(key=f"accept_{waiting.key}").click().run()
    assert answers(scanned.settings) == {waiting.pair: "accept"}
    assert " is output 0 of r2. It counts from the next offcut scan on." in said(drawn)
    drawn.button(key=f"change_{waiting.key}").click().run()
    is_fine(drawn)
    assert answers(scanned.settings) == {waiting.pair: "reject"}
    assert "is not output 0 of r2. It counts from the next" in said(drawn)
    assert "1 answer waits for the next scan" in said(drawn)
    assert "\u202e" not in said(drawn)
    assert "Every file that may be an output has its answer." in said(drawn)
    scanned.scan()
    drawn = app(scanned.folder)
    assert tiles_of(drawn)["Possible matches"] == "0"
    assert "Is it the same picture?" not in [each.value for each in drawn.header]


def test_the_data_page_accounts_for_the_folders(app, scanned):
    drawn = app(scanned.folder).switch_page("pages/loaded/loaded.py").run()
    assert not drawn.exception
    assert "3 scanned folders" in drawn.success[0].value
    gaps = drawn.dataframe[-1].value
    counted = dict(zip(gaps["title"], gaps["n"], strict=True))
    assert (counted["Dark files"], counted["Unreadable files"]) == (2, 1)
    assert counted["Conflicts of use"] == 1


# --- nothing to show --------------------------------------------------------------------------


def test_before_any_scan_it_says_what_to_type_and_what_that_tells(app, tmp_path):
    studio = MediaStudio(tmp_path)
    studio.load()
    drawn = app(tmp_path)
    is_fine(drawn)
    assert [each.value for each in drawn.header] == ["No folder is scanned yet"]
    assert any(each.value.endswith(" scan") for each in drawn.code)
    (tmp_path / "offcut.toml").write_text('warehouse = "w.duckdb"\n')
    drawn = app(tmp_path)
    typed = [each.value for each in drawn.code]
    assert any(each.endswith(" scan FOLDER_OF_FINALS --role finals") for each in typed)
    assert any(each.endswith(" scan FOLDER_OF_OUTPUTS --role outputs") for each in typed)


def test_finals_without_any_log_are_shown_all_the_same(app, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "FEW", 100)
    studio = MediaStudio(tmp_path)
    studio.save(picture(77), "finals/photo.png")
    studio.scan("finals")
    drawn = app(tmp_path)
    is_fine(drawn)
    assert "No final that a model made was found; 1 final came from elsewhere." in said(drawn)


# --- parts ------------------------------------------------------------------------------------


def test_what_is_no_thumbnail_is_not_shown(tmp_path):
    warehouse, sha256 = tmp_path / "w.duckdb", "ab" * 32
    path = thumbnail_path(thumbnails_folder(warehouse), sha256)
    path.parent.mkdir(parents=True)
    assert thumbnail(warehouse, sha256) is None
    assert thumbnail(warehouse, None) is None
    assert thumbnail(warehouse, "../../etc/passwd") is None
    picture(1, 320, 240).save(path, "WEBP")
    assert thumbnail(warehouse, sha256).size == (320, 240)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert thumbnail(warehouse, sha256) is None
    path.write_text("<svg onload='alert(1)'/>")
    assert thumbnail(warehouse, sha256) is None
    picture(1, 640, 480).save(path, "WEBP")
    assert thumbnail(warehouse, sha256) is None


class Pair:
    def __init__(self, sha256, source_id):
        self.media_sha256, self.pair = sha256, (sha256, "log", source_id, 0)


def test_of_a_file_that_somebody_said_yes_of_nothing_more_is_asked():
    pairs = [Pair("a", "r1"), Pair("a", "r2"), Pair("b", "r1"), Pair("b", "r2")]
    given = {pairs[0].pair: "accept", pairs[2].pair: "reject", ("c", "log", "r9", 0): "accept"}
    left, waiting = divided(pairs, given)
    assert [each.pair for each in left] == [pairs[3].pair]
    assert [each.pair for each in waiting] == [pairs[0].pair, pairs[2].pair]


@pytest.mark.parametrize(
    ("dark", "explained", "generated", "sentence"),
    [
        (0, 3, 3, "A log explains 3 of 3 finals that a model made."),
        (1, 1, 2, "1 is dark: somebody paid for it, and no log knows."),
        (0, 0, 0, "No final that a model made was found; 5 finals came from elsewhere."),
    ],
)
def test_the_headline(dark, explained, generated, sentence):
    share = explained / generated if generated else None
    row = {"dark_files": dark, "unexplained_files": 5, "log_coverage": share}
    assert headline(row, explained, generated).endswith(sentence)


def test_a_path_is_shown_by_its_name_and_its_folder():
    assert path_html("/jobs/<i>/a\nb.png", "x & y") == (
        '<p class="offcut-file"><b>a b.png</b><small>x &amp; y</small>'
        "<small>/jobs/&lt;i&gt;</small></p>"
    )
