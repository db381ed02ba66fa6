"""What became of every record, on the command line: accounts of a load, quarantine, proof."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dashboard.cli.console import message, print_json, print_line, print_table
from dashboard.cli.fates import NAMES
from dashboard.cli.ingest_door import Account
from dashboard.words.formats import label, shown
from dashboard.words.gap_kinds import TITLES, kind_advice
from dashboard.words.price_disagreements import observed_sentence, shut_sentence
from dashboard.words.watching import watch_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.cli.ingest_door import Counted
    from data.asking.proof import Proof, Unpriced
    from data.settings import Settings
    from data.watch_state import Watch

MANY = 10
"""More files than this of one folder and source share a line."""
FILES_NAMED = 3
"""Of those that are no log for one reason."""
LISTED = 20
"""Ledger problems that a terminal has room for."""


def print_accounts(accounts: Sequence[Account], *, as_json: bool) -> None:
    """A line a file, then refusals and reasons; as JSON one row a file."""
    if as_json:
        print_json([account_row(account) for account in accounts])
    else:
        loaded = [account for account in accounts if account.error is None and not account.no_log]
        rows = [(*_counts(some), f"{_seconds(some):.2f} s") for some in _together(loaded)]
        if rows:
            print_table(("file", "source", *NAMES, "took"), rows, (*NAMES, "took"))
        _explain(loaded)
        _list_no_logs(accounts)
    for account in accounts:
        if account.error is not None:
            message(account.error)


def _together(files: Sequence[Counted]) -> list[list[Counted]]:
    """Files by line: the many small files of one folder and source (sidecars) share one."""
    groups: dict[tuple[str, str | None], list[Counted]] = {}
    for file in files:
        folder = file.file.rpartition("/")[0]
        groups.setdefault((folder, file.source), []).append(file)
    lines: list[list[Counted]] = []
    for group in groups.values():
        lines += [group] if len(group) > MANY else [[file] for file in group]
    return lines


def _counts(files: Sequence[Counted]) -> tuple[str, ...]:
    first = files[0]
    folder = first.file.rpartition("/")[0]
    name = first.file if len(files) == 1 else f"{folder}/ ({len(files):,} files)"
    return (
        name,
        first.source or "",
        *(f"{sum(getattr(f, fate) for f in files):,}" for fate in NAMES),
    )


def _seconds(accounts: Sequence[Counted]) -> float:
    return sum(account.seconds for account in accounts if isinstance(account, Account))


def account_row(account: Account) -> dict[str, Any]:
    """An account for a program; what there is nothing to say of is left out."""
    fates = {fate: getattr(account, fate) for fate in NAMES}
    row = {"file": account.file, "source": account.source, **fates}
    refused = {} if account.error is None else {"error": account.error}
    left_out = {"no_log": account.no_log} if account.no_log else {}
    because = {"ignored_because": dict(account.reasons)} if account.reasons else {}
    notes = {"notes": list(account.notes)} if account.notes else {}
    seconds = {"seconds": round(account.seconds, 3)}
    return {**row, **seconds, **refused, **left_out, **because, **notes}


def _list_no_logs(accounts: Sequence[Account]) -> None:
    """The files that are none to load, then why, each reason once with its files."""
    files: dict[str, list[str]] = {}
    for each in accounts:
        if each.no_log:
            files.setdefault(each.no_log.removeprefix(f"{each.file}: "), []).append(each.file)
    listed = list(files.items())
    if listed:
        message(f"{sum(map(len, files.values())):,} no log, left out:")
    for why, named in listed[:MANY]:
        message(f"  {_named(named)}: {why}")
    if len(listed) > MANY:
        message(f"  and {len(listed) - MANY:,} more reasons: `--json` says why of each.")


def _named(files: Sequence[str]) -> str:
    more = len(files) - FILES_NAMED
    return ", ".join(files[:FILES_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _explain(accounts: Sequence[Account]) -> None:
    ignored: Counter[tuple[str | None, str]] = Counter()
    for account in accounts:
        for reason, records in account.reasons.items():
            ignored[account.source, reason] += records
    for (source, reason), records in ignored.items():
        message(f"{source}: {records:,} ignored: {reason}")
    for note in dict.fromkeys(note for account in accounts for note in account.notes):
        message(note)
    rejected = sum(account.rejected for account in accounts)
    if rejected:
        message(f"{rejected:,} rejected: see `offcut quarantine list`.")


def print_quarantine(rejected: Sequence[Any], *, as_json: bool) -> None:
    """Rejected records with number, file, line and reason."""
    if as_json:
        print_json([asdict(record) for record in rejected])
    elif not rejected:
        message("Nothing in quarantine.")
    else:
        rows = [(r.number, r.file, r.line, r.source, r.reason) for r in rejected]
        print_table(("no", "file", "line", "source", "reason"), rows, ("no", "line"))


def print_rejected(rejected: Any) -> None:
    """One rejected record: where it stood, why, and its raw text."""
    print_line(f"{rejected.file}, line {rejected.line}, read as {rejected.source}")
    print_line(f"rejected: {rejected.reason}")
    if rejected.raw_bytes and not rejected.raw:
        print_line(f"raw, {rejected.raw_bytes:,} bytes: cleared. Load the file again to see it.")
        return
    cut = "" if len(rejected.raw) == rejected.raw_bytes else f", the first {len(rejected.raw):,}"
    print_line(f"raw, {rejected.raw_bytes:,} bytes{cut}:")
    print_line(rejected.raw.decode("utf-8", "backslashreplace"))


# --- the proof screen -------------------------------------------------------------------------


def print_proof(proof: Proof, settings: Settings, watch: Watch | None, *, as_json: bool) -> None:
    """The proof screen, and who watches; as JSON the same facts in one object."""
    if as_json:
        print_json({**asdict(proof), "holds": proof.holds, "watch": _watch_facts(watch)})
        return
    currency = settings.currency
    _print_records(proof)
    _print_totals(proof, currency)
    _print_gaps(proof, currency)
    _print_ledger_problems(proof)
    for sentence in proof.thin:
        print_line(f"thin evidence: {sentence}")
    print_line(f"\nEverything adds up: {'yes' if proof.holds else 'NO'}.")
    if said := watch_sentence(watch, datetime.now(UTC), settings.zone):
        print_line(said)


def _watch_facts(watch: Watch | None) -> dict[str, Any] | None:
    return watch and {"is_alive": watch.is_alive, **watch.state.model_dump(mode="json")}


def _print_records(proof: Proof) -> None:
    rows = [(*_counts(some), _yes(_add_up(some))) for some in _together(proof.files)]
    print_table(("file", "source", *NAMES, "adds up"), rows, NAMES)
    _print_folders(proof)
    for each in proof.ignored:
        print_line(f"ignored, {each.reason}: {each.records:,}")
    print_line(f"in quarantine: {proof.quarantined:,}")
    print_line(
        f"attempts logged {proof.attempts_logged:,} = counted {proof.attempts_counted:,} "
        f"+ logged twice {proof.attempts_merged:,}"
    )


def _print_folders(proof: Proof) -> None:
    """What became of the files of each scanned folder."""
    counts = (*NAMES, "gone")
    rows = [
        (
            each.folder,
            each.role,
            *(f"{getattr(each, count):,}" for count in counts),
            _yes(each.adds_up),
        )
        for each in proof.folders
    ]
    if rows:
        print_table(("scanned folder", "role", *counts, "adds up"), rows, counts)


def _print_totals(proof: Proof, currency: str) -> None:
    print_line("")
    totals = (
        ("sum over the log", proof.log_total),
        ("sum over the waste ledger", proof.ledger_total),
        ("sum over the days", proof.day_total),
    )
    rows = [
        (name, "not known" if total is None else f"{total:f} {currency}") for name, total in totals
    ]
    print_table(("money", "total"), rows, ("total",))
    print_line(f"equal to the last digit: {_yes(proof.totals_agree)}")


def _print_gaps(proof: Proof, currency: str) -> None:
    print_line("")
    rows = [(_unpriced(each), f"{each.attempts:,}", "–") for each in proof.unpriced]
    rows += [
        (f"after shutdown: {label(each.channel)} / {label(each.model)}", f"{each.attempts:,}", "–")
        for each in proof.after_shutdown
    ]
    rows += [
        (f"assumed: {TITLES[each.because].lower()}", "–", shown(each.money, "money", currency))
        for each in proof.assumed
    ]
    rows += [
        (gap.gap.replace("_", " "), f"{gap.n:,}", shown(gap.money, "money", currency))
        for gap in proof.gaps
    ]
    if rows:
        print_table(("gap", "n", "money"), rows, ("n", "money"))
    else:
        print_line("no gaps")
    for shut in proof.after_shutdown:
        print_line(shut_sentence(shut))
    for observed in proof.observed:
        print_line(observed_sentence(observed))
    kinds = [each.because for each in proof.unpriced] + [each.because for each in proof.assumed]
    for advice in kind_advice(kinds):
        print_line(advice)


def _unpriced(each: Unpriced) -> str:
    where = f"{label(each.channel)} / {label(each.model)}"
    return f"unpriced, {TITLES[each.because].lower()}: {where}"


def _print_ledger_problems(proof: Proof) -> None:
    for each in proof.ledger_problems[:LISTED]:
        print_line(f"{each.file}, line {each.line}, account {each.account}: {each.sentence}")
    more = len(proof.ledger_problems) - LISTED
    if more > 0:
        print_line(f"… and {more:,} more in the credit ledgers: `offcut status --json` has all.")


def _add_up(files: Sequence[Counted]) -> bool:
    return all(f.read == sum(getattr(f, fate) for fate in NAMES if fate != "read") for f in files)


def _yes(holds: bool) -> str:
    return "yes" if holds else "NO"
