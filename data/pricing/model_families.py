"""Which model names mean the same model, and what it makes."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from data.pricing.entry import Fact, Line

Media = Literal["image", "video", "audio", "other"]

VERSION_SUFFIX = r"[-@:_](\d{3}|\d{6}|\d{8}|\d{4}-\d{2}-\d{2})$"
"""A version at the end of a model's name: `-001`, `-260128`, `-20251216`, `-2026-04-21`, `@006`."""
VERSIONED = "-*"


def without_version(name: str) -> str:
    """The name without the version at its end; the name itself when it has none."""
    return re.sub(VERSION_SUFFIX, "", name)


class ModelFamily(Fact):
    """One model under all of its names, any case. `gpt-image-2-*` means gpt-image-2 with a version.

    The first name that a channel prices is the one that prices the others there.
    """

    name: Line
    media: Media
    names: Annotated[tuple[Line, ...], Field(min_length=1)]

    @property
    def title(self) -> str:
        """The family's name."""
        return self.name

    @property
    def keys(self) -> tuple[tuple[str, bool], ...]:
        """Every name in lower case, without its `-*`, and whether it had one; the own name too."""
        listed = dict.fromkeys([*(name.lower() for name in self.names), self.name.lower()])
        return tuple((name.removesuffix(VERSIONED), name.endswith(VERSIONED)) for name in listed)
