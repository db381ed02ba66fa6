"""What a piece looks like: a hue of its brief, a composition of its root, a mark of each edit."""

from __future__ import annotations

from colorsys import hsv_to_rgb
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from data.demo.agency.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    from data.demo.media.pieces import Piece

SMALLER = 8
"""Stand-ins are drawn at an eighth of the size of what they stand for."""
CELLS = 8
SHAPES = 14
BITS = 4
"""Of brightness: flat steps make small files."""
FRAME_RATE = 12
BAR = 12
"""Pixels of the line for the label."""
Size = tuple[int, int]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape; its place and size are shares of the picture."""

    x: float
    y: float
    radius: float
    is_round: bool
    colour: Colour

    @classmethod
    def thrown(cls, dice: Dice, hue: float, smallest: float, largest: float) -> Shape:
        """A shape somewhere, in a colour near the hue."""
        colour = _colour(hue + dice.between(-0.12, 0.12), dice.between(0.2, 1), dice.share())
        radius = dice.between(smallest, largest)
        return cls(dice.share(), dice.share(), radius, dice.chance(0.5), colour)

    def draw(self, pen: ImageDraw, size: Size) -> None:
        """Put it onto a picture of this size."""
        x, y, r = self.x * size[0], self.y * size[1], self.radius * min(size)
        draw = pen.ellipse if self.is_round else pen.rectangle
        draw([x - r, y - 0.8 * r, x + r, y + 0.8 * r], fill=self.colour)


def size_of(piece: Piece) -> Size:
    """Width and height of its stand-in; even, as codecs ask for."""
    return _even(piece.output.width / SMALLER), _even(piece.output.height / SMALLER)


def scaled(size: Size, factor: float) -> Size:
    """So many times as large; even."""
    return _even(size[0] * factor), _even(size[1] * factor)


def picture(piece: Piece, size: Size) -> Image:
    """The piece as a still of this size."""
    from PIL import ImageDraw

    image = _ground(piece, size)
    pen = ImageDraw.Draw(image)
    for shape in _shapes(piece):
        shape.draw(pen, size)
    write(image, _label(piece))
    return image


def frames(piece: Piece, size: Size) -> Iterator[Image]:
    """The piece as a clip of this size: a window that moves over a larger picture."""
    from PIL import Image

    width, height = size
    wide = picture(piece, scaled(size, 2))
    bar = Image.new("RGB", (width, BAR))
    write(bar, _label(piece))
    n_frames = (piece.seconds or 0) * FRAME_RATE
    for n in range(n_frames):
        x, y = round(n / n_frames * width * 0.9), round(n / n_frames * height * 0.6)
        frame = wide.crop((x, y, x + width, y + height))
        frame.paste(bar, (0, height - BAR))
        yield frame


def _label(piece: Piece) -> str:
    return f"{piece.brief.brief_id} v{piece.number} {piece.tier}"


def write(image: Image, text: str) -> None:
    """A small label in the corner."""
    from PIL import ImageDraw

    place = 3, image.height - BAR
    ImageDraw.Draw(image).text(place, text, fill="white", font=_lettering())


@cache
def _lettering() -> FreeTypeFont | ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(9)


def _ground(piece: Piece, size: Size) -> Image:
    """Soft light and shadow in the hue of the brief."""
    from PIL import Image, ImageOps

    dice, hue = Dice("ground", piece.root), _hue(piece)
    cells = bytes(dice.whole(0, 255) for _ in range(CELLS * CELLS))
    light = Image.frombytes("L", (CELLS, CELLS), cells).resize(size, Image.Resampling.BICUBIC)
    light = ImageOps.posterize(light, BITS)
    dark, middle, bright = _colour(hue, 0.8, 0.15), _colour(hue, 0.6, 0.6), _colour(hue, 0.2, 1)
    return ImageOps.colorize(light, dark, bright, middle)


def _shapes(piece: Piece) -> list[Shape]:
    """Those of its root, one of them redone by each edit."""
    dice, hue = Dice("shapes", piece.root), _hue(piece)
    shapes = [Shape.thrown(dice, hue, 0.04, 0.18) for _ in range(SHAPES)]
    for edit in piece.edits:
        redo = Dice("edit", edit)
        shapes[redo.whole(0, SHAPES - 1)] = Shape.thrown(redo, hue, 0.03, 0.09)
    return shapes


def _hue(piece: Piece) -> float:
    return Dice("hue", piece.brief.project.name, piece.brief.brief_id).share()


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
