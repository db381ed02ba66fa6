"""One watched folder: whether it is there, and its files with what tells that they changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.opening.find import MAP_SUFFIX
from ingest.opening.folders import entries
from ingest.watch.stillness import Stamp, Stillness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.watch.stillness import Patience

Identity = tuple[int, int]
NOT_THERE = (
    "not there (a drive may be missing). It is watched again as soon as it is; what was loaded of "
    "it stands."
)


@dataclass
class Folder:
    """A folder to watch. What lies in `left_out`, or begins so, is not watched."""

    path: Path
    patience: Patience
    left_out: tuple[str, ...] = ()
    only: str | None = None
    """The suffix its files must have."""
    may_be_missing: bool = False
    """Whether nobody is told that it is not there."""
    identity: Identity | None = None
    """Which folder it is, as long as it is there: one that came back is another."""
    stillness: Stillness = field(init=False)
    _was_there: bool | None = None
    _told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.stillness = Stillness(self.patience)

    def look(self, now: float) -> list[str]:
        """See what lies there; sentences for the person who watches."""
        self.identity = _identity_of(self.path)
        is_there = self.identity is not None
        told = [] if self.may_be_missing else self._coming_and_going(is_there=is_there)
        self._was_there = is_there
        if is_there:
            stamps, problems = self._stamps()
            self.stillness.see(stamps, now)
            told += [each for each in problems if each not in self._told]
            self._told = set(problems)
        return told

    def _coming_and_going(self, *, is_there: bool) -> list[str]:
        if is_there and self._was_there is False:
            return [f"{self.path}: is there again and is watched."]
        if not is_there and self._was_there is not False:
            return [f"{self.path}: {NOT_THERE}"]
        return []

    def _stamps(self) -> tuple[dict[str, Stamp], list[str]]:
        found: dict[str, Stamp] = {}
        maps: dict[str, int] = {}
        problems: list[str] = []
        for entry in entries(self.path):
            if entry.path.startswith(self.left_out) or entry.no_log is not None:
                continue
            if entry.problem is not None:
                problems.append(entry.problem)
            elif entry.path.endswith(MAP_SUFFIX):
                maps[entry.path.removesuffix(MAP_SUFFIX)] = _modified_ns(entry.path)
            elif self.only is None or entry.path.endswith(self.only):
                found |= _stamp_of(entry.path)
        if maps:
            for path in found:
                beside = maps.get(str(Path(path).with_suffix("")))
                found[path] = found[path]._replace(map_ns=beside)
        return found, problems


def _identity_of(path: Path) -> Identity | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_dev, stat.st_ino) if path.is_dir() else None


def _stamp_of(path: str) -> dict[str, Stamp]:
    try:
        stat = Path(path).stat()
    except OSError:  # gone since, or seen again at the next look
        return {}
    return {path: Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)}


def _modified_ns(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


def stamp_of_maps(folder: Path) -> tuple[tuple[str, int], ...]:
    """What changes whenever one of the known maps does."""
    found: Sequence[Path] = sorted(folder.glob(f"*{MAP_SUFFIX}"))
    return tuple((str(path), _modified_ns(str(path))) for path in found)
