"""Staged records into the warehouse, by identity: new, updated, unchanged, or superseded.

A record logged with different contents keeps every distinct version and is merged from all of them,
column by column in order of rank, so the order of loading cannot matter. There are no indexes: the
staged rows are joined to the stored ones by a 64-bit hash of the key, and by the key itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.storing.kinds import ATTEMPT, CONTENT, RecordKind, prefixed
from ingest.storing.merge_results import statement
from ingest.storing.readings import EARLIER, note_alike, note_met
from ingest.storing.room import make_room
from ingest.storing.sql_text import identifier
from ingest.storing.staging import drop, staged

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

FRESH = "JOIN memory.main.fresh_rows AS fresh USING (rid)"
STEPS = ("identified_rows", "contested_rows", "fresh_rows", "conflicts", "merged_rows")


def merge(
    con: DuckDBPyConnection,
    kind: RecordKind,
    *,
    makes_ids: bool = False,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Merge the staged rows of one kind and report what became of them.

    `makes_ids`: their ids were made of their content, for they have none. `meanwhile` is begun
    once the engine writes rows: while it does, a core and our own time are free.
    """
    without_id = "TRUE" if makes_ids else kind.without_id
    for relation in _relations(con, kind):
        left_out = make_room(con, kind, relation)
        _Merge(con, kind, relation, without_id, left_out, meanwhile).run()


def _relations(con: DuckDBPyConnection, kind: RecordKind) -> list[str]:
    """The staged rows; one relation per file where files of one batch may hold the same record."""
    found = con.execute(f"SELECT DISTINCT file_no FROM {staged(kind)} ORDER BY file_no").fetchall()
    if len(found) > 1 and (kind.is_counted or _share_records(con, kind)):
        return [f"(FROM {staged(kind)} WHERE file_no = {number})" for (number,) in found]
    return [staged(kind)]


def _share_records(con: DuckDBPyConnection, kind: RecordKind) -> bool:
    shared = f"""
        SELECT 1 FROM {staged(kind)} GROUP BY hash({", ".join(kind.key)})
        HAVING min(file_no) < max(file_no) LIMIT 1
    """
    return bool(con.execute(shared).fetchall())


