"""What the routes answer from: the warehouse and the settings that the server was started with."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from data.desk_journal import DeskJournal, desk_folder
from data.settings import Settings, config_file, load_settings
from data.warehouse.file import Reader

CONFIG_VARIABLE = "OFFCUT_CONFIG"
"""Names the config file; the warehouse comes by the setting's own `OFFCUT_WAREHOUSE`."""


MEMORY = "256MB"
"""Ample for looking up single files; the figures have a reader of their own."""


class Served:
    """The settings as their file says now, and a reader of their warehouse; safe for threads."""

    def __init__(self) -> None:
        """Nothing is read before somebody asks."""
        self._lock = Lock()
        self._read: tuple[object, Settings] | None = None
        self._reader: Reader | None = None
        self._journal: DeskJournal | None = None

    @property
    def settings(self) -> Settings:
        """Read anew where their file has changed. Raises SettingsError."""
        named = os.environ.get(CONFIG_VARIABLE)
        file = config_file(Path(named) if named else None)
        edition = (file, file.stat().st_mtime_ns if file else None)
        with self._lock:
            if self._read is None or self._read[0] != edition:
                self._read = edition, load_settings(file)
            return self._read[1]

    @property
    def reader(self) -> Reader:
        """Of the warehouse that the settings name now; it need not be there yet."""
        settings = self.settings
        with self._lock:
            if self._reader is None or self._reader.path != settings.warehouse:
                self._reader = Reader(settings.warehouse, MEMORY)
            return self._reader

    @property
    def journal(self) -> DeskJournal:
        """What was decided at the Desk about the warehouse that the settings name now."""
        folder = desk_folder(self.settings.warehouse)
        with self._lock:
            if self._journal is None or self._journal.folder != folder:
                self._journal = DeskJournal(folder)
            return self._journal

    def close(self) -> None:
        """Let go of the warehouse."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
