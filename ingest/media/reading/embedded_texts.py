"""Texts that lie beside a picture: PNG's chunks, EXIF, IPTC, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.media.reading.measures import clean

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

EXIF_FIELDS = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0131: "Software",
    0x013B: "Artist",
    0x8298: "Copyright",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
}
EXIF_PART = 0x8769
USER_COMMENT = 0x9286
IPTC_FIELDS = {(2, 110): "Credit", (2, 115): "Source", (2, 120): "Caption", (2, 80): "Byline"}
_CODES = {b"ASCII\0\0\0": "utf-8", b"UNICODE\0": "utf-16-be", b"\0\0\0\0\0\0\0\0": "utf-8"}
_BY_THEMSELVES = {"exif", "xmp", "icc_profile", "photoshop", "XML:com.adobe.xmp"}
TEXT_CHARS = 16 * 2**20
"""A longer text is no generator's."""


def texts_of(image: Image) -> dict[str, str]:
    """Every text of a decoded picture by its key: `parameters`, `exif:UserComment`, `iptc:Credit`.

    Damaged ones are left out.
    """
    found = {
        key: value
        for key, value in image.info.items()
        if isinstance(key, str) and isinstance(value, str) and key not in _BY_THEMSELVES
    }
    comment = image.info.get("comment")
    if isinstance(comment, bytes):
        found["comment"] = comment.decode("utf-8", "replace")
    found |= exif_texts(image.getexif()) | _iptc_texts(image)
    kept = {key: clean(text) for key, text in found.items() if len(text) <= TEXT_CHARS}
    return {key: text for key, text in kept.items() if text}


def exif_texts(exif: Exif) -> dict[str, str]:
    """The texts of EXIF by name, `exif:` in front."""
    found = {f"exif:{name}": _text(exif.get(tag)) for tag, name in EXIF_FIELDS.items()}
    try:
        part = exif.get_ifd(EXIF_PART)
    except (OSError, ValueError, KeyError, TypeError, SyntaxError):
        part = {}
    found["exif:UserComment"] = user_comment(part.get(USER_COMMENT))
    return {name: text for name, text in found.items() if text}


def _text(value: object) -> str:
    if isinstance(value, tuple) and all(isinstance(each, int) for each in value):
        value = bytes(each & 0xFF for each in value)
    if isinstance(value, bytes):
        is_wide = value[1:2] == b"\0"
        return value.decode("utf-16-le" if is_wide else "utf-8", "replace").strip("\0")
    return value if isinstance(value, str) else ""


def user_comment(value: object) -> str:
    """A UserComment: eight bytes name its letters; UTF-16 is of either order, and often unnamed."""
    if not isinstance(value, bytes):
        return _text(value)
    letters, rest = _CODES.get(value[:8]), value[8:]
    if letters is None:
        return value.decode("utf-8", "replace")
    if letters == "utf-16-be" and _is_little_endian(rest):
        letters = "utf-16-le"
    return rest.decode(letters, "replace").lstrip("\N{BYTE ORDER MARK}")


def _is_little_endian(text: bytes) -> bool:
    if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return text[:2] == b"\xff\xfe"
    sample = text[:200]
    return sample[1::2].count(0) > sample[::2].count(0)


def _iptc_texts(image: Image) -> dict[str, str]:
    from PIL import IptcImagePlugin

    try:
        found = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError):
        return {}
    return {
        f"iptc:{name}": value.decode("utf-8", "replace")
        for key, name in IPTC_FIELDS.items()
        if isinstance(value := found.get(key), bytes)
    }
