"""What people say where logs tell nothing: for whom work was, which output a verdict means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.asking.figures import Figures
from data.asking.listings import unmatched
from data.asking.selection import Selection
from data.asking.to_fix import to_fix
from data.errors import QuestionError
from data.settings import Settings
from data.told.names import UnnamedPart, check_source, names_in_force, say_named, unnamed_parts
from data.told.references import check_reference, found_outputs, output_called, say_meant
from data.told.taken_in import count_told
from ingest.load.load import load_paths

MAP = """
name = "studio"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
brief_id = "brief"
client = "client"
user = "who"
account = "key"
reported_cost = "cost"
n_outputs = "outputs"
[values.status]
OK = "succeeded"
[constants]
currency = "USD"
project = "spring"
"""
HEAD = "id,at,state,brief,client,who,key,cost,outputs\n"
JOBS = """\
a,2026-11-02T09:00:00Z,OK,one,,Ana,k1,0.40,2
b,2026-11-02T10:00:00Z,OK,one,,ben,k1,0.10,1
c,2026-11-03T09:00:00Z,OK,two,,ben,k2,2.00,1
d,2026-11-03T09:30:00Z,OK,two,Acme,ben,k2,5.00,1
"""
VERDICTS = """\
asset,decision,decided at,stage,reviewer
a#0,approved,2026-11-02T12:00:00Z,qc,ana
final_v2.png,approved,2026-11-03T12:00:00Z,qc,ana
"""


class Studio:
    """A warehouse in a folder, and what it says."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = Settings(warehouse=folder / "w.duckdb", as_of="2026-11-20T00:00:00Z")
        self.figures = Figures.of(self.settings)
        (folder / "studio.map.toml").write_text(MAP)

    def load(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        map_file = self.folder / "studio.map.toml" if text.startswith("id") else None
        accounts = load_paths([str(path)], self.settings, map_file=map_file)
        assert not [each.error for each in accounts if each.error]

    def asked(self, name, by=None):
        """A metric of everything, or by a dimension."""
        found = self.figures.measure([name], by=[by] if by else [], selection=Selection())
        return {row[by]: row[name] for row in found.rows} if by else found.rows[0][name]

    def cursor(self):
        return self.figures.open()

    def name(self, part, named="", *, client=None, project=None):
        say_named(self.settings, "studio", part, named, client=client, project=project)
        return count_told(self.settings)

    def mean(self, reference, output, source="verdict_sheet"):
        say_meant(self.settings, source, reference, output_called(self.cursor(), output))
        return count_told(self.settings)


@pytest.fixture
def studio(tmp_path):
    made = Studio(tmp_path)
    made.load("jobs/first.csv", HEAD + JOBS)
    made.load("verdicts.csv", VERDICTS)
    yield made
    made.figures.reader.close()


# --- for whom work was ------------------------------------------------------------------------


def test_unnamed_work_is_that_of_who_its_person_its_key_or_its_log_is_said_to_stand_for(studio):
    assert studio.asked("spend", "client") == {None: Decimal("2.50"), "Acme": Decimal(5)}
    assert studio.name("source", client="House")
    assert studio.asked("spend", "client") == {"House": Decimal("2.50"), "Acme": Decimal(5)}
    studio.name("user", " ANA ", client="Nord")  # persons are compared trimmed, in lower case
    studio.name("account", "k2", client="Umbra")
    assert studio.asked("spend", "client") == {
        "Nord": Decimal("0.40"), "House": Decimal("0.10"), "Umbra": Decimal(2), "Acme": Decimal(5),
    }  # fmt: skip
    studio.name("account", "k1", client="Keyed")  # a key goes before a person
    assert studio.asked("spend", "client") == {
        "Keyed": Decimal("0.50"), "Umbra": Decimal(2), "Acme": Decimal(5),
    }  # fmt: skip


def test_what_a_log_tells_stands(studio):
    studio.name("source", client="House", project="other")
    assert studio.asked("spend", "project") == {"spring": Decimal("7.50")}
    assert studio.asked("spend", "client")["Acme"] == Decimal(5)


def test_the_innermost_folder_that_stands_for_a_client_counts(studio):
    studio.load("jobs/second.csv", HEAD + "e,2026-11-04T09:00:00Z,OK,x,,ana,k1,1.00,1\n")
    folder = str(studio.folder / "jobs")
    studio.name("folder", str(studio.folder), client="All")
    studio.name("folder", f"{folder}/", client="Inner")
    assert studio.asked("spend", "client") == {"Inner": Decimal("3.50"), "Acme": Decimal(5)}
    studio.name("folder", folder[:-1], client="None")  # the beginning of a name is no folder
    assert "None" not in studio.asked("spend", "client")


def test_what_is_loaded_later_is_named_too_and_shares_the_brief_of_its_client(studio):
    studio.name("source", client="Acme")
    assert studio.asked("briefs") == 2
    row = "f,2026-11-05T09:00:00Z,OK,two,Acme,ana,k1,1.00,1\n"
    studio.load("jobs/second.csv", f"{HEAD}{row}g,2026-11-06T09:00:00Z,OK,one,,ana,k1,0.25,1\n")
    assert studio.asked("spend", "client") == {"Acme": Decimal("8.75")}
    assert studio.asked("briefs") == 2
    assert studio.asked("spend", "brief") == {"one": Decimal("0.75"), "two": Decimal(8)}


def test_the_last_word_counts_and_neither_takes_it_back(studio):
    studio.name("source", client="House")
    assert studio.name("source", client="Home")
    assert not count_told(studio.settings)  # said already
    assert studio.asked("spend", "client")["Home"] == Decimal("2.50")
    assert studio.name("source")
    assert names_in_force(studio.settings) == ()
    assert studio.asked("spend", "client")[None] == Decimal("2.50")


def test_a_warehouse_that_is_loaded_anew_knows_it(studio):
    studio.name("user", "ben", client="Nord")
    studio.settings.warehouse.unlink()
    studio.load("jobs/first.csv", HEAD + JOBS)
    assert studio.asked("spend", "client")["Nord"] == Decimal("2.10")


def test_named_work_is_no_more_asked_about(studio):
    def unnamed():
        found = to_fix(studio.cursor(), settings=studio.settings)
        return [(each.n, each.money) for each in found if each.kind == "unnamed"]

    assert unnamed() == [(3, Decimal("2.50"))]
    assert unnamed_parts(studio.cursor(), "studio") == [
        UnnamedPart("source", "", 3),
        UnnamedPart("folder", str(studio.folder / "jobs"), 3),
        UnnamedPart("user", "ben", 2),
        UnnamedPart("account", "k1", 2),
        UnnamedPart("user", "Ana", 1),
        UnnamedPart("account", "k2", 1),
    ]
    studio.name("user", "ben", client="Nord")
    assert unnamed() == [(1, Decimal("0.40"))]
    studio.name("source", client="House")
    assert unnamed() == []
    assert unnamed_parts(studio.cursor(), "studio") == []


def test_a_log_that_is_not_loaded_is_told(studio):
    with pytest.raises(QuestionError, match="nolog: no log of that name is loaded"):
        check_source(studio.cursor(), "nolog")


# --- which output a verdict means -------------------------------------------------------------


def test_a_verdict_counts_for_the_output_it_is_said_to_mean(studio):
    assert (studio.asked("usable_assets"), studio.asked("unmatched_verdicts")) == (1, 1)
    assert studio.mean("final_v2.png", "studio:c#0")
    assert (studio.asked("usable_assets"), studio.asked("unmatched_verdicts")) == (2, 0)
    assert studio.asked("usable_assets", "brief") == {"one": 1, "two": 1}
    assert unmatched(studio.cursor(), limit=9) == []


def test_the_last_word_on_a_reference_counts(studio):
    studio.mean("final_v2.png", "studio:c#0")
    studio.mean("final_v2.png", "studio:b#0")
    assert studio.asked("usable_assets", "brief") == {"one": 2, "two": 0}


def test_a_reference_is_another_one_in_another_source(studio):
    assert studio.mean("final_v2.png", "studio:c#0", source="other_sheet")
    assert studio.asked("unmatched_verdicts") == 1


def test_what_a_verdict_is_said_to_mean_stands_with_the_loads_that_follow(studio):
    studio.mean("final_v2.png", "studio:c#0")
    rows = JOBS.replace("2.00,1", "2.50,1")
    studio.load("jobs/again.csv", HEAD + rows)  # the call that it means is told anew
    assert studio.asked("usable_assets", "brief") == {"one": 1, "two": 1}
    more = "final_v2.png,rejected,2026-11-04T12:00:00Z,qc,ana\n"
    studio.load("more.csv", VERDICTS.splitlines(keepends=True)[0] + more)
    assert studio.asked("usable_assets", "brief") == {"one": 1, "two": 0}


def test_a_call_that_comes_later_is_found_by_what_was_said(studio):
    studio.mean("final_v2.png", "studio:c#0")
    studio.settings.warehouse.unlink()
    studio.load("verdicts.csv", VERDICTS)
    waiting = {(each.ref, each.state) for each in unmatched(studio.cursor(), limit=9)}
    assert waiting == {("a#0", "unmatched"), ("final_v2.png", "unmatched")}
    studio.load("jobs/first.csv", HEAD + JOBS)
    assert studio.asked("usable_assets", "brief") == {"one": 1, "two": 1}


def test_an_output_is_found_by_what_people_know_of_it(studio):
    cursor = studio.cursor()
    assert [each.name for each in found_outputs(cursor, "TWO", limit=9)] == [
        *("studio:d#0", "studio:c#0"),
    ]
    assert output_called(cursor, "studio:a#1").output_index == 1
    with pytest.raises(QuestionError, match="fits several outputs, such as studio:d#0 and"):
        output_called(cursor, "two")
    with pytest.raises(QuestionError, match="no output of a loaded log is called so"):
        output_called(cursor, "nowhere")
    with pytest.raises(QuestionError, match="no verdict of verdict_sheet refers to it"):
        check_reference(cursor, "verdict_sheet", "nowhere.png")
    check_reference(cursor, "verdict_sheet", "final_v2.png")


def test_an_output_is_found_by_the_address_that_its_call_alone_tells(studio):
    with_files = MAP.replace('n_outputs = "outputs"', 'output_uris = "files"')
    (studio.folder / "studio.map.toml").write_text(with_files)
    address = "https://cdn.example/winter-set/0007.png"
    head = HEAD.replace("outputs", "files")
    studio.load("files.csv", f"{head}f,2026-11-04T09:00:00Z,OK,three,,ben,k2,1.00,{address}\n")
    (found,) = found_outputs(studio.cursor(), "winter-set", limit=9)
    assert (found.name, found.file_name) == ("studio:f#0", "0007.png")
