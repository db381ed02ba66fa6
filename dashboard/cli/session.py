"""What every command starts from: the global options, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Self

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.cli.ingest_door import IngestDoor
    from data.asking.figures import Figures
    from data.settings import Settings


@dataclass
class Session:
    """The global options; settings and figures are made when a command asks for them."""

    warehouse: Path | None
    config: Path | None
    ingest: IngestDoor
    began: float = field(default_factory=perf_counter)
    """When the command began: what a person waits for counts from here."""
    _said: bool = False

    @cached_property
    def settings(self) -> Settings:
        """The settings in force for figures: those of a lake stand where it was resolved."""
        from data.lake.whereabouts import is_manifest

        if not is_manifest(self.written_settings.warehouse):
            return self.written_settings
        from data.asking.standing_moment import as_published

        return as_published(self.written_settings)

    @cached_property
    def written_settings(self) -> Settings:
        """The settings as they are written, `--warehouse` above them."""
        from data.lake.whereabouts import fetch
        from data.settings import load_settings

        given = {} if self.warehouse is None else {"warehouse": self.warehouse}
        found = load_settings(self.config, **given)
        fetch(found.warehouse)
        if found.targets:
            from data.review.targets import checked_targets

            checked_targets(found)
        return found

    @cached_property
    def figures(self) -> Figures:
        """Answers about the warehouse of the settings."""
        from dashboard.cli.console import message
        from data.asking.figures import Figures

        return Figures.of(self.settings, say=message)

    def settings_without_figures(self) -> Settings:
        """The settings, for a command that shows no figures: their notice is not said."""
        self._said = True
        return self.settings

    def say_notice(self) -> None:
        """Say what the settings want to be said with the figures, once, if any were asked for."""
        if "settings" in self.__dict__ and self.settings.notice and not self._said:
            from dashboard.cli.console import message

            message(self.settings.notice)
            self._said = True

    def __enter__(self) -> Self:
        """Use it as a context manager around a command."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """Let go of the warehouse, and say the notice, or what DuckDB stumbled over.

        Raises WarehouseError for that.
        """
        if "figures" in self.__dict__:
            self.figures.reader.close()
        if error is None or isinstance(error, typer.Exit):
            self.say_notice()
        elif isinstance(error, Exception) and "settings" in self.__dict__:
            from data.warehouse.trouble import in_words

            if told := in_words(error, self.settings.warehouse):
                raise told from error
