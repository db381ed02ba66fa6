"""A proposed map on the terminal: what was guessed, what is doubted, what loading would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli.console import message, plain, print_line, print_table
from dashboard.words.formats import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dashboard.cli.proposed_map import Guess, Preview, ProposedMap, Understood

NOTHING = "–"


def print_proposal(proposed: ProposedMap) -> None:
    """The guesses, the first records as they stand and as they are understood, the account."""
    guesses = proposal_rows(proposed)
    print_table(("what", "guess", "why"), guesses, ())
    if proposed.proposal.unread:
        print_line(f"\nNot read: {', '.join(proposed.proposal.unread)}.")
    if proposed.understood:
        print_line("")
        rows = [(e.line, e.field, e.column, e.stands, e.understood) for e in proposed.understood]
        header = ("line", "field", "column", "stands there", "understood as")
        print_table(header, rows, ("line",), keys=2)
    print_line("")
    for line in account_lines(proposed):
        print_line(line)
    if proposed.claimed_by:
        message(f"It needs no map: {' and '.join(proposed.claimed_by)} would read it as it is.")


def proposal_rows(proposed: ProposedMap) -> list[tuple[str, str, str]]:
    """What, the guess and its reason; a doubt has a question mark before it."""
    return [
        (
            f"? {each.key}" if each in proposed.doubts else each.key,
            shown(each.value),
            each.reason
            if each.doubt is None or each.is_chosen
            else f"{each.doubt} ({each.reason})",
        )
        for each in proposed.proposal.guesses
    ]


def shown(value: str) -> str:
    """A value to choose, also where it is none."""
    return value or NOTHING


def account_lines(proposed: ProposedMap) -> list[str]:
    """How many records would load, and what would become of the others, with the reasons."""
    if proposed.preview is None:
        return [f"Nothing can load yet: {proposed.proposal.problem}"]
    account = proposed.preview.account
    if account.error is not None:
        return [account.error]
    loaded = account.read - account.rejected - account.ignored
    total = (
        f"Of {counted(account.read, 'record')}, {loaded:,} would load, {account.rejected:,} would "
        f"wait in quarantine and {account.ignored:,} would be left out."
    )
    return [
        total,
        *(f"  left out: {n:,}: {reason}" for reason, n in account.reasons.items()),
        *(f"  in quarantine: {n:,}: {reason}" for reason, n in _most(proposed.preview)),
        *account.notes,
    ]


def _most(preview: Preview) -> Sequence[tuple[str, int]]:
    return list(preview.reasons.items())[:10]


def print_doubts(doubts: Sequence[Guess]) -> None:
    """What could be otherwise, with the choices."""
    for each in doubts:
        others = ", ".join(shown(option) for option in each.options)
        message(plain(f"? {each.key} = {shown(each.value)}: {each.doubt}. Choices: {others}."))


def say_saved(places: Sequence[Path]) -> None:
    """Where the map lies now."""
    message(f"Saved as {' and '.join(map(str, places))}. `offcut ingest` finds it by itself.")


def json_of(proposed: ProposedMap, saved: Sequence[Path]) -> dict[str, Any]:
    """All of it for a program."""
    preview = proposed.preview
    account = preview.account if preview else None
    fates = ("read", "rejected", "ignored")
    return {
        "file": proposed.file,
        "record": proposed.proposal.record,
        "map": proposed.proposal.toml,
        "problem": proposed.proposal.problem or (account.error if account else None),
        "guesses": [_guess_row(each) for each in proposed.proposal.guesses],
        "unread": list(proposed.proposal.unread),
        "claimed_by": list(proposed.claimed_by),
        "account": {fate: getattr(account, fate) for fate in fates} if account else None,
        "quarantined_because": dict(preview.reasons) if preview else {},
        "understood": [understood_row(each) for each in proposed.understood],
        "fields": [
            {"name": each.name, "required": each.required} for each in proposed.fields
        ],
        "saved": list(map(str, saved)),
    }  # fmt: skip


def understood_row(each: Understood) -> dict[str, Any]:
    """One value of one record for a program."""
    return {
        "line": each.line, "record": each.record, "field": each.field, "column": each.column,
        "stands": each.stands, "understood": each.understood,
    }  # fmt: skip


def _guess_row(guess: Guess) -> dict[str, Any]:
    return {
        "choice": guess.key, "value": guess.value, "reason": guess.reason, "doubt": guess.doubt,
        "options": list(guess.options), "chosen": guess.is_chosen,
    }  # fmt: skip
