"""Looking through one folder: its account, and what was read of files that are new or changed."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from data.evidence.thumbnails import thumbnails_folder
from ingest.media.account import ScanAccount
from ingest.media.examine import Looking
from ingest.media.folders import Walk, folders_of
from ingest.media.workers import examined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from data.settings import Settings
    from ingest.media.examine import Examined
    from ingest.media.folders import ScannedFolder, SeenFile
    from ingest.media.known import KnownFile, Published
    from ingest.media.spool import ScanSpool

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Looked:
    """What a folder holds: `found` is what is to be stored, `gone` what is not there any more."""

    account: ScanAccount
    found: tuple[Examined, ...]
    gone: tuple[str, ...]

    @property
    def has_changed(self) -> bool:
        """Whether it is not as the warehouse knows it."""
        return bool(self.found or self.gone)


def look(
    folder: ScannedFolder,
    settings: Settings,
    before: Published,
    spool: ScanSpool,
    progress: Progress,
) -> Looked:
    """Walk through a folder and read what is not known of it yet.

    A file that could not be read is tried again; where it still cannot, nothing has changed.
    """
    began, known = perf_counter(), before.files
    thumbnails = thumbnails_folder(settings.warehouse)
    walk = Walk(folder, thumbnails, (*folders_of(settings.media), *before.folders))
    files = {seen.path: seen for seen in walk.files()}
    unread = [
        seen
        for seen in files.values()
        if seen.path not in known or not known[seen.path].is_same(seen, spool.reader_version)
    ]
    account = ScanAccount(folder, unchanged=len(files) - len(unread), suffixes=walk.ignored)
    kept = []
    for each in _read(folder, unread, settings, spool, progress):
        file = known.get(each.seen.path)
        _count(account, each, file)
        if each.problem is None or file is None or file.problem != each.problem:
            kept.append(each)
    account.problems |= dict(walk.problems)
    account.seconds = perf_counter() - began
    gone = tuple(path for path in known if walk.holds(path) and path not in files)
    account.gone = len(gone)
    return Looked(account, tuple(kept), gone)


def _count(account: ScanAccount, found: Examined, before: KnownFile | None) -> None:
    if found.problem is not None:
        account.problems[found.seen.path] = found.problem
    elif before is None:
        account.new += 1
    else:
        account.updated += 1


def _read(
    folder: ScannedFolder,
    unread: Sequence[SeenFile],
    settings: Settings,
    spool: ScanSpool,
    progress: Progress,
) -> Iterator[Examined]:
    """What was found of files: before a scan was stopped, and now."""
    earlier = {each.seen: each for each in spool.read() if each.problem is None}
    yield from (earlier[seen] for seen in unread if seen in earlier)
    left = [seen for seen in unread if seen not in earlier]
    media = settings.media
    how = Looking(thumbnails_folder(settings.warehouse), media.edl_frame_rate, media.fingerprints)
    for done, each in enumerate(examined(left, how), start=len(unread) - len(left) + 1):
        spool.append(each)
        progress(str(folder.path), done, len(unread))
        yield each
