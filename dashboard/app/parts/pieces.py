"""The addresses under which a scanned file's picture is shown, and the file itself."""

from __future__ import annotations

import re

from dashboard.app.parts.address import under_base

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def piece_url(sha256: str, *, full: bool = False) -> str:
    """The small picture of a content, or with `full` the picture or clip itself.

    The route answers 404 where there is none: no thumbnail, or no file in a folder of the
    settings. Raises ValueError for what is no SHA-256.
    """
    if not _HASH.fullmatch(sha256):
        raise ValueError(f"{sha256[:80]!r} is no SHA-256")
    return under_base(f"pieces/{sha256}.{'full' if full else 'webp'}")
