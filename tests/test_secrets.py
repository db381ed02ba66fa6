"""Nothing leaks: no prompt, signature or password that a log holds is found in what Offcut keeps.

Marked texts are loaded through every kind of source, accepted and rejected, and looked for in the
bytes of the warehouse, in every text of it, in exports, and in what the pages and commands show.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.asking.figures import Figures
from data.asking.listings import quarantined, unmatched
from data.asking.selection import Selection
from data.settings import Settings
from data.warehouse.file import Reader
from ingest.formats.addresses import address, without_secrets
from ingest.load.load import load
from ingest.load.quarantine import rejected_record, rejected_records, replay
from ingest.maps.map import Map
from ingest.storing.prompts import of_prompt
from ingest.storing.redaction import Redaction

PROMPT = "PROMPTmark: a heron, made of glass"
SIGNATURE = "SIGNATUREmark0123456789"
PASSWORD = "PASSWORDmark0123456789"  # noqa: S105
MARKS = ("PROMPTmark", "made of glass", "SIGNATUREmark", "PASSWORDmark")
SIGNED = f"https://ana:{PASSWORD}@cdn.example/out/7.png?X-Amz-Signature={SIGNATURE}#{SIGNATURE}"
ECHO = f"The prompt '{PROMPT}' was refused by {SIGNED} today"
SAMPLES = Path(__file__).parent / "samples"
TEXTS = {"prompt", "text", "content", "messages", "logs", "negative_prompt"}
MAP = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
prompt = "asked.words"
error_code = "error"
output_uris = "files"
user = "user"
parent_asset_ids = "parents"
tags = "tags"
provider_request_id = "request"
[values.status]
OK = "succeeded"
"""


def row(id_: str, **other: object) -> dict[str, object]:
    """A record with a secret wherever one can stand."""
    return {
        "id": f"{SIGNED}&id={id_}",
        "at": "2026-11-02T09:00:00Z",
        "state": "OK",
        "asked": {"words": PROMPT, "negative_prompt": PROMPT, "key": {"api_key": PASSWORD}},
        "error": ECHO,
        "files": [SIGNED],
        "user": SIGNED,
        "parents": [SIGNED],
        "tags": [f"from:{SIGNED}"],
        "request": SIGNED,
        "unknown": ECHO,
    } | other


ROWS = [
    row("accepted"),
    row("rejected", state=ECHO),
    row("no time", at=f"yesterday, {PROMPT}"),
    row("odd", asked={"words": [PROMPT]}),
    row("neither", error=PROMPT[:20]),
    row("text", asked=json.dumps({"words": PROMPT})),
    row("lost", asked={"words": PROMPT}, error={"message": ECHO}),
]
LINES = [json.dumps(each) for each in ROWS]
BROKEN = [
    LINES[0][:-40],
    LINES[0][: LINES[0].index("of glass")],
    LINES[0][LINES[0].index("mark") :],
    LINES[0].replace('"error"', "error"),
    LINES[0].replace(', "error"', ' "error"'),
    repr(ROWS[0]),
    PROMPT,
    f'"{PROMPT}" {{"id": "{SIGNED}"}}',
    LINES[0] + LINES[0],
    LINES[0].replace("a heron", "a \x00 heron"),
]


def as_csv(rows: list[dict[str, object]]) -> str:
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    table.writeheader()
    for each in rows:
        plain = {k: v if isinstance(v, str) else json.dumps(v) for k, v in each.items()}
        table.writerow(plain | {"asked": PROMPT if each["id"] != ROWS[5]["id"] else each["asked"]})
    return written.getvalue()


ASTRAY = [
    f"x,2026-11-02,OK,{PROMPT},and a fox,,,,,,,,,,",
    f"x,2026-11-02,{PROMPT}",
    f'x,2026-11-02,OK,{{"words": "{PROMPT}"}},,',
    f'x,2026-11-02,OK,"{PROMPT}',
]


