"""What every command starts from: the global options, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.cli.ingest_door import IngestDoor
    from data.asking.figures import Figures
    from data.settings import Settings


@dataclass(frozen=True)
class Session:
    """The global options; settings and figures are made when a command asks for them."""

    warehouse: Path | None
    config: Path | None
    ingest: IngestDoor

    @cached_property
    def settings(self) -> Settings:
        """The settings in force, `--warehouse` above them."""
        from data.settings import load_settings

        given = {} if self.warehouse is None else {"warehouse": self.warehouse}
        return load_settings(self.config, **given)

    @cached_property
    def figures(self) -> Figures:
        """Answers about the warehouse of the settings."""
        from dashboard.cli.console import message
        from data.asking.figures import Figures

        return Figures.of(self.settings, say=message)

    @property
    def notice(self) -> str:
        """What the settings want to be said with the figures, if any were asked for."""
        return self.settings.notice if "settings" in self.__dict__ else ""

    def close(self) -> None:
        """Let go of the warehouse, if a command opened it."""
        if "figures" in self.__dict__:
            self.figures.reader.close()
