"""Packages that only some files need: asked for when such a file comes, and named if missing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from types import ModuleType


def needed(module: str, extra: str, does: str) -> ModuleType:
    """The module, imported. Raises RefusedFileError with what it is for and how to get it."""
    try:
        return import_module(module)
    except ImportError:
        raise RefusedFileError(
            f"{does} needs offcut[{extra}], which is not installed here. "
            f"Install it: pip install 'offcut[{extra}]'; then scan again."
        ) from None
