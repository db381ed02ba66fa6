"""Figures for the command line: an aligned table, JSON rows or CSV, on standard output.

Names come from logs, so control characters (terminal escapes among them) are shown, not obeyed.
"""

from __future__ import annotations

import csv
import json
import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from dashboard.words.table_layout import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def plain(text: Any) -> str:
    """Text with control characters made visible, so that a name cannot drive the terminal."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(text))


def print_table(
    header: Sequence[str], rows: Iterable[Sequence[Any]], numeric: Iterable[str], *, keys: int = 1
) -> None:
    """An aligned table; columns in `numeric` stand to the right, the first `keys` name the row.

    On a terminal it fits: see `table_layout`. Elsewhere a row is a line.
    """
    cells = [[plain(name) for name in header], *([plain(cell) for cell in row] for row in rows)]
    right = {position for position, name in enumerate(header) if name in set(numeric)}
    for line in table_lines(cells, right, keys=keys, width=_terminal_width()):
        sys.stdout.write(line + "\n")


def _terminal_width() -> int | None:
    return get_terminal_size().columns if sys.stdout.isatty() else None


def chosen(columns: Sequence[str], known: Sequence[str]) -> Sequence[str]:
    """The columns asked for, or all. Raises QuestionError for one that there is not."""
    for name in columns:
        if name not in known:
            from data.errors import QuestionError, unknown_name

            raise QuestionError(f"--columns: {unknown_name('column here', name, known)}")
    return columns or known


def print_json(rows: Any) -> None:
    """JSON with one row a line, so that it reads and diffs well."""
    if isinstance(rows, list) and rows:
        lines = ",\n ".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        sys.stdout.write(f"[{lines}]\n")
    else:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, default=str) + "\n")


def print_csv(rows: Sequence[dict[str, Any]], header: Sequence[str]) -> None:
    """CSV with a header; NULL is an empty cell. Text that a spreadsheet would run is quoted."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in header])


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def print_line(text: str) -> None:
    """One line of a result, on standard output; lines inside it are kept."""
    sys.stdout.write("\n".join(plain(line) for line in text.split("\n")) + "\n")


def message(text: str) -> None:
    """One line for the person at the keyboard, on standard error."""
    sys.stderr.write(f"{text}\n")
