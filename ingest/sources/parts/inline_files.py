"""Files that stand inside an answer as base64."""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256

URL_SAFE = str.maketrans("-_", "+/")


def sha256_of(data: str | None) -> str | None:
    """The hash of an inline file's bytes; None where a recorder left a mark in their place."""
    try:
        raw = base64.b64decode((data or "").translate(URL_SAFE), validate=True)
    except (binascii.Error, ValueError):
        return None
    return sha256(raw).hexdigest() if raw else None
