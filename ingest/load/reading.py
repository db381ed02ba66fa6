"""How one file will be read: by which source or map; and what makes that reading the same again."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import SettingsError, UnclaimedFileError, unknown_name
from data.settings import Settings
from ingest.bulk.pieces import BLOCK_BYTES
from ingest.load.known_maps import known_map
from ingest.maps.map import Map
from ingest.opening.find import map_beside
from ingest.opening.identify import identify
from ingest.opening.no_log import no_log
from ingest.source import reader_version
from ingest.sources import all_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.source import Opened, Source

MAP_READER = ("ingest/maps", "ingest/bulk")
"""What reads through a map: another version of it reads known files anew."""
READING_SETTINGS = ("timezone", "sources")
"""Settings that decide what any record becomes; a source may name more."""
WITH_PROMPTS = "+prompts"
"""At the end of a map's hash: read the same way, and prompts were stored."""


@dataclass(frozen=True)
class Identity:
    """A file's content and the way it is read: the same again gives the same records."""

    sha256: str
    n_bytes: int
    source: str
    map_hash: str
    reader_version: int
    place: str | None

    @property
    def reading(self) -> tuple[str, int]:
        """How it is read, prompts aside: the map's hash and the reader's version."""
        return self.map_hash.removesuffix(WITH_PROMPTS), self.reader_version

    @property
    def name(self) -> str:
        """What a landed file is called by: its content and how it was read, as 32 digits."""
        told = (self.sha256, self.source, self.map_hash, self.reader_version)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Reading:
    """An opened file with the source or the map that reads it."""

    file: Opened
    source: Source | None = None
    map: Map | None = None

    @property
    def source_name(self) -> str:
        """The `source` of its records."""
        return self.reader.name

    @property
    def reader(self) -> Map | Source:
        """What reads it."""
        reader = self.map or self.source
        assert reader is not None
        return reader

    @cached_property
    def n_bytes(self) -> int:
        """The size of the plain content."""
        return self.file.path.stat().st_size

    @property
    def sha256(self) -> str:
        """Hash of the plain content."""
        return self._hashing.result()

    def hash_ahead(self) -> None:
        """Begin to hash in a thread of its own: worth it for a large file."""
        self._hashing  # noqa: B018

    @cached_property
    def _hashing(self) -> Future[str]:
        pool = ThreadPoolExecutor(1)
        try:
            return pool.submit(sha256_of, self.file.path)
        finally:
            pool.shutdown(wait=False)

    @property
    def identity(self) -> Identity:
        """What to know it by. Reads the whole file for its hash, once."""
        source = self.source
        version = reader_version(*MAP_READER) if source is None else source.reader_version
        return Identity(
            self.sha256, self.n_bytes, self.source_name, self._map_hash, version, self.file.place
        )

    @property
    def _map_hash(self) -> str:
        """The map, and whatever else decides what the records become; '' where nothing does."""
        given, usual = self.file.settings, Settings.model_fields
        names = (*READING_SETTINGS, *(self.source.read_with if self.source is not None else ()))
        other = [
            (name, str(getattr(given, name)))
            for name in names
            if getattr(given, name) != usual[name].default
        ]
        if self.file.submitted_at is not None:
            other.append(("submitted_at", self.file.submitted_at.isoformat()))
        if self.source is not None and self.source.reads_the_name:
            other.append(("place", self.file.place or Path(self.file.name).name))
        if self.map is not None and self.map.file is not None:
            other.append(("file", repr(self.map.parts_of(self.file.name))))
        map_hash = self.map.hash if self.map is not None else ""
        map_hash = f"{map_hash}+{_digest(repr(other))}" if other else map_hash
        return map_hash + (WITH_PROMPTS if given.store_prompts else "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content; lets other threads run meanwhile."""
    digest, buffer = hashlib.sha256(), bytearray(BLOCK_BYTES)
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as stream:
        while n_bytes := stream.readinto(buffer):
            digest.update(view[:n_bytes])
    return digest.hexdigest()


def with_its_map(file: Opened) -> Reading | None:
    """A log that has its map beside it: `jobs.csv` is read by `jobs.map.toml`."""
    beside = map_beside(Path(file.name))
    if beside is None:
        return None
    return Reading(file, map=Map.load(beside, dated=file.submitted_at is not None))


def claimed(file: Opened, sources: Sequence[Source]) -> Reading:
    """By the source that claims it; what none claims, by the saved map that fits.

    Raises UnclaimedFileError where there is neither, RefusedFileError where there are several.
    """
    try:
        return Reading(file, identify(file, sources))
    except UnclaimedFileError:
        found = known_map(file)
        if found is None:
            raise
    map_, noted = found
    return Reading(noted, map=map_)


def chooser(
    sources: Sequence[Source] | None, map_: Map | None, source: str | None
) -> Callable[[Opened], Reading]:
    """How each file's reader is chosen: the map, the named source, or the one that claims it."""
    if map_ is not None:
        return lambda file: Reading(file, map=map_)
    known = cache(all_sources if sources is None else lambda: tuple(sources))
    if source is None:
        return lambda file: with_its_map(file) or claimed(file, known())
    by_name = {each.name: each for each in known()}
    if source not in by_name:
        raise SettingsError(f"--source: {unknown_name('source', source, by_name)}")
    return lambda file: _as_named(file, by_name[source])


def _as_named(file: Opened, source: Source) -> Reading:
    """By the source that was named, also where it would not claim the file by itself.

    Raises UnclaimedFileError for what is no log whatever it is read as.
    """
    if source.identify(file) is None and (why := no_log(file)) is not None:
        raise UnclaimedFileError(why)
    return Reading(file, source)
