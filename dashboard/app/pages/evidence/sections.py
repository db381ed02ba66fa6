"""The sections of the Finals page: headline, figures, dark finals, unapproved uses, folders."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import advice, as_html, sentence
from dashboard.app.parts.pictures import show_picture
from dashboard.app.parts.scanned_folders import show_folders
from dashboard.app.parts.take_along import note_said
from dashboard.app.parts.tiles import show_tiles, tiles
from dashboard.words.formats import NOTHING, counted, day, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from dashboard.app.pages.evidence.cached_evidence import Found
    from dashboard.app.parts.cached_figures import Question
    from data.evidence.found import UnapprovedUse

OF_FILES = (
    *("log_coverage", "dark_files", "unexplained_files", "possible_matches"),
    "unreadable_files",
)
OF_USE = (
    *("used_assets", "usable_by_use", "approved_never_used_share", "used_unreviewed"),
    *("first_use_s_p50", "seconds_yield", "cost_per_used_second"),
    *("resolution_scalability", "export_friction_rate", "set_yield"),
)
AS_A_TABLE = "As a table"
PICTURED = 12
"""So many are shown with their picture; the table has them all."""


def show_headline(question: Question) -> None:
    """How many of the finals a log explains, and what nobody logged."""
    answer = question.measure(OF_FILES)
    row, coverage = answer.total, answer.evidence[0]["log_coverage"]
    said = headline(row, coverage.numerator, coverage.denominator)
    note_said(said)
    sentence(said, "offcut-headline")
    words = "Files stand as the last scan found them"
    narrowed = ", whatever is selected" if question.selection.is_narrowed else ""
    sentence(f"{words}{narrowed}.", "offcut-quiet")
    show_tiles("files", tiles(OF_FILES, row, answer.evidence[0], question.currency))


def headline(row: Mapping[str, Any], explained: Any, generated: Any) -> str:
    """The sentence at the top: of `generated` finals a model made, a log explains `explained`."""
    if not generated:
        others = counted(row["unexplained_files"], "final")
        return f"No final that a model made was found; {others} came from elsewhere."
    share = f" ({percent(row['log_coverage'])})" if explained != generated else ""
    said = f"A log explains {explained:,} of {counted(generated, 'final')} that a model made{share}"
    dark = row["dark_files"]
    if not dark:
        return f"{said}."
    of_them = "is dark: somebody paid for it" if dark == 1 else "are dark: somebody paid for them"
    return f"{said}; {dark:,} {of_them}, and no log knows."


def show_figures(question: Question) -> None:
    """What use says of the selected work, as tiles and by medium."""
    heading("What does use say?")
    answer = question.with_gaps(OF_USE)
    show_tiles("use", tiles(OF_USE, answer.total, answer.evidence[0], question.currency))
    by_medium = question.measure(OF_USE, ["media"]).rows
    if len(by_medium) > 1:
        columns, file = columns_of("media", *OF_USE), "offcut-use-by-medium"
        show_table(by_medium, columns, question.currency, file=file, fold="By medium")


def show_dark(question: Question, scanned: Found) -> None:
    """Finals that a model made and no log explains."""
    if not scanned.dark:
        return
    heading("Which finals did nobody log?")
    sentence("They carry the marks of a generator or an AI label. Load the log of who made them.")
    shown = scanned.dark[:PICTURED]
    _show_cards(
        question,
        "dark",
        (
            (
                each.sha256,
                each.path,
                f"{each.generator or 'AI label'} · {day(each.dated_at)}",
            )
            for each in shown
        ),
    )
    columns = [
        Column("path", "File"),
        Column("generator", "Made by"),
        Column("provenance", "Told by"),
        Column("dated_at", "Dated (UTC)", "date"),
    ]
    rows = [asdict(each) for each in scanned.dark]
    show_table(rows, columns, question.currency, file="offcut-dark-finals", fold=AS_A_TABLE)


def show_unapproved(question: Question, scanned: Found) -> None:
    """Outputs that are used without an approval, those turned down first."""
    if not scanned.unapproved:
        return
    heading("What is used without an approval?")
    conflicts = sum(each.is_conflict for each in scanned.unapproved)
    undecided = len(scanned.unapproved) - conflicts
    parts = [f"{counted(conflicts, 'output')} turned down by a person"] * bool(conflicts)
    parts += [f"{counted(undecided, 'output')} nobody decided on"] * bool(undecided)
    counts = " A decision counts, whatever its use says." if conflicts else ""
    sentence(f"{' and '.join(parts)}: in use all the same.{counts}")
    shown = scanned.unapproved[:PICTURED]
    cards = ((each.sha256, each.path or each.source_id, _decided(each)) for each in shown)
    _show_cards(question, "unapproved", cards)
    columns = [
        *columns_of("brief", "client", "project"),
        Column("source_id", "Output of"),
        Column("path", "Used in"),
        Column("decision", "Decision"),
        *columns_of("stage", "reason", "reviewer"),
    ]
    rows = [asdict(each) for each in scanned.unapproved]
    show_table(rows, columns, question.currency, file="offcut-used-unapproved", fold=AS_A_TABLE)


def _decided(each: UnapprovedUse) -> str:
    said = f"{each.decision} at {each.stage}" if each.decision else "no decision"
    return " · ".join(filter(None, (each.brief, said, each.reason, each.reviewer)))


def _show_cards(question: Question, key: str, cards: Iterable[tuple[str | None, str, str]]) -> None:
    """Pictures side by side, under each its path and a line of what is known of it."""
    with st.container(key=f"pictures_{key}"):
        for sha256, path, known in cards:
            with st.container():
                show_picture(question.settings.warehouse, sha256, "What the file shows")
                st.html(path_html(path, known))


def path_html(path: str, known: str) -> str:
    """The name of a file, where it lies, and what is known of it, as text."""
    folder, _, name = path.rpartition("/")
    return (
        f'<p class="offcut-file"><b>{as_html(name)}</b><small>{as_html(known or NOTHING)}</small>'
        f"<small>{as_html(folder)}</small></p>"
    )


def show_unreadable(question: Question, scanned: Found) -> None:
    """Files that could not be read, each with its reason."""
    if not scanned.unreadable:
        return
    heading("What could not be read?")
    columns = [Column("path", "File"), Column("role", "Role"), Column("problem", "Why")]
    rows = [asdict(each) for each in scanned.unreadable]
    show_table(rows, columns, question.currency, file="offcut-unreadable-files")


def show_folders_scanned(question: Question, scanned: Found) -> None:
    """The account of each folder, and how to bring it up to date."""
    heading("Which folders were scanned?")
    if not all(each.adds_up for each in scanned.folders):
        sentence("NOT every file is accounted for: please report this.", "offcut-error")
    show_folders(scanned.folders, question.currency)
    advice("`offcut scan` looks for what is new or changed; it never writes in these folders.")
