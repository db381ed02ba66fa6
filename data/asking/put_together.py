"""Sums over millions of rows, of which those that are alike are put together first.

Every line of the waste ledger has two sums of its own, though an attempt lies on one of them alone.
Attempts that agree in all that a sum tells apart are one row here, with the sums of their columns
in the place of their values; the columns of `attempt_facts` are then worked out of these few rows.
Attempts whose outputs went several ways stay as they are. Shares of the ledger are put together in
the same way. Sums of money are decimals, so that nothing depends on their order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.asking.rolled_up import OF_DAYS, SUMMED, is_of_sums, over_sums
from data.metrics.closed_weeks import IN_CLOSED_WEEK
from data.metrics.sums import LINES, OUTPUT_LINES, SHARES
from data.relations.named_columns import (
    NAME,
    cut_facts,
    facts_columns,
    over_named_columns,
    stored_beneath,
)
from data.relations.rollups import COUNTED, ROLLUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from data.metrics.metric import Aggregate

FEWEST = 6
"""To put rows together pays from so many sums on,"""
FROM_ATTEMPTS = 500_000
"""and from so many attempts on: to plan such a question takes longer than a small one does."""
OF_SHARES = {"outcome", "reason", "reviewer", "stage"}
STORED = " FROM resolved_attempts"
TOLD_APART = ("waste_line", "status", "is_reviewed", "assumed_because", "cache_hit")
"""Columns of resolved_attempts that decide where a value is counted."""
ADDED_UP = (
    *("cost", "refund", "computed_cost", "n_requested", "n_outputs"),
    *("outputs_not_selected_by_selection", "adherence_known", "adherence_met"),
)
BY_LINE = ("line_money", "line_outputs")
"""What the outputs of one attempt cost and were by line, where they went several ways."""
COUNTS = "verdict_counts"
FIRST = f"CASE WHEN {COUNTS} IS NOT NULL THEN {COUNTS}[1] END AS {COUNTS}"
"""Looked up once, and only where there is something: that takes as long as all sums together."""
ROW = "attempt_no"
"""NULL where the row is lapsed credits, whose line is one of its own."""
CLOSED = "in_closed_week"
LITERAL = re.compile(r"'[^']*'")
ATTEMPTS = "n_attempts"
"""Counts rows: written as a sum over how many a row stands for."""
EACH_ATTEMPT = re.compile(rf"\bsum\({ATTEMPTS}\)")
SHARE_SUMS = {
    *("cost", "outputs_delivered", "outputs_unreviewed", "money_unreviewed"),
    *(f"money_{line}" for line in LINES),
    *(f"outputs_{line}" for line in OUTPUT_LINES),
}


def put_together(
    cursor: DuckDBPyConnection, relation: str, parts: Sequence[Aggregate], by: Iterable[str]
) -> dict[Aggregate, str]:
    """Those parts that sums over rows put together tell, each as it is asked of them.

    None where too few are to pay, or where groups are so many that few rows are alike.
    """
    names = set(by) - OF_DAYS - (OF_SHARES if relation == SHARES else set())
    if not any(names <= set(each.dimensions) for each in ROLLUPS):
        return {}
    if relation == SHARES:
        sums, known = SHARE_SUMS, {"is_reviewed"}
    else:
        sums = {name for name in facts_columns(cursor) if _is_additive(cursor, name)}
        known = {*TOLD_APART[1:], "is_breakage"}
    written = {part: _written(part.sql) for part in parts if is_of_sums(part.sql, sums, known)}
    summed = {name for part in written for name in SUMMED.findall(part.sql)}
    return written if len(summed) >= FEWEST and _are_many(cursor) else {}


def _are_many(cursor: DuckDBPyConnection) -> bool:
    (attempts,) = cursor.execute("SELECT count(*) FROM resolved_attempts").fetchall()[0]
    return bool(attempts >= FROM_ATTEMPTS)


def _is_additive(cursor: DuckDBPyConnection, name: str) -> bool:
    """Whether nothing but what is added up, and what decides where, stands beneath it.

    What stands on the latter alone counts rows, of which one here stands for many.
    """
    beneath, added = stored_beneath(cursor, name), {*ADDED_UP, *BY_LINE, COUNTS}
    is_counted = name == ATTEMPTS
    return beneath <= {*TOLD_APART, *added, ROW} and (is_counted or bool(beneath & added))


def _written(sql: str) -> str:
    return EACH_ATTEMPT.sub(f"sum({ATTEMPTS} * {COUNTED})", over_sums(sql))


@dataclass(frozen=True)
class Together:
    """One question over rows put together: its keys, its parts, and which rows."""

    cursor: DuckDBPyConnection
    keys: Sequence[str]
    columns: str
    """The parts, as `put_together` wrote them."""
    where: str
    closed: str
    """The condition that an attempt lies in a closed week."""

    def query(self, relation: str) -> str:
        """The question: its groups, the number of their rows, their parts."""
        rows = self._over_shares() if relation == SHARES else self._over_attempts()
        columns = self.columns.replace(IN_CLOSED_WEEK, CLOSED)
        grouped = f" GROUP BY {', '.join(self._keys)}" if self.keys else ""
        asked = f"{rows[1]}{grouped}"
        return f"WITH {rows[0]} SELECT {', '.join([*self._keys, 'count(*)', columns])} {asked}"

    @property
    def _keys(self) -> list[str]:
        return [f"key_{n}" for n, _ in enumerate(self.keys)]

    @property
    def _marks(self) -> list[str]:
        """The keys, and in which weeks, where a part asks for that."""
        return [*self._keys, *([CLOSED] if IN_CLOSED_WEEK in self.columns else [])]

    @property
    def _marked(self) -> str:
        """The same as columns of single rows."""
        each = [f"{sql} AS key_{n}" for n, sql in enumerate(self.keys)]
        each += [f"{self.closed} AS {CLOSED}"] if IN_CLOSED_WEEK in self.columns else []
        return "".join(f"{one}, " for one in each)

    # --- shares of the ledger -----------------------------------------------------------------

    def _over_shares(self) -> tuple[str, str]:
        keys = ", ".join([*self._marks, "line", "is_reviewed"])
        alike = (
            f"SELECT {self._marked}line, is_reviewed, count(*) AS {COUNTED}, "
            "sum(money) AS money, CAST(sum(outputs) AS BIGINT) AS outputs "
            f"FROM waste_ledger WHERE {self.where} GROUP BY {keys}, money IS NULL"
        )
        narrow = over_named_columns(self.cursor, f"WITH alike AS ({alike}) ")
        return narrow.removeprefix("WITH "), f"FROM {SHARES.replace('waste_ledger', 'alike')}"

    # --- attempts -----------------------------------------------------------------------------

    def _over_attempts(self) -> tuple[str, str]:
        more = "".join(f", {each}" for each in (*self._marks, COUNTED))
        facts = cut_facts(self.cursor, self._asked).replace(STORED, f"{more} FROM alike")
        return (
            f"chosen AS NOT MATERIALIZED ({self._chosen()}), alike AS ({self._alike()}), "
            f"attempt_facts AS NOT MATERIALIZED ({facts})"
        ), "FROM attempt_facts"

    @property
    def _asked(self) -> set[str]:
        named = NAME.findall(LITERAL.sub("", self.columns))
        return set(named) & facts_columns(self.cursor)

    @property
    def _beneath(self) -> set[str]:
        """The stored columns that the parts are worked out from."""
        return {each for name in self._asked for each in stored_beneath(self.cursor, name)}

    def _chosen(self) -> str:
        """The attempts that are asked about, with what is added up and told apart."""
        named = facts_columns(self.cursor)
        shown = named & {*NAME.findall(f"{self.where} {self._marked}"), *self._beneath}
        more = "".join(f", {each}" for each in sorted(self._beneath - named))
        rows = cut_facts(self.cursor, shown).replace(STORED, f"{more}{STORED}")
        columns = ", ".join(FIRST if each == COUNTS else each for each in sorted(self._beneath))
        return f"SELECT {self._marked}{columns} FROM ({rows}) WHERE {self.where}"

    def _alike(self) -> str:
        beneath = self._beneath
        keys = [*self._marks, *(each for each in TOLD_APART if each in beneath)]
        added = [each for each in ADDED_UP if each in beneath]
        apart = [each for each in BY_LINE if each in beneath]
        whether = ["cost"] if "waste_line" in beneath else ["cost", ROW]
        groups = [*keys, *(f"{each} IS NULL" for each in whether if each in beneath)]
        together = [*keys, f"count(*) AS {COUNTED}", *(f"sum({each}) AS {each}" for each in added)]
        alone = [*keys, f"1 AS {COUNTED}", *added, *apart]
        if ROW in beneath:
            together.append(f"min({ROW}) AS {ROW}")
            alone.append(ROW)
        if COUNTS in beneath:
            together.append(self._counts("count({0}) > 0", "sum({0}.{1})"))
            alone.append(self._counts("{0} IS NOT NULL", "{0}.{1}"))
        is_one = " AND ".join(f"{each} IS NULL" for each in apart) or "TRUE"
        grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
        alike = f"SELECT {', '.join(together)} FROM chosen WHERE {is_one}{grouped}"
        others = f"SELECT {', '.join(alone)} FROM chosen WHERE NOT ({is_one})"
        return f"{alike} UNION ALL BY NAME {others}" if apart else alike

    def _counts(self, some: str, one: str) -> str:
        """Sums of what verdicts count, in the form that one attempt has them."""
        fields = sorted(each for each in self._asked if COUNTS in stored_beneath(self.cursor, each))
        packed = (f"{each} := CAST({one.format(COUNTS, each)} AS BIGINT)" for each in fields)
        return (
            f"CASE WHEN {some.format(COUNTS)} THEN [struct_pack({', '.join(packed)})] END"
            f" AS {COUNTS}"
        )
