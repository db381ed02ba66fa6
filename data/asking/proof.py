"""The proof screen: whether every record is accounted for and every total agrees."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data.asking.fates import (
    FileProof,
    FolderProof,
    IgnoredRecords,
    ignored_records,
    loaded_files,
    scanned_folders,
)
from data.asking.measure import EVERYTHING, measure
from data.asking.observed_units import Observed, observed_units
from data.asking.thin_evidence import thin_evidence
from data.credits.problem_list import ledger_problems
from data.metrics.files import EVIDENCE_GAPS
from data.metrics.gap_kinds import ASSUMED_KINDS, UNPRICED_KINDS, assumed_metric, unpriced_metric
from data.pricing.book import PriceBook

if TYPE_CHECKING:
    from datetime import date, datetime

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Condition, Selection
    from data.credits.problem_list import LedgerProblem
    from data.settings import Settings


@dataclass(frozen=True)
class Unpriced:
    """Attempts at one channel and model whose cost nobody knows, for one of UNPRICED_KINDS."""

    channel: str | None
    model: str | None
    because: str
    attempts: int


@dataclass(frozen=True)
class AfterShutdown:
    """Attempts at a model from `shut_on` on, when its channel served it no more."""

    channel: str | None
    model: str | None
    shut_on: date | None
    attempts: int


@dataclass(frozen=True)
class Assumed:
    """The money of attempts whose cost rests on one of ASSUMED_KINDS."""

    because: str
    money: Decimal


@dataclass(frozen=True)
class Gap:
    """One kind of record the figures could not take in; `money` is None where it has none."""

    gap: str
    n: int
    money: Decimal | None


@dataclass(frozen=True)
class Proof:
    """All checks, in plain values. `holds` says whether everything adds up."""

    as_of: datetime | None
    """What moment the figures stand for (UTC)."""
    files: tuple[FileProof, ...]
    folders: tuple[FolderProof, ...]
    ignored: tuple[IgnoredRecords, ...]
    quarantined: int
    attempts_logged: int
    """Rows of attempt logs submitted up to then."""
    attempts_merged: int
    """Those that tell of a call another row tells of too."""
    attempts_counted: int
    log_total: Decimal | None
    """Sum of the cost of all attempts and of lapsed credits; None when no cost is known."""
    ledger_total: Decimal | None
    """Sum over the shares the money was split into."""
    day_total: Decimal | None
    """Sum of the spend of the local days."""
    unpriced: tuple[Unpriced, ...]
    after_shutdown: tuple[AfterShutdown, ...]
    observed: tuple[Observed, ...]
    """Where the bills of the last 30 days and the price book disagree, of the whole warehouse."""
    assumed: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]
    ledger_problems: tuple[LedgerProblem, ...]
    thin: tuple[str, ...]
    """What rests on little evidence, one sentence each."""

    @property
    def records_add_up(self) -> bool:
        """Whether every record, every scanned file and every logged attempt is accounted for."""
        accounted = self.attempts_counted + self.attempts_merged == self.attempts_logged
        found: tuple[FileProof | FolderProof, ...] = (*self.files, *self.folders)
        return accounted and all(each.adds_up for each in found)

    @property
    def totals_agree(self) -> bool:
        """Whether log, ledger and days sum to the same money, to the last digit."""
        return self.log_total == self.ledger_total == self.day_total

    @property
    def holds(self) -> bool:
        """Whether every check is passed."""
        return self.records_add_up and self.totals_agree


def proof(
    cursor: DuckDBPyConnection,
    *,
    selection: Selection = EVERYTHING,
    settings: Settings,
    book: PriceBook | None = None,
) -> Proof:
    """Check the warehouse; the totals, prices and evidence are those of the selection."""
    book = book or PriceBook.load()
    resolved = cursor.execute("SELECT resolved_at FROM resolutions").fetchone()
    as_of = resolved[0] if resolved else None
    logged, merged, counted = _attempts(cursor, as_of)
    log_total, ledger_total, day_total = _totals(cursor, selection, settings)
    return Proof(
        as_of=as_of,
        files=loaded_files(cursor),
        folders=scanned_folders(cursor),
        ignored=ignored_records(cursor),
        quarantined=_number(cursor, "SELECT count(*) FROM quarantine WHERE replayed_at IS NULL"),
        attempts_logged=logged,
        attempts_merged=merged,
        attempts_counted=counted,
        log_total=log_total,
        ledger_total=ledger_total,
        day_total=day_total,
        unpriced=_unpriced(cursor, selection, settings),
        after_shutdown=_after_shutdown(cursor, selection, settings, book),
        observed=observed_units(cursor, book, settings.currency),
        assumed=_assumed(cursor, selection, settings),
        gaps=(gaps := _gaps(cursor, settings)),
        ledger_problems=_ledger_problems(cursor, as_of, gaps),
        thin=thin_evidence(cursor, selection, settings),
    )


# --- records ----------------------------------------------------------------------------------


def _attempts(cursor: DuckDBPyConnection, as_of: datetime | None) -> tuple[int, int, int]:
    """Attempt rows logged up to the moment, those merged into another, and those counted."""
    until = "submitted_at <= ?::TIMESTAMP"
    logged = _number(cursor, f"SELECT count(*) FROM attempts WHERE {until}", as_of)
    merged = _number(
        cursor,
        f"SELECT count(*) FROM merged_attempts JOIN attempts USING (attempt_no) WHERE {until}",
        as_of,
    )
    return logged, merged, _number(cursor, "SELECT count(DISTINCT attempt_no) FROM attempt_facts")


def _gaps(cursor: DuckDBPyConnection, settings: Settings) -> tuple[Gap, ...]:
    """Those of records by their names, then those of scanned files."""
    rows = cursor.execute("SELECT gap, n, money FROM gaps WHERE n > 0 ORDER BY gap").fetchall()
    (found,) = measure(cursor, EVIDENCE_GAPS, settings=settings).rows
    of_files = (Gap(name, found[name], None) for name in EVIDENCE_GAPS if found[name])
    return (*(Gap(*row) for row in rows), *of_files)


def _ledger_problems(
    cursor: DuckDBPyConnection, as_of: datetime | None, gaps: tuple[Gap, ...]
) -> tuple[LedgerProblem, ...]:
    """Valued anew only where some are counted: a long ledger takes a second."""
    counted = as_of is not None and any(each.gap == "ledger_problems" for each in gaps)
    return ledger_problems(cursor, as_of) if counted and as_of else ()


def _number(cursor: DuckDBPyConnection, query: str, *parameters: object) -> int:
    return int(cursor.execute(query, parameters).fetchall()[0][0])


# --- money ------------------------------------------------------------------------------------


def _totals(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The same money summed over attempts, over shares, and over days."""
    days = measure(cursor, ["spend"], by=["day"], selection=selection, settings=settings)
    known = [row["spend"] for row in days.rows if row["spend"] is not None]
    return (
        _sum(cursor, "cost", "attempt_facts", selection.where(settings)),
        _sum(cursor, "money", "waste_ledger", selection.where(settings)),
        sum(known, Decimal(0)) if known else None,
    )


