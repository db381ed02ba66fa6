"""The price book and what a changed one would do, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli.console import chosen, message, print_csv, print_json, print_table
from dashboard.words.formats import label, shown
from data.errors import SettingsError, validation_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.asking.figures import Figures
    from data.asking.reprice import Repricing
    from data.pricing.book import PriceBook
    from data.pricing.entry import PriceEntry
    from data.settings import Settings

COLUMNS = (
    "channel",
    "model",
    "operations",
    "variant",
    "service_tier",
    "unit",
    "price",
    "currency",
    "valid_from",
    "certainty",
)


def print_prices(
    book: PriceBook,
    printed: str,
    *,
    channel: str | None,
    model: str | None,
    on: date | None,
    columns: Sequence[str] = (),
) -> None:
    """Prices of a channel and model, on a day or of every date, with where they were read."""
    rows = [_row(entry) for entry in _found(book, channel, model, on)]
    names = chosen(columns, (*COLUMNS, "source"))
    if printed == "json":
        print_json([{name: row[name] for name in names} for row in rows])
    elif printed == "csv":
        print_csv(rows, names)
    elif not rows:
        message("No such price. `offcut prices list` shows all of them.")
    else:
        names = columns or COLUMNS
        print_table(
            names, [[label(row[name]) for name in names] for row in rows], ("price",), keys=2
        )


def _found(
    book: PriceBook, channel: str | None, model: str | None, on: date | None
) -> list[PriceEntry]:
    wanted = None if channel is None else book.channel_of(channel)
    family = book.family_of(model) if model else None
    names = {model.lower(), *(name for name, _ in family.keys)} if family and model else {model}
    found = [
        each.entry
        for each in book.intervals
        if wanted in (None, each.key.channel)
        and (model is None or each.key.model in names)
        and (on is None or each.starts <= on < each.ends)
    ]
    return list(dict.fromkeys(found))


def _row(entry: PriceEntry) -> dict[str, object]:
    row = {name: getattr(entry, name) for name in (*COLUMNS, "source")}
    several = {name: " ".join(row[name]) or None for name in ("operations", "variant")}
    return row | several | {"price": f"{entry.price:f}"}


def add_price(settings: Settings, fields: dict[str, Any]) -> None:
    """Append an entry to the team's price folder, else the shipped book; says where.

    Raises SettingsError naming the field that does not hold.
    """
    from pydantic import ValidationError

    from data.pricing.book import SHIPPED, append_entry
    from data.pricing.entry import PriceEntry

    try:
        entry = PriceEntry(**fields)
    except ValidationError as error:
        raise SettingsError(validation_sentence(error)) from error
    path = append_entry(settings.prices_folder or SHIPPED, entry)
    message(f"Added to {path}. `offcut reprice --dry-run` shows what it changes.")


def add_observed(
    figures: Figures,
    model: str,
    *,
    starts: date | None,
    channel: str | None,
    variant: str | None,
) -> None:
    """Append the price that bills come to to the team's own folder; says what and where.

    Raises SettingsError without such a folder, or where nothing (or too much) was observed.
    """
    from datetime import UTC, datetime

    from data.asking.observed_units import observed_entry
    from data.asking.selection import Selection
    from data.pricing.book import append_entry

    folder = figures.settings.prices_folder
    if folder is None:
        raise SettingsError(
            "What your bills say belongs into your own price book. Make a folder and name it in "
            'offcut.toml: prices_folder = "prices".'
        )
    entry = observed_entry(
        figures.observed_units(Selection()),
        figures.book,
        model,
        channel=channel,
        variant=variant,
        starts=starts,
        today=datetime.now(UTC).date(),
    )
    path = append_entry(folder, entry)
    message(
        f"Added to {path}: {entry.title} {entry.price:f} {entry.currency} from {entry.valid_from}, "
        f"{entry.source}. `offcut reprice --dry-run` shows what it changes."
    )


def print_repricing(repricing: Repricing, currency: str) -> None:
    """Cost by channel and model before and after, and whether it was applied."""
    rows = [
        (
            label(change.channel),
            label(change.model),
            f"{change.attempts:,}",
            shown(change.before, "money", currency),
            shown(change.after, "money", currency),
        )
        for change in repricing.changes
    ]
    if not rows:
        message("The price book changes nothing.")
        return
    print_table(
        ("channel", "model", "attempts", "before", "after"), rows, ("attempts", "before", "after")
    )
    before, after = (shown(each, "money", currency) for each in (repricing.before, repricing.after))
    done = "applied" if repricing.applied else "a dry run: nothing was changed"
    message(f"Spend {before} → {after}; {done}.")
