"""Sums by local day over the facts of attempts, for warehouses too large to sum each time.

Several narrow ones, each by dimensions that are asked for together: one over all of them would have
as many rows as there are attempts. What is summed is exact; percentiles of latencies come from
buckets and are within 1 %. Beside them stands what may yet be settled, which holds weeks open.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.relations.relation import Relation, Stage
from data.relations.texts import relation_sql

FROM_ATTEMPTS = 10_000_000
"""With fewer attempts the facts themselves are fast enough, and every figure is exact."""
ROLLING_UP = Stage(
    "16_rollups",
    "sums by day over the facts of a large lake, for each of several sets of dimensions",
    (
        Relation(name="summed_days", kind="table", needs=("attempt_facts",)),
        Relation(name="latency_days", kind="table", needs=("attempt_facts",)),
        Relation(name="unsettled_days", kind="table", needs=("asset_outcomes", "attempt_facts")),
    ),
)
TOLD_APART = ("status", "is_breakage", "is_reviewed", "assumed_because")
"""What every roll-up tells apart, beside the day and its dimensions."""
TIMES = ("local_submitted_at", "submitted_at")
COUNTED = "n_rows"
"""How many rows of the facts a row of a roll-up stands for."""


@dataclass(frozen=True)
class Rollup:
    """Sums by day and some dimensions; latencies, and what is unsettled, by the same."""

    name: str
    dimensions: tuple[str, ...]

    @property
    def latencies(self) -> str:
        """The name of the one that has latencies."""
        return f"latency_{self.name}"

    @property
    def unsettled(self) -> str:
        """The name of the one that has what may yet be settled."""
        return f"unsettled_{self.name}"

    def queries(self) -> dict[str, str]:
        """The query of each of them, by its name."""
        named = ", ".join(f'"{each}"' for each in self.dimensions)
        made_by = {
            self.name: "summed_days",
            self.latencies: "latency_days",
            self.unsettled: "unsettled_days",
        }
        return {
            name: relation_sql(relation).replace("$dimensions", named)
            for name, relation in made_by.items()
        }


ROLLUPS = (
    Rollup("media_days", ("media",)),
    Rollup("source_days", ("media", "source")),
    Rollup("work_days", ("media", "client", "project", "campaign")),
    Rollup("person_days", ("media", "team", "user")),
    Rollup(
        "model_days",
        ("media", "channel", "provider", "model", "model_family", "variant", "operation", "tier"),
    ),
)
"""The narrowest first: the first that fits a question answers it."""


def names() -> frozenset[str]:
    """The names of all of them."""
    return frozenset(
        name for each in ROLLUPS for name in (each.name, each.latencies, each.unsettled)
    )