def _sum(
    cursor: DuckDBPyConnection, column: str, relation: str, where: Condition
) -> Decimal | None:
    query = f"SELECT sum({column}) FROM {relation} WHERE {where.sql}"
    found: Decimal | None = cursor.execute(query, where.parameters).fetchall()[0][0]
    return found


def _unpriced(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[Unpriced, ...]:
    table = measure(
        cursor,
        [unpriced_metric(kind) for kind in UNPRICED_KINDS],
        by=["channel", "model"],
        selection=selection,
        settings=settings,
    )
    found = [
        Unpriced(row["channel"], row["model"], kind, row[unpriced_metric(kind)])
        for kind in UNPRICED_KINDS
        for row in table.rows
    ]
    return tuple(sorted((each for each in found if each.attempts), key=lambda each: -each.attempts))


def _after_shutdown(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, book: PriceBook
) -> tuple[AfterShutdown, ...]:
    name = "attempts_after_shutdown"
    by = ["channel", "model"]
    table = measure(cursor, [name], by=by, selection=selection, settings=settings)
    found = [
        AfterShutdown(
            row["channel"],
            row["model"],
            book.shut_on(row["channel"] or "", row["model"] or ""),
            row[name],
        )
        for row in table.rows
        if row[name]
    ]
    return tuple(sorted(found, key=lambda each: -each.attempts))


def _assumed(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[Assumed, ...]:
    metrics = [assumed_metric(kind) for kind in ASSUMED_KINDS]
    total = measure(cursor, metrics, selection=selection, settings=settings).rows[0]
    found = [Assumed(kind, total[assumed_metric(kind)]) for kind in ASSUMED_KINDS]
    return tuple(sorted((each for each in found if each.money), key=lambda each: -each.money))
