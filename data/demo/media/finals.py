"""What was delivered: `finals/<client>/<day>/…`, some under its own name, some under a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import later, local
from data.demo.media import saving
from data.demo.media.album import alone, is_delivered
from data.demo.media.drawing import frames, picture, scaled, size_of, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from PIL.Image import Image

    from data.demo.media.pieces import Piece

RENAMED = 0.5
SMALLER_BY = 0.75
SLOWER_RATE = 10
PARAMETERS = """\
{brief}, product shot, soft light
Negative prompt: text, watermark
Steps: 28, Sampler: DPM++ 2M, CFG scale: 6, Seed: {seed}, Size: 832x1216, Model: juggernautXL_v9"""
"""What a workstation with Stable Diffusion writes into a picture; no log knows of it."""


def write_finals(pieces: Sequence[Piece], folder: Path, *, with_clips: bool) -> None:
    """Write what was delivered of the last week's pieces, and two files that no log explains."""
    delivered = [each for each in pieces if is_delivered(each)]
    stills = [each for each in delivered if each.seconds is None]
    renamed = [each for each in stills if _is_renamed(each)]
    for piece in stills:
        if piece not in renamed:
            _under_its_name(piece, folder)
    for number, piece in enumerate(renamed, start=1):
        _under_a_new_name(piece, folder, number)
    own = alone(pieces)
    for piece in delivered if with_clips else ():
        if piece.seconds is not None:
            is_renamed = _is_renamed(piece) and piece.output.asset_id in own
            _clip(piece, folder, is_renamed=is_renamed)
    if delivered and (shot := _never_looked_at(pieces)):
        _under_its_name(shot, folder)
    _dark_files(stills[-1:], folder)


def write_earlier(pieces: Iterable[Piece], folder: Path) -> None:
    """Write what was delivered in the weeks before; of stills, as clips are many bytes."""
    for piece in pieces:
        if piece.seconds is None:
            _under_its_name(piece, folder, factor=0.5)


def finals_folder(piece: Piece, at: datetime) -> str:
    """`<client>/<day>` of what was delivered then."""
    return f"{piece.brief.client.name}/{local(at).date()}"


def _delivered_at(piece: Piece) -> datetime:
    return later(piece.approved_at or piece.made_at, 900)


def _is_renamed(piece: Piece) -> bool:
    return Dice("renamed", piece.output.asset_id).chance(RENAMED)


def _under_its_name(piece: Piece, folder: Path, factor: float = SMALLER_BY) -> None:
    at = _delivered_at(piece)
    image = picture(piece, scaled(size_of(piece), factor))
    path = folder / finals_folder(piece, at) / piece.name
    saving.save_picture(image, path, at, document_id=piece.output.asset_id, quality=80)


def _under_a_new_name(piece: Piece, folder: Path, number: int) -> None:
    """Without a word of where it comes from; the first three are cropped, captioned and cut."""
    at = _delivered_at(piece)
    image = picture(piece, size_of(piece))
    image = ALTERED[number](image) if number in ALTERED else image.resize(
        scaled(image.size, SMALLER_BY)
    )  # fmt: skip
    name = f"{piece.brief.project.name}_{number:03}.{'webp' if number % 4 == 0 else 'jpg'}"
    saving.save_picture(image, folder / finals_folder(piece, at) / name, at, quality=75)


def _cropped(image: Image) -> Image:
    """A margin of 4 % less on each side."""
    x, y = round(image.width * 0.04), round(image.height * 0.04)
    return image.crop((x, y, image.width - x, image.height - y))


def _captioned(image: Image) -> Image:
    from PIL import ImageDraw

    top = image.height * 4 // 5
    ImageDraw.Draw(image).rectangle([0, top, image.width, image.height], fill="white")
    write(image, "")
    ImageDraw.Draw(image).text((4, top + 4), "Out now", fill="black")
    return image


def _cut_out(image: Image) -> Image:
    """So small a part that only a person can tell where it is from."""
    w, h = image.size
    return image.crop((w * 2 // 5, h * 2 // 5, w, h))


ALTERED = {1: _cropped, 2: _captioned, 3: _cut_out}


def _clip(piece: Piece, folder: Path, *, is_renamed: bool) -> None:
    at = _delivered_at(piece)
    path = folder / finals_folder(piece, at)
    if is_renamed:
        shown = frames(piece, scaled(size_of(piece), SMALLER_BY))
        name = f"{piece.brief.project.name}_{piece.brief.brief_id}_{piece.number}.mp4"
        saving.save_clip(shown, path / name, at, SLOWER_RATE)
    else:
        saving.save_clip(frames(piece, size_of(piece)), path / piece.name, at)


def _never_looked_at(pieces: Sequence[Piece]) -> Piece | None:
    """A still that somebody took without asking anybody."""
    return next((each for each in pieces if not each.is_judged and each.seconds is None), None)


def _dark_files(after: Sequence[Piece], folder: Path) -> None:
    for piece in after:
        at = _delivered_at(piece)
        for number in (1, 2):
            drawn = replace(piece, root=f"workstation {number}", edits=())
            image = picture(drawn, size_of(piece))
            seed = Dice("workstation", piece.output.asset_id, number).whole(1, 2**31)
            text = PARAMETERS.format(brief=piece.brief.brief_id, seed=seed)
            path = folder / finals_folder(piece, at) / f"0000{number}-{seed}.png"
            saving.save_generated(image, path, at, text)
