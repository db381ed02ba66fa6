"""Maps for the logs people have: lists, keyed objects, file names, wide sheets, other letters."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from data.errors import SettingsError
from data.settings import Settings
from data.warehouse.file import Reader
from ingest.formats.letters import utf16_of
from ingest.load.load import load, load_paths
from ingest.load.quarantine import rejected_records, replay
from ingest.maps.map import Map

ATTEMPT = """
name = "real log"
record = "attempt"
format = "{format}"
[columns]
submitted_at = "at"
{columns}
[constants]
status = "succeeded"
{more}
"""
VERDICT = """
name = "sheet"
record = "verdict"
format = "csv"
{top}
[columns]
asset_ref = "file"
decided_at = "at"
{columns}
{more}
"""
AT = "2026-07-01T09:00:00Z"


def of(format_, columns, more="", top=""):
    text = ATTEMPT.format(format=format_, columns=columns, more=more)
    return text.replace("[columns]", f"{top}\n[columns]", 1)


class Loaded:
    """One load of one log through one map."""

    def __init__(self, folder, toml, content, name="log.csv", **given):
        self.settings = Settings(warehouse=folder / "w.duckdb")
        log = folder / name
        log.write_bytes(content if isinstance(content, bytes) else content.encode())
        (self.account,) = load(
            self.settings.warehouse,
            [str(log)],
            settings=self.settings,
            map_=Map.of_toml(toml),
            resolve=lambda *_: None,
            **given,
        )

    def rows(self, columns, table="attempts"):
        with Reader(self.settings.warehouse) as reader:
            query = f"SELECT {columns} FROM warehouse.main.{table} ORDER BY line, 1"
            return reader.cursor().execute(query).fetchall()

    @property
    def reasons(self):
        return [each.reason for each in rejected_records(self.settings.warehouse, limit=99)]


def refused(toml):
    with pytest.raises(SettingsError) as error:
        Map.of_toml(toml)
    return str(error.value)


# --- lists --------------------------------------------------------------------------------------

IMAGES = of(
    "jsonl",
    'source_id = "id"\noutput_uris = "out.images[].url"\nn_outputs = "count(out.images[])"',
)


def test_all_members_of_a_list_are_read_and_counted(tmp_path):
    lines = [
        {"id": "two", "at": AT, "out": {"images": [{"url": "a/1.png?s=x"}, {"url": "a/2.png"}]}},
        {"id": "none", "at": AT, "out": {"images": []}},
        {"id": "unsaid", "at": AT, "out": {}},
        {"id": "one known", "at": AT, "out": {"images": [{"url": "b/1.png"}, {"seed": 7}]}},
        {"id": "no list", "at": AT, "out": {"images": "soon"}},
    ]
    log = Loaded(tmp_path, IMAGES, "".join(json.dumps(x) + "\n" for x in lines), "log.jsonl")
    assert log.rows("source_id, output_uris, n_outputs") == [
        ("two", ["a/1.png", "a/2.png"], 2),
        ("none", [], 0),
        ("unsaid", None, None),
        ("one known", ["b/1.png"], 2),
        ("no list", None, None),
    ]


def test_lists_in_a_cell_of_a_sheet_and_lists_in_lists(tmp_path):
    toml = of("csv", 'source_id = "id"\noutput_uris = "r.batches[].images[].url"')
    cell = json.dumps({"batches": [{"images": [{"url": "1"}, {"url": "2"}]}, {"images": []}]})
    quoted = '"' + cell.replace('"', '""') + '"'
    log = Loaded(tmp_path, toml, f"id,at,r\na,{AT},{quoted}\n")
    assert log.rows("output_uris") == [(["1", "2"],)]


def test_one_value_of_several_is_refused_with_what_to_write():
    said = refused(of("jsonl", 'source_id = "id"\nmodel = "images[].model"'))
    assert "images.0.model for the first" in said
    assert "count(images[].model)" in said


# --- objects keyed by id ------------------------------------------------------------------------

KEYED = of("json", 'source_id = "$key"\nmodel = "model"')


def test_an_object_keyed_by_id_is_split_into_records(tmp_path):
    document = {"job1": {"at": AT, "model": "m"}, "job2": {"at": AT}, "job3": {}, "job4": "late"}
    log = Loaded(tmp_path, KEYED, json.dumps(document, indent=1), "log.json")
    assert log.rows("source_id, model") == [("job1", "m"), ("job2", None)]
    assert (log.account.read, log.account.rejected) == (4, 2)
    assert all("submitted_at: missing" in reason for reason in log.reasons)


def test_the_value_of_a_key_can_be_a_field(tmp_path):
    toml = """
