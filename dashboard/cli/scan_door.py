"""What the commands ask of a scan: the account of each folder, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dashboard.cli.fates import Fates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class ScannedFolder(Protocol):
    """A folder and what lies in it."""

    @property
    def path(self) -> Path: ...  # noqa: D102

    @property
    def role(self) -> str: ...  # noqa: D102


class ScanAccount(Fates, Protocol):
    """What became of the files of one folder."""

    @property
    def folder(self) -> ScannedFolder: ...  # noqa: D102

    @property
    def gone(self) -> int: ...  # noqa: D102

    @property
    def seconds(self) -> float: ...  # noqa: D102

    @property
    def problems(self) -> Mapping[str, str]: ...  # noqa: D102

    @property
    def suffixes(self) -> Mapping[str, int]: ...  # noqa: D102


class StandIn(Protocol):
    """A version that cannot be read, and the older one that counts in its place."""

    @property
    def unreadable(self) -> str: ...  # noqa: D102

    @property
    def speaks(self) -> str: ...  # noqa: D102


class ScanReport(Protocol):
    """The accounts of a scan, and what was found."""

    @property
    def accounts(self) -> Sequence[ScanAccount]: ...  # noqa: D102

    @property
    def certain(self) -> int: ...  # noqa: D102

    @property
    def possible(self) -> int: ...  # noqa: D102

    @property
    def unexplained(self) -> int: ...  # noqa: D102

    @property
    def dark(self) -> int: ...  # noqa: D102

    @property
    def missing(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def stand_ins(self) -> Sequence[StandIn]: ...  # noqa: D102

    @property
    def by_use(self) -> int: ...  # noqa: D102

    @property
    def by_files(self) -> int: ...  # noqa: D102