class Studio:
    """A warehouse to load into and to look through."""

    def __init__(self, folder: Path, **given: object) -> None:
        self.folder = folder
        self.settings = Settings(warehouse=folder / "w.duckdb", **given)

    def load(self, name: str, content: bytes | str, toml: str | None = None):
        """Load a file; its account."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        map_ = None if toml is None else Map.of_toml(toml)
        (account,) = load(self.settings.warehouse, [str(path)], settings=self.settings, map_=map_)
        path.unlink()
        return account

    def rows(self, sql: str) -> list[tuple]:
        with Reader(self.settings.warehouse) as reader:
            return reader.cursor().execute(sql).fetchall()

    def everything(self) -> str:
        """All that was kept of what was loaded, and all that is shown of it."""
        return "\n".join([*self._kept(), *self._exported(), *self._shown()])

    def _kept(self):
        yield self.settings.warehouse.read_bytes().decode("latin-1")
        with duckdb.connect(str(self.settings.warehouse), read_only=True) as con:
            for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                for each in con.execute(f'SELECT x::VARCHAR FROM "{table}" AS x').fetchall():
                    yield str(each[0])
        yield from (path.name for path in self.folder.iterdir())

    def _exported(self):
        with Reader(self.settings.warehouse) as reader:
            figures = Figures(self.settings, reader)
            for what in ("attempts", "assets", "ledger"):
                for ending in (".csv", ".parquet"):
                    to = self.folder / f"{what}{ending}"
                    figures.export(what, to, Selection())
                    yield str(duckdb.sql(f"FROM '{to}'").fetchall())

    def _shown(self):
        with Reader(self.settings.warehouse) as reader:
            figures = Figures(self.settings, reader)
            cursor = figures.cursor(Selection())
            yield repr(quarantined(cursor, limit=1000)) + repr(unmatched(cursor, limit=1000))
            yield repr(figures.proof(Selection()))
            for name in ("model", "user", "project", "channel"):
                yield repr(figures.values(name, Selection(), 1_000))
        for each in rejected_records(self.settings.warehouse, limit=1000):
            yield repr(each) + rejected_record(self.settings.warehouse, each.number).text


def leaks(studio: Studio, marks: tuple[str, ...] = MARKS) -> list[str]:
    found = studio.everything()
    return [found[max(0, found.index(m) - 80) :][:160] for m in marks if m in found]


# --- through maps -----------------------------------------------------------------------------


def test_nothing_leaks_from_lines_of_json(tmp_path):
    studio = Studio(tmp_path)
    account = studio.load("log.jsonl", "\n".join(LINES + BROKEN), MAP.format(format="jsonl"))
    assert (account.read, account.new) == (len(LINES + BROKEN), 3)
    assert account.rejected == account.read - account.new
    assert leaks(studio) == []


def test_nothing_leaks_from_one_document_of_json(tmp_path):
    studio = Studio(tmp_path)
    account = studio.load("log.json", json.dumps(ROWS, indent=1), MAP.format(format="json"))
    assert (account.read, account.new, account.rejected) == (len(ROWS), 3, 4)
    assert leaks(studio) == []


@pytest.mark.parametrize("column", ["asked", "asked.words"])
def test_nothing_leaks_from_rows_of_csv(tmp_path, column):
    studio = Studio(tmp_path)
    toml = MAP.format(format="csv").replace("asked.words", column)
    rows = ROWS if column == "asked" else [*ROWS[:4], *ROWS[5:]]  # which finds no prompt to know
    account = studio.load("log.csv", as_csv(rows) + "\n".join(ASTRAY), toml)
    assert account.new >= 4
    assert account.rejected == account.read - account.new >= 4
    assert leaks(studio) == []


def test_nothing_leaks_from_parquet(tmp_path):
    studio = Studio(tmp_path)
    (tmp_path / "rows.json").write_text(json.dumps(ROWS[:3] + ROWS[4:5]))
    made = str(tmp_path / "made.parquet")
    duckdb.sql(f"COPY (FROM '{tmp_path}/rows.json') TO '{made}'")
    content = Path(made).read_bytes()
    Path(made).unlink()
    (tmp_path / "rows.json").unlink()
    account = studio.load("log.parquet", content, MAP.format(format="parquet"))
    assert (account.read, account.new, account.rejected) == (4, 2, 2)
    assert leaks(studio) == []


# --- through sources --------------------------------------------------------------------------


def marked(value: object, name: str = "") -> object:
    """A logged value with a secret wherever there is a text for one."""
    if isinstance(value, dict):
        return {key: marked(each, key) for key, each in value.items()} | {"ours": ECHO}
    if isinstance(value, list):
        return [marked(each, name) for each in value]
    if not isinstance(value, str):
        return value
    if value.startswith(("{", "[")):
        try:
            return json.dumps(marked(json.loads(value), name))
        except ValueError:
            return value
    if name in TEXTS and value:
        return f"{value} {PROMPT}"
    return f"{SIGNED}&{value[8:]}" if value.startswith("https://") else value


def broken(value: object) -> object:
    """One without its times, and with a status that nobody knows."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if not k.lower().endswith(("at", "time", "created"))}
        return {k: ECHO if k == "status" else broken(v) for k, v in kept.items()}
    return [broken(each) for each in value] if isinstance(value, list) else value


