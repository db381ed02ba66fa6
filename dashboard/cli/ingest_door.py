"""What the commands ask of `ingest`, which they must not import: `offcut.main` hands it over.

`ingest/door.py` is it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from dashboard.cli.fates import Fates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dashboard.cli.proposed_map import ProposedMap, Understood
    from dashboard.cli.scan_door import ScanReport
    from dashboard.cli.watch_door import Watched
    from data.settings import Settings


class Counted(Fates, Protocol):
    """A file, how many records it held and what became of each."""

    @property
    def file(self) -> str: ...  # noqa: D102

    @property
    def source(self) -> str | None: ...  # noqa: D102


@runtime_checkable
class Account(Counted, Protocol):
    """The account of one load of a file; `error` says why it was refused as a whole.

    `no_log` says why a file that lay in a folder was none to load.
    """

    @property
    def seconds(self) -> float: ...  # noqa: D102

    @property
    def reasons(self) -> Mapping[str, int]: ...  # noqa: D102

    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def error(self) -> str | None: ...  # noqa: D102

    @property
    def no_log(self) -> str | None: ...  # noqa: D102


class DryRun(Protocol):
    """What loading a file would give: the account, and its first records as understood."""

    @property
    def account(self) -> Account: ...  # noqa: D102

    @property
    def why(self) -> str: ...  # noqa: D102

    @property
    def refused(self) -> Mapping[str, int]: ...  # noqa: D102

    @property
    def understood(self) -> tuple[Understood, ...]: ...  # noqa: D102

    @property
    def originals(self) -> Mapping[int, str]: ...  # noqa: D102


class RejectedRecord(Protocol):
    """A record in quarantine, with where it stood and why."""

    @property
    def number(self) -> int: ...  # noqa: D102

    @property
    def file(self) -> str: ...  # noqa: D102

    @property
    def line(self) -> int: ...  # noqa: D102

    @property
    def source(self) -> str: ...  # noqa: D102

    @property
    def reason(self) -> str: ...  # noqa: D102


class RawRecord(RejectedRecord, Protocol):
    """The same with its bytes, or the beginning of them."""

    @property
    def raw(self) -> bytes: ...  # noqa: D102

    @property
    def raw_bytes(self) -> int: ...  # noqa: D102


class Guessed(Protocol):
    """Something a source takes for granted, which the settings can correct."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def value(self) -> str: ...  # noqa: D102

    @property
    def meaning(self) -> str: ...  # noqa: D102


class SourceRow(Protocol):
    """A source, as people choose one."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def title(self) -> str: ...  # noqa: D102

    @property
    def where(self) -> str: ...  # noqa: D102

    @property
    def evidence(self) -> str: ...  # noqa: D102

    @property
    def guesses(self) -> Sequence[Guessed]: ...  # noqa: D102


class PresetRow(Protocol):
    """A map that comes along; `adapt` says what to change in it."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def title(self) -> str: ...  # noqa: D102

    @property
    def adapt(self) -> str: ...  # noqa: D102

    @property
    def path(self) -> Path: ...  # noqa: D102


class LoadedDemo(Protocol):
    """What became of the demo's logs and files."""

    @property
    def accounts(self) -> Sequence[Account]: ...  # noqa: D102

    @property
    def settings(self) -> Settings: ...  # noqa: D102

    @property
    def config(self) -> Path: ...  # noqa: D102

    @property
    def scanned(self) -> ScanReport | None: ...  # noqa: D102

    @property
    def left_out(self) -> Sequence[str]: ...  # noqa: D102


class IngestDoor(Protocol):
    """Everything the command line asks of `ingest`; a module can be it."""

    def load(
        self,
        paths: Iterable[str],
        settings: Settings,
        *,
        lake: str | None = None,
        source: str | None = None,
        map_file: Path | None = None,
        submitted_at: str | None = None,
        progress: Callable[[str, int, int], None] | None = None,
        began: float | None = None,
    ) -> Sequence[Account]:
        """Load files, folders, globs or `-`, or land them in a lake; the account of each file."""

    def load_found(
        self,
        files: Iterable[Any],
        settings: Settings,
        *,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Sequence[Account]:
        """Load what a watcher found; the account of each file."""

    def check_folders(self, folders: Sequence[str]) -> None:
        """Raise SettingsError for a folder to watch that is none."""

    def watched(
        self, folders: Sequence[str], settings: Settings, *, desk_only: bool = False
    ) -> Watched:
        """Folders to watch, or those of the settings, and the Desk's journal; or that alone."""

    def dry_run(
        self,
        paths: Iterable[str],
        settings: Settings,
        *,
        source: str | None = None,
        map_file: Path | None = None,
        submitted_at: str | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Sequence[DryRun]:
        """What loading them would give, and nothing of it published."""

    def identify(
        self, paths: Iterable[str], settings: Settings
    ) -> Iterator[tuple[str, str | None, str]]:
        """(file, the source that claims it or None, why) for each file."""

    def sources(self) -> Sequence[SourceRow]:
        """All sources."""

    def embedded(self) -> Sequence[tuple[str, str, str]]:
        """Made by, where it stands, rests on: what the scan reads out of files."""

    def presets(self) -> Sequence[PresetRow]:
        """The maps that come along."""

    def rejected_records(self, settings: Settings, *, limit: int) -> Sequence[RejectedRecord]:
        """Records in quarantine, the latest first."""

    def rejected_record(self, settings: Settings, number: int) -> RawRecord:
        """One of them with its bytes."""

    def clear(self, settings: Settings, *, source: str | None) -> int:
        """Clear the text of rejected records; of how many."""

    def replay(
        self, settings: Settings, *, map_file: Path | None, source: str | None
    ) -> Sequence[Account]:
        """Read rejected records again."""

    def propose_map(self, file: str, settings: Settings, choices: Mapping[str, str]) -> ProposedMap:
        """A map for a log that nobody knows, with what has been chosen so far."""

    def save_map(
        self, proposed: Any, settings: Settings, *, to: Path | None, over: bool
    ) -> Sequence[Path]:
        """Write it beside its log or where `to` says, and among the known maps; where it lies."""

    def load_demo(
        self,
        folder: Path,
        *,
        seed: int,
        scale: float,
        media: bool = True,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> LoadedDemo:
        """Write, load and scan the demo."""

    def scan(
        self,
        folders: Sequence[str],
        settings: Settings,
        *,
        role: str | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> ScanReport:
        """Scan folders of media, or those of the settings."""

    def settle_matches(
        self, settings: Settings, *, progress: Callable[[str, int, int], None] | None = None
    ) -> ScanReport:
        """Find out anew which file is which output, after people answered."""
