"""Attempts by what outputs say of themselves: where a scanned folder is all the log there is.

Web UIs that run on a person's machine keep none, but write into each file how it was made. Files
that a loaded log explains are that log's. What was thrown away left no file: of such attempts the
discards are not known. A file that is gone was one all the same.
"""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from data.media import OUTPUTS_FOLDER
from data.warehouse.records import MONEY_DECIMALS, Asset, Attempt
from ingest.source import Item, Opened, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from data.warehouse.records import Record

GENERATORS = (
    *("automatic1111", "forge", "sd.next", "invokeai", "fooocus", "novelai", "swarmui"),
    *("comfyui", "draw things"),
)
"""Programs whose files say how they were made, and of whose calls nobody else keeps a log."""
UNEXPLAINED = """
    SELECT
        sha256, arg_min(path, modified_at), min(modified_at), any_value(generator),
        any_value(model), any_value(seed), any_value(prompt_sha256), any_value(made_with),
        any_value(width), any_value(height), any_value(seconds)
    FROM media
    WHERE role = 'output' AND sha256 IS NOT NULL
        AND list_contains(?::VARCHAR[], lower(generator))
        AND sha256 NOT IN (
            SELECT media_sha256 FROM media_matches
            WHERE confidence = 'certain' AND source <> ?
        )
    GROUP BY sha256
    ORDER BY sha256
"""
KNOWN = "SELECT source_id, reported_cost, currency FROM attempts WHERE source = ?"
Row = tuple[Any, ...]


class MadeFiles(Source):
    """Reads what a scan wrote down of the files themselves; nobody else writes such a file."""

    name = OUTPUTS_FOLDER
    title = "outputs that tell how they were made"
    origin = "studio"
    where = "`offcut scan` writes and loads it by itself, with [media] outputs_are_attempts."
    dated_by = "a file does not tell when it was made; when it was last changed stands for it."

    def identify(self, file: Opened) -> str | None:
        """Never by itself."""
        del file
        return None

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """One attempt and its one output."""
        del file
        yield Attempt.model_validate(item.value["attempt"], strict=False)
        yield Asset.model_validate(item.value["asset"], strict=False)


def unexplained(con: DuckDBPyConnection) -> dict[str, Row]:
    """What is known of each content that a generator made and no log explains, by its hash."""
    rows = con.execute(UNEXPLAINED, [list(GENERATORS), OUTPUTS_FOLDER]).fetchall()
    return {row[0]: row for row in rows}


def write_made_files(con: DuckDBPyConnection, path: Path, settings: Settings) -> tuple[int, int]:
    """Write down what is new or costs otherwise by now, and take back what a log explains.

    How many of each. Where the settings want no file to be an attempt, all are taken back.
    """
    found = unexplained(con) if settings.media.outputs_are_attempts else {}
    costs = _costs(settings)
    known = {sha256: told for sha256, *told in con.execute(KNOWN, [OUTPUTS_FOLDER]).fetchall()}
    stay = {sha256 for sha256, told in known.items() if told == [*costs.values()]} & found.keys()
    taken_back = _take_back(con, known.keys() - stay)
    new = [row for sha256, row in found.items() if sha256 not in stay]
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_record(row, costs), default=str) + "\n" for row in new)
    return len(new), taken_back


def _costs(settings: Settings) -> dict[str, Any]:
    """The machine's time for one output and what it costs; nothing where no rate is set."""
    money = settings.media.cost_per_output
    return {
        "reported_cost": None if money is None else round(money, MONEY_DECIMALS),
        "currency": None if money is None else settings.currency,
    }


def _take_back(con: DuckDBPyConnection, sha256s: set[str]) -> int:
    """Remove attempts and their outputs; all relations are resolved anew then."""
    if sha256s:
        listed = [OUTPUTS_FOLDER, sorted(sha256s)]
        for table, column in (("attempts", "source_id"), ("assets", "attempt_id")):
            con.execute(
                f"DELETE FROM {table} WHERE source = ? AND list_contains(?::VARCHAR[], {column})",
                listed,
            )
        con.execute("UPDATE resolutions SET settings_hash = ''")
    return len(sha256s)


def _record(row: Row, costs: dict[str, Any]) -> dict[str, Any]:
    sha256, path, modified_at, generator, model, seed, prompt_sha256, made_with = row[:8]
    width, height, seconds = row[8:]
    told = json.loads(made_with) if made_with else {}
    attempt = {
        "source": OUTPUTS_FOLDER,
        "source_id": sha256,
        "submitted_at": modified_at.replace(tzinfo=UTC).isoformat(),
        "status": "succeeded",
        "channel": generator.casefold(),
        "provider": generator.casefold(),
        "model": model,
        "seed": seed,
        "prompt_sha256": prompt_sha256,
        "operation": told.pop("operation", None),
        "n_requested": 1,
        "n_outputs": 1,
        **costs,
        "tags": [f"{name}:{value}" for name, value in sorted(told.items())],
    }
    asset = {
        "source": OUTPUTS_FOLDER,
        "attempt_id": sha256,
        "output_index": 0,
        "file_name": PurePath(path).name,
        "sha256": sha256,
        "width": width,
        "height": height,
        "seconds": seconds,
    }
    return {"attempt": _said(attempt), "asset": _said(asset)}


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [])}
