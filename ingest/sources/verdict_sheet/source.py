"""Review decisions kept in a sheet: one row per asset and reviewer or stage, CSV or Excel.

Needs a column for the asset (id, attempt id, address, file name or hash) and one for the decision.
`Status` and `Result` count as a decision only where nothing else in the header speaks of a log or a
ledger, and most of the cells are decision words. A row that is not decided and has no time yet is
ignored; so is an unticked box (`false`, `0`) without a time. Times without an offset are in the
reporting time zone. A mere round number names no stage. An `ID` that may be the row's place in a
sheet identifies nothing; an `Output` beside the asset is its number where it is a small one. Above
the header may stand a title, or the stages that its columns belong to, as in merged cells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.warehouse.records import Verdict
from ingest.formats.sheets import compact, row_moment, stated_id
from ingest.formats.worksheets import UNREAD
from ingest.source import Ignored, Item, Opened, Refused, Source
from ingest.sources.parts.decisions import UNTICKED, decision_of, is_decision, seconds_of, stage_of
from ingest.sources.verdict_sheet.by_stage import rows_of
from ingest.sources.verdict_sheet.columns import NO_TIME, SHEET, is_weak
from ingest.sources.verdict_sheet.outputs import index_of, stated_for_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.formats.sheets import Row


class VerdictSheet(Source):
    """Sheets of review decisions."""

    name = "verdict_sheet"
    title = "review decisions in a sheet (CSV or Excel)"
    origin = "studio"
    where = "A sheet the reviewers keep: columns such as asset, decision, stage, reviewer, date."

    evidence = "the names that such sheets commonly have: they have no format"

    def identify(self, file: Opened) -> str | None:
        """By its header; where that leaves doubt, by its cells."""
        header = SHEET.header(file)
        if not header or (is_weak([compact(cell) for cell in header]) and not _decides(file)):
            return None
        columns = SHEET.columns(header)
        asset = columns["asset_ref" if "asset_ref" in columns else "output"][0]
        decision = next(columns[field][0] for field in columns if field.endswith("decision"))
        return f"columns {asset!r} and {decision!r}"

    def documents(self, file: Opened) -> Iterator[Item]:
        """The rows of the sheet, with what the others say about their outputs."""
        sheet = SHEET.told_to_read(file)
        notation = sheet.notation(file)
        rows = (item.value for item in sheet.rows(file, notation) if item.value is not None)
        known = stated_for_all(rows)
        for item in sheet.rows(file, notation):
            yield item if item.value is None else replace(item, value=known | item.value)

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """One verdict, or one of each stage that has columns of its own."""
        if UNREAD in item.value:
            raise Ignored(item.value[UNREAD])
        try:
            found = [fields for row in rows_of(item.value) if (fields := _fields(row, file))]
        except ValueError as error:
            raise Refused(str(error)) from None
        if not found:
            raise Ignored("not decided yet")
        yield from (Verdict(source=self.name, **fields) for fields in found)


def _decides(file: Opened) -> bool:
    cells = [row["decision"] for row in SHEET.sample(file) if "decision" in row]
    return 2 * sum(map(is_decision, cells)) > len(cells)


def _fields(row: Row, file: Opened) -> dict[str, Any] | None:
    """Of a verdict; None where it is not decided yet."""
    decided_at = row_moment(row, "decided_at", file.settings.zone)
    untouched = decided_at is None and row.get("decision", "").lower() in UNTICKED
    decision = "pending" if untouched else decision_of(row.get("decision", ""))
    if decided_at is None and decision == "pending" and file.submitted_at is None:
        return None
    if (reference := row.get("asset_ref", row.get("output"))) is None:
        raise Refused("no asset: its cell is blank")
    if (decided_at := decided_at or file.submitted_at) is None:
        raise Refused(NO_TIME)
    return {
        **{field: row.get(field) for field in ("reason", "reviewer")},
        "asset_ref": reference.split("?", 1)[0] if "://" in reference else reference,
        "output_index": index_of(row),
        "decision": decision,
        "decided_at": decided_at,
        "stage": stage_of(row.get("stage", "")),
        "review_seconds": seconds_of(row.get("review_seconds")),
        "verdict_id": row.get("verdict_id") or stated_id(row.get("row_id")),
        "updated_at": row_moment(row, "updated_at", file.settings.zone, clock=None),
    }
