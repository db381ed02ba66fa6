"""The first records of a file as they are understood, beside what stands there; and the account."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.markup import as_html, sentence
from dashboard.words.formats import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

REASONS = 10
ORIGINAL_PIXELS, MANY_FIELDS, MANY_CHARACTERS = 420, 10, 800
"""What is longer scrolls in a place of this height."""


def show_account(account: Row | None, refused: Mapping[str, int], problem: str | None) -> None:
    """How many records would load, and what would become of the others, with the reasons."""
    if account is None or problem:
        sentence(f"Nothing can load yet: {problem}", "offcut-notice")
        return
    would_load = account["read"] - account["rejected"] - account["ignored"]
    parts = [f"{would_load:,} would load"]
    if account["rejected"]:
        parts.append(f"{account['rejected']:,} would wait in quarantine")
    if account["ignored"]:
        parts.append(f"{account['ignored']:,} would be left out")
    sentence(f"Of {counted(account['read'], 'record')}, {', '.join(parts)}.", "offcut-summary")
    for reason, n in account.get("ignored_because", {}).items():
        sentence(f"Left out: {n:,}: {reason}.", "offcut-quiet")
    for note in account.get("notes", ()):
        sentence(note, "offcut-quiet")
    for reason, n in list(refused.items())[:REASONS]:
        sentence(f"In quarantine: {n:,}: {reason}", "offcut-quiet")
    if (more := len(refused) - REASONS) > 0:
        sentence(f"And {counted(more, 'more reason')}.", "offcut-quiet")


def show_understood(rows: Sequence[Row], originals: Sequence[Row] = ()) -> None:
    """Record by record: what stands there to the left, what it is taken for to the right."""
    texts = {each["line"]: each["text"] for each in originals}
    for line, values in groupby(rows, key=lambda each: each["line"]):
        listed = list(values)
        kinds = " and ".join(dict.fromkeys(each["record"] for each in listed))
        sentence(f"Line {line:,}, read as {kinds}:", "offcut-part-of")
        if line in texts:
            is_long = len(listed) > MANY_FIELDS or len(texts[line]) > MANY_CHARACTERS
            height: Any = ORIGINAL_PIXELS if is_long else "content"
            left, right = st.columns(2, gap="medium")
            with left:
                st.code(texts[line], language=None, wrap_lines=True, height=height)
            with right.container(height=height, border=False):
                st.html(_table(("Field", "Understood as"), [_understood(e) for e in listed]))
        else:
            header = ("Column", "Stands there", "Field", "Understood as")
            st.html(_table(header, [(e["column"], e["stands"], *_understood(e)) for e in listed]))


def _understood(each: Row) -> tuple[str, str]:
    return each["field"].replace("_", " "), each["understood"]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{as_html(title)}</th>" for title in header)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<div class="offcut-table"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(text: str) -> str:
    return f"<td>{as_html(text) if text else ''}</td>"


FATES = ("read", "new", "updated", "unchanged", "rejected", "ignored")


def show_accounts(rows: Sequence[Row], currency: str, *, file: str) -> None:
    """Accounts of loads as `offcut ingest` prints them: a row a file, then the sentences."""
    read = [each for each in rows if not (each.get("error") or each.get("no_log"))]
    if read:
        columns = [
            Column("file", "File"),
            Column("source", "Source"),
            *(Column(fate, fate.capitalize(), "count") for fate in FATES),
            Column("seconds", "Took", "seconds"),
        ]
        show_table(read, columns, currency, file=file)
    for each in rows:
        if each.get("error"):
            sentence(each["error"], "offcut-error")
        for reason, n in each.get("ignored_because", {}).items():
            sentence(f"{each['source']}: {n:,} ignored: {reason}.", "offcut-quiet")
    for note in dict.fromkeys(note for each in rows for note in each.get("notes", ())):
        sentence(note, "offcut-quiet")
    left_out = [each["file"] for each in rows if each.get("no_log")]
    if left_out:
        sentence(f"{len(left_out):,} no log, left out: {', '.join(left_out[:10])}.", "offcut-quiet")
