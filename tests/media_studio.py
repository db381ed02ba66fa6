"""A small studio: pictures on disk, the log of the calls that made them, and the command line."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from data.settings import load_settings
from ingest.load.load import load_paths
from ingest.media.scan import scan, settle

FIRST = datetime(2026, 11, 2, 9, tzinfo=UTC)
MAP = """
name = "studio log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
brief_id = "brief"
reported_cost = "cost"
output_uris = "uri"
[values.status]
OK = "succeeded"
[constants]
channel = "in-house"
currency = "USD"
operation = "text_to_image"
client = "acme"
"""
CONFIG = """
warehouse = "w.duckdb"
[media]
outputs = ["renders"]
finals = ["finals"]
references = ["edits"]
"""


def picture(seed: int, width=320, height=240) -> Image.Image:
    """A picture like no other: soft noise, and ellipses at places of their own."""
    dice = np.random.default_rng(seed)
    noise = dice.normal(size=(12, 16, 3))
    pixels = ((noise - noise.min()) / np.ptp(noise) * 255).astype("uint8")
    image = Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = int(dice.integers(0, width)), int(dice.integers(0, height))
        size, colour = int(dice.integers(5, 60)), tuple(int(c) for c in dice.integers(0, 255, 3))
        draw.ellipse([x, y, x + size, y + size], fill=colour)
    return image


class MediaStudio:
    """Six outputs of two briefs, 50 cents each, made one a minute; nothing is loaded yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outputs = []
        for name in ("renders", "finals", "edits"):
            (folder / name).mkdir(parents=True)
        (folder / "offcut.toml").write_text(CONFIG)
        (folder / "jobs.map.toml").write_text(MAP)
        rows = ["id,at,state,brief,cost,uri"]
        for number in range(6):
            brief = f"brief{number // 3}"
            at = FIRST + timedelta(minutes=number)
            path = self.save(picture(number), f"renders/{brief}/take_{number:03}.png", at)
            self.outputs.append(path)
            uri = f"https://cdn.example/{brief}/{path.name}"
            rows.append(f"r{number},{at:%Y-%m-%dT%H:%M:%SZ},OK,{brief},0.50,{uri}")
        self.log = folder / "jobs.csv"
        self.log.write_text("\n".join(rows) + "\n")

    @property
    def settings(self):
        return load_settings(self.folder / "offcut.toml")

    def save(self, image, name: str, at=None, **options) -> Path:
        """Write a picture, changed last at this time (three days after the first call)."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, **options)
        return self.dated(path, at)

    def dated(self, path: Path, at=None) -> Path:
        moment = (at or FIRST + timedelta(days=3)).timestamp()
        os.utime(path, (moment, moment))
        return path

    def load(self):
        (account,) = load_paths([str(self.log)], self.settings)
        assert account.error is None
        return account

    def scan(self, *folders, role=None):
        return scan([str(self.folder / each) for each in folders], self.settings, role=role)

    def settle(self):
        return settle(self.settings)
