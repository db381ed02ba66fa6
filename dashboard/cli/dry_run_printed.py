"""What loading would give, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli.accounts import account_row, print_accounts
from dashboard.cli.console import message, print_json, print_line, print_table
from dashboard.cli.map_printed import understood_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.cli.ingest_door import DryRun


def print_dry_runs(runs: Sequence[DryRun], *, as_json: bool) -> None:
    """Accounts, first records as understood, and reasons; as JSON one row a file."""
    if as_json:
        print_json([_row(each) for each in runs])
        return
    print_accounts([each.account for each in runs], as_json=False)
    for each in runs:
        _print(each)
    message("A dry run: nothing was loaded.")


def _print(run: DryRun) -> None:
    if not run.understood:
        return
    print_line(f"\n{run.account.file}: {run.why}")
    rows = [(e.line, e.record, e.field, e.understood) for e in run.understood]
    print_table(("line", "record", "field", "understood as"), rows, ("line",), keys=3)
    for reason, n in run.refused.items():
        print_line(f"  in quarantine: {n:,}: {reason}")


def _row(run: DryRun) -> dict[str, Any]:
    return {
        **account_row(run.account),
        "why": run.why,
        "quarantined_because": dict(run.refused),
        "understood": [understood_row(each) for each in run.understood],
        "originals": [{"line": n, "text": text} for n, text in run.originals.items()],
    }
