"""What loads by itself, and when: the table `[watch]` of the settings.

[watch]
folders = ["exports", "/Volumes/jobs/logs"]
review_on = "monday"
review_out = ["reviews/{week}.html"]
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.media import Folders
from data.wall_clock import Weekday

Seconds = Annotated[float, Field(gt=0, le=86_400)]


class WatchSettings(BaseModel):
    """What `offcut watch` looks at, how long it waits, and what else it does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folders: Folders = ()
    """What is watched where the command names none."""
    still_s: Seconds = 5
    """How long a file's size and time must stand still before it counts as written."""
    growing_every_s: Seconds = 900
    """How often a file that never stands still is loaded as far as it goes."""
    at_most_every_s: Seconds = 60
    """The least time between two publications; what comes meanwhile is gathered into the next."""
    look_every_s: Seconds = 30
    """How often folders are looked through where the system does not tell of a change."""
    scan_every_min: Annotated[float, Field(gt=0, le=10_080)] = 30
    """The least time between two scans of the folders of media."""
    review_on: Weekday | None = None
    """The day on which the last week's review is made; None: never by itself."""
    review_at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "06:00"
    """From when on that day, in the reporting time zone."""
    review_out: tuple[str, ...] = ()
    """The files it is written to; `{week}` stands for the week, as in 2026-W46."""
    review_post: tuple[str, ...] = ()
    """Where it is delivered, as `--post` takes it."""

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if self.review_on is not None and not (self.review_out or self.review_post):
            raise ValueError(
                "review_on needs somewhere for the review to go: give review_out or review_post too"
            )
        return self
