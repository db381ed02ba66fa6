"""Where a team's media lie, and what being found there says: the table `[media]` of the settings.

[media]
outputs = ["renders"]
finals = ["/Volumes/jobs/finals"]
references = ["boards"]
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MeaningOfUse = Literal["client", "qc", "nothing"]
"""The stage at which what was used counts as approved; `nothing`: it says nothing."""
MeaningOfFolder = Annotated[
    str, Field(pattern="^(triage|qc|client|audit) (approved|rejected|needs_edit)$")
]
"""A stage and a decision."""
Folders = tuple[str, ...]
OUTPUTS_FOLDER = "outputs_folder"
"""The source of attempts that are known by a scanned file alone."""


class MediaSettings(BaseModel):
    """Folders to scan, by what lies in them, and what their files and timelines say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outputs: Folders = ()
    """What generators made."""
    finals: Folders = ()
    """What was delivered."""
    references: Folders = ()
    """What work starts from, and projects, timelines and layouts that lie with neither."""
    outputs_are_attempts: bool = False
    """Whether an output that says how it was made, and that no log explains, is an attempt: for
    programs that keep no log. Survivors alone: nobody knows what was thrown away."""
    hardware_rate_per_hour: Annotated[Decimal | None, Field(ge=0, le=10_000)] = None
    """What an hour of the machine that makes them costs, in `currency`; None: they have no cost."""
    hardware_seconds_per_output: Annotated[Decimal | None, Field(gt=0, le=86_400)] = None
    """How long it takes for one of them, for no file says it: the cost is assumed."""
    finals_mean: MeaningOfUse = "client"
    """A file in a folder of finals says that the output was approved, at this stage."""
    use_means: MeaningOfUse = "qc"
    """A place in the newest version of a timeline, project or layout says so, at this stage."""
    folders_mean: dict[str, MeaningOfFolder] = {
        "selects": "triage approved",
        "approved": "qc approved",
        "rejected": "qc rejected",
    }
    """What people said who put an output into a folder of this name; the innermost counts."""
    edl_frame_rate: Annotated[float | None, Field(gt=0, le=1000)] = None
    """Of edit decision lists, which do not say it."""
    fingerprints: bool = True
    """Whether files are matched by what they show, where nothing else tells which they are."""

    @model_validator(mode="after")
    def _rate_and_seconds(self) -> Self:
        if (self.hardware_rate_per_hour is None) != (self.hardware_seconds_per_output is None):
            raise ValueError(
                "hardware_rate_per_hour and hardware_seconds_per_output go together: no file says "
                "how long it took to make"
            )
        return self

    @property
    def cost_per_output(self) -> Decimal | None:
        """Money for the machine's time, in the reporting currency; None where no rate is set."""
        if self.hardware_rate_per_hour is None or self.hardware_seconds_per_output is None:
            return None
        return self.hardware_rate_per_hour * self.hardware_seconds_per_output / 3600
