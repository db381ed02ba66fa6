"""Where resolved rows go: into empty relations, into the stored ones, or in front of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.relations.builder import STORED
from data.relations.pipeline import relations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.relations.builder import RelationBuilder

MATCHES = ("merged_attempts", "reference_matches")
"""What records mean each other by: the same as of any moment."""
FACTS = ("resolved_attempts", "output_outcomes", "brief_facts")
WORK = ("people_facts", "handover_facts")
OWN = ("gaps", "asset_uses", "resolutions")
ATTEMPTS = "warehouse.main.attempts"
IN_SCOPE = "IN (SELECT attempt_no FROM scope)"
KEY = "record_kind, record_no"


@dataclass(frozen=True)
class Target:
    """What to resolve, and where the rows go."""

    build: RelationBuilder
    is_whole = False
    matches_references = True
    """Whether references are matched now, or were when the stored relations were resolved."""

    def open(self) -> None:
        """Before anything is made: the functions that views need stay where these do."""
        for each in relations().values():
            if each.kind == "function":
                self.build.function(each.name, each.arguments)

    def tell(self, name: str) -> str:
        """The query of a relation that depends on the target."""
        return self._told()[name]

    def _told(self) -> Mapping[str, str]:
        return {
            "attempts_in_scope": f"FROM {ATTEMPTS}",
            "references_to_match": "FROM written_references",
            "matches": "FROM matched_references",
            "resolved_facts": "FROM {target}.attempt_facts",
            "resolved_work": "FROM work",
            "resolved_handovers": "FROM handovers",
        }

    def make_room(self, name: str) -> None:
        """Before a stored relation is written: remove what its rows replace."""
        raise NotImplementedError

    def table_of(self, name: str) -> str:
        """The table of the target that rows of a stored relation go to."""
        return name

    def show(self, name: str) -> None:
        """Make a view that stays."""
        self.build.show(name)


@dataclass(frozen=True)
class Anew(Target):
    """Everything, into empty relations."""

    matches_stand: bool
    """Whether references keep what they mean: the stored ones were matched from these records."""
    is_first: bool
    """Whether the relations are those of a new warehouse: nothing was resolved into them yet."""
    is_whole = True

    @property
    def matches_references(self) -> bool:  # type: ignore[override]
        """Not where the stored matches stand."""
        return not self.matches_stand

    def open(self) -> None:
        """Show the matches that stand, and make room for the stamp."""
        if not self.is_first:
            super().open()
        if self.matches_stand:
            show_stored(self.build, MATCHES)
        self.make_room("resolutions")

    def _told(self) -> Mapping[str, str]:
        found = "{target}.reference_matches" if self.matches_stand else "matched_references"
        return {**super()._told(), "matches": f"FROM {found}"}

    def show(self, name: str) -> None:
        """A warehouse that nothing was resolved into yet got its views with its schema."""
        if not self.is_first:
            super().show(name)

    def make_room(self, name: str) -> None:
        """Empty the relation."""
        if not self.is_first:
            replace_table(self.build, name)


@dataclass(frozen=True)
class _Part(Target):
    """Only the calls of the TEMP table `scope`."""

    def _told(self) -> Mapping[str, str]:
        return {
            **super()._told(),
            "attempts_in_scope": f"FROM {ATTEMPTS} SEMI JOIN scope USING (attempt_no)",
            "resolved_work": f"FROM work SEMI JOIN changed_work USING ({KEY})",
            "resolved_handovers": "FROM handovers SEMI JOIN changed_handovers USING (handover_no)",
        }


@dataclass(frozen=True)
class InPlace(_Part):
    """Into the stored relations, instead of what they had of these calls."""

    def open(self) -> None:
        """The same rules made the functions and views that there are."""

    def show(self, name: str) -> None:
        """It is there."""

    def _told(self) -> Mapping[str, str]:
        anew = f"SEMI JOIN rematched_records USING ({KEY})"
        stand = f"FROM {STORED}.reference_matches ANTI JOIN rematched_records USING ({KEY})"
        both = f"FROM matched_references UNION ALL {stand}"
        return {
            **super()._told(),
            "references_to_match": f"FROM written_references {anew}",
            "matches": f"FROM ({both}) WHERE attempt_no {IN_SCOPE}",
            "resolved_facts": f"FROM {{target}}.attempt_facts WHERE attempt_no {IN_SCOPE}",
        }

    def make_room(self, name: str) -> None:
        """Remove what was found of these calls."""
        self.build.execute(f"DELETE FROM {STORED}.{name} WHERE {_REPLACED[name]}")


_REPLACED = {
    "merged_attempts": f"attempt_no {IN_SCOPE} OR lead_attempt_no {IN_SCOPE}",
    "reference_matches": f"({KEY}) IN (SELECT ({KEY}) FROM rematched_records)",
    "resolved_attempts": f"attempt_no IS NULL OR attempt_no {IN_SCOPE}",
    "output_outcomes": f"attempt_no {IN_SCOPE}",
    "brief_facts": "brief_no IN (FROM scoped_briefs)",
    "people_facts": f"({KEY}) IN (SELECT ({KEY}) FROM changed_work)",
    "handover_facts": "handover_no IN (SELECT handover_no FROM changed_handovers)",
    "gaps": "TRUE",
    "asset_uses": "TRUE",
}
"""Which stored rows a part replaces. A lapsed lot belongs to no call: all of them are told anew."""


@dataclass(frozen=True)
class Later(_Part):
    """Into the reader's memory, with views that show these rows in front of the stored rest."""

    matches_references = False

    def open(self) -> None:
        """Show the matches, and make room for the stamp."""
        super().open()
        show_stored(self.build, MATCHES)
        replace_table(self.build, "resolutions")

    def _told(self) -> Mapping[str, str]:
        return {
            **super()._told(),
            "matches": f"FROM {{target}}.reference_matches WHERE attempt_no {IN_SCOPE}",
            "resolved_facts": "FROM {target}.changed_attempt_facts",
        }

    def make_room(self, name: str) -> None:
        """Make an empty relation for the changed rows, and the view of these and the rest."""
        build, replaced = self.build, _CHANGED.get(name)
        if replaced is None:
            replace_table(build, name)
            return
        key, changed = replaced
        replace_table(build, f"changed_{name}", like=name)
        build.execute(f"CREATE OR REPLACE TABLE {{target}}.{name}_replaced AS FROM {changed}")
        rest = f"FROM {STORED}.{name} ANTI JOIN {{target}}.{name}_replaced USING ({key})"
        build.execute(
            f"CREATE VIEW {{target}}.{name} AS {rest}"
            f"{' WHERE attempt_no IS NOT NULL' if name == 'resolved_attempts' else ''}"
            f" UNION ALL FROM {{target}}.changed_{name}"
        )

    def table_of(self, name: str) -> str:
        """A changed row lies in front of the stored rest."""
        return f"changed_{name}" if name in _CHANGED else name

    def show(self, name: str) -> None:
        """The view over all rows; of attempts, over the changed ones too."""
        if name == "attempt_facts":
            self.build.show(name, prefix="changed_")
        self.build.show(name)


_CHANGED = {
    "resolved_attempts": ("attempt_no", "scope"),
    "output_outcomes": ("attempt_no", "scope"),
    "brief_facts": ("brief_no", "scoped_briefs"),
    "people_facts": (KEY, "changed_work"),
    "handover_facts": ("handover_no", "changed_handovers"),
}
"""By which key, and where, the changed rows of a stored relation are."""


def show_stored(build: RelationBuilder, names: tuple[str, ...]) -> None:
    """Show relations of the warehouse in the target."""
    for name in names:
        build.execute(f"CREATE VIEW {{target}}.{name} AS FROM {STORED}.{name}")


def replace_table(build: RelationBuilder, name: str, like: str = "") -> None:
    """Make a relation empty in the target, as the warehouse declares it or the one it is like."""
    [(declared,)] = build.fetch(
        "SELECT sql FROM duckdb_tables() WHERE database_name = 'warehouse'"
        f" AND table_name = '{like or name}'"
    )
    columns = declared.split("(", 1)[1]
    build.execute(f"CREATE OR REPLACE TABLE {{target}}.{name} ({columns}")
