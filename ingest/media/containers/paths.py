"""Paths as projects write them: one spelling for all, and how closely two mean the same file."""

from __future__ import annotations

import re
from typing import Literal, get_args
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

Closeness = Literal["path", "three_parts", "two_parts", "name", "stem"]
"""What two spellings share, the closest first."""

STILL = re.compile(
    r"\.(ai|arw|avif|bmp|cr[23]|dng|dpx|eps|exr|gif|hdr|hei[cf]|j2k|jfif|jp2|jpe?g|jxl|nef|pdf|png"
    r"|ps[bd]|svg|tga|tiff?|webp)$",
    re.IGNORECASE,
)
SOUND = re.compile(r"\.(aac|aiff?|flac|m4a|mp3|ogg|opus|wav|wma)$", re.IGNORECASE)
DRIVE = re.compile(r"/*([A-Za-z])[:|](?=/|$)")
MOST_WRAPPINGS = 8
"""A spelling that was taken out of another may be one to take apart itself."""
LONG_PATH = re.compile(r"^//[?.]/(UNC/)?", re.IGNORECASE)
"""What Windows puts before paths of more than 260 letters."""
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?=.)")
CLASSIC_MAC = re.compile(r"[^/\\:]{2,}(:[^/\\:]+)+")
"""Disk:Folder:File, as Adobe wrote paths on a Mac for decades."""
SLASHES = re.compile(r"/+")
FRAME_NUMBERS = re.compile(r"\[\d+-\d+\]|%0?\d*d|#+")
STAND_IN = re.compile(
    r"[\s._-]+(?:proxy|proxies|lowres|low|offline|online|copy|kopie|v(?:er(?:sion)?)?[._-]?\d+)$",
    re.IGNORECASE,
)
"""What proxies and further versions of a file add to its name."""


def canonical(ref: str, *, is_address: bool = False) -> str:
    """The path that `ref` names: slashes forward, unquoted, without `.`, `..` and `file://`.

    `is_address`: whether percent signs quote even without `file:` in front. `C:/`, `//server/share`
    and `/Volumes/disk` stay what they are; addresses of other kinds (`https:`) are left alone.
    """
    spelt = _spelt(ref, is_address=is_address)
    for _ in range(MOST_WRAPPINGS):
        before, spelt = spelt, _spelt(spelt)
        if spelt == before:
            break
    return spelt


def path_keys(ref: str) -> tuple[str, ...]:
    """Keys under which `ref` and another spelling of the same file meet, the closest first.

    Each begins with its `Closeness`: `path:…` (absolute ones alone), `three_parts:…`,
    `two_parts:…`, `name:…`, `stem:…`. Case and Unicode forms do not tell keys apart.
    """
    path = canonical(ref)
    if SCHEME.match(path) and "//" in path and not DRIVE.match(path):
        path = unquote(urlsplit(path).path)
    folded = normalize("NFC", path.casefold())
    parts = [part for part in folded.split("/") if part]
    if not parts:
        return ()
    keys = [f"path:{folded}"] if _is_absolute(folded) else []
    for closeness, n in (("three_parts", 3), ("two_parts", 2), ("name", 1)):
        if len(parts) >= n:
            keys.append(f"{closeness}:{'/'.join(parts[-n:])}")
    return (*keys, f"stem:{bare_stem(parts[-1])}")


def same_medium(ref: str, path: str) -> Closeness | None:
    """How closely two spellings agree; None where not even their stems do."""
    others = set(path_keys(path))
    shared = {key.split(":", 1)[0] for key in path_keys(ref) if key in others}
    return next((closeness for closeness in get_args(Closeness) if closeness in shared), None)


def bare_stem(name: str) -> str:
    """`shot` of `shot_proxy.mov`, `shot_v2.mov` and `shot_v2_proxy.mov`; lower case."""
    stem, _, suffix = name.rpartition(".")
    stem = (stem if stem and len(suffix) <= 5 else name).casefold()
    while (shorter := STAND_IN.sub("", stem)) and shorter != stem:
        stem = shorter
    return stem


def is_still(ref: str) -> bool:
    """Whether its suffix is one of pictures that do not move; a numbered run of them does."""
    return bool(STILL.search(ref)) and not FRAME_NUMBERS.search(ref)


def is_sound(ref: str) -> bool:
    """Whether its suffix is one of sounds without a picture."""
    return bool(SOUND.search(ref))


def _spelt(ref: str, *, is_address: bool = False) -> str:
    text = normalize("NFC", ref.replace("\x00", "").strip())
    scheme = SCHEME.match(text)
    if scheme and scheme[1].lower() == "file":
        return _tidy(_of_address(text[scheme.end() :]))
    if scheme and text.startswith("//", scheme.end()):
        return text
    return _tidy(_unquoted(text) if is_address else text)


def _of_address(rest: str) -> str:
    """What follows `file:`, with the host in front where that is another machine."""
    if not rest.startswith("//"):
        return _unquoted(rest)
    host, slash, path = rest[2:].partition("/")
    host, path = _unquoted(host), _unquoted(slash + path)
    if DRIVE.match(f"{host}/"):
        return host + path
    return path if host.lower() in {"", "localhost", "127.0.0.1", "."} else f"//{host}{path}"


def _unquoted(text: str) -> str:
    return normalize("NFC", unquote(text, errors="replace")).replace("\x00", "")


def _tidy(path: str) -> str:
    if "\\" in path and ("/" not in path or path.startswith("\\\\") or DRIVE.match(path[:2] + "/")):
        path = LONG_PATH.sub(lambda long: "//" if long[1] else "", path.replace("\\", "/"))
    if drive := DRIVE.match(path):
        path = f"{drive[1].upper()}:{path[drive.end() :]}"
    elif CLASSIC_MAC.fullmatch(path):
        path = "/Volumes/" + path.replace(":", "/")
    is_share = path.startswith("//") and not path.startswith("///")
    path = ("/" if is_share else "") + SLASHES.sub("/", path)
    return _without_dots(path)


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for part in path.split("/"):
        if part == ".." and kept and kept[-1] not in {"", ".."}:
            kept.pop()
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or bool(DRIVE.match(path))
