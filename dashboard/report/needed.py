"""Libraries that not everyone needs: imported when they are used, named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from data.errors import SettingsError


def needed(module: str, extra: str, does: str) -> Any:
    """The module. Raises SettingsError, which says what to install, where it is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise SettingsError(
            f"{module} {does}, and is not installed here: it needs offcut[{extra}]. "
            f"Install it: pip install 'offcut[{extra}]'."
        ) from None
