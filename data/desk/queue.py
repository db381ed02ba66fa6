"""What there is to decide at a stage: outputs by brief, beside what the brief has approved."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, get_args

from data.desk.sample import Sample, size_of
from data.relations.texts import relation_sql
from data.warehouse.records import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.desk_journal import Output
    from data.settings import Settings

Order = Literal["project", "oldest", "costliest", "sample"]
MOST = 400
"""So many outputs are handed out at once; the next follow when these are decided."""
MOST_BESIDE = 8
"""So many approved ones of a brief stand beside it, the latest."""
STAGES: tuple[Stage, ...] = get_args(Stage)
UNDECIDED = (
    "(outcome = 'pending' OR outcome = 'not_selected' AND not_selected_by = 'verdict')"
    " AND (decision IS NULL OR {is_earlier})"
)
"""What only silence has passed over waits, too: nobody said no to it, nor yes to another."""
APPROVED = (
    "decision = 'approved' AND {is_earlier}"
    " AND (outcome = 'usable' OR outcome = 'pending' AND stage <> 'triage')"
)
DUE: dict[Stage, str] = {
    "triage": UNDECIDED, "qc": UNDECIDED, "client": APPROVED, "audit": APPROVED
}  # fmt: skip
"""What is to decide at a stage: what nobody decided on yet, or what an earlier one approved."""
BY: dict[Order, str] = {
    "project": "client NULLS LAST, project NULLS LAST, brief_at, brief_no",
    "oldest": "brief_at, brief_no",
    "costliest": "brief_money DESC NULLS LAST, brief_at, brief_no",
}
IN_BRIEF = "submitted_at, source, source_id, output_index"
KEY = "concat_ws(chr(31), source, source_id, output_index)"


@dataclass(frozen=True)
class DeskOutput:
    """One delivered output. Time in UTC, money in the reporting currency, seconds of a clip."""

    attempt_no: int
    brief_no: int
    source: str
    source_id: str
    output_index: int
    brief: str | None
    client: str | None
    project: str | None
    model: str | None
    operation: str | None
    media: str | None
    submitted_at: datetime
    outcome: str
    not_selected_by: str | None
    money: Decimal | None
    decision: str | None
    stage: str | None
    reason: str | None
    reviewer: str | None
    uri: str | None
    sha256: str | None
    """Of its file, where a scan found one."""
    kind: str | None
    width: int | None
    height: int | None
    seconds: float | None

    @property
    def output(self) -> Output:
        """What a decision names it by."""
        return self.source, self.source_id, self.output_index


@dataclass(frozen=True)
class DeskBrief:
    """A brief with what is to decide of it, and what of it was approved already."""

    brief_no: int
    due: tuple[DeskOutput, ...]
    approved: tuple[DeskOutput, ...] = ()


@dataclass(frozen=True)
class DeskQueue:
    """What is handed out, and how much there is in all."""

    briefs: tuple[DeskBrief, ...]
    n_due: int
    """Outputs to decide at this stage, those decided at the Desk and not loaded yet aside."""
    n_due_briefs: int
    sample: Sample | None = None
    """Where a sample was asked for: only what it holds is handed out."""

    @property
    def n_handed_out(self) -> int:
        """Outputs in it."""
        return sum(len(each.due) for each in self.briefs)


@dataclass(frozen=True)
class Asked:
    """What to hand out."""

    stage: Stage
    order: Order
    selection: Selection
    settings: Settings
    decided: Mapping[Output, str] = field(default_factory=dict)
    """What was decided at this stage and is not loaded yet."""
    missed: float = 0.05
    """Of a sample: so large a share of bad outputs must not be missed …"""
    risk: float = 0.05
    """… but with this chance."""
    seed: str = ""
    """Another seed, another sample; the same, the same."""

    @property
    def due(self) -> str:
        """The condition for what is to decide."""
        earlier = ", ".join(f"'{each}'" for each in STAGES[: STAGES.index(self.stage)])
        return DUE[self.stage].format(is_earlier=f"stage IN ({earlier or 'NULL'})")

    @property
    def keys(self) -> list[str]:
        """What was decided and is not loaded, as `KEY` spells it."""
        return [chr(31).join(map(str, each)) for each in self.decided]


def desk_queue(cursor: DuckDBPyConnection, asked: Asked) -> DeskQueue:
    """The outputs to decide, in their order, at most `MOST` of them."""
    outputs = _Outputs.of(cursor, asked)
    n_due, n_briefs = outputs.counted()
    sample = outputs.sample() if asked.order == "sample" else None
    due = outputs.due_in_order() if sample is None else outputs.drawn(sample.size)
    beside = outputs.approved(due)
    briefs = (
        DeskBrief(number, tuple(some), tuple(beside.get(number, ())))
        for number, some in groupby(due, lambda each: each.brief_no)
    )
    return DeskQueue(tuple(briefs), n_due, n_briefs, sample)


@dataclass(frozen=True)
class _Outputs:
    """The outputs of a selection, and questions about them."""

    cursor: DuckDBPyConnection
    asked: Asked
    sql: str
    parameters: tuple[object, ...]

    @classmethod
    def of(cls, cursor: DuckDBPyConnection, asked: Asked) -> _Outputs:
        where, parameters = asked.selection.where(asked.settings)
        chosen = f"SELECT attempt_no FROM attempt_facts WHERE {where}"
        of_these = f"SELECT * FROM ({relation_sql('desk_outputs')}) AS d"
        return cls(cursor, asked, f"{of_these} WHERE attempt_no IN ({chosen})", parameters)

    @property
    def undecided(self) -> str:
        """SQL: those to decide; needs the keys of those that were since."""
        return (
            f"SELECT *, sum(money) OVER of_brief AS brief_money, min(submitted_at) OVER of_brief"
            f" AS brief_at FROM ({self.sql}) AS o WHERE {self.asked.due}"
            f" AND NOT list_contains(?::VARCHAR[], {KEY})"
            " WINDOW of_brief AS (PARTITION BY brief_no)"
        )

    def counted(self) -> tuple[int, int]:
        """How many outputs of how many briefs are to decide."""
        sql = f"SELECT count(*), count(DISTINCT brief_no) FROM ({self.undecided}) AS u"
        row = self._rows(sql, self.asked.keys)[0]
        return int(row[0]), int(row[1])

    def due_in_order(self) -> list[DeskOutput]:
        """The first of them."""
        by = f"{BY[self.asked.order]}, {IN_BRIEF}"
        return self._outputs(f"SELECT * FROM ({self.undecided}) AS u ORDER BY {by} LIMIT {MOST}",
                             self.asked.keys)  # fmt: skip

    def sample(self) -> Sample:
        """How large it is to be, and what was decided of it. What was is in the lot, too."""
        lot = self._rows(f"SELECT count(*) FROM ({self._lot}) AS l")[0][0]
        size = size_of(lot, self.asked.missed, self.asked.risk)
        rows = self._rows(
            f"SELECT source, source_id, output_index, said FROM ({self._lot}) AS l"
            f" ORDER BY {self._shuffled} LIMIT {size}",
            self.asked.seed,
        )
        said = [self.asked.decided.get(tuple(output), word) for *output, word in rows]
        known = [each for each in said if each is not None]
        bad = sum(each != "approved" for each in known)
        return Sample(lot, size, len(known), bad, self.asked.missed, self.asked.risk)

    def drawn(self, size: int) -> list[DeskOutput]:
        """Those of the sample that are still to decide, by brief."""
        sql = (
            f"SELECT * FROM (SELECT *, min(submitted_at) OVER (PARTITION BY brief_no) AS brief_at"
            f" FROM (SELECT * FROM ({self._lot}) AS l ORDER BY {self._shuffled} LIMIT {size}) AS s"
            f" WHERE said IS NULL AND NOT list_contains(?::VARCHAR[], {KEY})) AS t"
            f" ORDER BY brief_at, brief_no, {IN_BRIEF} LIMIT {MOST}"
        )
        return self._outputs(sql, self.asked.seed, self.asked.keys)

    def approved(self, due: Sequence[DeskOutput]) -> dict[int, list[DeskOutput]]:
        """By brief, what was approved of it and is not to decide now: the latest."""
        sql = (
            f"SELECT * FROM ({relation_sql('desk_outputs')}) AS d"
            f" WHERE decision = 'approved' AND NOT ({self.asked.due})"
            " AND list_contains(?::BIGINT[], brief_no)"
            " QUALIFY row_number() OVER (PARTITION BY brief_no ORDER BY sha256 IS NULL,"
            f" submitted_at DESC, source, source_id, output_index) <= {MOST_BESIDE}"
            f" ORDER BY brief_no, {IN_BRIEF}"
        )
        numbers = sorted({each.brief_no for each in due})
        found: dict[int, list[DeskOutput]] = {}
        for row in self.cursor.execute(sql, [numbers]).fetchall():
            each = DeskOutput(*row)
            found.setdefault(each.brief_no, []).append(each)
        return found

    @property
    def _lot(self) -> str:
        """SQL: what a sample is drawn of, whether or not it was decided on meanwhile."""
        return (
            f"SELECT o.*, r.decision AS said FROM"
            f" (SELECT *, {self.asked.due} AS is_due FROM ({self.sql}) AS a) AS o"
            f" LEFT JOIN ({relation_sql('reviews_of_outputs')}) AS r"
            " ON r.attempt_no = o.attempt_no AND r.output_index = o.output_index"
            f" AND r.stage = '{self.asked.stage}'"
            " WHERE o.is_due OR r.decision IS NOT NULL"
        )

    @property
    def _shuffled(self) -> str:
        return f"md5(concat_ws(chr(31), ?::VARCHAR, {KEY})), {KEY}"

    def _rows(self, sql: str, *further: object) -> list[tuple[Any, ...]]:
        return self.cursor.execute(sql, [*self.parameters, *further]).fetchall()

    def _outputs(self, sql: str, *further: object) -> list[DeskOutput]:
        n = len(DeskOutput.__dataclass_fields__)
        return [DeskOutput(*row[:n]) for row in self._rows(sql, *further)]
