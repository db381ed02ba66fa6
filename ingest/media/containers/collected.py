"""What is found in one container on the way through it: its uses, its notes, and an end to both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from data.warehouse.media_records import Container, Use
from ingest.media.containers.paths import canonical, is_still
from ingest.media.containers.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.warehouse.media_records import ContainerKind
    from ingest.media.containers.spans import Seconds

MOST_STEPS = 100_000
"""Sequences that nest each other unfold without end: 30 levels of two are a thousand million."""
MOST_NOTES = 20
LONGEST_TEXT = 4096
FROM_THE_FIRST_FRAME = Span(0.0, math.inf)


class Collected:
    """The uses and notes of one container."""

    def __init__(self) -> None:
        """Begin empty."""
        self.uses: list[Use] = []
        self._notes: dict[str, None] = {}
        self._steps = 0

    def step(self) -> None:
        """Count one element looked at. Raises RefusedFileError where there is no end of them."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise RefusedFileError(
                f"more than {MOST_STEPS:,} clips once its nested sequences are unfolded, as no "
                "edit has. If it is one, export its parts by themselves; then scan again."
            )

    def note(self, sentence: str) -> None:
        """Keep what could not be read for certain, each once."""
        self._notes[sentence] = None

    def use(
        self,
        ref: str,
        span: Span | None = None,
        *,
        track: str | None = None,
        enabled: bool = True,
        names: Iterable[str | None] = (),
        is_address: bool = False,
        sha256: str | None = None,
        fingerprint: bytes | None = None,
    ) -> None:
        """Keep a medium that is placed: `span` are seconds of its own, None where not known.

        A still has no seconds. `names`: what else it is called, without its own spelling.
        """
        self.step()
        told = _text(canonical(ref, is_address=is_address))
        if told is None:
            self.note("A clip names no medium at all: it is left out.")
            return
        seconds = None if span is None or is_still(told) else span.within(FROM_THE_FIRST_FRAME)
        self.uses.append(
            Use(
                media_ref=told,
                media_sha256=sha256,
                media_ids=_other_names(names, told),
                fingerprint=fingerprint,
                track=_text(track),
                enabled=enabled,
                seconds_used=_tidy(seconds and seconds.length),
                source_start_s=_tidy(seconds and seconds.start),
                source_end_s=_tidy(seconds and seconds.end),
            )
        )

    def container(self, kind: ContainerKind, name: str) -> Container:
        """All that was found, under the container's name."""
        return Container(
            kind=kind,
            name=_text(name) or "untitled",
            uses=tuple(self.uses),
            notes=limited(list(self._notes)),
        )


def limited(notes: Sequence[str]) -> tuple[str, ...]:
    """The first notes, and how many more there are."""
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    return (*notes[:MOST_NOTES], f"{len(notes) - MOST_NOTES:,} more notes of these kinds.")


def own_names(file_name: str, titles: Sequence[str | None]) -> tuple[str, ...]:
    """What containers of one file are called: by the file if there is one, else each by its title.

    Titles that come again are numbered: `Main`, `Main (2)`.
    """
    if len(titles) == 1:
        return (file_name,)
    seen: dict[str, int] = {}
    names = []
    for title in titles:
        name = _text(title) or file_name
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _text(text: str | None) -> str | None:
    """As a warehouse keeps it; of what is too long, the end: there a path has its name."""
    clean = (text or "").encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()
    return clean[-LONGEST_TEXT:] or None


def _other_names(names: Iterable[str | None], told: str) -> tuple[str, ...]:
    clean = (_text(name) for name in names)
    return tuple(dict.fromkeys(name for name in clean if name and name != told))


def _tidy(seconds: Seconds | None) -> float | None:
    """To the microsecond."""
    return None if seconds is None else round(float(seconds), 6)