name = "picks"
record = "verdict"
format = "json"
[columns]
asset_ref = "$key"
decision = "$value"
[constants]
decided_at = "2026-07-01"
"""
    log = Loaded(tmp_path, toml, '{"a.png": "approved", "b.png": "rejected"}', "log.json")
    rows = log.rows("asset_ref, decision", "verdicts")
    assert rows == [("a.png", "approved"), ("b.png", "rejected")]


def test_what_follows_a_broken_member_is_rejected_whole(tmp_path):
    text = '{"job1": {"at": "2026-07-01"}, "job2": {"at": '
    log = Loaded(tmp_path, KEYED, text, "log.json")
    assert log.rows("source_id") == [("job1",)]
    assert log.account.rejected == 1


def test_a_key_is_for_json_alone():
    assert "$key is for an object keyed by id" in refused(of("csv", 'source_id = "$key"'))


# --- currencies ---------------------------------------------------------------------------------

CURRENCIES = of("csv", 'source_id = "id"', '\n[currency_of]\ncost_eur = "EUR"\ncost_inr = "INR"')


def test_the_column_of_a_cost_says_its_currency(tmp_path):
    text = f"id,at,cost_eur,cost_inr\na,{AT},0.04,\nb,{AT},,3.5\nc,{AT},,\nd,{AT},0.01,x\n"
    log = Loaded(tmp_path, CURRENCIES, text)
    assert log.rows("source_id, reported_cost, currency") == [
        ("a", Decimal("0.04"), "EUR"),
        ("b", Decimal("3.5"), "INR"),
        ("c", None, None),
        ("d", Decimal("0.01"), "EUR"),
    ]


def test_a_column_without_a_currency_of_its_own_has_the_constant(tmp_path):
    toml = of(
        "csv",
        'source_id = "id"\nreported_cost = ["cost_eur", "cost"]',
        'currency = "USD"\n[currency_of]\ncost_eur = "EUR"',
    )
    log = Loaded(tmp_path, toml, f"id,at,cost_eur,cost\na,{AT},1,\nb,{AT},,2\n")
    assert log.rows("reported_cost::INT, currency") == [(1, "EUR"), (2, "USD")]


@pytest.mark.parametrize(
    ("columns", "table", "words"),
    [
        ('currency = "cur"', 'cost = "EUR"', "give one of the two"),
        ("", 'cost = "euro"', "'euro' is no currency; write it like EUR"),
        ('reported_cost = "cost"', 'cots = "EUR"', "Did you mean cost"),
    ],
)
def test_currencies_that_do_not_hold(columns, table, words):
    assert words in refused(of("csv", columns, f"[currency_of]\n{table}"))


# --- the file's name ----------------------------------------------------------------------------

NAMED = of("csv", "", '\n[file]\npattern = "{client}_{project}_*.csv"')


def test_the_file_name_says_fields_and_is_part_of_the_identity(tmp_path):
    text = f"at\n{AT}\n"
    first = Loaded(tmp_path, NAMED, text, "acme_spring_2026_07.csv")
    again = Loaded(tmp_path, NAMED, text, "bolt_spring_2026_07.csv")
    assert (first.account.new, again.account.new) == (1, 1)
    assert sorted(again.rows("client, project")) == [("acme", "spring"), ("bolt", "spring")]
    assert Loaded(tmp_path, NAMED, text, "acme_spring_2026_07.csv").account.unchanged == 1


def test_a_part_of_the_name_can_be_tried_after_a_column(tmp_path):
    toml = of(
        "csv",
        'source_id = "id"\nuser = ["who", "$file.rater"]',
        '\n[values.user]\nml = "Mila"\n[file]\npattern = "{rater}-*.csv"',
    )
    log = Loaded(tmp_path, toml, f"id,at,who\na,{AT},Jo\nb,{AT},\n", "ml-1.csv")
    assert log.rows('"user"') == [("Jo",), ("Mila",)]


def test_a_name_unlike_the_pattern_refuses_the_file(tmp_path):
    log = Loaded(tmp_path, NAMED, f"at\n{AT}\n", "export.csv")
    assert "not like '{client}_{project}_*.csv'" in log.account.error


@pytest.mark.parametrize(
    ("columns", "more", "words"),
    [
        ('client = "$file.client"', "", "say how the name is made up"),
        ("", '[file]\npattern = "{clint}_*.csv"', "Did you mean client"),
        ("", '[file]\npattern = "*.csv"', "has to name each part once"),
        ('client = "$file.x"', '[file]\npattern = "{client}.csv"', "'x' is not a part"),
    ],
)
def test_patterns_that_do_not_hold(columns, more, words):
    assert words in refused(of("csv", columns, more))


# --- ranges, nothing, decimal commas ------------------------------------------------------------

RATED = VERDICT.format(
    top='decimal = ","',
    columns='decision = "stars"\nreview_seconds = "took"',
    more='[values.decision]\n"4..5" = "approved"\n"<=2" = "rejected"\n">2" = "needs_edit"\n'
    '"$null" = "pending"\nok = "approved"',
)


def test_numbers_are_read_by_their_range_and_nothing_has_a_name(tmp_path):
    cells = ["4", '"4,5"', "2", '"2,01"', "", "ok", "6", '"3,9999999999999999"', "maybe"]
    text = "file,at,stars,took\n" + "".join(
        f"f,2026-07-{n + 1:02},{c},\n" for n, c in enumerate(cells)
    )
    log = Loaded(tmp_path, RATED, text)
    assert [decision for (decision,) in log.rows("decision", "verdicts")] == [
        *("approved", "approved", "rejected", "needs_edit"),
        *("pending", "approved", "needs_edit", "needs_edit"),
    ]
    assert ["maybe" in reason for reason in log.reasons] == [True]


def test_an_empty_row_says_nothing_though_nothing_has_a_name(tmp_path):
    log = Loaded(tmp_path, RATED, f"file,at,stars,took\nf,{AT},5,\n,,,\n")
    assert (log.account.new, dict(log.account.reasons)) == (1, {"an empty record": 1})


def test_a_decimal_comma_and_marks_between_thousands(tmp_path):
    toml = of(
        "csv", 'source_id = "id"\nreported_cost = "cost"\nn_requested = "n"', top='decimal = ","'
    )
    cells = ["1.234,56", "0,04", "1 234,5", "1'234", "12.34", "1.234.567"]
    text = "id;at;cost;n\n" + "".join(f"{n};{AT};{cell};1.000\n" for n, cell in enumerate(cells))
    log = Loaded(tmp_path, toml, text)
    assert [
        (f"{cost:f}".rstrip("0").rstrip("."), n)
        for cost, n in log.rows("reported_cost, n_requested")
    ] == [
        *(("1234.56", 1000), ("0.04", 1000), ("1234.5", 1000)),
        *(("1234", 1000), ("1234567", 1000)),
    ]
    assert log.reasons == ["reported_cost: '12.34' is not a number; write it as 1.234,56"]


def test_a_decimal_point_with_commas_between_thousands(tmp_path):
    toml = of("csv", 'source_id = "id"\nreported_cost = "cost"', top='decimal = "."')
    log = Loaded(tmp_path, toml, f'id,at,cost\na,{AT},"1,234.5"\nb,{AT},"1,5"\n')
    assert log.rows("reported_cost") == [(Decimal("1234.5"),)]
    assert "write it as 1,234.56" in log.reasons[0]


def test_json_has_its_own_decimal_point():
    assert "numbers of jsonl have a point" in refused(of("jsonl", "", top='decimal = ","'))


# --- letters ------------------------------------------------------------------------------------

PLAIN = of("csv", 'source_id = "id"\nclient = "Kunde"')


def test_the_first_line_may_name_the_separator(tmp_path):
    log = Loaded(tmp_path, PLAIN, f"sep=;\r\nid;at;Kunde\r\na;{AT};A,B\r\nb;{AT}\r\n")
    assert log.rows("client, line") == [("A,B", 3)]
    assert log.reasons == ["2 cells where the header has 3"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
     ("cp1252", "Windows-1252"), ("utf-8-sig", None)],
)  # fmt: skip
def test_other_letters_are_read_and_said(tmp_path, encoding, said):
    log = Loaded(tmp_path, PLAIN, f"id,at,Kunde\na,{AT},Müller € Söhne\n".encode(encoding))
    assert log.rows("client") == [("Müller € Söhne",)]
    assert any(said in note for note in log.account.notes) if said else log.account.notes == ()


def test_utf_8_with_broken_letters_is_not_taken_for_windows(tmp_path):
    text = f"id,at,Kunde\na,{AT},Müller\nb,{AT},".encode() + b"\xfc\n"
    log = Loaded(tmp_path, PLAIN, text)
    assert log.rows("client") == [("Müller",)]
    assert "not UTF-8" in log.reasons[0]


def test_a_few_zeros_are_not_utf_16(tmp_path):
    text = b"i\0d,at,Kunde\na," + AT.encode() + b",x\n"
    assert utf16_of(text) is utf16_of(b"i\0d\0") is None
    log = Loaded(tmp_path, PLAIN, text)
    assert log.account.notes == ()


def test_half_a_letter_of_utf_16_refuses_the_file(tmp_path):
    log = Loaded(tmp_path, PLAIN, f"id,at,Kunde\na,{AT},x\n".encode("utf-16") + b"x")
    assert "begins like UTF-16 text and is none" in log.account.error


# --- wide sheets --------------------------------------------------------------------------------

WIDE = VERDICT.format(
    top="",
    columns='reviewer = "$name"\ndecision = "$value"',
    more='[unpivot]\ncolumns = "rater_{name}"\n[values.decision]\nok = "approved"\nno = "rejected"',
)
WIDE_TEXT = (
    f"file,at,rater_mila,rater_jo,note\na.png,{AT},ok,no,x\nb.png,{AT},,ok,\n"
    f"c.png,{AT},,,\nd.png,{AT},meh,no,\n"
)


def test_a_wide_sheet_gives_a_record_for_each_filled_cell(tmp_path):
    log = Loaded(tmp_path, WIDE, WIDE_TEXT)
    assert sorted(log.rows("asset_ref, reviewer, decision, line", "verdicts")) == [
        ("a.png", "jo", "rejected", 2),
        ("a.png", "mila", "approved", 2),
        ("b.png", "jo", "approved", 3),
        ("d.png", "jo", "rejected", 5),
    ]
    assert (log.account.read, log.account.new, log.account.rejected) == (5, 4, 1)
    assert "'meh'" in log.reasons[0]
    assert Loaded(tmp_path, WIDE, WIDE_TEXT).account.unchanged == 4


def test_a_rejected_cell_can_be_replayed_alone(tmp_path):
    log = Loaded(tmp_path, WIDE, WIDE_TEXT)
    mended = tmp_path / "mended.toml"
    mended.write_text(WIDE + 'meh = "needs_edit"\n')
    (account,) = replay(log.settings, map_file=mended, source=None)
    assert (account.read, account.new) == (1, 1)
    assert ("d.png", "mila") in log.rows("asset_ref, reviewer", "verdicts")


def test_a_broken_row_of_a_wide_sheet_is_rejected_once(tmp_path):
    log = Loaded(tmp_path, WIDE, WIDE_TEXT + "e.png\n")
    assert (log.account.read, log.account.new, log.account.rejected) == (6, 4, 2)


def test_a_day_for_a_column_without_ids(tmp_path):
    toml = """
