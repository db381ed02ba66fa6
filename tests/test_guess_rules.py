"""What the guesser goes by, rule by rule, on logs of a few lines; and that it never stumbles."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import OffcutError
from data.settings import Settings
from data.warehouse.file import Reader
from ingest.guess.guess import guess
from ingest.guess.vocabulary import meaning, words
from ingest.load.load import load_paths
from ingest.maps.fields import fields_of
from ingest.maps.values import canonical
from ingest.opening.find import FoundFile, Opening

MINUTES = "SELECT DISTINCT minutes FROM labour"


class Guessed:
    """A log of some lines, and what is guessed of it."""

    def __init__(self, folder, text, name="log.csv", choices=None, **given):
        log = folder / name
        log.write_bytes(text if isinstance(text, bytes) else text.encode())
        file = Opening(folder, Settings()).open(FoundFile(str(log), log))
        self.proposal = guess(file, Settings(**given), choices)
        self.toml = tomllib.loads(self.proposal.toml)
        self.columns = self.toml["columns"]

    @property
    def doubts(self):
        return {each.key: each for each in self.proposal.doubts}


def sheet(*rows, between=","):
    text = io.StringIO()
    csv.writer(text, delimiter=between, lineterminator="\n").writerows(rows)
    return text.getvalue()


def log_of(**columns):
    """A sheet of attempts with further columns of values, over and over."""
    n = 20
    given = {"id": [f"a{i}" for i in range(n)], "submitted": ["2026-05-13T10:00Z"] * n,
             "status": ["ok"] * n, "model": ["flux-2-pro"] * n}  # fmt: skip
    given |= {name: [values[i % len(values)] for i in range(n)] for name, values in columns.items()}
    return sheet(list(given), *zip(*given.values(), strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("billedTotalUSD", ("billed", "total", "usd")),
        ("Dauer (s)", ("dauer", "s")),
        ("Décidé_le ", ("decide", "le")),
        ("HTTPStatus", ("http", "status")),
        ("$key", ("$key",)),
    ],
)
def test_names_are_compared_by_their_words(name, expected):
    assert words(name) == expected


@pytest.mark.parametrize(
    ("table", "word", "expected"),
    [
        ("status", "REUSED_EXISTING_SUCCESS", ("ignored", True)),
        ("status", "Cancelled: by client", ("canceled", False)),
        ("status", "not done yet", ("succeeded", False)),
        ("status", "STALE", (None, False)),
        ("status", "5001", (None, False)),
        ("decision", "❌", ("rejected", True)),
        ("decision", "要修正", ("needs_edit", True)),
    ],
)
def test_a_word_means_what_all_of_it_says_else_what_stands_in_it(table, word, expected):
    assert meaning(table, word) == expected


def test_a_word_that_is_only_understood_in_part_is_doubted(tmp_path):
    text = log_of(status=["done", "done (2 of 4)", "gone wrong"])
    found = Guessed(tmp_path, text)
    assert found.toml["values"]["status"] == {
        "done": "succeeded", "done (2 of 4)": "succeeded", "gone wrong": "unknown",
    }  # fmt: skip
    assert set(found.doubts) >= {"values.status.done (2 of 4)", "values.status.gone wrong"}
    assert "values.status.done" not in found.doubts


@pytest.mark.parametrize(
    ("dates", "form", "is_doubted"),
    [
        (["13/05/2026 10:00", "02/05/2026 11:00"], "%d/%m/%Y %H:%M", False),
        (["05/13/2026 10:00", "05/02/2026 11:00"], "%m/%d/%Y %H:%M", False),
        (["03/05/2026 10:00", "02/05/2026 11:00"], "%m/%d/%Y %H:%M", True),
        (["13. 5. 2026", "x"], None, None),
    ],
)
def test_the_order_of_a_date_is_doubted_where_no_date_tells(tmp_path, dates, form, is_doubted):
    found = Guessed(tmp_path, log_of(submitted=dates))
    assert found.toml.get("time_format") == form
    if form is None:
        assert "no column looks like it" in found.proposal.problem
    else:
        assert ("time_format" in found.doubts) is is_doubted


def test_one_broken_time_among_many_is_left_to_the_quarantine(tmp_path):
    found = Guessed(tmp_path, log_of(submitted=["2026-05-13T10:00Z"] * 19 + ["soon"]))
    assert found.columns["submitted_at"] == "submitted"


@pytest.mark.parametrize(
    ("number", "unit"),
    [("1778666400", "epoch_s"), ("1778666400123", "epoch_ms"), ("1778666400123456", "epoch_us")],
)
def test_numbers_since_1970_are_told_by_their_size(tmp_path, number, unit):
    found = Guessed(tmp_path, log_of(submitted=[number]))
    assert found.toml["units"]["submitted_at"] == unit
    assert "timezone" not in found.doubts


def test_the_zone_is_that_of_the_settings_before_that_of_a_language(tmp_path):
    text = log_of(submitted=["2026-05-13 10:00"])
    assert Guessed(tmp_path, text, timezone="Asia/Tokyo").toml["timezone"] == "Asia/Tokyo"
    assert "timezone" not in Guessed(tmp_path, text).toml
    said = text.replace("submitted", "submitted (CET)")
    found = Guessed(tmp_path, said)
    assert found.toml["timezone"] == "Europe/Berlin"
    assert "timezone" not in found.doubts


@pytest.mark.parametrize(
    ("name", "values", "unit", "is_doubted"),
    [
        ("took_ms", ["900"], "ms", False),
        ("elapsed (s)", ["9000", "8000"], None, False),
        ("took", ["9.5", "7.25"], None, True),
        ("took", ["9500", "7250", "8100", "9900", "4300"], "ms", True),
    ],
)
def test_seconds_or_thousandths_by_the_name_else_by_size_and_doubted(
    tmp_path, name, values, unit, is_doubted
):
    found = Guessed(tmp_path, log_of(**{name: values}))
    assert found.columns["latency_s"] == name
    assert found.toml.get("units", {}).get("latency_s") == unit
    assert ("units.latency_s" in found.doubts) is is_doubted


def test_few_whole_seconds_were_asked_for_and_others_were_waited(tmp_path):
    found = Guessed(tmp_path, log_of(duration=["5", "10"], latency=["31.5", "64.25"]))
    assert found.columns["requested_seconds"] == "duration"
    assert found.columns["latency_s"] == "latency"


def test_a_count_with_zeros_is_of_what_came_for_nobody_asks_for_none(tmp_path):
    given = Guessed(tmp_path, log_of(Images=["0", "2"])).columns
    asked = Guessed(tmp_path, log_of(Images=["1", "2"])).columns
    assert (given["n_outputs"], asked["n_requested"]) == ("Images", "Images")
    assert "n_requested" not in given
    assert "n_outputs" not in asked


@pytest.mark.parametrize(
    ("total", "is_read", "is_doubted"),
    [(["120", "130"], False, False), (["150", "160"], True, False), (["7", "8"], False, True)],
)
def test_thoughts_are_read_where_a_total_says_that_they_stand_beside(
    tmp_path, total, is_read, is_doubted
):
    """20 and 30 went in, 100 came out, 30 were thoughts: of the 100, or beside them."""
    log = log_of(prompt_tokens=["20", "30"], completion_tokens=["100", "100"],
                 reasoning_tokens=["30", "30"], total_tokens=total)  # fmt: skip
    found = Guessed(tmp_path, log)
    assert ("tokens_thinking" in found.columns) == is_read
    assert ("tokens_thinking" in found.doubts) == is_doubted
    chosen = Guessed(tmp_path, log, choices={"tokens_thinking": "reasoning_tokens"})
    assert chosen.columns["tokens_thinking"] == "reasoning_tokens"


def test_money_in_two_currencies_of_which_a_record_has_one(tmp_path):
    found = Guessed(tmp_path, log_of(cost_eur=["0.10", ""], cost_inr=["", "9.5"]))
    assert found.toml["currency_of"] == {"cost_eur": "EUR", "cost_inr": "INR"}
    both = Guessed(tmp_path, log_of(cost_eur=["0.10"], cost_inr=["9.5"]))
    assert both.columns["reported_cost"] == "cost_eur"
    assert both.toml["constants"]["currency"] == "EUR"
    assert "cost_inr" in both.doubts["reported_cost"].options


def test_what_is_reserved_or_a_budget_is_no_cost(tmp_path):
    found = Guessed(tmp_path, log_of(reserved_usd=["1.20"], budget=["500"]))
    assert "reported_cost" not in found.columns


def test_a_decimal_comma_is_seen_and_one_that_may_part_thousands_is_doubted(tmp_path):
    assert Guessed(tmp_path, log_of(cost=["0,16", "1,28"])).toml["decimal"] == ","
    found = Guessed(tmp_path, log_of(cost=["1,280", "2,560"]))
    assert "decimal" in found.doubts


def test_ids_that_come_again_are_tries_of_one_and_no_ids(tmp_path):
    text = log_of(id=["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"])
    found = Guessed(tmp_path, text.replace("id,", "job key,", 1))
    assert found.columns["operation_id"] == "job key"
    assert "source_id" not in found.columns
    assert "operation_id" in found.doubts


def test_a_model_of_the_price_book_is_one_whatever_its_column_is_called(tmp_path):
    found = Guessed(tmp_path, log_of(model=["flux-2-pro"]).replace("model", "thing", 1))
    assert found.columns["model"] == "thing"


def test_no_column_of_states_means_all_succeeded_and_is_doubted(tmp_path):
    found = Guessed(tmp_path, log_of().replace("status", "remark", 1).replace(",ok,", ",x,"))
    assert found.toml["constants"]["status"] == "succeeded"
    assert "constants.status" in found.doubts


def test_a_wide_sheet_of_reviewers(tmp_path):
    rows = [["file", "date", "anna_score", "ben_score"]]
    rows += [[f"a{n}.png", "2026-05-13", "yes", "no" if n % 2 else ""] for n in range(6)]
    found = Guessed(tmp_path, sheet(*rows))
    assert found.toml["unpivot"] == {"columns": "{name}_score"}
    assert (found.columns["reviewer"], found.columns["decision"]) == ("$name", "$value")


def test_a_column_of_decisions_for_each_stage(tmp_path):
    rows = [["file", "date", "QC decision", "Client decision"]]
    rows += [[f"a{n}.png", "2026-05-13", "yes", "no"] for n in range(6)]
    found = Guessed(tmp_path, sheet(*rows))
    assert found.columns["stage"] == "$name"
    assert found.toml["values"]["stage"] == {"QC": "qc", "Client": "client"}


def test_stars_are_ranges_that_are_doubted(tmp_path):
    rows = [["file", "date", "stars"], *([f"a{n}.png", "2026-05-13", n % 5 + 1] for n in range(9))]
    found = Guessed(tmp_path, sheet(*rows), approve_from_rating=5)
    assert found.toml["values"]["decision"] == {
        ">=5": "approved",
        "<=2": "rejected",
        "*": "pending",
    }
    assert "values.decision.>=5" in found.doubts


def test_the_record_kind_can_be_chosen(tmp_path):
    found = Guessed(tmp_path, log_of(), choices={"record": "handover"})
    assert found.proposal.record == "handover"
    assert found.proposal.problem is not None


def test_comments_and_words_of_a_log_cannot_break_out_of_the_map(tmp_path):
    evil = 'x"\n[constants]\nclient = "evil'
    rows = [
        ["id", "submitted", "status", evil],
        *([f"{n}", "2026-05-13T10:00Z", evil, "b"] for n in range(5)),
    ]
    found = Guessed(tmp_path, sheet(*rows).encode())
    assert "client" not in found.toml.get("constants", {})


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["ok", "failed", "2026-05-13", "13.05.2026", "1778666400", "0,5", "$4", "", "-",
                     "a.png", "https://x/y.png", "flux-2-pro", "true", "NaN", "1e999", "\x00"]),
)  # fmt: skip
names = st.sampled_from(
    [
        "id",
        "date",
        "status",
        "model",
        "cost",
        "Datei",
        "took_ms",
        "n",
        "rater_a",
        "rater_b",
        "",
        "x",
    ]
)
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def is_whole(proposal):
    """A map that holds, or a sentence that says why not; and doubts have something to choose."""
    tomllib.loads(proposal.toml)
    assert (proposal.map is None) == (proposal.problem is not None)
    assert all(each.value in each.options for each in proposal.guesses)


@FUZZ
@given(
    header=st.lists(names, min_size=1, max_size=6),
    rows=st.lists(st.lists(cells, max_size=7), max_size=6),
    between=st.sampled_from(",;\t|"),
)
def test_any_sheet_is_guessed_at_or_refused_with_a_sentence(tmp_path, header, rows, between):
    text = sheet(header, *rows, between=between).encode("utf-8", "surrogatepass")
    with suppress(OffcutError):
        is_whole(Guessed(tmp_path, text).proposal)


values = st.recursive(
    st.one_of(cells, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4)),
    max_leaves=12,
)


@FUZZ
@given(document=values)
def test_any_json_is_guessed_at_or_refused_with_a_sentence(tmp_path, document):
    with suppress(OffcutError):
        is_whole(Guessed(tmp_path, json.dumps(document), "log.json").proposal)


@pytest.mark.parametrize(
    ("title", "unit", "minutes"),
    [("Dauer (s)", "s", "1.5"), ("Stunden", "h", "5400"), ("Minuten", None, "90")],
)
def test_time_at_work_counts_what_its_column_says(title, unit, minutes, tmp_path):
    log = sheet(
        ["Datum", "Person", "Tätigkeit", title],
        *[[f"{day:02}.05.2026", "Ann", "Retusche", "90"] for day in range(13, 30)],
    )
    found = Guessed(tmp_path, log)
    assert (found.toml["record"], found.columns["minutes"]) == ("labour", title)
    assert found.toml.get("units", {}).get("minutes") == unit
    assert "units.minutes" not in found.doubts
    field = fields_of("labour")["minutes"]
    assert canonical(field, "90", unit=unit or "") == Decimal(minutes)


def test_time_at_work_that_says_no_unit_is_doubted(tmp_path):
    log = sheet(
        ["Datum", "Person", "Tätigkeit", "Dauer"],
        *[[f"{day:02}.05.2026", "Ann", "Retusche", "90"] for day in range(13, 30)],
    )
    doubt = Guessed(tmp_path, log).doubts["units.minutes"]
    assert (doubt.value, set(doubt.options)) == ("min", {"min", "s", "h"})
    chosen = Guessed(tmp_path, log, choices={"units.minutes": "h"})
    assert chosen.toml["units"]["minutes"] == "h"


def test_a_sheet_of_hours_or_seconds_loads_as_minutes(tmp_path):
    """1.5 h are 90 minutes, 100 s are 1.666667."""
    written = {}
    for unit, title, amount in (("h", "Stunden", "1.5"), ("s", "Dauer (s)", "100")):
        rows = [[f"{day:02}.05.2026", "Ann", "Retusche", amount] for day in range(13, 30)]
        log = sheet(["Datum", "Person", "Tätigkeit", title], *rows)
        (tmp_path / unit).mkdir()
        toml = Guessed(tmp_path / unit, log).proposal.toml
        (tmp_path / unit / "log.map.toml").write_text(toml)
        given = Settings(warehouse=tmp_path / unit / "w.duckdb")
        (account,) = load_paths([str(tmp_path / unit / "log.csv")], given)
        assert (account.new, account.rejected, account.error) == (17, 0, None)
        with Reader(given.warehouse) as reader:
            written[unit] = reader.cursor().execute(MINUTES).fetchall()
    assert written == {"h": [(Decimal(90),)], "s": [(Decimal("1.666667"),)]}


def test_words_of_a_decision_tell_a_column_though_one_of_them_is_no_but_yes_and_no_do_not(tmp_path):
    def rows(*words):
        dated = [f"2026-05-1{n % 9}T10:00Z" for n in range(12)]
        told = [[f"shot_{n:03d}.png", words[n % len(words)], at] for n, at in enumerate(dated)]
        return sheet(["asset", "qx", "decided at"], *told)

    told = Guessed(tmp_path, rows("approved", "no", "rejected"))
    assert told.columns.get("decision") == "qx"
    mute = Guessed(tmp_path, rows("yes", "no"))
    assert mute.columns.get("decision") != "qx" or "decision" in mute.doubts
