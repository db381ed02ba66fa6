"""Media in words."""

from __future__ import annotations

from dashboard.words.formats import counted, label

MEDIA_TITLES = {"image": "Images", "video": "Video", "audio": "Audio", "other": "Other media"}
_USABLE = {"image": "usable image", "video": "usable video", "audio": "usable audio file"}


def media_title(media: str | None) -> str:
    """The heading of a medium."""
    return MEDIA_TITLES.get(label(media), "Medium not known")


def usable_words(number: int, media: str | None) -> str:
    """`613 usable images`."""
    return counted(number, _USABLE.get(label(media), "other usable asset"))


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
