"""`offcut map`: what it shows, what a person chooses, where the map lies, and how it is found."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from unittest import mock

import pytest

from tests.command_folder import CommandFolder, Terminal

JOBS = """\
Auftragsnr;Erstellt am;Modell;Dauer (s);Kosten (EUR);Ergebnis
A-1;13.05.2026 09:00;flux-1.1-pro;9,5;0,16;fertig
A-2;13.05.2026 09:05;flux-1.1-pro;3,0;0,00;fehlgeschlagen
A-3;13.05.2026 09:10;flux-1.1-pro;8,0;0,16;kaputt
A-4;14.05.2026 09:10;flux-1.1-pro;-1;0,16;fertig
"""
NEXT = JOBS.replace("A-", "B-").replace(".05.2026", ".06.2026")


class Desk(CommandFolder):
    """A folder with one log that no source knows."""

    def __init__(self, folder, **files):
        self.folder = folder
        (folder / "jobs.csv").write_text(JOBS, "utf-8")

    def rows(self, *arguments, exits=0):
        return json.loads(self.run(*arguments, exits=exits).out)

    def typed(self, *lines):
        """Run `map` on a terminal on which somebody types."""
        keys = Terminal("".join(f"{line}\n" for line in lines))
        with mock.patch.object(sys, "stdin", keys):
            return self.run("map", "jobs.csv", terminal=200)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_it_shows_guesses_doubts_rows_and_the_account_and_saves_nothing(desk):
    done = desk.run("map", "jobs.csv")
    assert "Auftragsnr" in done.out
    assert "13.05.2026 09:00  2026-05-13T07:00:00Z" in done.out
    assert (
        "Of 4 records, 3 would load, 1 would wait in quarantine and 0 would be left out."
        in done.out
    )
    assert "in quarantine: 1: latency_s: Input should be greater than or equal to 0" in done.out
    assert "? timezone = Europe/Berlin: its times carry no offset" in done.err
    assert "what 'kaputt' means is not known" in done.err
    assert "Nothing is saved" in done.err
    assert [each.name for each in desk.folder.glob("[!.]*")] == ["jobs.csv"]


def test_a_choice_changes_the_map_and_a_program_gets_it_as_json(desk):
    chosen = ("--choose", "values.status.kaputt=failed", "--choose", "timezone=UTC")
    told = desk.rows("map", "jobs.csv", *chosen, "--json")
    made = tomllib.loads(told["map"])
    assert made["values"]["status"]["kaputt"] == "failed"
    assert "timezone" not in made
    assert made["columns"]["submitted_at"] == "Erstellt am"
    assert told["account"] == {"read": 4, "rejected": 1, "ignored": 0}
    assert {each["choice"]: each["chosen"] for each in told["guesses"]}["timezone"]
    assert told["saved"] == []


def test_a_column_given_to_another_field_is_read_there_alone(desk):
    told = desk.rows("map", "jobs.csv", "--choose", "account=Auftragsnr", "--json")
    columns = tomllib.loads(told["map"])["columns"]
    assert columns["account"] == "Auftragsnr"
    assert "source_id" not in columns


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("status=Ergebniss", "Did you mean Ergebnis?"),
        ("stauts=Ergebnis", "Did you mean status"),
        ("record=attemt", "Did you mean attempt?"),
        ("timezone=Berlin", "Berlin"),
        ("values.status.fertig=perfect", "'perfect' is not a status"),
    ],
)
def test_a_choice_of_what_there_is_not_is_refused_with_the_nearest(desk, choice, said):
    done = desk.run("map", "jobs.csv", "--choose", choice, exits=1)
    assert said in done.out + done.err


def test_a_choice_without_a_value_is_wrong_usage(desk):
    assert "write it as WHAT=CHOICE" in desk.run("map", "jobs.csv", "--choose", "x", exits=2).err


def test_a_saved_map_lies_beside_its_log_and_is_found_for_the_next_of_its_shape(desk):
    done = desk.run("map", "jobs.csv", "--yes")
    assert "Saved as jobs.map.toml and maps/jobs.map.toml" in done.err
    (row,) = desk.rows("ingest", "jobs.csv", "--json")
    assert (row["source"], row["new"], row["rejected"]) == ("jobs", 3, 1)
    (desk.folder / "june").mkdir()
    (desk.folder / "june" / "export.csv").write_text(NEXT, "utf-8")
    assert "maps/jobs.map.toml" in desk.run("identify", "june/export.csv").out
    done = desk.run("ingest", "june")
    assert "jobs" in done.out
    assert "read by the saved map maps/jobs.map.toml, whose columns it has" in done.err


def test_two_saved_maps_that_fit_are_named_and_refused(desk):
    desk.run("map", "jobs.csv", "--save", "here.toml")
    desk.run("map", "jobs.csv", "--save", "there.toml", "--choose", "name=others")
    (desk.folder / "export.csv").write_text(NEXT, "utf-8")
    said = desk.run("ingest", "export.csv", exits=1).err
    assert "2 saved maps fit it: maps/jobs.map.toml and maps/others.map.toml" in said
    assert "--map FILE" in said


def test_another_shape_is_not_read_by_a_saved_map(desk):
    desk.run("map", "jobs.csv", "--yes")
    (desk.folder / "other.csv").write_text(NEXT.replace("Ergebnis", "Zustand"), "utf-8")
    assert "no source knows this format" in desk.run("ingest", "other.csv", exits=1).err


def test_another_map_is_not_written_over_unasked(desk):
    (desk.folder / "jobs.map.toml").write_text("# mine\n")
    said = desk.run("map", "jobs.csv", "--save", "jobs.map.toml", exits=1).err
    assert "jobs.map.toml: another map lies there" in said
    assert (desk.folder / "jobs.map.toml").read_text() == "# mine\n"
    desk.run("map", "jobs.csv", "--yes")
    assert "Auftragsnr" in (desk.folder / "jobs.map.toml").read_text()


def test_a_log_without_times_says_what_to_choose(desk):
    (desk.folder / "bare.csv").write_text("id,model,status\n1,flux-1.1-pro,ok\n2,flux-1.1-pro,ok\n")
    done = desk.run("map", "bare.csv", exits=1)
    assert "every attempt needs submitted_at, and no column looks like it" in done.out
    assert "--choose submitted_at=COLUMN" in done.out
    desk.run("map", "bare.csv", "--yes", exits=1)
    assert not (desk.folder / "bare.map.toml").exists()


def test_on_a_terminal_one_chooses_by_numbers(desk):
    done = desk.typed("", "9", "3", "name", "studio", "", "y")
    assert "9: not one of 1 to 7." in done.out
    made = tomllib.loads((desk.folder / "jobs.map.toml").read_text("utf-8"))
    assert made["values"]["status"]["kaputt"] == "failed"
    assert made["name"] == "studio"
    assert made["timezone"] == "Europe/Berlin"


def test_on_a_terminal_another_record_kind_begins_the_choices_anew(desk):
    done = desk.typed("", "", "record", "2", *[""] * 20, "n")
    assert re.search(r"^record +(?!attempt)\w+ +it was chosen$", done.out, re.MULTILINE)


def test_on_a_terminal_one_may_leave_it_unsaved(desk):
    done = desk.typed("", "", "nothing so called", "", "n")
    assert "nothing is called so" in done.out
    assert not (desk.folder / "jobs.map.toml").exists()


def test_a_file_that_a_source_reads_is_told_to_need_no_map(desk):
    (desk.folder / "review.csv").write_text(
        "file,decision,decided at,reviewer\na.png,approved,2026-05-01T10:00Z,Mila\n"
    )
    assert "verdict_sheet would read it as it is" in desk.run("map", "review.csv").err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", "", "this file is empty"),
        ("head.csv", "a,b\n", "no records in it"),
        ("broken.json", '{"a": [', "cannot be read"),
        ("nan.json", "[1, 2]", "no records in it"),
    ],
)
def test_what_holds_no_records_is_refused_with_a_sentence(desk, name, content, said):
    (desk.folder / name).write_text(content)
    assert said in desk.run("map", name, exits=1).err


def test_a_folder_or_nothing_is_refused(desk):
    assert "a folder. Pass one log" in desk.run("map", ".", exits=1).err
    assert "no such file. Pass one log" in desk.run("map", "gone.csv", exits=1).err
