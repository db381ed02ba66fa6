"""The folder of the demo's files: outputs, finals and edits, and what could not be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.demo.media import saving
from data.demo.media.drawing import frames, picture, size_of
from data.demo.media.films import write_earlier_films, write_films
from data.demo.media.finals import write_earlier, write_finals
from data.demo.media.layouts import write_layout

if TYPE_CHECKING:
    from pathlib import Path

    from data.demo.media.album import Album
    from data.demo.media.pieces import Piece

LEFT_OUT = {
    "av": "clips (offcut[video])",
    "psd_tools": "a layered file (offcut[layers])",
    "opentimelineio": "a timeline of OpenTimelineIO (offcut[timelines])",
}
"""What is not drawn where a library is not installed."""


def write_media(album: Album, folder: Path) -> None:
    """Write everything below `folder`."""
    with_clips = saving.has_library("av")
    for piece in album.stills:
        _write_still(piece, folder / "outputs")
    for piece in album.clips if with_clips else ():
        path = folder / "outputs" / piece.folder / piece.name
        saving.save_clip(frames(piece, size_of(piece)), path, piece.made_at)
    write_finals(album.pieces, folder / "finals", with_clips=with_clips)
    write_earlier(album.earlier, folder / "finals")
    write_layout(album.stills, folder)
    write_films(album.clips, folder, album.until)
    write_earlier_films(album.earlier, folder)


def left_out() -> list[str]:
    """What the files lack, for a library is missing."""
    return [what for library, what in LEFT_OUT.items() if not saving.has_library(library)]


def _write_still(piece: Piece, folder: Path) -> None:
    document_id = piece.output.asset_id if piece.output.uri is None else None
    path = folder / piece.folder / piece.name
    saving.save_picture(
        picture(piece, size_of(piece)), path, piece.made_at, document_id=document_id
    )
