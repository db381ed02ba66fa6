"""Where resolved rows go: into empty relations, into the stored ones, or in front of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.relations.builder import STORED, relation_sql, replace_tables

if TYPE_CHECKING:
    from data.relations.builder import RelationBuilder

MATCHES = ("merged_attempts", "reference_matches")
"""What records mean each other by: the same as of any moment."""
FACTS = ("resolved_attempts", "output_outcomes", "brief_facts")
WORK = ("people_facts", "handover_facts")
OWN = ("gaps", "resolutions")
ATTEMPTS = "warehouse.main.attempts"
MERGED = "SELECT attempt_no, lead_attempt_no FROM same_calls WHERE attempt_no <> lead_attempt_no"
IN_SCOPE = "IN (SELECT attempt_no FROM scope)"
KEY = "record_kind, record_no"


@dataclass(frozen=True)
class Target:
    """What to resolve, and where the rows go."""

    build: RelationBuilder
    is_whole = False
    matches_references = True
    """Whether references are matched now, or were when the stored relations were resolved."""
    matches = "FROM {target}.reference_matches"
    resolved_facts = "FROM {target}.attempt_facts"
    """The facts of calls just written; those of lapsed credits are written after them."""
    resolved_work = "FROM work"
    resolved_handovers = "FROM handovers"

    @property
    def written_references(self) -> str:
        """The references to match."""
        return relation_sql("written_references")

    def open(self) -> None:
        """Before anything: say which attempts, and make room for what is written first."""
        raise NotImplementedError

    def write_merged(self) -> None:
        """Write which attempts are one call."""
        self.build.append("merged_attempts", MERGED)

    def clear(self) -> None:
        """Before the facts are written: remove those that they replace."""

    def close(self) -> None:
        """After the facts of attempts and briefs: complete them, and prepare those of work."""


@dataclass(frozen=True)
class Anew(Target):
    """Everything, into empty relations."""

    matches_stand: bool
    is_first: bool
    """Whether the relations are those of a new warehouse: nothing was resolved into them yet."""
    is_whole = True

    def open(self) -> None:
        """Empty the relations; references keep what they mean where that stands."""
        build = self.build
        if self.matches_stand:
            replace_tables(build, FACTS + WORK + OWN)
            _show_stored(build, MATCHES)
        elif not self.is_first:
            replace_tables(build, FACTS + WORK + OWN + MATCHES)
        build.view("attempts_in_scope", f"FROM {ATTEMPTS}")
        show_views(build, "attempt_facts")

    @property
    def matches_references(self) -> bool:  # type: ignore[override]
        """Not where those stored were matched from the same records."""
        return not self.matches_stand

    def close(self) -> None:
        """Complete the waste ledger."""
        show_views(self.build, "asset_outcomes", "waste_ledger")


@dataclass(frozen=True)
class _Part(Target):
    """Only the calls of the TEMP table `scope`."""

    matches = f"FROM {{target}}.reference_matches WHERE attempt_no {IN_SCOPE}"
    resolved_work = f"FROM work SEMI JOIN changed_work USING ({KEY})"
    resolved_handovers = "FROM handovers SEMI JOIN changed_handovers USING (handover_no)"

    def open(self) -> None:
        """Look at the calls in scope only."""
        build = self.build
        build.execute(
            "CREATE OR REPLACE TEMP TABLE scoped_briefs AS SELECT DISTINCT brief_no"
            f" FROM {STORED}.attempt_facts WHERE attempt_no {IN_SCOPE}"
        )
        build.view("attempts_in_scope", f"FROM {ATTEMPTS} SEMI JOIN scope USING (attempt_no)")


@dataclass(frozen=True)
class InPlace(_Part):
    """Into the stored relations, instead of what they had of these calls."""

    resolved_facts = f"FROM {{target}}.attempt_facts WHERE attempt_no {IN_SCOPE}"

    @property
    def written_references(self) -> str:
        """Those of the records to be matched anew."""
        return f"FROM ({super().written_references}) SEMI JOIN rematched_records USING ({KEY})"

    def open(self) -> None:
        """Remove what references to be matched anew meant."""
        super().open()
        build = self.build
        build.execute(
            f"DELETE FROM {STORED}.reference_matches WHERE ({KEY})"
            f" IN (SELECT ({KEY}) FROM rematched_records)"
        )
        build.execute(
            f"DELETE FROM {STORED}.merged_attempts"
            f" WHERE attempt_no {IN_SCOPE} OR lead_attempt_no {IN_SCOPE}"
        )

    def clear(self) -> None:
        """Remove the facts of these calls; all briefs are watched until the moment."""
        execute = self.build.execute
        execute(
            f"DELETE FROM {STORED}.resolved_attempts"
            f" WHERE attempt_no IS NULL OR attempt_no {IN_SCOPE}"
        )
        execute(f"DELETE FROM {STORED}.output_outcomes WHERE attempt_no {IN_SCOPE}")
        execute(f"DELETE FROM {STORED}.brief_facts WHERE brief_no IN (FROM scoped_briefs)")
        execute(f"DELETE FROM {STORED}.gaps")
        execute(
            f"UPDATE {STORED}.brief_facts SET observed_s ="
            " (epoch_us($as_of) - epoch_us(submitted_at)) / 1000000"
        )

    def close(self) -> None:
        """Remove the work and handovers that are told anew."""
        build = self.build
        build.tables("changed_work", "changed_handovers")
        build.execute(
            f"DELETE FROM {STORED}.people_facts WHERE ({KEY}) IN (SELECT ({KEY}) FROM changed_work)"
        )
        build.execute(
            f"DELETE FROM {STORED}.handover_facts WHERE handover_no"
            " IN (SELECT handover_no FROM changed_handovers)"
        )


@dataclass(frozen=True)
class Later(_Part):
    """Into the reader's memory, with views that show these rows in front of the stored rest."""

    matches_references = False
    resolved_facts = "FROM {target}.changed_attempt_facts"

    def open(self) -> None:
        """Make room, and the views over it and the stored rest."""
        super().open()
        build = self.build
        replace_tables(build, OWN)
        _show_stored(build, MATCHES)
        build.tables("changed_work", "changed_handovers")
        for kept, rows in {"changed_calls": "scope", "changed_briefs": "scoped_briefs"}.items():
            build.execute(f"CREATE TABLE {{target}}.{kept} AS FROM {rows}")
        for name in ("changed_work", "changed_handovers"):
            build.execute(f"CREATE TABLE {{target}}.{name} AS FROM temp.main.{name}")
        build.prefix = "changed_"
        replace_tables(build, FACTS + WORK)
        for name, rest in self._rest().items():
            build.execute(
                f"CREATE VIEW {{target}}.{name} AS {rest} UNION ALL FROM {{target}}.changed_{name}"
            )
        show_views(build, "attempt_facts", prefix="changed_")
        show_views(build, "attempt_facts", "asset_outcomes", "waste_ledger")

    def _rest(self) -> dict[str, str]:
        """What stays of the stored rows. `observed_s` ends at the moment, for all briefs."""
        moment = f"TIMESTAMP '{self.build.values['as_of'].isoformat(' ')}'"
        observed = f"(epoch_us({moment}) - epoch_us(submitted_at)) / 1000000 AS observed_s"
        return {
            "resolved_attempts": f"SELECT * FROM {STORED}.resolved_attempts"
            " ANTI JOIN {target}.changed_calls USING (attempt_no) WHERE attempt_no IS NOT NULL",
            "output_outcomes": f"SELECT * FROM {STORED}.output_outcomes"
            " ANTI JOIN {target}.changed_calls USING (attempt_no)",
            "brief_facts": f"SELECT * REPLACE ({observed}) FROM {STORED}.brief_facts"
            " ANTI JOIN {target}.changed_briefs USING (brief_no)",
            "people_facts": f"SELECT * FROM {STORED}.people_facts"
            f" ANTI JOIN {{target}}.changed_work USING ({KEY})",
            "handover_facts": f"SELECT * FROM {STORED}.handover_facts"
            " ANTI JOIN {target}.changed_handovers USING (handover_no)",
        }


def _show_stored(build: RelationBuilder, names: tuple[str, ...]) -> None:
    for name in names:
        build.execute(f"CREATE VIEW {{target}}.{name} AS FROM {STORED}.{name}")


def show_views(build: RelationBuilder, *names: str, prefix: str = "") -> None:
    """Show views of the warehouse over the target's relations, or over those of a prefix."""
    if build.target == STORED:
        return
    declared = dict(
        build.fetch(
            "SELECT view_name, sql FROM duckdb_views()"
            " WHERE database_name = 'warehouse' AND schema_name = 'main'"
        )
    )
    for name in names:
        of_target = declared[name].replace(f"VIEW {name}", f"VIEW {build.target}.{prefix}{name}")
        for table in ("resolved_attempts", "output_outcomes"):
            of_target = of_target.replace(f"FROM {table}", f"FROM {{target}}.{prefix}{table}")
        build.execute(of_target)
