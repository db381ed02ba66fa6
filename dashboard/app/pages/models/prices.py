"""The prices in force for the models of a medium, and what changed lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import advice, sentence
from dashboard.words.prices import (
    in_force_row,
    is_of_outputs,
    step_row,
    steps_sentence,
    unpriced_sentence,
)
from data.asking.selection import local_day
from data.pricing.in_force import price_steps, prices_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.pages.models.choices import ChosenWork
    from data.pricing.in_force import PriceInForce

LATELY = timedelta(days=90)
COLUMNS = (
    Column("model", "Model"),
    Column("channel", "Channel"),
    Column("price", "Price"),
    Column("unit", "for one"),
    Column("of", "of", meaning="Operations and variants it serves; –: any without its own."),
    Column("since", "Since", "day", "–: nobody has seen when it began."),
    Column("tier", "Service tier"),
    Column("checked", "Read on", "day"),
    Column("certainty", "Certainty"),
    Column("source", "Source"),
)

STEPS = (
    Column("day", "From", "day"),
    Column("model", "Model"),
    Column("channel", "Channel"),
    Column("before", "Before", meaning="–: it is new."),
    Column("after", "Then", meaning="–: it ends, with none after."),
    Column("change", "Change", "rate"),
    Column("unit", "for one"),
    Column("of", "of"),
    Column("tier", "Service tier"),
)


def show_prices(work: ChosenWork) -> None:
    """What the channels ask today, the units of outputs before those of tokens and tiers."""
    question = work.question
    today = local_day(question.as_of, question.settings)
    used = _used(work)
    heading(f"What do they ask on {today.day} {today:%b %Y}?")
    found = prices_in_force(question.figures.book, used, today)
    priced = [each for each in found if each.entry is not None]
    main = [each for each in priced if is_of_outputs(each.entry)]
    others = [each for each in priced if each not in main]
    steps = price_steps(question.figures.book, used, today - LATELY)
    sentence(steps_sentence(steps, today, LATELY.days))
    if main:
        _table(main, "offcut-prices", question.currency)
    sentence(unpriced_sentence(found))
    if others:
        fold = f"{len(others):,} prices of inputs, tokens and other service tiers"
        _table(others, "offcut-other-prices", question.currency, fold)
    if steps:
        changed, fold = [step_row(each) for each in steps], "What changed, and what is announced"
        show_table(changed, STEPS, question.currency, file="offcut-price-changes", fold=fold)
    advice("From the price book: `offcut prices list` shows every date of it.")


def _used(work: ChosenWork) -> list[tuple[str, str]]:
    rows = work.of_medium.measure(["attempts"], ["channel", "model"]).rows
    return [
        (row["channel"], row["model"])
        for row in rows
        if row["attempts"] and row["channel"] is not None and row["model"] is not None
    ]


def _table(rows: Sequence[PriceInForce], file: str, currency: str, fold: str = "") -> None:
    written: list[dict[str, Any]] = [in_force_row(each) for each in rows]
    show_table(written, COLUMNS, currency, file=file, fold=fold)
