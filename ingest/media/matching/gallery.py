"""The files that are outputs for certain, as what others are compared with by their pictures.

What looks like one of them is that output. Those whose brief, project or client names one of a
final's folders, and that are not younger than it, are its scope.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.media.fingerprints.families import families_of
from ingest.media.fingerprints.outputs import Outputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from ingest.media.fingerprints.outputs import Places

Output = tuple[str, str, int]
DAY_S = 86_400
FILES = """
    SELECT
        f.sha256, any_value(f.fingerprint), o.source, o.source_id, o.output_index,
        o.brief, o.project, o.client, o.submitted_at
    FROM media AS f
    JOIN media_matches AS m ON m.media_sha256 = f.sha256 AND m.confidence = 'certain'
    JOIN logged_outputs AS o USING (source, source_id, output_index)
    WHERE f.role = 'output' AND f.gone_at IS NULL AND f.fingerprint IS NOT NULL
    GROUP BY ALL
    ORDER BY ALL
"""


PARENTS = """
    SELECT DISTINCT c.source, c.source_id, p.source, p.source_id
    FROM reference_matches AS m
    JOIN attempts AS c ON c.attempt_no = m.record_no
    JOIN attempts AS p ON p.attempt_no = m.attempt_no
    WHERE m.record_kind = 'parent' AND m.state = 'matched'
"""
APPROVED = """
    SELECT a.source, a.source_id, o.output_index
    FROM asset_outcomes AS o
    JOIN attempts AS a ON a.attempt_no = o.attempt_no
    WHERE o.standing_decision = 'approved' AND list_contains(?, o.standing_stage)
        AND NOT coalesce(starts_with(o.reason, 'by use: '), FALSE)
"""
Call = tuple[str, str]


class OutputFile(NamedTuple):
    """A file that is an output for certain."""

    sha256: str
    fingerprint: bytes
    source: str
    source_id: str
    output_index: int
    brief: str | None
    project: str | None
    client: str | None
    submitted_at: datetime

    @property
    def output(self) -> Output:
        """The output that it is."""
        return self.source, self.source_id, self.output_index


class Final(NamedTuple):
    """A content to be told by its picture."""

    sha256: str
    path: str
    dated_at: datetime
    fingerprint: bytes


@dataclass(frozen=True)
class Gallery:
    """The files of outputs, in one order."""

    files: Sequence[OutputFile]
    parents: Mapping[Call, frozenset[Call]]
    """The calls whose outputs a call was made from."""
    approved: frozenset[Output] = frozenset()
    """The outputs that people approved."""

    @classmethod
    def of(cls, con: DuckDBPyConnection, stages: Sequence[str]) -> Gallery:
        """Those of the warehouse; `stages`: where an approval counts."""
        parents: dict[Call, set[Call]] = {}
        for source, source_id, of_source, of_source_id in con.execute(PARENTS).fetchall():
            parents.setdefault((source, source_id), set()).add((of_source, of_source_id))
        files = [OutputFile(*row) for row in con.execute(FILES).fetchall()]
        approved = con.execute(APPROVED, [stages]).fetchall()
        above = {call: frozenset(of) for call, of in parents.items()}
        return cls(files, above, frozenset(approved))

    @cached_property
    def outputs(self) -> Outputs:
        """The stills among them, as one table to look in."""
        return Outputs.of([each.fingerprint for each in self.files])

    @cached_property
    def families(self) -> Places:
        """Which of them are edits or repeats of one picture, or made from another, as a number."""
        return families_of(self.outputs, self._related())

    def _related(self) -> Iterator[tuple[int, int]]:
        """Places of files of which one was made from the other."""
        places: dict[Call, list[int]] = {}
        for place, each in enumerate(self.files):
            places.setdefault(each.output[:2], []).append(place)
        for call, own in places.items():
            for parent in self.parents.get(call, ()):
                yield from product(own, places.get(parent, ()))

    @cached_property
    def digest(self) -> str:
        """What is compared with: the same again finds the same again."""
        return hashlib.sha256("".join(each.sha256 for each in self.files).encode()).hexdigest()

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each content."""
        return {each.sha256: place for place, each in enumerate(self.files)}

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        """Places by the names that folders may have."""
        found: dict[str, list[int]] = {}
        for place, each in enumerate(self.files):
            for name in {each.brief, each.project, each.client} - {None}:
                found.setdefault(str(name).casefold(), []).append(place)
        return found

    def scope(self, final: Final) -> Places | None:
        """The places of those that fit its folders and its time; None: none does, so all may."""
        folders = {part.casefold() for part in PurePath(final.path).parts[:-1]}
        named = {place for folder in folders for place in self._named.get(folder, ())}
        fitting = sorted(
            place
            for place in named
            if (self.files[place].submitted_at - final.dated_at).total_seconds() <= DAY_S
        )
        return np.array(fitting, np.intp) if fitting else None

    def shown(self, contents: Iterable[str]) -> list[Output]:
        """The outputs that these contents are, each once, in their order."""
        found = (self.files[self.place_of[sha256]].output for sha256 in contents)
        return list(dict.fromkeys(found))

    def leaf(self, outputs: Sequence[Output]) -> Output | None:
        """The one that all others led to, if there is one: of a picture and its upscale the latter.

        Where people approved one of them alone, it is that one. A single output is its own.
        """
        for output in outputs:
            above = self._above(output[:2])
            if all(other == output or other[:2] in above for other in outputs):
                approved = self.approved.intersection(outputs)
                return next(iter(approved)) if len(approved) == 1 else output
        return None

    def _above(self, call: Call) -> set[Call]:
        """All calls that a call was made from, in however many steps."""
        found: set[Call] = set()
        waiting = [call]
        while waiting:
            new = self.parents.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting += new
        return found
