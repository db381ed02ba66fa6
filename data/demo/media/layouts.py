"""A layered file: what was delivered of one project on one page, a layer each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.demo.media import saving
from data.demo.media.album import is_delivered
from data.demo.media.drawing import picture, scaled, size_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.demo.media.pieces import Piece

MOST_LAYERS = 2
SMALLER_BY = 0.3
"""Layers are not packed: a page is to stay as small as the pictures."""
GAP = 8


def write_layout(pieces: Sequence[Piece], folder: Path) -> None:
    """Write a page of the first project with several delivered stills, where layers can be."""
    if not saving.has_library("psd_tools"):
        return
    by_project: dict[str, list[Piece]] = {}
    for piece in filter(is_delivered, pieces):
        by_project.setdefault(piece.brief.project.name, []).append(piece)
    name = next((name for name, found in by_project.items() if len(found) > 1), None)
    if name is not None:
        _write(by_project[name][:MOST_LAYERS], folder / "edits" / f"{name}_page_v1.psd")


def _write(pieces: Sequence[Piece], path: Path) -> None:
    from psd_tools import PSDImage

    images = [picture(piece, scaled(size_of(piece), SMALLER_BY)) for piece in pieces]
    width = max(image.width for image in images) + 2 * GAP
    page = PSDImage.new("RGB", (width, sum(image.height + GAP for image in images) + GAP))
    top = GAP
    for piece, image in zip(pieces, images, strict=True):
        page.create_pixel_layer(image, name=piece.name, top=top, left=GAP)
        top += image.height + GAP
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path)
    saving.date_file(path, max(piece.approved_at or piece.made_at for piece in pieces))
