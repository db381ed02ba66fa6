"""docs/maps.md: every key of a map stands there, and every example loads as it says.

An example is three blocks in a row: ```toml map, ```csv log (or jsonl, json; its name after it
where that matters), ```jsonl records.
`pytest tests/test_docs_maps.py --rewrite-expected` writes the records, and the table of fields.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from data.warehouse.records import Origin
from ingest.load.load import load
from ingest.load.quarantine import rejected_records
from ingest.maps.declaration import Format, RecordKind
from ingest.maps.fields import fields_of
from ingest.maps.map import Map
from ingest.maps.values import UNITS_OF
from ingest.storing.kinds import KINDS
from tests.written_blocks import check_block

MAPS = Path(__file__).parents[1] / "docs" / "maps.md"
HEADING = re.compile(r"^### `(\w+)`$", re.MULTILINE)
EXAMPLE = re.compile(
    r"```toml map\n(?P<toml>.*?)```\n\n```(?P<ending>\w+) log(?P<file> \S+)?\n(?P<log>.*?)```\n\n"
    r"```jsonl records\n(?P<records>.*?)```",
    re.DOTALL,
)
HOLDS = {
    "text": "text",
    "texts": "several texts",
    "integer": "a whole number",
    "decimal": "a decimal number",
    "seconds": "seconds",
    "boolean": "yes or no",
    "time": "a time",
}


class Example(NamedTuple):
    """One map with its log and the records that gives."""

    toml: str
    ending: str
    file: str | None
    log: str
    records: str

    @property
    def name(self) -> str:
        return Map.of_toml(self.toml).name


EXAMPLES = [Example(**each.groupdict()) for each in EXAMPLE.finditer(MAPS.read_text("utf-8"))]


def loaded(example: Example, folder: Path) -> str:
    """What loading the log through the map stores, then what it refuses and ignores, as lines."""
    name = (example.file or f"log.{example.ending}").strip()
    log, map_ = folder / name, Map.of_toml(example.toml)
    settings = Settings(warehouse=folder / "w.duckdb")
    log.write_text(example.log, "utf-8")
    (account,) = load(
        settings.warehouse, [str(log)], settings=settings, map_=map_, resolve=lambda *_: None
    )
    assert account.error is None
    rows = [*stored(settings.warehouse, map_)]
    rows += [
        {"line": each.line, "refused": each.reason}
        for each in reversed(rejected_records(settings.warehouse, limit=99))
    ]
    rows += [{"ignored": reason, "records": n} for reason, n in account.reasons.items()]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def stored(warehouse: Path, map_: Map):
    """The stored records, in the order of the file, without what is not known or the default."""
    kind, fields = KINDS[map_.record], fields_of(map_.record)
    columns = kind.listed()
    with Reader(warehouse) as reader:
        query = f"SELECT {columns} FROM warehouse.main.{kind.table} ORDER BY line"
        rows = reader.cursor().execute(query).fetchall()
    for row in rows:
        source, *values = row
        assert source == map_.name
        named = zip(fields, values, strict=True)
        yield {name: plain(value) for name, value in named if value != fields[name].default}


def plain(value):
    """A value as JSON has it: times in UTC, decimals as text without trailing zeros."""
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_loads_as_it_says(example, tmp_path, rewrite_expected):
    rows = loaded(example, tmp_path)
    if rewrite_expected:
        before = f"{example.log}```\n\n```jsonl records\n"
        text = MAPS.read_text("utf-8")
        text = text.replace(f"{before}{example.records}```", f"{before}{rows}```")
        MAPS.write_text(text, "utf-8")
    else:
        assert rows == example.records


def test_no_block_is_left_out_for_its_spelling():
    blocks = re.findall(r"^```(.+)$", MAPS.read_text("utf-8"), re.MULTILINE)
    assert len(blocks) == 3 * len(EXAMPLES)
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)


def test_every_key_of_a_map_has_its_section():
    assert sorted(HEADING.findall(MAPS.read_text("utf-8"))) == sorted(Map.model_fields)


def test_every_key_is_in_an_example():
    used = {key for example in EXAMPLES for key in Map.of_toml(example.toml).model_fields_set}
    assert used == set(Map.model_fields)


def test_every_word_a_key_may_have_is_named():
    units = {unit for units in UNITS_OF.values() for unit in units}
    words = {*get_args(RecordKind), *get_args(Format), *get_args(Origin), *units}
    text = MAPS.read_text("utf-8")
    assert {word for word in words if f"`{word}`" not in text} == set()


def test_the_fields_are_the_declared_ones(rewrite_expected):
    rows = [row for kind in get_args(RecordKind) for row in field_rows(kind)]
    table = "| record | holds | fields |\n|---|---|---|\n" + "".join(rows)
    check_block(MAPS, "fields", table, rewrite=rewrite_expected)


def field_rows(kind: str):
    """A row for each shape of the fields of a record kind, and one for each closed set."""
    of_shape: dict[str, list[str]] = {}
    for field in fields_of(kind).values():
        choices = ", ".join(f"`{choice}`" for choice in field.choices)
        of_shape.setdefault(choices or HOLDS[field.shape], []).append(listed(field))
    for number, (holds, fields) in enumerate(of_shape.items()):
        yield f"| {'' if number else f'`{kind}`'} | {holds} | {', '.join(fields)} |\n"


def listed(field) -> str:
    """A field's name, bold where it is required, with its default."""
    if field.required or field.default is None:
        return f"**`{field.name}`**" if field.required else f"`{field.name}`"
    default = ("no", "yes")[field.default] if field.shape == "boolean" else field.default
    return f"`{field.name}` ({default})"
