"""The account of a load: what became of every record of every file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from ingest.load.reading import Identity
    from ingest.maps.map import Map
    from ingest.source import Source
    from ingest.storing.tally import Tally

SUPERSEDED = "superseded by another record of the file"
FATES = ("new", "updated", "unchanged", "rejected", "ignored")


@dataclass(frozen=True)
class FileAccount:
    """What became of one file. `read = new + updated + unchanged + rejected + ignored`."""

    file: str
    source: str | None = None
    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    ignored: int = 0
    seconds: float = 0.0
    """Its part of the time somebody waited."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why records were ignored, and how many for each reason."""
    notes: tuple[str, ...] = ()
    """What was odd about the file as a whole, though nothing was refused."""
    error: str | None = None
    """Why the file was refused as a whole; nothing of it was loaded then."""
    no_log: str | None = None
    """Why a file that lay in a folder is none to load. Nothing is amiss then."""

    def __post_init__(self) -> None:
        """Check the sum."""
        total = sum(getattr(self, fate) for fate in FATES)
        assert self.read == total, f"{self.file}: read {self.read}, accounted for {total}"


def account_of(
    name: str, source: str, tally: Tally, fates: Mapping[str, int], seconds: float
) -> FileAccount:
    """The account of a file that was read, from what the merge says became of its records."""
    reasons = Counter(tally.ignored)
    if fates["superseded"]:
        reasons[SUPERSEDED] += fates["superseded"]
    return FileAccount(
        name,
        source,
        read=tally.read,
        new=fates["new"],
        updated=fates["updated"],
        unchanged=fates["unchanged"],
        rejected=tally.rejected,
        ignored=reasons.total(),
        seconds=seconds,
        reasons=dict(reasons),
        notes=tuple(tally.notes),
    )


def waited_for(accounts: Sequence[FileAccount], seconds: float) -> list[FileAccount]:
    """The accounts of one command: the time somebody waited for it, by how long each file took.

    So they sum to it: what is done once for all of them, resolving above all, is theirs too.
    """
    loaded = [account for account in accounts if account.error is None]
    by_itself = sum(account.seconds for account in loaded)

    def share(account: FileAccount) -> float:
        if account.error is not None:
            return account.seconds
        return seconds * (account.seconds / by_itself if by_itself else 1 / len(loaded))

    return [replace(account, seconds=share(account)) for account in accounts]


def known_account(con: DuckDBPyConnection, name: str, identity: Identity) -> FileAccount | None:
    """The account of a file whose very content was loaded before, and last read in the same way."""
    row = con.execute(
        """
        SELECT file_no, source, records_read, records_rejected, records_ignored
        FROM (
            FROM warehouse.main.files WHERE sha256 = ? AND source = ?
            QUALIFY row_number() OVER (PARTITION BY coalesce(place, file) ORDER BY file_no DESC) = 1
        )
        WHERE map_hash = ? AND reader_version = ?
        ORDER BY file_no DESC LIMIT 1
        """,
        [identity.sha256, identity.source, identity.map_hash, identity.reader_version],
    ).fetchone()
    if row is None:
        return None
    file_no, source, read, rejected, ignored = row
    reasons = con.execute(
        "SELECT reason, records FROM warehouse.main.ignored_records WHERE file_no = ?", [file_no]
    ).fetchall()
    known = read - rejected - ignored
    return FileAccount(
        name,
        source,
        read=read,
        unchanged=known,
        rejected=rejected,
        ignored=ignored,
        reasons=dict(reasons),
    )


def earlier_readings(con: DuckDBPyConnection, name: str, identity: Identity) -> list[int]:
    """The loaded files that are this very one, by the same source, but read in another way.

    Where it lay tells a file from its copy; its name, before places were kept and where it was
    piped in.
    """
    loaded = con.execute(
        """
        SELECT file_no, map_hash, reader_version FROM warehouse.main.files
        WHERE sha256 = ? AND source = ?
            AND CASE WHEN place IS NULL THEN file = ? ELSE place = ? END
        """,
        [identity.sha256, identity.source, name, identity.place],
    )
    read_as = {number: replace(identity, map_hash=map_hash, reader_version=version)
               for number, map_hash, version in loaded.fetchall()}  # fmt: skip
    return [number for number, each in read_as.items() if each.reading != identity.reading]


def record_account(
    con: DuckDBPyConnection,
    file_no: int,
    account: FileAccount,
    identity: Identity,
    map_toml: str | None,
) -> None:
    """Store the account of a file that was loaded."""
    con.execute(
        "INSERT INTO warehouse.main.files VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, now()::TIMESTAMP, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(file_no, account.file, identity.source, identity.sha256, identity.n_bytes),
            *(identity.map_hash, map_toml, identity.reader_version),
            *(account.read, account.new, account.updated, account.unchanged),
            *(account.rejected, account.ignored, account.seconds, identity.place),
        ],
    )
    _store_ignored(con, file_no, account)


def store_replay(con: DuckDBPyConnection, file_no: int, account: FileAccount) -> None:
    """Move records that a replay accepted or ignored from the rejected ones of their file."""
    con.execute(
        """
        UPDATE warehouse.main.files SET
            records_new = records_new + $new,
            records_updated = records_updated + $updated,
            records_unchanged = records_unchanged + $unchanged,
            records_ignored = records_ignored + $ignored,
            records_rejected = records_rejected - $left
        WHERE file_no = $file_no
        """,
        {
            "new": account.new,
            "updated": account.updated,
            "unchanged": account.unchanged,
            "ignored": account.ignored,
            "left": account.read - account.rejected,
            "file_no": file_no,
        },
    )
    _store_ignored(con, file_no, account)


def _store_ignored(con: DuckDBPyConnection, file_no: int, account: FileAccount) -> None:
    known = "FROM warehouse.main.ignored_records WHERE file_no = ? AND reason = ?"
    for reason, records in account.reasons.items():
        before = con.execute(f"SELECT records {known}", [file_no, reason]).fetchone() or (0,)
        con.execute(f"DELETE {known}", [file_no, reason])
        con.execute(
            "INSERT INTO warehouse.main.ignored_records VALUES (?, ?, ?)",
            [file_no, reason, records + before[0]],
        )


def store_source(con: DuckDBPyConnection, name: str, reader: Map | Source) -> bool:
    """Note who wrote the records of a source and what its costs are; whether that has changed.

    Where it has, nothing stands that was resolved before.
    """
    told = [reader.origin, reader.costs_are_estimates, reader.costs_are_net]
    known = con.execute(
        "SELECT * EXCLUDE (source) FROM warehouse.main.sources WHERE source = ?", [name]
    ).fetchone()
    if known is not None and list(known) == told:
        return False
    con.execute("DELETE FROM warehouse.main.sources WHERE source = ?", [name])
    con.execute("INSERT INTO warehouse.main.sources VALUES (?, ?, ?, ?)", [name, *told])
    if known is None:
        return False
    con.execute("UPDATE warehouse.main.resolutions SET rules_hash = NULL")
    return True