name = "timesheet"
record = "labour"
format = "csv"
[columns]
person = "Who"
at = "$name"
minutes = "$value"
[unpivot]
columns = "2026-*"
[constants]
kind = "edit"
"""
    log = Loaded(tmp_path, toml, "Who,2026-07-01,2026-07-02\nMila,45,45\nJo,,30\n")
    rows = log.rows('person, "at"::DATE::VARCHAR, minutes::INT', "labour")
    assert sorted(rows) == [
        ("Jo", "2026-07-02", 30), ("Mila", "2026-07-01", 45), ("Mila", "2026-07-02", 45)
    ]  # fmt: skip


def test_a_wide_sheet_without_such_columns_is_refused(tmp_path):
    log = Loaded(tmp_path, WIDE, f"file,at,mila\na.png,{AT},ok\n")
    assert "none is called so. There are: file, at, mila" in log.account.error


# --- times, tags, prompts, formats --------------------------------------------------------------


def test_a_time_can_be_given_for_a_map_that_has_none(tmp_path):
    map_file, log = tmp_path / "m.toml", tmp_path / "log.csv"
    map_file.write_text(
        'name = "x"\nrecord = "attempt"\nformat = "csv"\n[columns]\nsource_id = "id"\n'
        '[constants]\nstatus = "succeeded"\n'
    )
    log.write_text("id\na\n")
    settings = Settings(warehouse=tmp_path / "w.duckdb")
    with pytest.raises(SettingsError, match="or pass --submitted-at"):
        load_paths([str(log)], settings, map_file=map_file)
    (account,) = load_paths([str(log)], settings, map_file=map_file, submitted_at="2026-07-01")
    assert account.new == 1


@pytest.mark.parametrize("tags", ['tags = ["lora", "steps"]', ""])
def test_further_columns_are_kept_as_tags(tmp_path, tags):
    table = "" if tags else '[tags]\nlora = ["lora", "style"]\nsteps = "steps"'
    toml = of("csv", 'source_id = "id"\ntags = "labels"', table, top=tags)
    toml = toml if tags == "" else toml.replace('tags = "labels"\n', "", 1)
    text = f"id,at,lora,style,steps,labels\na,{AT},film grain,x,30,hot\nb,{AT},,,,\n"
    expected = ["lora:film grain", "steps:30"]
    log = Loaded(tmp_path, toml, text)
    assert log.rows("tags") == [(expected if tags else ["hot", *expected],), (None,)]


def test_tags_are_for_attempts():
    said = refused(VERDICT.format(top='tags = ["lora"]', columns='decision = "d"', more=""))
    assert "only attempts have tags" in said


def test_a_prompt_that_is_not_kept_is_not_told_to_be_misspelt(tmp_path):
    toml = of("jsonl", 'source_id = "id"\nprompt = "prompt"\nteam = "taem"')
    line = json.dumps({"id": "a", "at": AT, "prompt": "a cat"})
    log = Loaded(tmp_path, toml, line + "\n", "log.jsonl")
    (note,) = log.account.notes
    assert "'taem'" in note


@pytest.mark.parametrize(
    ("format_", "content", "words"),
    [
        (
            "csv",
            b'{"id": "a"}\n{"id": "b"}\n',
            'begins like JSON. Write format = "jsonl" or "json"',
        ),
        ("csv", b'[\n {"id": "a"}]', "begins like JSON"),
        ("jsonl", b"id,at\na,2026-07-01\n", 'begins like CSV. Write format = "csv"'),
        ("json", b"id;at\na;2026-07-01\n", "begins like CSV"),
        ("parquet", b"id,at\na,2026-07-01\n", "begins like CSV"),
        ("csv", b"PAR1\x15\x04\x15", 'begins like Parquet. Write format = "parquet"'),
    ],
)
def test_a_format_that_does_not_fit_is_said(tmp_path, format_, content, words):
    log = Loaded(tmp_path, of(format_, 'source_id = "id"'), content, "log.x")
    assert words in log.account.error


# --- workbooks, and signs of currencies ---------------------------------------------------------


def workbook(folder, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(folder / "made.xlsx")
    return (folder / "made.xlsx").read_bytes()


def test_a_worksheet_is_read_below_its_title_row_by_row(tmp_path):
    rows = [["Spring"], [], ["id", "at", "Price, net\nUSD", ""],
            ["a", datetime(2026, 7, 1, 9), 0.04], [], ["b", "soon", "0.05", None],
            ["c", datetime(2026, 7, 1), "0.06", None, "extra"]]  # fmt: skip
    toml = of("xlsx", 'source_id = "id"\nreported_cost = "Price, net USD"')
    log = Loaded(tmp_path, toml, workbook(tmp_path, [["about"]], rows), "log.xlsx")
    assert log.rows("source_id, line, reported_cost") == [("a", 4, Decimal("0.04"))]
    assert (log.account.read, log.account.rejected) == (3, 2)
    assert any("worksheet 'Sheet 1'" in note for note in log.account.notes)
    mended = tmp_path / "mended.toml"
    mended.write_text(toml.replace('"at"', '"id"').replace('source_id = "id"\n', ""))
    (account,) = replay(log.settings, map_file=mended, source=None)
    assert (account.read, account.rejected) == (2, 2)


def test_a_workbook_without_the_columns_is_refused(tmp_path):
    toml = of("xlsx", 'source_id = "nr"')
    log = Loaded(tmp_path, toml, workbook(tmp_path, [["id", "at"], ["a", AT]]), "log.xlsx")
    assert "reads the columns at, nr, and no worksheet has them all" in log.account.error


def test_only_its_own_sign_is_taken_off_an_amount(tmp_path):
    toml = of("csv", 'source_id = "id"\nreported_cost = "cost"', top='currency_sign = "$"')
    cells = ["$1.5", "2.5 $", "+$ 3", "4", "€5", "$1$2", "$", "$ $6"]
    text = "id,at,cost\n" + "".join(f"{n},{AT},{cell}\n" for n, cell in enumerate(cells))
    log = Loaded(tmp_path, toml, text)
    kept = [Decimal(each) for each in ("1.5", "2.5", "3", "4")]
    assert [cost for (cost,) in log.rows("reported_cost")] == kept
    assert len(log.reasons) == 4


@pytest.mark.parametrize(
    ("format_", "columns", "sign", "words"),
    [
        ("jsonl", 'reported_cost = "cost"', "$", "only amounts of money in a sheet"),
        ("csv", "", "$", "only amounts of money in a sheet"),
        ("csv", 'reported_cost = "cost"', "1.", "may be part of a number"),
    ],
)
def test_signs_that_do_not_hold(format_, columns, sign, words):
    assert words in refused(of(format_, columns, top=f'currency_sign = "{sign}"'))
