"""What the command line asks of `ingest`. Everything heavy is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from data.settings import Settings
    from ingest.demo import LoadedDemo
    from ingest.guess.dry_run import DryRun
    from ingest.guess.propose import ProposedMap
    from ingest.load.account import FileAccount
    from ingest.load.quarantine import Rejected, RejectedRecord
    from ingest.maps.presets import Preset
    from ingest.media.account import ScanReport
    from ingest.media.reading.generators.told import Embedded
    from ingest.opening.find import FoundFile
    from ingest.source import Source
    from ingest.watch.watched import Watched


def load(
    paths: Iterable[str],
    settings: Settings,
    *,
    lake: str | None = None,
    source: str | None = None,
    map_file: Path | None = None,
    submitted_at: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    began: float | None = None,
) -> Sequence[FileAccount]:
    """Load files, folders, globs or `-`, or land them in a lake.

    See `ingest.load.load.load_paths` and `ingest.load.landing.land_paths`.
    """
    given: dict[str, Any] = {
        "source": source,
        "map_file": map_file,
        "submitted_at": submitted_at,
        "progress": progress,
        "began": began,
    }
    if lake is not None:
        from data.lake.place import Lake
        from ingest.load.landing import land_paths

        return land_paths(paths, settings, Lake.at(lake), **given)
    from ingest.load.load import load_paths

    return load_paths(paths, settings, **given)


def load_found(
    files: Iterable[FoundFile],
    settings: Settings,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> Sequence[FileAccount]:
    """Load what a watcher found, in the same way."""
    from ingest.load.load import load_found

    return load_found(files, settings, progress=progress)


def check_folders(folders: Sequence[str]) -> None:
    """Raise SettingsError for a folder to watch that is none."""
    from ingest.watch.watched import check_folders

    check_folders(folders)


def watched(folders: Sequence[str], settings: Settings, *, desk_only: bool = False) -> Watched:
    """Folders to watch beside the Desk's journal; see `ingest.watch.watched`."""
    from ingest.watch.watched import watched

    return watched(folders, settings, desk_only=desk_only)


def dry_run(
    paths: Iterable[str],
    settings: Settings,
    *,
    source: str | None = None,
    map_file: Path | None = None,
    submitted_at: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Sequence[DryRun]:
    """What loading files would give, and nothing of it published."""
    from ingest.guess import dry_run

    return dry_run.dry_run(
        paths,
        settings,
        source=source,
        map_file=map_file,
        submitted_at=submitted_at,
        progress=progress,
    )


def identify(paths: Iterable[str], settings: Settings) -> Iterator[tuple[str, str | None, str]]:
    """(file, the source that claims it or None, why) for each file."""
    from ingest.load.claimed_files import identify_paths

    return identify_paths(paths, settings)


def sources() -> Sequence[Source]:
    """All sources."""
    from ingest.sources import all_sources

    return all_sources()


def presets() -> Sequence[Preset]:
    """The maps that come along."""
    from ingest.maps.presets import presets

    return presets()


def embedded() -> Sequence[Embedded]:
    """What the scan reads of who made a file, out of the file itself."""
    from ingest.media.reading.generators.told import EMBEDDED

    return EMBEDDED


def rejected_records(settings: Settings, *, limit: int) -> Sequence[Rejected]:
    """Records in quarantine, the latest first."""
    from ingest.load import quarantine

    return quarantine.rejected_records(settings.warehouse, limit=limit)


def rejected_record(settings: Settings, number: int) -> RejectedRecord:
    """One of them with its bytes."""
    from ingest.load import quarantine

    return quarantine.rejected_record(settings.warehouse, number)


def clear(settings: Settings, *, source: str | None) -> int:
    """Clear the text of rejected records; of how many."""
    from ingest.load import quarantine

    return quarantine.clear(settings, source=source)


def replay(
    settings: Settings, *, map_file: Path | None, source: str | None
) -> Sequence[FileAccount]:
    """Read rejected records again, after a fix or with a better map."""
    from ingest.load import quarantine

    return quarantine.replay(settings, map_file=map_file, source=source)


def propose_map(file: str, settings: Settings, choices: Mapping[str, str]) -> ProposedMap:
    """A map for a log that nobody knows, with what has been chosen so far."""
    from ingest.guess.propose import propose

    return propose(file, settings, choices)


def save_map(
    proposed: ProposedMap, settings: Settings, *, to: Path | None, over: bool
) -> Sequence[Path]:
    """Write a proposed map beside its log or where `to` says, and among the known maps."""
    from ingest.guess.propose import save

    return save(proposed, settings, to=to, over=over)


def load_demo(
    folder: Path,
    *,
    seed: int,
    scale: float,
    media: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> LoadedDemo:
    """Write, load and scan the demo; see `ingest.demo.load_demo`."""
    from ingest import demo

    return demo.load_demo(folder, seed=seed, scale=scale, media=media, progress=progress)


def scan(
    folders: Sequence[str],
    settings: Settings,
    *,
    role: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> ScanReport:
    """Scan folders of media; see `ingest.media.scan.scan`."""
    from ingest.media.scan import scan

    return scan(folders, settings, role=role, progress=progress)


def settle_matches(
    settings: Settings, *, progress: Callable[[str, int, int], None] | None = None
) -> ScanReport:
    """Find out anew which file is which output, after people answered."""
    from ingest.media.scan import settle

    return settle(settings, progress)
