"""Pictures to match by, and what is done to a picture between its making and its delivery.

Scenes are scikit-image's own photographs and micrographs, and invented ones: of each there are
several takes, as of one prompt with several seeds: the same things in nearly the same places, in
other shapes, light and texture.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

Picture = Image.Image
PHOTOS = (
    "astronaut.png",
    "brick.png",
    "camera.png",
    "cell.png",
    "chelsea.png",
    "clock_motion.png",
    "coffee.png",
    "coins.png",
    "color.png",
    "grass.png",
    "gravel.png",
    "hubble_deep_field.jpg",
    "ihc.png",
    "logo.png",
    "moon.png",
    "motorcycle_left.png",
    "motorcycle_right.png",
    "page.png",
    "retina.jpg",
    "rocket.jpg",
)
SIZES = ((640, 360), (512, 512), (432, 576), (640, 428))
TWINS = {"motorcycle_right.png": "motorcycle_left.png"}
"""The other eye's picture of one scene."""


@dataclass(frozen=True)
class Taken:
    """A picture, and the scene that its twins share."""

    scene: str
    picture: Picture


def photos() -> Iterator[Taken]:
    folder = Path(skimage.data.__file__).parent
    for name in PHOTOS:
        with Image.open(folder / name) as image:
            clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(white, clear).convert("RGB")
        picture.thumbnail((768, 768))
        yield Taken(TWINS.get(name, name), picture)


def invented(scene: int, seed: int) -> Taken:
    """One take of a scene: what is in it and where is the scene's, how it looks the seed's."""
    plan, dice = np.random.default_rng([77, scene]), np.random.default_rng([78, scene, seed])
    size = SIZES[int(plan.integers(len(SIZES)))]
    sky, ground = _colour(plan), _colour(plan)
    horizon = plan.uniform(0.3, 0.8) + dice.normal(0, 0.02)
    picture = Image.fromarray(_backdrop(size, sky, ground, horizon, dice))
    for _ in range(int(plan.integers(3, 9))):
        _thing(picture, plan, dice)
    grain = _texture(size, dice, octaves=7)[..., None] * plan.uniform(20, 50)
    lit = np.asarray(picture, np.float32) + grain + dice.normal(0, 6, 3)
    return Taken(f"scene {scene}", Image.fromarray(lit.clip(0, 255).astype(np.uint8)))


def _colour(dice) -> np.ndarray:
    return dice.uniform(30, 225, 3)


def _backdrop(size, sky, ground, horizon, dice) -> np.ndarray:
    y = np.linspace(0, 1, size[1])[:, None, None]
    shade = np.where(y < horizon, sky * (1.1 - 0.5 * y), ground * (0.5 + 0.5 * y))
    side = np.linspace(-1, 1, size[0])[None, :, None] * dice.normal(0, 18)
    return (shade + side).clip(0, 255).astype(np.uint8)


def _thing(picture: Picture, plan, dice) -> None:
    """An ellipse, a box or a many-sided shape, with a lighter side."""
    x, y = plan.uniform(0.1, 0.9) + dice.normal(0, 0.035), plan.uniform(0.15, 0.9)
    y += dice.normal(0, 0.035)
    wide, high = plan.uniform(0.08, 0.35, 2) * dice.uniform(0.8, 1.25, 2)
    colour, kind = _colour(plan) + dice.normal(0, 15, 3), int(plan.integers(3))
    for part, light in ((1.0, 0.8), (0.7, 1.05), (0.35, 1.25)):
        turn = dice.uniform(0, 6.28)
        corners = turn + np.linspace(0, 6.28, (40, 5, 9)[kind])[:-1]
        radius = part * (1 if kind == 0 else dice.uniform(0.75, 1.1, len(corners)))
        dots = np.stack(
            [
                (x - 0.03 * (1 - part) + radius * np.cos(corners) * wide / 2) * picture.width,
                (y - 0.03 * (1 - part) + radius * np.sin(corners) * high / 2) * picture.height,
            ],
            axis=1,
        )
        shade = tuple(int(v) for v in (colour * light).clip(0, 255))
        ImageDraw.Draw(picture).polygon([(float(a), float(b)) for a, b in dots], fill=shade)


def _texture(size, dice, *, octaves: int) -> np.ndarray:
    total = np.zeros((size[1], size[0]), np.float32)
    for octave in range(2, octaves):
        small = dice.normal(0, 1, (2**octave, 2**octave)).astype(np.float32)
        total += np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)) / octave
    return total / (np.abs(total).max() + 1e-6)


def encoded(picture: Picture, form: str, quality: int) -> Picture:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, form, quality=quality)
    with Image.open(io.BytesIO(buffer.getvalue())) as image:
        return image.convert("RGB")


def scaled(picture: Picture, share: float) -> Picture:
    return picture.resize([max(16, round(side * share)) for side in picture.size])


def graded(picture: Picture, *, contrast=1.25, colour=0.7, light=1.1, warm=1.12) -> Picture:
    image = ImageEnhance.Contrast(picture).enhance(contrast)
    image = ImageEnhance.Color(image).enhance(colour)
    image = ImageEnhance.Brightness(image).enhance(light)
    factors = np.array([warm, 1.0, 2 - warm])
    return Image.fromarray((np.asarray(image) * factors).clip(0, 255).astype(np.uint8))


