"""Small pictures of scanned files, from the folder of thumbnails beside the warehouse alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from data.evidence.thumbnails import LONGEST_SIDE, thumbnail_path, thumbnails_folder

if TYPE_CHECKING:
    from pathlib import Path


def show_picture(warehouse: Path, sha256: str | None, words: str) -> None:
    """The picture of a content, or a hatched place where there is none (`words`: our own)."""
    picture = thumbnail(warehouse, sha256)
    if picture is None:
        st.html('<div class="offcut-no-picture" role="img" aria-label="No picture"></div>')
    else:
        st.image(picture, width="stretch", alt=words)


def thumbnail(warehouse: Path, sha256: str | None) -> Image.Image | None:
    """The picture that a scan wrote of a content; None for anything else that lies there."""
    if sha256 is None:
        return None
    try:
        path = thumbnail_path(thumbnails_folder(warehouse), sha256)
        with Image.open(path, formats=("WEBP",)) as picture:
            if max(picture.size) > LONGEST_SIDE:
                return None
            picture.load()
            return picture.copy()
    except (OSError, ValueError, SyntaxError):
        return None
