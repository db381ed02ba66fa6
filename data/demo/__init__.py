"""A seeded simulator of an invented agency that writes raw logs, and files, for the ordinary load.

`write_demo` plays the briefs day by day and writes what they leave behind in the providers' own
formats. The same seed gives the same bytes on any machine, of drawn files on one. Belongs here: the
invented world, how it spells its logs and what its files look like. Does not belong here: reading
them, or what their figures mean.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DEMO_END = date(2026, 11, 15)
DEMO_AS_OF = datetime(2026, 11, 16, tzinfo=UTC)
"""The moment to look at the default demo from: the end of its last Sunday, UTC."""


def write_demo(
    folder: Path,
    *,
    seed: int = 7,
    end: date = DEMO_END,
    weeks: int = 10,
    scale: float = 1.0,
    media: Path | None = None,
) -> list[Path]:
    """Write the logs of the `weeks` up to and including `end` below `folder`.

    `scale` multiplies the briefs (1 makes about 7,500 attempts); memory stays bounded, as days are
    written as they are played. With a folder for `media`, the last week's outputs are drawn there,
    with what was delivered and cut of them. Returns the files and folders to load, in a sensible
    order; for a file that needs a map, `map_beside` finds it.
    """
    from data.demo.agency.agenda import Agenda
    from data.demo.agency.dice import Dice
    from data.demo.agency.production import play
    from data.demo.logs.folder import FILES, Logbook
    from data.demo.media.album import Album
    from data.demo.media.folder import write_media

    first, until = end - timedelta(days=7 * weeks - 1), _start_of(end + timedelta(days=1))
    agenda = Agenda(seed, first, scale)
    logbook, album = Logbook(folder, _start_of(first), until, scale), Album(until)
    for number in range(7 * weeks):
        day = first + timedelta(days=number)
        logbook.schedule.run(before=_start_of(day) - timedelta(hours=2))
        for brief in agenda.briefs(day):
            logbook.begin(brief)
            events = play(brief, Dice(seed, brief.project.name, brief.brief_id))
            for event in events:
                logbook.note(event)
            if media:
                album.note(brief, events)
    logbook.close()
    if media:
        write_media(album, media)
    return [folder / name for name in FILES]


def map_beside(path: Path) -> Path | None:
    """The map that lies beside a demo file, if it needs one."""
    found = path.with_suffix(".map.toml")
    return found if found.exists() else None


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
