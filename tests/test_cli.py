"""The command line as others script against it: output, formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.cli.app import globals_first
from data.metrics.catalogue import METRICS
from tests.command_studio import AS_OF, JOBS, MAP, Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio.loaded(tmp_path_factory.mktemp("studio"))


def test_the_account_of_a_load_adds_up(tmp_path):
    studio = Studio(tmp_path)
    (row,) = studio.rows("ingest", "--map", "studio.map.toml", "--json", "jobs.csv")
    fates = {name: row[name] for name in ("read", "new", "updated", "unchanged", "rejected")}
    assert fates == {"read": 4, "new": 3, "updated": 0, "unchanged": 0, "rejected": 1}
    assert set(row) == {"file", "source", *fates, "ignored", "seconds"}
    (again,) = studio.rows("ingest", "--map", "studio.map.toml", "--json", "jobs.csv")
    assert (again["read"], again["new"], again["updated"]) == (4, 0, 0)


def test_strict_exits_1_when_a_record_was_rejected(tmp_path):
    studio = Studio(tmp_path)
    studio.run("ingest", "--strict", "--map", "studio.map.toml", "jobs.csv", exits=1)


def test_money_is_text_counts_are_integers_and_what_is_not_known_is_null(studio):
    (total,) = studio.rows("metrics", *AS_OF, "--format", "json")
    assert Decimal(total["spend"]) == Decimal("2.50")
    assert isinstance(total["spend"], str)
    assert total["usable_assets"] == 1
    assert total["cost_per_usable_asset"] == 2.5
    assert total["escape_rate"] is None
    assert total["unmatched_verdicts"] == 1


def test_what_is_not_known_says_why_beside_it_or_below(studio):
    asked = ("metrics", "spend", "escape_rate", *AS_OF)
    assert [line.split("  ")[-1] for line in studio.run(*asked).out.splitlines()[2:]] == [
        "Spend",
        "no approved asset was audited",
    ]
    below = studio.run(*asked, "--by", "model").err
    assert below == "escape_rate –: no approved asset was audited.\n"
    assert studio.run(*asked, "--by", "model", "--format", "csv").err == ""


def test_a_wrong_metric_names_the_three_nearest_and_where_all_are_told(studio):
    said = studio.run("metrics", "cost_per_asset", exits=1).err
    question = said.partition("Did you mean ")[2].partition("?")[0]
    found = question.replace(" or ", ", ").split(", ")
    assert found[0] == "cost_per_usable_asset"
    assert len(set(found)) == 3
    assert set(found) < {each.name for each in METRICS}
    assert "`offcut metrics --list` tells all of them" in said
    assert len(said) < 250


def test_every_metric_is_told_with_its_meaning_without_a_warehouse(tmp_path):
    studio = Studio(tmp_path)
    rows = studio.rows("metrics", "--list", "--format", "json")
    assert [(row["metric"], row["meaning"]) for row in rows] == [
        (each.name, each.meaning) for each in METRICS
    ]
    assert set(rows[0]) == {"metric", "title", "meaning", "formula", "unit"}
    told = list(csv.DictReader(io.StringIO(studio.run("metrics", "--list", "--format", "csv").out)))
    assert told == rows
    table = studio.run("metrics", "--list").out.splitlines()
    assert [line.split("  ")[0] for line in table[2:]] == [each.name for each in METRICS]
    (spend,) = studio.rows("metrics", "--list", "spend", "--format", "json")
    assert spend == rows[0]
    by_outcome = studio.rows("metrics", "--list", "--by", "outcome", "--format", "json")
    fit = [row["metric"] for row in by_outcome]
    assert "spend" in fit
    assert "latency_s_p95" not in fit


def test_metrics_by_a_dimension_in_csv(studio):
    printed = studio.run("metrics", "spend", "attempts", "--by", "model", *AS_OF, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    assert [(row["model"], Decimal(row["spend"]), row["attempts"]) for row in rows] == [
        ("veo", Decimal(2), "1"),
        ("flux", Decimal("0.5"), "2"),
    ]


def test_a_limit_shows_the_first_groups_and_says_so(studio):
    asked = ("metrics", "spend", "--by", "model", *AS_OF)
    done = studio.run(*asked, "--limit", "1")
    assert "veo" in done.out
    assert "flux" not in done.out
    assert "Cut off after row 1: --limit NUMBER shows more groups" in done.err
    assert len(studio.rows(*asked, "--format", "json", "--limit", "1")) == 1
    assert "Cut off" not in studio.run(*asked).err


def test_the_ledger_has_one_row_a_line_and_a_total_it_sums_to(studio):
    rows = {row["line"]: row for row in studio.rows("ledger", *AS_OF, "--format", "json")}
    assert rows["usable"] == {"line": "usable", "money": "0.100000", "outputs": 1}
    lines = [Decimal(row["money"]) for line, row in rows.items() if line != "total"]
    assert sum(lines) == Decimal(rows["total"]["money"]) == Decimal("2.5")


def test_the_period_is_inclusive_and_in_the_reporting_time_zone(studio):
    (row,) = studio.rows(
        "metrics",
        "attempts",
        "--from",
        "2026-11-03",
        "--to",
        "2026-11-03",
        *AS_OF,
        "--format",
        "json",
    )
    assert row == {"attempts": 1}


@pytest.mark.parametrize("last", ["--until", "--to"])
def test_the_last_day_is_until_and_also_to_where_it_always_was(studio, last):
    first_day = ("--from", "2026-W45", last, "2026-11-02", *AS_OF, "--format", "json")
    assert studio.rows("metrics", "attempts", *first_day) == [{"attempts": 2}]
    assert studio.rows("ledger", *first_day)[-1]["money"] == "0.500000"
    whole_week = ("--from", "2026-W45", last, "2026-W45", *AS_OF, "--format", "json")
    assert studio.rows("metrics", "attempts", *whole_week) == [{"attempts": 3}]


def test_an_export_ends_on_the_last_day(studio):
    asked = ("export", "attempts", "--from", "2026-11", "--until", "2026-11-02", *AS_OF)
    rows = list(csv.DictReader(io.StringIO(studio.apart(*asked).out)))
    assert sorted(row["source_id"] for row in rows) == ["a", "b"]


def test_a_filter_narrows(studio):
    (row,) = studio.rows("metrics", "spend", "--where", "model=flux", *AS_OF, "--format", "json")
    assert Decimal(row["spend"]) == Decimal("0.5")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("model=flax", "model=flax: no record has this model. Did you mean flux?\n"),
        ("model=sora", "model=sora: no record has this model. There are: veo, flux.\n"),
        ("client=acme", "client=acme: no record has this client. None is known.\n"),
        ("reviewer=anna", "reviewer=anna: no record has this reviewer. Did you mean ana?\n"),
        ("model=flux", ""),
        ("client=", ""),
        ("day=2020-01-01", ""),
    ],
)
@pytest.mark.parametrize(
    "command",
    [("metrics", "spend"), ("ledger",), ("export", "ledger", "--to", "lines.csv")],
    ids=lambda given: given[0],
)
def test_a_filter_value_that_no_record_has_is_told_of(studio, command, where, said):
    told = studio.run(*command, "--where", where, *AS_OF, exits=1 if said else 0).err
    assert "".join(line for line in told.splitlines(keepends=True) if "no record" in line) == said


def test_figures_of_a_value_that_no_record_has_are_not_known(studio):
    asked = ("--where", "model=flax", *AS_OF)
    metrics = ("metrics", "spend", "attempts", *asked)
    (row,) = json.loads(studio.run(*metrics, "--format", "json", exits=1).out)
    assert row == {"spend": None, "attempts": None}
    for line in studio.run(*metrics, exits=1).out.splitlines()[2:]:
        assert line.split()[1] == "–"
        assert line.endswith("no record has what was asked for")
    lines = json.loads(studio.run("ledger", *asked, "--format", "json", exits=1).out)
    assert {(row["money"], row["outputs"]) for row in lines} == {(None, None)}
    told = studio.run("ledger", *asked, exits=1)
    assert set(told.out.splitlines()[-1].split()[1:]) == {"–"}
    assert "Check" not in told.err


def test_nothing_is_exported_for_a_value_that_no_record_has(studio):
    (kept := studio.folder / "kept.csv").write_text("from before")
    export = ("export", "ledger", "--to", "kept.csv", "--where", "model=flax", *AS_OF)
    studio.run(*export, exits=1)
    assert kept.read_text() == "from before"


def test_a_filter_value_of_other_days_is_none_to_tell_of(studio):
    days = ("--from", "2026-11-02", "--to", "2026-11-02")
    assert studio.run("metrics", "spend", "--where", "model=veo", *days, *AS_OF).err == ""


def test_many_values_are_named_in_part(studio, monkeypatch):
    monkeypatch.setattr("data.asking.unknown_values.FEW", 1)
    told = studio.run("metrics", "spend", "--where", "model=qqqq", *AS_OF, exits=1).err
    assert told == "model=qqqq: no record has this model. There are: veo and 1 more.\n"


def test_of_more_values_than_are_searched_no_number_is_told(studio, monkeypatch):
    monkeypatch.setattr("data.asking.unknown_values.FEW", 1)
    monkeypatch.setattr("data.asking.unknown_values.SEARCHED", 1)
    told = studio.run("metrics", "spend", "--where", "model=flax", *AS_OF, exits=1).err
    assert told == "model=flax: no record has this model. There are: veo and many more.\n"


def test_status_proves_that_everything_adds_up(studio):
    assert "Everything adds up: yes." in studio.run("status").out
    proof = json.loads(studio.run("status", "--json").out)
    assert proof["holds"] is True
    assert proof["quarantined"] == 1


def test_quarantine_is_listed_shown_and_replayed_with_a_better_map(tmp_path):
    studio = Studio(tmp_path)
    studio.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    (record,) = studio.rows("quarantine", "list", "--json")
    assert record["line"] == 5
    assert "LOST" in record["reason"]
    shown = studio.run("quarantine", "show", str(record["number"])).out
    assert "d,2026-11-03T09:30:00Z" in shown
    (tmp_path / "better.map.toml").write_text(
        MAP.replace('ERR = "failed"', 'ERR = "failed"\nLOST = "unknown"')
    )
    studio.run("quarantine", "replay", "--map", "better.map.toml")
    assert studio.rows("quarantine", "list", "--json") == []
    (row,) = studio.rows("metrics", "attempts", "unknown_attempts", *AS_OF, "--format", "json")
    assert row == {"attempts": 4, "unknown_attempts": 1}


def test_exports_are_read_back(studio):
    studio.run("export", "attempts", "--to", "out.csv", *AS_OF)
    rows = list(csv.DictReader((studio.folder / "out.csv").read_text().splitlines()))
    assert sorted(row["source_id"] for row in rows) == ["a", "b", "c"]
    studio.run("export", "ledger", "--to", "out.parquet", *AS_OF)
    assert (studio.folder / "out.parquet").read_bytes()[:4] == b"PAR1"
    assert studio.apart("export", "assets", *AS_OF).out.count("\n") == 6


def test_identify_says_which_source_and_why(studio):
    assert "verdict_sheet" in studio.run("identify", "verdicts.csv").out
    refused = studio.run("identify", "studio.map.toml", exits=1)
    assert "no source" in refused.out


def test_sources_are_listed_with_where_their_files_come_from(studio):
    printed = studio.run("sources").out
    for name in ("gemini", "replicate", "litellm", "fal", "ark", "slack", "verdict_sheet", "xmp"):
        assert name in printed
    assert "recorded sidecars" in printed
    for program in ("ComfyUI", "AUTOMATIC1111", "InvokeAI", "Fooocus", "NovelAI", "C2PA"):
        assert program in printed
    assert "[sources.xai]" in printed
    assert "10000000000" in printed


def test_sources_are_listed_as_the_settings_tell_them(studio):
    (studio.folder / "told.toml").write_text('[sources.xai]\nticks_per_usd = "100"\n')
    printed = studio.run("--config", "told.toml", "sources").out
    assert "10000000000" not in printed
    (studio.folder / "told.toml").write_text('[sources.xai]\nticks = "100"\n')
    refused = studio.run("--config", "told.toml", "ingest", "verdicts.csv", exits=1)
    assert "ticks_per_usd" in refused.err


def test_the_maps_that_come_along_are_listed_with_what_to_adapt_and_where_they_lie(studio):
    printed = studio.run("sources").out
    maps = printed[printed.index("--map ") :]
    assert "what to adapt" in maps
    lines = {line.split()[0]: line for line in maps.splitlines() if line}
    assert "Last modified" in lines["airtable"]
    folder = Path(maps.split("copy it from ")[1].split(" and pass")[0])
    assert (folder / "airtable.toml").is_file()


def test_the_price_book_is_checked_listed_and_extended(studio):
    own = studio.folder / "prices"
    (studio.folder / "priced.toml").write_text('prices_folder = "prices"\n')
    assert "all in order" in studio.run("prices", "check").out
    rows = studio.rows(
        *("prices", "list", "--channel", "google", "--model", "gemini-2.5-flash-image"),
        *("--on", "2026-11-02", "--format", "json"),
    )
    assert {row["unit"]: row["price"] for row in rows}["image"] == "0.039"
    config = ("--config", "priced.toml")
    added = ("in-house", "flux", "image", "0.07", "--from", "2026-01-01", "--source", "contract")
    studio.run(*config, "prices", "add", *added)
    assert own.is_dir()
    printed = studio.run(*config, "prices", "list", "--channel", "in-house").out
    assert "0.07" in printed
    refused = studio.run(*config, "prices", "add", *added, exits=1)
    assert "in-house" in refused.err


def test_repricing_shows_what_changes_before_it_does(tmp_path):
    studio = Studio(tmp_path)
    further = "e,2026-11-03T10:00:00Z,2026-11-03T10:00:30Z,OK,two,veo,,1\n"
    (tmp_path / "jobs.csv").write_text(JOBS.replace("2.00", "") + further)
    studio.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    (tmp_path / "offcut.toml").write_text('prices_folder = "prices"\n')
    added = ("in-house", "veo", "image", "3", "--from", "2026-01-01", "--source", "contract")
    studio.run("prices", "add", *added)
    assert "nothing was changed" in studio.run("reprice", "--dry-run").err
    applied = studio.run("reprice")
    assert "$6.00" in applied.out
    assert "The price book changes nothing." in studio.run("reprice").err
    (row,) = studio.rows("metrics", "spend", *AS_OF, "--format", "json")
    assert Decimal(row["spend"]) == Decimal("6.5")
    dearer = ("in-house", "veo", "image", "4", "--from", "2026-11-03", "--source", "contract")
    studio.run("prices", "add", *dearer)
    changed = studio.run("reprice").out
    assert "$6.00" in changed
    assert "$8.00" in changed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ingest", "none.jsonl"), "none.jsonl"),
        (("ingest", "studio.map.toml"), "studio.map.toml"),
        (("ingest", "--map", "none.toml", "jobs.csv"), "none.toml"),
        (("metrics", "spendd"), "Did you mean spend"),
        (("metrics", "--by", "modell"), "Did you mean model"),
        (("metrics", "latency_s_p95", "--by", "outcome"), "cannot be split by"),
        (("metrics", "--where", "model"), "DIM=VALUE"),
        (("metrics", "--from", "someday"), "is not a day"),
        (("prices", "list", "--on", "2026-11"), "more than one day"),
        (("export", "attempts", "--to", "2026-11-02"), "write --until 2026-11-02"),
        (("metrics", "--as-of", "soon"), "as of soon"),
        (("export", "attempts", "--to", "x.docx"), ".docx"),
        (("quarantine", "show", "99"), "99"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_1(studio, arguments, sentence):
    done = studio.run(*arguments, exits=1)
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_no_warehouse_yet_says_what_to_do(tmp_path):
    done = Studio(tmp_path).run("metrics", exits=1)
    assert "offcut ingest" in done.err


def test_the_warehouse_and_the_settings_may_be_named_anywhere():
    given = ["metrics", "spend", "--warehouse", "w.duckdb", "--by", "model", "--config=c.toml"]
    before = ["--warehouse", "w.duckdb", "--config=c.toml"]
    assert globals_first(given) == [*before, "metrics", "spend", "--by", "model"]
    assert globals_first(["ingest", "--", "--config"]) == ["ingest", "--", "--config"]
    assert globals_first(["status", "--config"]) == ["--config"]


def test_standard_input_is_a_file_like_any_other(tmp_path):
    studio = Studio(tmp_path)
    studio.apart("ingest", "--map", "studio.map.toml", "-", given=JOBS)
    (row,) = studio.rows("metrics", "attempts", *AS_OF, "--format", "json")
    assert row == {"attempts": 3}


def test_names_from_the_data_cannot_drive_the_terminal(tmp_path):
    studio = Studio(tmp_path)
    (tmp_path / "jobs.csv").write_text(JOBS.replace("flux", "\x1b[31mred\x07"))
    studio.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    printed = studio.run("metrics", "spend", "--by", "model", *AS_OF).out
    assert "\x1b" not in printed
    assert "\x07" not in printed
    assert "[31mred" in printed


def test_the_notice_of_the_settings_is_said_beside_the_figures_not_in_them(studio, tmp_path):
    (config := tmp_path / "draft.toml").write_text('notice = "Draft: November is open"')
    done = studio.run("--config", str(config), "metrics", "attempts", *AS_OF, "--format", "json")
    assert json.loads(done.out) == [{"attempts": 3}]
    assert done.err == "Draft: November is open\n"
    assert studio.run("--config", str(config), "sources").err == ""
    assert studio.run("metrics", "attempts", *AS_OF).err == ""


@pytest.mark.parametrize(
    "command", [("status",), ("size",), ("ledger",), ("metrics", "--by", "day")]
)
def test_the_notice_is_said_once_however_much_is_printed(studio, tmp_path, command):
    (config := tmp_path / "draft.toml").write_text('notice = "Draft: November is open"')
    done = studio.run("--config", str(config), *command)
    assert done.err.count("Draft") == 1
    assert "Draft" not in done.out


def test_no_notice_stands_beside_no_figures(studio, tmp_path):
    (config := tmp_path / "draft.toml").write_text('notice = "Draft: November is open"')
    assert "Draft" not in studio.run("--config", str(config), "metrics", "spendd", exits=1).err


def test_the_demo_says_once_that_it_is_invented(tmp_path):
    demo = ("demo", "--no-dashboard", "--scale", "0.05")
    assert Studio(tmp_path).run(*demo).err.count("is invented") == 1


def test_an_impossible_ledger_is_told_booking_by_booking_and_no_money_is_not_known(tmp_path):
    studio = Studio(tmp_path)
    (tmp_path / "ledger.csv").write_text(
        "account,kind,at,credits,money,expires_at\n"
        "pot,purchase,2026-11-01T00:00:00Z,100,10,2026-10-01T00:00:00Z\n"
        "pot,consume,2026-11-02T00:00:00Z,500,,\n"
    )
    studio.run("ingest", "ledger.csv")
    told = studio.run("status").out
    assert "ledger.csv, line 2, account pot: This purchase of 2026-11-01" in told
    assert "ledger.csv, line 3, account pot: This consume of 500 credits exceeds" in told
    assert "sum over the log           not known" in told
    problems = json.loads(studio.run("status", "--json").out)["ledger_problems"]
    assert [each["line"] for each in problems] == [2, 3]
    assert "2 things are impossible in the credit ledgers" in studio.run("size").out


# --- work that nobody is known to review ----------------------------------------------------------


@pytest.fixture
def unreviewed(tmp_path):
    made = Studio(tmp_path)
    made.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    return made


@pytest.mark.parametrize(
    "command",
    ["status", "ledger", "metrics", "metrics discard_rate --by model", "ledger --format json"],
)
def test_work_without_reviews_is_told_of_beside_the_figures(unreviewed, command):
    # a costs 0.40 and c 2.00; b failed, and d is lost
    done = unreviewed.run(*command.split(), *AS_OF)
    [said] = [line for line in done.err.splitlines() if "No review is loaded" in line]
    assert "No review is loaded for 1 project, $2.40:" in said
    assert "No review" not in done.out


def test_it_is_told_of_what_was_asked_for_only(unreviewed):
    asked = ("ledger", "--where", "model=veo", *AS_OF)
    assert "for 1 project, $2.00:" in unreviewed.run(*asked).err
    assert "No review" not in unreviewed.run("metrics", "spend", *AS_OF).err


@pytest.mark.parametrize("command", ["status", "ledger", "metrics"])
def test_where_work_is_reviewed_nothing_is_said_of_it(studio, command):
    assert "No review" not in studio.run(command, *AS_OF).err


# --- clearing the quarantine ----------------------------------------------------------------------


def test_the_text_of_rejected_records_is_cleared_once_somebody_agrees(tmp_path):
    made = Studio(tmp_path)
    made.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    refused = made.apart("quarantine", "clear", given="n\n", exits=1)
    assert "They cannot be read again then." in refused.err
    assert "LOST" in made.run("quarantine", "show", "1").out
    assert made.run("quarantine", "clear", "--yes").err.splitlines()[-1] == (
        "The text of 1 rejected record is cleared."
    )
    assert "cleared. Load the file again to see it." in made.run("quarantine", "show", "1").out
