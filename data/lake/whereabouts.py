"""A lake as the settings name it: as its manifest, which is a file like a warehouse is one.

So whatever is kept beside a warehouse is kept in the lake's folder. Of a lake in an object store
the manifest, and what is kept beside it, lies in the user's own folder, under the lake's address.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from platformdirs import user_data_path

from data.lake.manifest import MANIFEST
from data.lake.place import ELSEWHERE, Lake, is_elsewhere

if TYPE_CHECKING:
    import os

LAKES = "lakes"
LASTS_S = 10.0
"""How long a manifest that was fetched is taken for the newest."""
_fetched: dict[Path, float] = {}


def manifest_of(address: str | os.PathLike[str]) -> Path:
    """The path of the manifest of a lake at an address, whether it is there or not."""
    if not is_elsewhere(address):
        return Path(address) / MANIFEST
    found = ELSEWHERE.fullmatch(str(address))
    assert found is not None
    whole = f"{found['protocol'].lower()}://{found['rest'].rstrip('/')}"
    return _kept() / quote(whole, safe="") / MANIFEST


def warehouse_at(written: str | os.PathLike[str]) -> Path:
    """What `--warehouse` means: a file, or the manifest of the lake that is a folder or address."""
    path = Path(written)
    return manifest_of(written) if is_elsewhere(written) or path.is_dir() else path


def is_manifest(path: Path) -> bool:
    """Whether a warehouse is the manifest of a lake."""
    return path.name == MANIFEST


def lake_of(path: Path) -> Lake:
    """The lake whose manifest this is. Raises LakeError."""
    return Lake.at(_address_of(path))


def _address_of(path: Path) -> str | Path:
    is_kept = path.parent.parent == _kept()
    return unquote(path.parent.name) if is_kept else path.parent


def fetch(path: Path) -> None:
    """Bring the manifest of a lake that lies elsewhere up to date, if it was not so just now.

    Raises LakeError where the lake cannot be reached.
    """
    if path.parent.parent != _kept() or monotonic() - _fetched.get(path, -LASTS_S) < LASTS_S:
        return
    content = lake_of(path).read(MANIFEST)
    _fetched[path] = monotonic()
    if content is not None and not (path.is_file() and path.read_bytes() == content):
        Lake.at(path.parent).write(MANIFEST, content)


def _kept() -> Path:
    return user_data_path("offcut") / LAKES
