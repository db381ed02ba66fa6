"""Edit what is nearly right instead of rolling again."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.wording import money
from data.estimates.repeated_looks import Arm, compare_ratios
from data.review.findings.finding import Finding, cents
from data.review.levers.claims import claiming_saving
from data.review.levers.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from data.estimates.repeated_looks import Comparison
    from data.review.facts import Facts


class Changed(NamedTuple):
    """What re-rolls and edits of one brief cost and brought."""

    client: str | None
    media: str | None
    reroll_money: float
    reroll_accepted: int
    rerolls: int
    edit_money: float
    edit_accepted: int
    edits: int
    is_recent: bool | None
    """Whether it was rolled again in the recent weeks; None where it never was."""


class _Kind(NamedTuple):
    client: str | None
    media: str | None


class _Side(NamedTuple):
    arm: Arm
    per_accepted: float

    @property
    def n_briefs(self) -> int:
        return len(self.arm.above)


def edit_instead(facts: Facts) -> Iterator[Finding]:
    """Clients whose edits cost less per accepted output than their re-rolls, beyond chance.

    Of one medium, with enough briefs of both. The money is the difference for what re-rolls of the
    recent weeks brought. It assumes that what was rolled again could have been edited, and that
    edits of it are as often right.
    """
    for kind, briefs, found in facts.once(_judged):
        if found is None or found.lower != "a":
            continue
        rerolls, edits = _rerolls(briefs), _edits(briefs)
        accepted = sum(each.reroll_accepted for each in briefs if each.is_recent)
        whole = accepted * rerolls.per_accepted / facts.thresholds.recent_weeks
        saved, high, low = (
            None if each is None else cents(whole * (1 - each))
            for each in (found.estimate, found.low, found.high)
        )
        if saved is not None and saved > 0:
            yield _lever(facts, kind, (rerolls, edits), (saved, low, high))


def try_edit_instead(facts: Facts) -> Iterator[Trial]:
    """Clients whose re-rolls cost more than the usual edit, where too few edits tell."""
    judged = facts.once(_judged)
    by_media: defaultdict[str | None, list[Changed]] = defaultdict(list)
    for kind, briefs, _ in judged:
        by_media[kind.media] += briefs
    for kind, briefs, found in judged:
        usual = _edits(by_media[kind.media]).per_accepted
        edited = _edits(briefs).n_briefs
        missing = max(0, facts.thresholds.least_briefs - edited)
        needed = missing if found is None else found.briefs_needed
        if not usual or not needed:
            continue
        recent = [each for each in briefs if each.is_recent]
        spent = sum(each.reroll_money for each in recent)
        accepted = sum(each.reroll_accepted for each in recent)
        at_stake = cents((spent - accepted * usual) / facts.thresholds.recent_weeks)
        sentence = (
            f"{_whose(kind)}: edit what is nearly right instead of rolling again. At stake is what "
            "re-rolls cost beyond the team's usual edits."
        )
        if at_stake > 0:
            yield Trial("edit_instead", sentence, at_stake, edited, needed, _where(kind))


def _lever(
    facts: Facts,
    kind: _Kind,
    sides: tuple[_Side, _Side],
    saved: tuple[Decimal, Decimal | None, Decimal | None],
) -> Finding:
    rerolls, edits = sides
    cost, less, amount = (
        money(each, facts.settings.currency)
        for each in (cents(rerolls.per_accepted), cents(edits.per_accepted), saved[0])
    )
    sentence = (
        f"{_whose(kind)}: an accepted output costs {cost} by rolling again, {less} by an edit. "
        f"Edits instead save {amount} a week, if what was rolled again could have been edited."
    )
    n = rerolls.n_briefs + edits.n_briefs
    lever = Finding("edit_instead", sentence, saved[0], n, "briefs", _where(kind), *saved[1:])
    total = saved[0] * facts.thresholds.recent_weeks
    return claiming_saving(facts, lever, "cost_per_accepted_output", total)


def _judged(facts: Facts) -> list[tuple[_Kind, list[Changed], Comparison | None]]:
    """By client and medium: edits' cost per accepted output / that of re-rolls."""
    by_kind: defaultdict[_Kind, list[Changed]] = defaultdict(list)
    for each in worked_changes(facts):
        by_kind[_Kind(each.client, each.media)].append(each)
    least = facts.thresholds.least_briefs
    enough = {
        kind
        for kind, briefs in by_kind.items()
        if min(_edits(briefs).n_briefs, _rerolls(briefs).n_briefs) >= least
    }
    doubt = (1 - facts.thresholds.confidence) / max(1, len(enough))
    return [
        (
            kind,
            briefs,
            compare_ratios(_edits(briefs).arm, _rerolls(briefs).arm, 1 - doubt)
            if kind in enough
            else None,
        )
        for kind, briefs in by_kind.items()
    ]


def worked_changes(facts: Facts) -> list[Changed]:
    """The briefs of all weeks looked at that were rolled again or edited."""
    whole = facts.asked.until(facts.asked.days.last, facts.earlier_days.first_day)
    where, bound = whole.where(facts.settings)
    begins, _ = facts.recent_days.period(facts.settings)
    sql = (files("data.review.levers") / "worked_changes.sql").read_text("utf-8")
    rows = facts.figures.ask(whole, sql.format(where=where), (*bound, begins)).fetchall()
    return [Changed(*row) for row in rows]


def _rerolls(briefs: Sequence[Changed]) -> _Side:
    return _side([(each.reroll_money, each.reroll_accepted) for each in briefs if each.rerolls])


def _edits(briefs: Sequence[Changed]) -> _Side:
    return _side([(each.edit_money, each.edit_accepted) for each in briefs if each.edits])


def _side(parts: list[tuple[float, int]]) -> _Side:
    arm = Arm([spent for spent, _ in parts], [accepted for _, accepted in parts])
    accepted = sum(arm.below)
    return _Side(arm, sum(arm.above) / accepted if accepted else 0.0)


def _whose(kind: _Kind) -> str:
    of = f"{kind.media} work" if kind.media else "work"
    return f"{kind.client}'s {of}" if kind.client else f"{of} of no named client".capitalize()


def _where(kind: _Kind) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    return (("client", (kind.client,)), ("media", (kind.media,)))
