"""Which films were cut from which clips, in the last week and before."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from data.demo.agency.office_hours import later
from data.demo.media import saving
from data.demo.media.album import alone, is_delivered
from data.demo.media.drawing import frames, size_of
from data.demo.media.edits import Cut, cuts_of, write_fcpxml, write_otio
from data.demo.media.finals import finals_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from data.demo.media.pieces import Piece

HOUR_S, DAY_S = 3600, 86_400
MOST_CUTS = 6


def write_films(clips: Sequence[Piece], folder: Path, until: datetime) -> None:
    """Two films of the last week: one in two versions, and delivered; one by OpenTimelineIO.

    Of clips that no edit looks like: their frames alone tell what a delivered film shows.
    """
    own = alone(clips)
    projects = _by_project(
        each for each in clips if is_delivered(each) and each.output.asset_id in own
    )
    largest = sorted(projects.items(), key=lambda item: (-len(item[1]), item[0]))
    if largest:
        _two_versions(largest[0][0], largest[0][1][:MOST_CUTS], folder, until)
    if len(largest) > 1 and saving.has_library("opentimelineio"):
        name, pieces = largest[1]
        at = _after(pieces, HOUR_S, until)
        write_otio(cuts_of(pieces[:MOST_CUTS]), folder / f"edits/{name}.otio", at)


def _two_versions(name: str, pieces: Sequence[Piece], folder: Path, until: datetime) -> None:
    """The first version shows all; in the second one is switched off, and one is longer."""
    cuts = cuts_of(pieces)
    write_fcpxml(cuts, folder / f"edits/{name}_v1.fcpxml", _after(pieces, HOUR_S, until))
    last, first = cuts[-1], cuts[0]
    newer = [Cut(first.piece, 0, first.length_s + 1), *cuts[1:-1]]
    if len(cuts) > 1:
        newer.append(Cut(last.piece, last.first_s, last.length_s, enabled=False))
    at = _after(pieces, 3 * HOUR_S, until)
    write_fcpxml(newer, folder / f"edits/{name}_v2.fcpxml", at)
    if saving.has_library("av"):
        _deliver(name, [cut for cut in newer if cut.enabled], folder, at)


def _deliver(name: str, cuts: Sequence[Cut], folder: Path, at: datetime) -> None:
    size = size_of(cuts[0].piece)
    shown = (saving.seconds_of(frames(cut.piece, size), cut.first_s, cut.length_s) for cut in cuts)
    path = folder / "finals" / finals_folder(cuts[0].piece, at) / f"{name}_film.mp4"
    saving.save_clip(chain.from_iterable(shown), path, at)


def write_earlier_films(clips: Iterable[Piece], folder: Path) -> None:
    """One reel a project and week, of all that it used."""
    reels = defaultdict(list)
    for piece in clips:
        if piece.seconds is not None and piece.approved_at is not None:
            reels[piece.brief.project.name, f"{piece.approved_at:%G-W%V}"].append(piece)
    for (project, week), pieces in sorted(reels.items()):
        path = folder / f"edits/reels/{project}_{week}.fcpxml"
        write_fcpxml(cuts_of(pieces), path, _after(pieces, DAY_S))


def _by_project(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    found = defaultdict(list)
    for piece in pieces:
        found[piece.brief.project.name].append(piece)
    return found


def _after(pieces: Sequence[Piece], seconds: float, until: datetime | None = None) -> datetime:
    """So long after the last of them was approved, but within the demo."""
    at = later(max(each.approved_at or each.made_at for each in pieces), seconds)
    return min(at, later(until, -60)) if until else at
