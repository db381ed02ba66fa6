"""The quotes a team was given, kept beside its settings: the page writes them, all read them.

`offcut-quotes.toml` has a `[[quote]]` for each, with its platform and the fields of a plan.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit

from data.commitments.terms.plan import PlanTerms, read_quote
from data.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTES_NAME = "offcut-quotes.toml"
HEAD = "Quotes that were typed in on the Commitments page. Offcut writes this file anew."


def quotes_beside(config: Path | None) -> Path:
    """Where the quotes of a config file are; without one, those of the working folder."""
    return (config.parent if config else Path()) / QUOTES_NAME


def saved_quotes(file: Path) -> tuple[PlanTerms, ...]:
    """The quotes of the file, none where there is no file.

    Raises SettingsError naming the file and the quote that does not hold.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{file}: cannot be read as TOML: {error}.") from error
    quotes = content.get("quote", [])
    if not isinstance(quotes, list) or not all(isinstance(each, dict) for each in quotes):
        raise SettingsError(f"{file}: write each quote as a [[quote]] table.")
    try:
        return tuple(read_quote(each) for each in quotes)
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from error


def save_quotes(file: Path, quotes: Iterable[PlanTerms]) -> None:
    """Write the file whole, with these quotes; without any it goes. Raises SettingsError."""
    written = tomlkit.document()
    written.add(tomlkit.comment(HEAD))
    written["quote"] = [_plain(each.model_dump(exclude_defaults=True)) for each in quotes]
    beside = file.with_name(f".{file.name}.new")
    try:
        if not written["quote"]:
            file.unlink(missing_ok=True)
            return
        beside.write_text(tomlkit.dumps(written), "utf-8")
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SettingsError(
            f"{file}: the quote cannot be kept: {error.strerror}. Make the folder writable, or "
            f"give the quote as a file to `offcut size --plans`."
        ) from error


def _plain(value: Any) -> Any:
    """Amounts as text, so that they stay exact; the rest as TOML has it."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, bool | int | str | date) else str(value)
