"""Metrics of files: whether they are what is to be delivered, and which of them nobody logged.

Those of single files stand as of the last scan; those of outputs as of the moment asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.metrics.distributions import Percentile
from data.metrics.metric import Aggregate, Metric, Ratio, Term, Total, Value, quotient
from data.metrics.sums import ACCEPTED, DISCARDED
from data.metrics.use import OF_USE

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECES = {medium: f"{{pieces_of_{medium}}}" for medium in ("image", "video", "audio")}
"""Placeholders of how many pieces of each medium a deliverable needs, from the settings."""
NO_PIECES = "the settings name no pieces of a deliverable"


@dataclass(frozen=True)
class SetYield(Metric):
    """The product over media of the share accepted to the power of the pieces needed.

    As of components in series: all have to hold (rolled throughput yield, Six Sigma).
    """

    @property
    def terms(self) -> tuple[Term, ...]:
        """What was accepted, and what was discarded."""
        return ACCEPTED, DISCARDED

    @property
    def reasons(self) -> tuple[str, ...]:
        """That nobody says what a deliverable is, or nothing of a medium is settled."""
        return NO_PIECES, "nothing is settled yet of a medium that it needs"

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Pieces, accepted and discarded outputs, of each medium in turn."""
        return tuple(
            Aggregate("attempt", sql, 0)
            for medium, pieces in PIECES.items()
            for sql in (
                f"any_value({pieces})",
                f"sum(outputs_usable + outputs_contributed) FILTER (WHERE media = '{medium}')",
                f"sum(outputs_rejected + outputs_not_selected) FILTER (WHERE media = '{medium}')",
            )
        )

    def value(self, parts: Sequence[Any]) -> Value:
        """The chance, between 0 and 1."""
        needed = _needed(parts)
        if not needed:
            return None
        chance = 1.0
        for pieces, accepted, discarded in needed:
            share = quotient(accepted, accepted + discarded)
            if share is None:
                return None
            chance *= float(share) ** pieces
        return chance

    def why_unknown(self, parts: Sequence[Any]) -> str:
        """Which of the two it is."""
        return self.reasons[1 if _needed(parts) else 0]


def _needed(parts: Sequence[Any]) -> list[tuple[int, int, int]]:
    """Pieces, accepted and discarded outputs of each medium that a deliverable needs."""
    groups = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [(k, accepted or 0, discarded or 0) for k, accepted, discarded in groups if k]


def _of_files(name: str, title: str, meaning: str, condition: str) -> Total:
    counted = Term(f"(SELECT count(*) FROM media_facts WHERE {condition})")
    return Total(
        name, title, f"{meaning}, as of the last scan.", f"count of {title.lower()}",
        unit="count", good="down", grain="warehouse", of=counted,
    )  # fmt: skip


FILE_METRICS: tuple[Metric, ...] = (
    Ratio(
        "resolution_scalability",
        "Resolution scalability",
        "Of the delivered outputs, the share whose final is as large as the settings ask.",
        "outputs with a final at or above the asked size / outputs with a final of known size",
        unit="rate",
        good="up",
        grain="use",
        numerator=Term("count(*) FILTER (WHERE final_meets_size)", gaps=OF_USE),
        denominator=Term(
            "count(final_meets_size)", none="no size is asked for, or no final is known"
        ),
    ),
    Percentile(
        "enlargement_p50",
        "Enlargement, p50",
        "By what factor the longer side of a final is larger than that of the output as it was "
        "generated, for half of them at most.",
        "p50 of (longer side of the final / longer side of the output's own file)",
        unit="ratio",
        grain="use",
        column=Term("enlarged_by", gaps=OF_USE, none="of no output both files are known"),
        p=0.5,
    ),
    Ratio(
        "export_friction_rate",
        "Export friction",
        "Of the outputs whose own file is known, the share that is not what the settings ask to "
        "be delivered: in size, colour mode, profile, codec, frame rate or alpha.",
        "outputs whose file misses the delivery spec / outputs whose file is held against it",
        unit="rate",
        good="down",
        grain="use",
        numerator=Term("count(*) FILTER (WHERE has_friction)", gaps=OF_USE),
        denominator=Term("count(has_friction)", none="nothing is asked for ([delivery])"),
    ),
    SetYield(
        "set_yield",
        "Set yield",
        "The chance that all pieces of a deliverable are right at once: of each medium the share "
        "accepted, to the power of the pieces that it needs.",
        "product over media of (accepted / settled outputs) ^ pieces",
        unit="rate",
        good="up",
    ),
    Ratio(
        "log_coverage",
        "Log coverage",
        "Of the finals that a model made, the share that a logged output explains, as of the last "
        "scan.",
        "finals explained by a logged output / those and finals that look generated",
        unit="rate",
        good="up",
        grain="warehouse",
        numerator=Term(
            "(SELECT count(*) FILTER (WHERE is_explained) FROM media_facts WHERE role = 'final')",
            gaps=OF_USE,
        ),
        denominator=Term(
            "(SELECT count(*) FILTER (WHERE is_explained OR looks_generated) FROM media_facts"
            " WHERE role = 'final')",
            none="no final was scanned that a model made",
        ),
    ),
    _of_files(
        "dark_files",
        "Dark files",
        "Finals that carry generator metadata or an AI label and that no logged output explains: "
        "somebody paid for them",
        "role = 'final' AND is_dark",
    ),
    _of_files(
        "unexplained_files",
        "Unexplained files",
        "Finals that no logged output explains, whoever made them",
        "role = 'final' AND NOT is_explained AND problem IS NULL",
    ),
    _of_files(
        "possible_matches",
        "Possible matches",
        "Files that may be an output, and count for nothing until a person says yes or no",
        "n_possible > 0 AND NOT is_explained",
    ),
    _of_files(
        "unreadable_files",
        "Unreadable files",
        "Files in scanned folders that could not be read",
        "problem IS NOT NULL",
    ),
)
EVIDENCE_GAPS = (
    *("possible_matches", "dark_files", "unexplained_files", "unreadable_files"),
    "use_conflicts",
)
"""What figures of use and of files could not take in, or found to disagree."""
