"""The Data page: files come in by what the program says of them, and hidden money is mended."""

from __future__ import annotations

import json
import threading
import time
import tomllib
from pathlib import Path

import pytest
import streamlit as st

from dashboard.app.pages.loaded.kept_uploads import cleaned, keep_upload
from dashboard.app.parts import runs
from dashboard.app.parts.runs import Runs
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.review.expected_gaps import expected_journal, expected_keys
from data.settings import Settings
from data.uploads import uploads_folder
from ingest.load.load import load_paths
from tests.app_links import page_opened
from tests.command_studio import JOBS, MAP, VERDICTS
from tests.studio_logs import NAMES
from tests.test_map_command import JOBS as GERMAN
from tests.test_map_command import NEXT

ROOT = Path(__file__).parents[1]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PATIENCE_S = 120


class Desk:
    """A warehouse in a folder, and the Data page over it."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(folder / "w.duckdb"))
        monkeypatch.setenv("OFFCUT_AS_OF", "2026-11-20T00:00:00Z")
        monkeypatch.setenv("OFFCUT_PRICES_FOLDER", str(folder / "prices"))
        (folder / "prices").mkdir()
        self.app = None

    @property
    def settings(self):
        return Settings()

    def load(self, name="jobs.csv", text=JOBS, map_text=MAP):
        (self.folder / name).write_text(text)
        if map_text is not None:
            (self.folder / "own.toml").write_text(map_text)
        map_file = self.folder / "own.toml" if map_text is not None else None
        load_paths([str(self.folder / name)], self.settings, map_file=map_file)

    def open(self):
        self.app = page_opened("loaded", {}, patience_s=PATIENCE_S)
        return self.app

    def drop(self, name, content):
        content = content if isinstance(content, bytes) else content.encode()
        self.app.file_uploader[0].set_value((name, content, "text/plain"))
        return self.app.run()

    def press(self, label):
        button = next(each for each in self.app.button if each.label == label)
        button.click()
        return self.app.run()

    def settled(self):
        """After whatever is running has ended."""
        until = time.monotonic() + PATIENCE_S
        while self.latest is None or self.latest.answered is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        return self.app.run()

    @property
    def runs(self):
        return runs._runs(str(self.settings.warehouse.absolute()))

    @property
    def latest(self):
        return self.runs.latest

    @property
    def said(self):
        return " ".join(each.proto.body for each in self.app.get("html"))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    yield Desk(tmp_path, monkeypatch)
    st.cache_resource.clear()


# --- a file comes in --------------------------------------------------------------------------


def test_a_file_of_a_known_source_needs_no_choices_and_is_loaded(desk):
    desk.open()
    desk.drop("verdicts.csv", VERDICTS)
    assert not desk.app.exception
    assert "verdicts.csv is read as verdict_sheet" in desk.said
    assert "Of 3 records, 3 would load." in desk.said
    assert not desk.settings.warehouse.exists()
    desk.press("Load it")
    desk.settled()
    assert not desk.app.exception
    assert "verdicts.csv is loaded." in desk.said
    (account,) = desk.latest.answered.found
    assert (account["new"], account["rejected"]) == (3, 0)
    kept = Path(account["file"])
    assert kept.is_relative_to(uploads_folder(desk.settings.warehouse))
    assert kept.read_text() == VERDICTS


def test_an_unknown_file_is_corrected_by_choosing_and_its_map_found_for_the_next(desk):
    desk.open()
    desk.drop("jobs.csv", GERMAN)
    assert "is of a kind that Offcut has not met" in desk.said
    assert "what &#x27;kaputt&#x27; means is not known" in desk.said
    word = next(each for each in desk.app.selectbox if each.key.endswith("values.status.kaputt"))
    word.set_value("failed")
    desk.app.run()
    assert "what &#x27;kaputt&#x27; means is not known" not in desk.said
    desk.press("Save the map and load")
    desk.settled()
    saved = tomllib.loads((desk.folder / "maps" / "jobs.map.toml").read_text("utf-8"))
    assert saved["values"]["status"]["kaputt"] == "failed"
    assert desk.latest.answered.found[0]["new"] == 3
    desk.drop("june.csv", NEXT)
    assert "read by the saved map" in desk.said
    assert [each.label for each in desk.app.button if "oad" in each.label] == ["Load it"]


def test_what_a_saved_map_reads_wrong_is_read_otherwise_and_the_map_replaced(desk):
    (desk.folder / "maps").mkdir()
    desk.open()
    desk.drop("jobs.csv", GERMAN)
    desk.press("Save the map and load")
    desk.settled()
    desk.drop("june.csv", NEXT)
    (otherwise,) = desk.app.toggle
    otherwise.set_value(True)
    desk.app.run()
    word = next(each for each in desk.app.selectbox if each.key.endswith("values.status.kaputt"))
    word.set_value("blocked")
    name = next(each for each in desk.app.text_input if each.key.endswith("_name"))
    name.set_value("jobs")
    desk.app.run()
    desk.press("Save the map and load")
    assert "another map lies there" in desk.said
    desk.press("Replace that map and load")
    desk.settled()
    saved = tomllib.loads((desk.folder / "maps" / "jobs.map.toml").read_text("utf-8"))
    assert saved["values"]["status"]["kaputt"] == "blocked"


def test_what_is_taken_for_the_wrong_thing_is_read_as_the_source_that_is_chosen(desk):
    event = {"request_id": "r1", "endpoint_id": "fal-ai/flux/dev", "cost_total": 0.05}
    desk.open()
    desk.drop("bills.json", json.dumps({"rows_of_us": [event]}).encode())
    picker = next(each for each in desk.app.selectbox if each.label == "Read it as")
    assert any(each.startswith("fal: ") for each in picker.options)
    picker.set_value("portkey")
    desk.app.run()
    assert "Of 1 record" in desk.said
    assert "In quarantine: 1" in desk.said
    picker = next(each for each in desk.app.selectbox if each.label == "Read it as")
    picker.set_value("litellm")
    desk.app.run()
    desk.press("Load it")
    desk.settled()
    assert desk.latest.answered.found[0]["source"] == "litellm"


def test_another_record_kind_makes_all_choices_anew(desk):
    desk.open()
    desk.drop("jobs.csv", GERMAN)
    kind = next(each for each in desk.app.selectbox if each.key.endswith("_record"))
    kind.set_value("handover")
    desk.app.run()
    assert not desk.app.exception
    assert "Nothing can load yet: every handover needs asset_ref" in desk.said
    assert "--choose" not in desk.said
    assert next(e for e in desk.app.button if e.label == "Save the map and load").disabled
    output = next(e for e in desk.app.selectbox if e.key.endswith("missing_asset_ref"))
    output.set_value("Auftragsnr")
    desk.app.run()
    assert "Of 4 records, 4 would load." in desk.said


def test_another_map_of_that_name_is_not_written_over_unasked(desk):
    (desk.folder / "maps").mkdir()
    (desk.folder / "maps" / "jobs.map.toml").write_text('name = "jobs"\nrecord = "attempt"\n'
        'format = "csv"\n[columns]\nsource_id = "x"\nsubmitted_at = "y"\n[constants]\n'
        'status = "succeeded"\n')  # fmt: skip
    desk.open()
    desk.drop("jobs.csv", GERMAN)
    desk.press("Save the map and load")
    assert "another map lies there" in desk.said
    assert desk.latest is None
    desk.press("Replace that map and load")
    desk.settled()
    assert "Auftragsnr" in (desk.folder / "maps" / "jobs.map.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "this file is empty"),
        ("blank.csv", b" \n\n", "this file is empty"),
        ("hero.png", PNG, "this is a PNG picture, no log. <code>offcut scan FOLDER</code>"),
        ("noise.bin", bytes(range(1, 256)) * 4, "this is no text"),
        ("half.csv.gz", b"\x1f\x8b\x08\x00broken", "a damaged gzip file"),
        ("torn.csv", "id;time\n\U0001f3ac;\n".encode("utf-16")[:-1], "UTF-16"),
    ],
)
def test_a_file_nobody_can_read_gets_its_sentence(desk, name, content, said):
    desk.open()
    desk.drop(name, content)
    assert not desk.app.exception
    assert said in desk.said
    assert "--map" not in desk.said
    assert not [each for each in desk.app.button if "load" in each.label.lower()]


def test_a_line_of_many_megabytes_is_told_as_a_record_that_waits(desk):
    row = "a,2026-11-02T09:00:00Z,2026-11-02T09:00:20Z,OK,one,flux,0.40,4\n"
    huge = f"b,{'x' * 9_000_000},,OK,one,flux,0.40,4\n"
    desk.open()
    desk.drop("long.csv", JOBS.splitlines()[0] + "\n" + row * 3 + huge)
    assert not desk.app.exception
    assert len(desk.said) < 200_000


def test_names_and_words_of_a_file_stay_text(desk):
    ends = ("succeeded", "failed", "blocked", NAMES[0])
    lines = [
        f'{n},2026-11-02T09:0{n}:00Z,{ends[n]},"{name}"'
        for n, name in enumerate((NAMES[0], NAMES[1], NAMES[4], NAMES[9]))
    ]
    desk.open()
    desk.drop("<img src=x onerror=alert(1)>.csv", "\n".join(["id,at,status,client", *lines]))
    assert not desk.app.exception
    assert "Status: “&lt;img src=x onerror=alert(1)&gt;” means" in desk.said
    assert "<td>&lt;img src=x onerror=alert(1)&gt;</td>" in desk.said
    assert "<img" not in desk.said
    for kind in ("markdown", "caption", "selectbox", "text_input", "button", "expander"):
        labels = [str(getattr(each, "label", "")) for each in desk.app.get(kind)]
        assert not [label for label in labels for name in NAMES if name in label]


def test_a_path_is_asked_for_on_this_machine_alone(desk):
    before = st.get_option("server.address")
    try:
        for address, asked in (("0.0.0.0", 0), ("127.0.0.1", 1)):  # noqa: S104
            st.config.set_option("server.address", address)
            desk.open()
            paths = [e for e in desk.app.text_input if "on this machine" in e.label]
            assert len(paths) == asked
        (desk.folder / "logs").mkdir()
        (desk.folder / "logs" / "verdicts.csv").write_text(VERDICTS)
        paths[0].set_value(str(desk.folder / "logs" / "verdicts.csv"))
        desk.app.run()
        assert "Of 3 records, 3 would load." in desk.said
    finally:
        st.config.set_option("server.address", before)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\logs\\jobs.csv", "jobs.csv"),
        ("...", "upload"),
        ("", "upload"),
        ("a\0b\u202egnp.csv", "a-b-gnp.csv"),
        ("Aufträge März.csv", "Aufträge März.csv"),
        ("x" * 400 + ".csv.gz", "x" * 113 + ".csv.gz"),
    ],
)
def test_a_name_is_made_one_that_any_system_takes(given, kept):
    assert cleaned(given) == kept


def test_the_same_content_is_kept_once(tmp_path):
    content = memoryview(b"id\n1\n")
    first = keep_upload(tmp_path / "w.duckdb", "a.csv", content)
    assert keep_upload(tmp_path / "w.duckdb", "a.csv", content) == first
    assert first.parent.parent == tmp_path / "w-uploads"
    assert [each.name for each in first.parent.iterdir()] == ["a.csv"]


# --- one at a time ----------------------------------------------------------------------------


class Silent:
    """A process that ends when it is told to."""

    stdout, stderr = None, ()

    def __init__(self):
        self.is_over = threading.Event()

    def __enter__(self):
        self.is_over.wait(PATIENCE_S)

    def __exit__(self, *_):
        """It has ended."""

    def wait(self):
        return 0


@pytest.fixture
def silent(monkeypatch):
    """What every run is, until the test ends."""
    process = Silent()
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.app.parts.runs.subprocess.Popen", lambda *_, **__: process)
        yield process
    process.is_over.set()


def test_only_one_load_goes_on_at_a_time(desk, silent):
    desk.open()
    mine = Runs()
    assert mine.start("load", "a.csv", "ingest", "a.csv")
    assert mine.current is not None
    assert not mine.start("load", "b.csv", "ingest", "b.csv")
    assert mine.latest.title == "a.csv"
    silent.is_over.set()
    while mine.current is not None:
        time.sleep(0.01)
    assert mine.start("load", "b.csv", "ingest", "b.csv")


def test_a_second_person_is_told_to_wait(desk, silent):
    desk.load()
    desk.open()
    assert desk.runs.start("load", "<b>a.csv", "ingest", "a.csv")
    desk.app.run()
    assert "&lt;b&gt;a.csv is being loaded" in desk.said
    assert "One load goes on at a time" in desk.said
    assert next(each for each in desk.app.button if each.label == "Read them again").disabled


# --- what hides money -------------------------------------------------------------------------


def test_what_is_expected_is_folded_and_can_be_taken_back(desk):
    desk.load()
    desk.open()
    assert "1 record waits in quarantine: studio log" in desk.said
    number = next(n for n, e in enumerate(desk.app.button) if e.label == "Read them again")
    desk.app.button[number + 1].click()
    desk.app.run()
    (key,) = expected_keys(desk.settings)
    assert key == "quarantined:source=studio log"
    assert "Expected (1)" in [each.label for each in desk.app.expander]
    desk.press("Not expected")
    assert expected_keys(desk.settings) == frozenset()
    assert len(expected_journal(desk.settings).entries()) == 2


def test_a_missing_price_is_added_to_the_own_prices_and_counts(desk):
    desk.load(text="id,at,done,state,brief,model,cost,outputs\n"
              "a,2026-11-02T09:00:00Z,,OK,one,own-model,,4\n")  # fmt: skip
    desk.open()
    assert "1 call without a price: in-house / own-model" in desk.said
    given = {"amount": "0.25", "source": "a contract"}
    for name, value in given.items():
        next(e for e in desk.app.text_input if f"price_{name}" in e.key).set_value(value)
    next(e for e in desk.app.date_input if "price_day" in e.key).set_value("2026-11-01")
    desk.press("Add it")
    desk.settled()
    assert "0.25" in (desk.folder / "prices" / "prices" / "in-house.toml").read_text()
    assert "call without a price" not in desk.said


def test_a_price_that_is_none_is_refused_in_words(desk):
    desk.load(text="id,at,done,state,brief,model,cost,outputs\n"
              "a,2026-11-02T09:00:00Z,,OK,one,own-model,,4\n")  # fmt: skip
    desk.open()
    next(e for e in desk.app.text_input if "price_amount" in e.key).set_value("cheap")
    desk.press("Add it")
    assert "is not a decimal number" in desk.said
    assert not (desk.folder / "prices" / "prices").exists()


def select(desk, begins):
    return next(each for each in desk.app.selectbox if each.key.startswith(begins))


NAMED = MAP.replace("studio log", "named log") + 'client = "Acme"\nproject = "Spring"\n'


def test_unnamed_work_is_named_by_choosing_and_the_figures_tell_it(desk):
    desk.load()
    desk.load("named.csv", JOBS, NAMED)
    desk.open()
    assert "3 calls without a client or a project: studio log" in desk.said
    for name, value in {"client": "Acme", "project": "Spring"}.items():
        select(desk, f"name_{name}_").set_value(value)
    desk.press("Name it")
    desk.settled()
    assert "Unnamed work of all of studio log is of Acme, Spring" in desk.said
    assert "without a client" not in desk.said
    figures = Figures.of(desk.settings)
    with figures.reader:
        by = ["client", "project"]
        rows = figures.measure(["attempts"], by=by, selection=Selection()).rows
    assert [(row["client"], row["project"], row["attempts"]) for row in rows] == [
        ("Acme", "Spring", 6),
    ]


def test_a_name_of_nobody_is_refused_in_words(desk):
    desk.load()
    desk.open()
    desk.press("Name it")
    assert "Choose or type a client or a project first." in desk.said
    assert desk.latest is None


def test_a_verdict_is_matched_by_hand_and_counts(desk):
    desk.load()
    desk.load("verdicts.csv", VERDICTS, None)
    desk.open()
    assert "1 verdict on an output that no log names: verdict_sheet" in desk.said
    search(desk, "nothing like it")
    assert "No output is called so" in desk.said
    search(desk, "studio")
    search(desk, "a#2")
    assert select(desk, "meant_output_").options[0].endswith("studio log:a#2")
    assert usable(desk) == 1
    desk.press("It is this one")
    desk.settled()
    assert "verdict on an output that no log names" not in desk.said
    assert usable(desk) == 2


def search(desk, text):
    field = next(each for each in desk.app.text_input if each.key.startswith("meant_text_"))
    field.set_value(text).run()


def usable(desk):
    figures = Figures.of(desk.settings)
    with figures.reader:
        found = figures.measure(["usable_assets"], selection=Selection())
        return found.rows[0]["usable_assets"]


def test_rejected_records_are_read_again_by_a_button(desk):
    desk.load()
    desk.open()
    desk.press("Read them again")
    desk.settled()
    (account,) = desk.latest.answered.found
    assert account["rejected"] == 1
    assert json.dumps(account["source"]) == '"studio log"'


def test_the_page_says_how_fresh_each_source_is_and_what_more_would_tell(desk):
    desk.load()
    desk.open()
    table = next(t.value for t in desk.app.dataframe if "lag" in t.value.columns)
    assert [*table["source"]] == ["studio log"]
    assert [*table["lag"]] == ["2 weeks"]
    assert "✓ Generations" in desk.said
    assert "✗ Reviews or finals" in desk.said
    assert "Without them waste is not known" in desk.said