def captioned(picture: Picture, *, share=0.15, ground="black", text="white") -> Picture:
    image, top = picture.copy(), round(picture.height * (1 - share))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, top, image.width, image.height], fill=ground)
    size = (image.height - top) * 0.5
    draw.text(
        (image.width * 0.06, top + size * 0.4), "Now in all stores", fill=text, font_size=size
    )
    return image


def with_logo(picture: Picture) -> Picture:
    image, side = picture.copy(), picture.width * 0.14
    draw, left, top = ImageDraw.Draw(image), picture.width * 0.82, picture.height * 0.04
    draw.ellipse([left, top, left + side, top + side], fill="white", outline="red", width=6)
    draw.text((left + side * 0.2, top + side * 0.3), "acme", fill="red", font_size=side * 0.3)
    return image


def cut(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """What is left once shares of its sides are cut off."""
    wide, high = picture.size
    box = (wide * left, high * top, wide * (1 - right), high * (1 - bottom))
    return picture.crop([round(side) for side in box])


def middle(picture: Picture, off: float) -> Picture:
    """Its middle, a share of each side's length cut off in all."""
    return cut(picture, off / 2, off / 2, off / 2, off / 2)


def in_aspect(picture: Picture, aspect: float) -> Picture:
    own = picture.width / picture.height
    wide, high = max(0.0, 1 - aspect / own) / 2, max(0.0, 1 - own / aspect) / 2
    return cut(picture, wide, high, wide, high)


def rotated(picture: Picture, degrees: float) -> Picture:
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    return middle(turned, 0.06)


def letterboxed(picture: Picture, aspect: float) -> Picture:
    own = picture.width / picture.height
    size = (round(picture.height * aspect), picture.height)
    if aspect < own:
        size = (picture.width, round(picture.width / aspect))
    return ImageOps.pad(picture, size, color="black")


def in_layout(picture: Picture, share: float) -> Picture:
    """On a white page with a headline and lines of text; the picture takes a share of its width."""
    page = Image.new("RGB", (800, 1000), "white")
    small = picture.resize(
        [round(800 * share), round(800 * share * picture.height / picture.width)]
    )
    page.paste(small, (60, 180))
    draw = ImageDraw.Draw(page)
    draw.text((60, 60), "A better morning", fill="black", font_size=64)
    for line in range(220 + small.height, 960, 40):
        draw.text(
            (60, line), "Made for those who rise early, and for you.", fill="#444", font_size=22
        )
    return page


def combined(picture: Picture) -> Picture:
    return encoded(scaled(graded(with_logo(middle(picture, 0.05))), 0.5), "JPEG", 70)


TREATED: dict[str, Callable[[Picture], Picture]] = {
    "JPEG 85": lambda p: encoded(p, "JPEG", 85),
    "JPEG 60": lambda p: encoded(p, "JPEG", 60),
    "WebP 60": lambda p: encoded(p, "WEBP", 60),
    "half size": lambda p: encoded(scaled(p, 0.5), "JPEG", 85),
    "quarter size": lambda p: encoded(scaled(p, 0.25), "JPEG", 85),
    "graded": graded,
    "graded hard": lambda p: graded(p, contrast=1.6, colour=0.2, light=0.8, warm=1.3),
    "captioned": captioned,
    "captioned white": lambda p: captioned(p, ground="white", text="black"),
    "logo": with_logo,
    "cut 3 %": lambda p: middle(p, 0.03),
    "cut 5 %": lambda p: middle(p, 0.05),
    "cut 7 %": lambda p: middle(p, 0.07),
    "cut 10 %": lambda p: middle(p, 0.1),
    "cut 13 %": lambda p: middle(p, 0.13),
    "cut 20 %": lambda p: middle(p, 0.2),
    "cut 30 %": lambda p: middle(p, 0.3),
    "left 5 % off": lambda p: cut(p, 0.05, 0, 0, 0),
    "left 10 % off": lambda p: cut(p, 0.1, 0, 0, 0),
    "corner 8 % off": lambda p: cut(p, 0.08, 0.08, 0, 0),
    "off-centre 20 %": lambda p: cut(p, 0.15, 0.03, 0.05, 0.17),
    "1:1": lambda p: in_aspect(p, 1.0),
    "9:16": lambda p: in_aspect(p, 9 / 16),
    "16:9": lambda p: in_aspect(p, 16 / 9),
    "4:5": lambda p: in_aspect(p, 0.8),
    "3:2": lambda p: in_aspect(p, 1.5),
    "2.39:1": lambda p: in_aspect(p, 2.39),
    "2.39:1 in bars": lambda p: letterboxed(in_aspect(p, 2.39), 16 / 9),
    "letterboxed": lambda p: letterboxed(p, 2.2 if p.width < p.height * 1.6 else 1.2),
    "mirrored": ImageOps.mirror,
    "rotated 2°": lambda p: rotated(p, 2),
    "combined": combined,
    "in a layout, 70 %": lambda p: in_layout(p, 0.7),
    "in a layout, 45 %": lambda p: in_layout(p, 0.45),
}
"""Combined: 5 % cut off, graded, with a logo, half the size, as JPEG 70."""
