"""What the commands ask of watched folders: what lies there, what to load now, when to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from data.watch_state import FolderState


class DueFiles(Protocol):
    """Files to load together."""

    @property
    def files(self) -> Sequence[Any]: ...  # noqa: D102


class Watched(Protocol):
    """Watched folders, as they were last seen."""

    @property
    def states(self) -> Sequence[FolderState]: ...  # noqa: D102

    @property
    def writing(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def n_ready(self) -> int: ...  # noqa: D102

    def look(self) -> Sequence[str]:
        """See what lies there; sentences for the person who watches."""

    def due(self) -> DueFiles | None:
        """What to load now, if anything."""

    def loaded(self, due: Any, refused: Container[str], *, has_published: bool) -> None:
        """These were loaded, those refused aside."""

    def failed(self) -> None:
        """The load failed as a whole."""

    def scan_due(self) -> str | None:
        """What to pass to `scanned` after a scan that is due now, if one is."""

    def scanned(self, digest: str, *, has_published: bool) -> None:
        """The media were scanned."""

    def scan_failed(self) -> None:
        """They could not be."""

    def wait(self) -> None:
        """Until there may be something to do."""

    def close(self) -> None:
        """Look no more."""