def documents(source: str):
    for path in sorted((SAMPLES / source).glob("*.json*")):
        if path.suffix in {".json", ".jsonl"} and "expected" not in path.name:
            lines = [path.read_text()] if path.suffix == ".json" else path.read_text().split("\n")
            for line in lines:
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError):
                    continue


@pytest.mark.parametrize(
    "source",
    [
        *("ark", "fal", "gemini", "helicone", "langfuse", "litellm", "openrouter"),
        *("opentelemetry", "portkey", "posthog", "replicate"),
    ],
)
def test_nothing_leaks_from_a_log_of_json(tmp_path, source):
    studio = Studio(tmp_path)
    good = [json.dumps(marked(each)) for each in documents(source)]
    bad = [json.dumps(broken(marked(each))) for each in documents(source)]
    cut = [line[: len(line) * 2 // 3] for line in good]
    text = "\n".join(good + bad + cut)
    assert all(mark in text for mark in MARKS)
    path = tmp_path / "log.jsonl"
    path.write_text(text)
    (account,) = load(
        studio.settings.warehouse, [str(path)], settings=studio.settings, source=source
    )
    path.unlink()
    assert account.new > 0
    assert account.rejected >= len(cut)
    assert leaks(studio) == []


def test_nothing_leaks_from_a_gateway_log_in_csv(tmp_path):
    studio = Studio(tmp_path)
    with (SAMPLES / "litellm" / "csv_with_empty_text_for_null.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    asked = json.dumps([{"role": "user", "content": PROMPT}])
    rows = [each | {"messages": asked, "api_base": SIGNED} for each in rows]
    bad = [each | {"startTime": f"{PROMPT}"} for each in rows]
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, list(rows[0]))
    table.writeheader()
    table.writerows(rows + bad)
    account = studio.load("log.csv", f'{written.getvalue()}x,"{PROMPT}"\n')
    assert account.new > 0
    assert account.rejected > len(bad) / 2
    assert leaks(studio) == []


def test_nothing_leaks_from_a_sheet_of_decisions(tmp_path):
    studio = Studio(tmp_path)
    account = studio.load(
        "reviews.csv",
        "asset,decision,decided at,stage,reviewer,reason,prompt\n"
        f'"{SIGNED}",approved,2026-11-02T12:00:00Z,qc,ana,see {SIGNED},"{PROMPT}"\n'
        f'"{SIGNED}",{SIGNED},2026-11-02T12:00:00Z,qc,ana,see {SIGNED},"{PROMPT}"\n'
        f'"{SIGNED}",approved,{SIGNED},qc,ana,,"{PROMPT}"\n'
        f'"{SIGNED}",approved,2026-11-02T12:00:00Z,qc,ana,,{PROMPT}\n',
    )
    assert (account.read, account.new, account.rejected) == (4, 1, 3)
    assert leaks(studio) == []


def test_nothing_leaks_from_a_sidecar(tmp_path):
    studio = Studio(tmp_path)
    account = studio.load(
        "a.xmp",
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf'
        '-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://'
        f'purl.org/dc/elements/1.1/" xmp:Rating="5" dc:source="{SIGNED}"><dc:description><rdf:Alt>'
        f"<rdf:li>{PROMPT}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>"
        "</x:xmpmeta>",
    )
    assert account.rejected == 1
    assert leaks(studio) == []


# --- what stays -------------------------------------------------------------------------------


def test_prompts_stay_where_they_may_be_stored_and_signatures_never_do(tmp_path):
    studio = Studio(tmp_path, store_prompts=True)
    rows = [*ROWS, row("signed", asked={"words": f"{PROMPT} like {SIGNED}"})]
    studio.load("log.jsonl", "\n".join(map(json.dumps, rows)), MAP.format(format="jsonl"))
    assert leaks(studio, MARKS[2:]) == []
    assert (PROMPT,) in studio.rows("SELECT prompt FROM attempts")
    (raw,) = studio.rows("SELECT raw FROM quarantine WHERE line = 2")[0]
    assert json.loads(raw)["asked"]["words"] == PROMPT


def test_two_ids_that_differ_in_their_signature_stay_two(tmp_path):
    studio = Studio(tmp_path)
    studio.load("log.jsonl", "\n".join(LINES), MAP.format(format="jsonl"))
    kept = studio.rows("SELECT source_id, provider_request_id, output_uris[1] FROM attempts")
    assert len({source_id for source_id, _, _ in kept}) == 3
    assert {uri for _, _, uri in kept} == {"https://cdn.example/out/7.png"}


def test_a_replay_knows_the_prompt_by_what_was_kept_of_it(tmp_path):
    studio = Studio(tmp_path)
    studio.load("log.jsonl", "\n".join(LINES[:2]), MAP.format(format="jsonl"))
    better = tmp_path / "better.toml"
    better.write_text(MAP.format(format="jsonl") + '"*" = "failed"\n')
    (account,) = replay(studio.settings, map_file=better)
    assert account.new == 1
    expected = of_prompt(PROMPT, store_prompts=False)
    assert studio.rows("SELECT DISTINCT prompt_sha256, prompt_chars FROM attempts") == [
        (expected["prompt_sha256"], len(PROMPT))
    ]
    assert leaks(studio) == []


def test_what_is_kept_is_as_it_was_written_but_for_its_secrets():
    raw = b'{"id": "a", "id": 1e400, "cost": 0.10, "prompt": "a fox in the snow", "ok": NaN}'
    kept, reason = Redaction().kept(raw, "'a fox in the snow' is no number")
    assert kept.replace(_hashed("a fox in the snow"), b"a fox in the snow") == raw
    assert reason == "'…' is no number"
    other = b'{"id": "a", "text_id": "see", "project": "[Client] Name", "n": 0.10} '
    assert Redaction().kept(other, "why?") == (other, "why?")


FRAGMENTS = (
    *"{}[]:,' ",
    *('"id": ', '"prompt": ', '"api_key": ', '"text": ', '"a b"', '"a b c"', '"a"', '"[]"', '"'),
    *('"x/y?z=1"', "\\", "null", "-1.5e3", "1true", "yes", "\n", "\ufeff", '"cut of'),
)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.booleans(), st.booleans())
@example(fragments=['{"id": "two words", "n": [1, null]}'], stores_prompts=False, is_told=False)
@example(fragments=['{"id": "', "a b"], stores_prompts=False, is_told=False)
def test_a_record_of_short_texts_is_kept_at_one_look_as_it_would_be_word_by_word(
    fragments, stores_prompts, is_told
):
    rules = Redaction(stores_prompts, frozenset({"id"} if is_told else ()))
    raw = ("{" + "".join(fragments)).encode()
    at_one_look = rules.kept(raw, "'a b c' is no number")
    with mock.patch("ingest.storing.redaction.names_of_plain", return_value=None):
        assert rules.kept(raw, "'a b c' is no number") == at_one_look


def test_what_stands_behind_an_inner_object_is_still_in_the_outer_one():
    raw = b'{"credentials": {"of": {"deep": {"x": "aa"}, "y": "bb"}, "z": "cc"}, "id": "dd"}'
    kept, _ = Redaction().kept(raw, "why?")
    for secret in (b"aa", b"bb", b"cc"):
        assert secret not in kept
    assert b'"id": "dd"' in kept


def _hashed(prompt: str) -> bytes:
    known = of_prompt(prompt, store_prompts=False)
    return f"offcut:prompt:{known['prompt_sha256']}:{known['prompt_chars']}".encode()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://ana:pw@h.example/a.png?sig=1#x", "https://h.example/a.png"),
        ("https://h.example/img@2x.png", "https://h.example/img@2x.png"),
        ("https://h.example/call#0", "https://h.example/call#0"),
        ("/out/a.png?sig=1", "/out/a.png"),
        ("s3://key:secret@bucket/a", "s3://bucket/a"),
    ],
)
def test_an_address_loses_what_opens_it(written, kept):
    assert address(written) == kept
    assert without_secrets(f"see {written} there") == f"see {kept} there"


def test_a_question_is_no_query():
    for text in ("why? because", "a=b?", "ratio 16/9?", "who/what?no"):
        assert without_secrets(text) == text


@given(
    st.text(max_size=60), st.text(max_size=60), st.sampled_from(['{"a": "', "[", "", "<", "a\n"])
)
def test_any_text_is_kept_in_some_way(before, after, begins):
    raw = f"{begins}{before}https://u:{PASSWORD}@h/a?x={SIGNATURE} {after}"
    kept, reason = Redaction().kept(raw.encode(), raw)
    assert PASSWORD not in kept.decode() + reason
    assert SIGNATURE not in kept.decode() + reason
