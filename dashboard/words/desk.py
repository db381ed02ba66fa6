"""What the Desk says in words: its stages and queues, the sample, and what is not counted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import NOTHING, counted, duration, label, money, percent

if TYPE_CHECKING:
    from data.desk.progress import DeskProgress, ShareOf
    from data.desk.queue import DeskOutput, Order
    from data.desk.sample import Sample
    from data.desk.waiting import PendingDecisions
    from data.warehouse.records import Stage

STAGES: dict[Stage, str] = {"triage": "Triage", "qc": "QC", "client": "Client", "audit": "Audit"}
ORDERS: dict[Order, str] = {
    "project": "By project",
    "oldest": "Oldest first",
    "costliest": "Costliest first",
    "sample": "A random sample",
}
NOT_ALL = 0.999
CHANCES = (0.01, 0.05, 0.1)
MISSED = (0.01, 0.02, 0.05, 0.1, 0.2)


def facts_of(output: DeskOutput, currency: str) -> str:
    """What is known of an output beside its picture: `flux · 2 Nov 2026 · $0.04 · 1024 × 768`."""
    size = f"{output.width} × {output.height}" if output.width and output.height else ""
    said = f"{output.decision} at {output.stage}" if output.decision else ""
    cost = money(output.money, currency) if output.money is not None else "no price"
    length = duration(output.seconds) if output.seconds else ""
    parts = (label(output.model), str(output.submitted_at.date()), cost, size, length, said)
    return " · ".join(part for part in parts if part and part != NOTHING)


def name_of(output: DeskOutput) -> str:
    """What people call it by: `r2 #0`."""
    return f"{label(output.source_id)} #{output.output_index}"


def pending_sentence(pending: PendingDecisions) -> str:
    """Nothing where every decision is in the figures."""
    parts = []
    if pending.n_outputs:
        parts.append(f"{counted(pending.n_outputs, 'output')} decided here, not counted yet")
    if pending.withdrawn:
        n = len(pending.withdrawn)
        parts.append(f"{counted(n, 'decision')} taken back, still counted")
    return f"{'; '.join(parts)}. Loading the Desk's folder takes them in:" if parts else ""


def later_sentence(pending: PendingDecisions, stands_at: str) -> str:
    """Nothing where the figures stand at no earlier moment than what was decided here."""
    if not pending.later:
        return ""
    return (
        f"{counted(len(pending.later), 'decision')} of this Desk came after {stands_at}, the moment"
        " of these figures: they count at a later one. `as_of` in offcut.toml holds it."
    )


def sample_sentence(sample: Sample) -> str:
    """How large the sample is, and why; then what it told so far."""
    if not sample.lot:
        return "There is nothing to draw a sample of."
    begin = f"{sample.size:,} of {counted(sample.lot, 'output')}, drawn at random"
    if sample.size >= sample.lot:
        begin = f"All {counted(sample.lot, 'output')}: so few are looked at whole"
    why = (
        f"were {percent(sample.missed)} or more of them bad, all of these would look good with a"
        f" chance of at most {percent(sample.risk)}"
    )
    return f"{begin}: {why}. {_told(sample)}"


def _told(sample: Sample) -> str:
    told = sample.told
    if told is None:
        return "None is decided on yet."
    so_far = "" if sample.is_done else " so far"
    return (
        f"{sample.bad:,} of {sample.decided:,} decided{so_far} are bad: between"
        f" {percent(told.low)} and {percent(told.high)} of all are, at 95 %."
    )


def share_words(share: ShareOf) -> str:
    """`12 of 40`, with the interval where there is one."""
    low, high = share.interval
    words = f"{share.hits:,} of {share.cases:,}"
    return words if low is None or high is None else f"{words}; {percent(low)} to {percent(high)}"


def coverage_words(progress: DeskProgress) -> str:
    """All are known, so that there is no interval."""
    return f"{progress.coverage.hits:,} of {counted(progress.coverage.cases, 'delivered output')}"


def left_out_sentence(handed_out: int, n_due: int, n_briefs: int) -> str:
    """How much there is to do, and whether all of it is here."""
    if not n_due:
        return ""
    all_of_it = f"{counted(n_due, 'output')} of {counted(n_briefs, 'brief')} to decide"
    if handed_out >= n_due:
        return f"{all_of_it}."
    return f"{all_of_it}; the first {handed_out:,} are here, the next follow as these are decided."