@dataclass(frozen=True)
class _Merge:
    con: DuckDBPyConnection
    kind: RecordKind
    staged: str
    without_id: str
    left_out: list[str]
    """The columns of the table that no record fills."""
    meanwhile: Callable[[], None]

    def run(self) -> None:
        if self._is_all_new():
            self._insert_all()
            return
        for step in STEPS:
            drop(self.con, f"memory.main.{step}")
        self._identify()
        note_met(self.con, self.kind)
        note_alike(self.con, self.kind, self.without_id)
        self._run("contested_rows")
        self._run("fresh_rows", base=self._last_number())
        self._insert("fresh.number", FRESH)
        self._run("conflicts", base=self._last_number())
        self._keep_versions()
        self._run("merged_rows")
        self._replace_merged()
        self._run("fates")
        self._touch("SELECT number FROM memory.main.fresh_rows")
        self._touch(f"SELECT {self.kind.number} FROM memory.main.merged_rows "
                    "WHERE content_hash IS DISTINCT FROM hash_before")  # fmt: skip

    # --- the usual case ------------------------------------------------------------------------

    def _is_all_new(self) -> bool:
        """Whether no stored record has one of these sources, and no key comes twice."""
        if self.kind.is_counted:
            return False
        stored = f"""
            SELECT 1 FROM warehouse.main.{self.kind.table}
            WHERE source IN (SELECT DISTINCT source FROM {self.staged}) LIMIT 1
        """
        if self.con.execute(stored).fetchall():
            return False
        key = ", ".join(self.kind.key)
        return (
            self._one(f"SELECT count(*) = count(DISTINCT hash({key})) FROM {self.staged}") is True
        )

    def _insert_all(self) -> None:
        base = self._last_number()
        if self._is_in_order():
            self._insert(f"{base} + rid", "")
        else:
            self._number_by_time(base)
            self._insert("fresh.number", FRESH)
        self.con.execute(f"""
            INSERT INTO memory.main.fates
            SELECT file_no, NULL, TRUE, 'new', count(*)
            FROM {self.staged} WHERE is_first GROUP BY file_no
            UNION ALL
            SELECT file_no, item, FALSE, 'new', 1 FROM {self.staged} WHERE NOT is_first
        """)
        table, column = self.kind.table, self.kind.number
        self._touch(f"SELECT {column} FROM warehouse.main.{table} WHERE {column} > {base}")

    def _number_by_time(self, base: int) -> None:
        """Only numbers and times are sorted; whole rows would be ten times as heavy."""
        drop(self.con, "memory.main.fresh_rows")
        self.con.execute(f"""
            CREATE TABLE memory.main.fresh_rows AS
            SELECT rid, {base} + row_number() OVER (ORDER BY {self._in_order}) AS number
            FROM {self.staged}
        """)

    def _is_in_order(self) -> bool:
        """Whether the staged rows come in order of time; a sort is saved then."""
        if self.kind.time is None:
            return True
        time = f"SELECT epoch_us({identifier(self.kind.time)}) AS moment FROM {self.staged}"
        moments = self.con.execute(time).fetchnumpy()["moment"]
        return bool((moments[1:] >= moments[:-1]).all())

    # --- by key --------------------------------------------------------------------------------

    def _identify(self) -> None:
        counted, number = self.kind.is_counted, self.kind.number
        parts = range(len(self.kind.key))
        self._run(
            "identified_rows",
            # Computed anew where it is the identity: the hash may change with DuckDB's version.
            stored_hash=self.kind.hash_of() if counted else CONTENT,
            staged_nth=_nth("file_no", "rid") if counted else "1",
            stored_nth=_nth("source", number) if counted else "1",
            keys=", ".join(f"{part} AS key{i}" for i, part in enumerate(self.kind.key)),
            same_key=" AND ".join(
                f"staged_keys.key{i} IS NOT DISTINCT FROM stored_keys.key{i}" for i in parts
            ),
        )

    def _keep_versions(self) -> None:
        """Store the versions in conflict, the one that stood alone until now among them.

        Not what an earlier reading of the same file said, unless the new one says it too.
        """
        table, versions, number = self.kind.table, self.kind.versions, self.kind.number
        self.con.execute(f"""
            DELETE FROM warehouse.main.{versions}
            WHERE {number} IN (SELECT number FROM memory.main.conflicts) AND file_no IN {EARLIER}
                AND ({number}, content_hash) NOT IN (
                    SELECT number, content_hash FROM memory.main.contested_rows WHERE is_known
                )
        """)
        self.con.execute(f"""
            INSERT INTO warehouse.main.{versions}
            FROM warehouse.main.{table}
            WHERE {number} IN (SELECT number FROM memory.main.conflicts)
                AND {number} NOT IN (SELECT {number} FROM warehouse.main.{versions})
                AND file_no NOT IN {EARLIER}
        """)
        self.con.execute(f"""
            INSERT INTO warehouse.main.{versions}
            WITH first_seen AS (
                SELECT grp, content_hash, min(rid) AS rid
                FROM memory.main.contested_rows WHERE NOT is_known GROUP BY grp, content_hash
            )
            SELECT conflicts.number, first_seen.content_hash, file_no, line, {self.kind.listed()}
            FROM first_seen
            JOIN memory.main.conflicts USING (grp)
            JOIN {self.staged} AS staged USING (rid)
        """)

    def _replace_merged(self) -> None:
        table, number = self.kind.table, self.kind.number
        changed = "FROM memory.main.merged_rows WHERE content_hash IS DISTINCT FROM hash_before"
        self.con.execute(
            f"DELETE FROM warehouse.main.{table} WHERE {number} IN (SELECT {number} {changed})"
        )
        self._append("", number, "content_hash", changed)

    # --- statements ----------------------------------------------------------------------------

    @property
    def _in_order(self) -> str:
        return f"{identifier(self.kind.time)}, rid" if self.kind.time else "rid"

    def _run(self, step: str, **parts: Any) -> None:
        kind = self.kind
        merged = (f"{kind.merged(name)} AS {identifier(name)}" for name in kind.columns)
        usual = {
            "staged": self.staged,
            "table": kind.table,
            "versions": kind.versions,
            "number": kind.number,
            "key": ", ".join(kind.key),
            "rank": ", ".join((*kind.rank, CONTENT)),
            "columns": kind.listed("staged"),
            "content_hash": kind.hash_of(),
            "in_order": self._in_order,
            "merged": ", ".join(merged),
            "leading": kind.leading,
        }
        self.con.execute(statement(step).format(**(usual | parts)))

    def _insert(self, number: str, join: str) -> None:
        """Append staged rows, in their order."""
        rows = f"FROM {self.staged} AS staged {join}"
        self._append("staged", number, self.kind.hash_of("staged"), rows)

    def _append(self, alias: str, number: str, content_hash: str, rows: str) -> None:
        names = [name for name in self.kind.columns if name not in self.left_out]
        told = ", ".join(prefixed(alias, name) for name in names)
        self.meanwhile()
        self.con.execute(f"""
            INSERT INTO warehouse.main.{self.kind.table}
                ({self.kind.number}, {CONTENT}, file_no, line, {", ".join(map(identifier, names))})
            SELECT {number}, {content_hash}, file_no, line, {told} {rows}
        """)

    def _touch(self, numbers: str) -> None:
        if self.kind is ATTEMPT:
            self.con.execute(f"INSERT INTO memory.main.touched_attempts {numbers}")
        else:
            self.con.execute(
                "INSERT INTO memory.main.touched_references "
                f"SELECT '{self.kind.name}', * FROM ({numbers})"
            )

    def _last_number(self) -> int:
        last = f"SELECT coalesce(max({self.kind.number}), 0) FROM warehouse.main.{self.kind.table}"
        return int(self._one(last))

    def _one(self, question: str) -> Any:
        row = self.con.execute(question).fetchone()
        return row[0] if row else None


def _nth(within: str, order: str) -> str:
    return f"row_number() OVER (PARTITION BY {within}, {CONTENT} ORDER BY {order})"
