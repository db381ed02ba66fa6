"""A review as an XLSX workbook: a sheet of words, then a sheet per part with rows.

Numbers are numbers, so that they can be summed, and formatted to read as in every other form. A
spreadsheet keeps fifteen digits of an amount; where one has more, the first sheet says that the
review's JSON has them all. Text is never a formula or a link.
"""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.report.cells import (
    caption,
    cell,
    headings,
    is_figure,
    reading_order,
    sentences,
)
from dashboard.report.needed import needed
from dashboard.words.formats import NOTHING, label, symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from data.review.parts import Column, Part, Review

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_FIRST_SHEET = "Review"
_SHEET_CHARACTERS = 31
_CELL_CHARACTERS = 32_767
_DIGITS = 15
_SPACE = "\\ "
"""A space in a number format."""
_NARROWEST, _WIDEST = 9, 60
ROUNDED = "A spreadsheet keeps fifteen digits of an amount; the review's JSON file has all of each."


def review_xlsx(review: Review) -> bytes:
    """The review as the content of an XLSX file."""
    xlsxwriter = needed("xlsxwriter", "report", "writes the workbook")
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        book.set_properties({"title": label(review.title), "created": review.as_of})
        _Sheets(book, review).write()
    return written.getvalue()


class _Cell(NamedTuple):
    """What is written, and the number format it is written in ("" for text)."""

    value: str | int | float | date | None
    number_format: str = ""


class _Sheets:
    """A workbook under way, with each of its formats made once."""

    def __init__(self, book: Any, review: Review) -> None:
        self.book = book
        self.review = review
        self.formats: dict[str, Any] = {}
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.large = book.add_format({"bold": True, "font_size": 16, "text_wrap": True})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.head_right = book.add_format({"bold": True, "bottom": 1, "align": "right"})

    def write(self) -> None:
        """All sheets."""
        parts = [part for part in reading_order(self.review) if part.rows]
        names = sheet_names([part.title for part in parts])
        self._write_words()
        for part, name in zip(parts, names, strict=True):
            self._write_part(part, self.book.add_worksheet(name))

    def _write_words(self) -> None:
        sheet = self.book.add_worksheet(_FIRST_SHEET)
        sheet.set_column(0, 0, 110)
        for place, (text, style) in enumerate(self._lines()):
            sheet.write_string(place, 0, _cut(text, _CELL_CHARACTERS), style)

    def _lines(self) -> Iterator[tuple[str, Any]]:
        review = self.review
        yield label(review.title), self.bold
        yield label(review.headline), self.large
        yield caption(review), self.words
        if review.notice:
            yield label(review.notice), self.words
        if not all(map(_is_exact, _amounts(review))):
            yield ROUNDED, self.words
        for part in reading_order(review):
            yield "", self.words
            yield label(part.title), self.bold
            yield from ((sentence, self.words) for sentence in sentences(part))

    def _write_part(self, part: Part, sheet: Any) -> None:
        sheet.freeze_panes(1, 0)
        for place, (heading, column) in enumerate(zip(headings(part), part.columns, strict=True)):
            style = self.head_right if is_figure(column) else self.head
            sheet.write_string(0, place, _cut(heading, _CELL_CHARACTERS), style)
            texts = [heading, *(cell(self.review, part, column, row) for row in part.rows)]
            sheet.set_column(place, place, _width(texts))
            for number, row in enumerate(part.rows, 1):
                self._write_cell(sheet, number, place, sheet_cell(self.review, part, column, row))

    def _write_cell(self, sheet: Any, row: int, column: int, found: _Cell) -> None:
        if found.value is None:
            return
        style = self._format(found.number_format)
        if isinstance(found.value, str):
            sheet.write_string(row, column, _cut(found.value, _CELL_CHARACTERS), style)
        elif isinstance(found.value, int | float):
            sheet.write_number(row, column, found.value, style)
        else:
            sheet.write_datetime(row, column, found.value, style)

    def _format(self, number_format: str) -> Any:
        if not number_format:
            return self.words
        if number_format not in self.formats:
            style = {"num_format": number_format, "valign": "top"}
            self.formats[number_format] = self.book.add_format(style)
        return self.formats[number_format]


def sheet_cell(review: Review, part: Part, column: Column, row: dict[str, Any]) -> _Cell:
    """One cell as a spreadsheet has it; what is not known is empty."""
    value, unit = row.get(column.name), part.unit_of(column, row)
    if value is None:
        return _Cell(None)
    if unit == "text":
        return _Cell(cell(review, part, column, row))
    if unit == "day":
        return _Cell(value, "d mmm yyyy")
    number = float(value) if isinstance(value, Decimal) else value
    shown = cell(review, part, column, row)
    return _Cell(number, number_format(unit, number, shown, review.currency))


def number_format(unit: str, value: float, shown: str, currency: str) -> str:
    """A format in which the number reads as it is shown.

    Where none does (a duration, `under $0.0001`, a half that a spreadsheet rounds the other way),
    the format is that text, for this one number.
    """
    before, after, places = "", "", 0
    if unit == "rate":
        after, places = " %", 1
    elif unit in ("money", "money_per"):
        before, places = symbol(currency), len(shown.rpartition(".")[2])
    elif unit == "ratio":
        places = 2
    if shown != _displayed(value * 100 if after else value, before, after, places):
        return ";".join([_literal(shown)] * 3)
    decimals = f".{'0' * places}" if places else ""
    digits = f"{_literal(before) if before else ''}#,##0{decimals}{after.replace(' ', _SPACE)}"
    return f"{digits};−{digits}"


def _displayed(number: float, before: str, after: str, places: int) -> str:
    """What a spreadsheet shows: it rounds a half away from zero."""
    exact = Decimal(f"{abs(number):.15g}")
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{'−' if number < 0 else ''}{before}{rounded:,f}{after}"


def sheet_names(titles: Sequence[str]) -> list[str]:
    """A sheet name for each title: at most 31 characters, none forbidden, no two the same."""
    taken = {_FIRST_SHEET.lower(), "history"}
    names = []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\]", " ", label(title)).strip("' ") or NOTHING
        name, number = _cut(plain, _SHEET_CHARACTERS).strip("' "), 1
        while name.lower() in taken:
            number += 1
            ending = f" {number}"
            name = _cut(plain, _SHEET_CHARACTERS - len(ending)).strip("' ") + ending
        taken.add(name.lower())
        names.append(name)
    return names


def _cut(text: str, characters: int) -> str:
    """The text, cut to so many characters as a spreadsheet counts them: an emoji is two."""
    return text.encode("utf-16-le")[: 2 * characters].decode("utf-16-le", "ignore")


def _literal(text: str) -> str:
    return f'"{text.replace(chr(34), "")}"'


def _width(texts: Sequence[str]) -> int:
    return min(max(_NARROWEST, *(len(text) + 2 for text in texts)), _WIDEST)


def _amounts(review: Review) -> Iterator[Decimal]:
    for part in review.parts:
        for row in part.rows:
            for column in part.columns:
                if isinstance(row.get(column.name), Decimal):
                    yield row[column.name]


def _is_exact(amount: Decimal) -> bool:
    return len(amount.normalize().as_tuple().digits) <= _DIGITS
