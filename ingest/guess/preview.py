"""A log read by the map that was proposed, by the ordinary way, and nothing of it published."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from data.warehouse.file import Reader
from ingest.load.load import load
from ingest.load.quarantine import rejected_records
from ingest.maps.fields import fields_of
from ingest.storing.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.settings import Settings
    from ingest.load.account import FileAccount
    from ingest.maps.map import Map

MOST_ROWS = 1_000_000
FIRST_ROWS = 3


@dataclass(frozen=True)
class Refusal:
    """A record that would wait in quarantine: where it stands, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Preview:
    """What loading would give: the account, the first records as understood, the refused ones."""

    account: FileAccount
    rows: tuple[Mapping[str, Any], ...]
    """Fields that are known and not at their default; times in UTC, money as text."""
    refused: tuple[Refusal, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """Why records are refused, and how many for each reason, the most first."""
        found: dict[str, int] = {}
        for each in self.refused:
            found[each.reason] = found.get(each.reason, 0) + 1
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def preview(path: str | Path, map_: Map, settings: Settings, *, limit: int = FIRST_ROWS) -> Preview:
    """Read a file into a warehouse that is thrown away; the first `limit` records of it."""
    with TemporaryDirectory(prefix="offcut-") as folder:
        apart = settings.model_copy(update={"warehouse": Path(folder) / "preview.duckdb"})
        (account,) = load(
            apart.warehouse, [str(path)], settings=apart, map_=map_, resolve=lambda *_: None
        )
        if account.error is not None:
            return Preview(account, (), ())
        rows = tuple(_rows(apart.warehouse, map_, limit))
        rejected = reversed(rejected_records(apart.warehouse, limit=MOST_ROWS))
        refused = [Refusal(each.line, each.reason) for each in rejected]
        return Preview(account, rows, tuple(refused))


def _rows(warehouse: Path, map_: Map, limit: int) -> Iterator[dict[str, Any]]:
    kind = KINDS[map_.record]
    with Reader(warehouse) as reader:
        query = f"SELECT line, {kind.listed()} FROM warehouse.main.{kind.table} ORDER BY 1 LIMIT ?"
        for line, _source, *values in reader.cursor().execute(query, [limit]).fetchall():
            known = known_values(map_.record, values)
            if map_.makes_ids:
                known.pop("source_id", None)
            yield {"line": line, **known}


def known_values(record: str, values: Sequence[Any]) -> dict[str, Any]:
    """The fields of a record that are known and not at their default, as JSON has them."""
    fields = fields_of(record)
    named = zip(fields, values, strict=True)
    return {name: _plain(each) for name, each in named if each != fields[name].default}


def _plain(value: Any) -> Any:
    """As JSON has it: times in UTC, decimals as text without trailing zeros."""
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return json.loads(json.dumps(value, default=str))
