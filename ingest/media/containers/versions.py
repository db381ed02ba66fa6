"""Names of containers: `film_v03.fcpxml` and `film_v2.fcpxml` are versions of one film."""

from __future__ import annotations

import re

SUFFIX = re.compile(
    r"\.(aaf|aepx?|aet|edl|fcpxmld?|idml|otio[dz]?|prproj|ps[bd]|xml)$", re.IGNORECASE
)
VERSION = re.compile(
    r"(?:^|(?<=[\s._-]))v(?:er(?:sion)?)?[\s._-]?(\d{1,6})(?=$|[\s._-])", re.IGNORECASE
)
LOOSE_ENDS = re.compile(r"^[\s._-]+|[\s._-]+$")


def version_of(name: str) -> tuple[str, int | None]:
    """The name without its suffix and version, and the version's number; None where it has none.

    Of several version marks the last one counts: `film_v2_client_v10` is version 10 of
    `film_v2_client`. What stands behind it stays: `film_v03_clean` is version 3 of `film_clean`.
    """
    stem = SUFFIX.sub("", name)
    mark = next(reversed(list(VERSION.finditer(stem))), None)
    if mark is None:
        return stem, None
    before = LOOSE_ENDS.sub("", stem[: mark.start()])
    behind = stem[mark.end() :] if before else LOOSE_ENDS.sub("", stem[mark.end() :])
    return (before + behind, int(mark[1])) if before + behind else (stem, None)
