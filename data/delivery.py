"""What a delivered file has to be: the table `[delivery]` of the settings.

[delivery.image]
width = 2048
height = 2048
colour_modes = ["RGB"]

[delivery.pieces]
image = 3
video = 1
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

Pixels = Annotated[int | None, Field(gt=0, le=100_000)]
MEDIA = ("image", "video", "audio")
Pieces = Annotated[int, Field(ge=0, le=1000)]


class FileSpec(BaseModel):
    """What files of one medium have to be; what is not said does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: Pixels = None
    height: Pixels = None
    """At least so many pixels, along the longer and the shorter side alike however it is turned."""
    colour_modes: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ()
    frame_rates: tuple[float, ...] = ()
    has_alpha: bool | None = None

    @property
    def says_anything(self) -> bool:
        """Whether it asks for anything."""
        return self != FileSpec()


class DeliverySpec(BaseModel):
    """What a deliverable is made of, and what its files have to be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    image: FileSpec = FileSpec()
    video: FileSpec = FileSpec()
    pieces: dict[str, Pieces] = {}
    """How many usable pieces of each medium one deliverable needs."""

    @field_validator("pieces")
    @classmethod
    def _of_known_media(cls, pieces: dict[str, int]) -> dict[str, int]:
        unknown = sorted(set(pieces) - set(MEDIA))
        if unknown:
            raise ValueError(f"{unknown[0]} is no medium; write {', '.join(MEDIA)}")
        return pieces
