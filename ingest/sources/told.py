"""What the settings tell the sources: names that there are, and statuses that are ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from data.errors import SettingsError, unknown_name
from data.warehouse.records import Status
from ingest.source import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.settings import Settings
    from ingest.source import Source

AMOUNT = re.compile(r"(?=.*[1-9])\d{1,18}(?:\.\d{1,12})?")


def check_told(settings: Settings, sources: Iterable[Source]) -> None:
    """Raises SettingsError where `[sources.…]` names what there is not."""
    by_name = {each.name: each for each in sources}
    for name, told in settings.sources.items():
        if name not in by_name:
            raise SettingsError(f"[sources.{name}]: {unknown_name('source', name, by_name)}")
        _check(by_name[name], told)


def _check(source: Source, told: Mapping[str, str]) -> None:
    known = [each.name for each in source.guesses]
    for name, value in told.items():
        place = f'[sources.{source.name}] "{name}"'
        if name.startswith(STATUS):
            if value not in get_args(Status):
                raise SettingsError(f"{place}: {unknown_name('status', value, get_args(Status))}")
        elif name not in known:
            valid = [*known, f"{STATUS}WORD"]
            raise SettingsError(f"{place}: {unknown_name('name here', name, valid)}")
        else:
            usual = next(each.value for each in source.guesses if each.name == name)
            if usual.isdigit() and not AMOUNT.fullmatch(value):
                raise SettingsError(f"{place}: {value[:80]!r} is no number above 0, as {usual} is")
