"""Evidence and back-test of a sizing in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import counted, day
from data.commitments.advice.missing_evidence import more_briefs, until_then
from data.commitments.demand.evidence import SAYS_NOTHING
from data.commitments.futures.backtest import LEAST_WEEKS
from data.commitments.wording import many, number
from data.commitments.wording import percent as whole

if TYPE_CHECKING:
    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.futures.backtest import BackTest
    from data.commitments.team_sizing import TeamSizing

ONE_WEEK = "One week does not say by how much weeks differ: how far costs may vary is not known."


def ledger_words(team: TeamSizing) -> str:
    """That balances rest on impossible bookings, if they do."""
    n = team.n_ledger_problems
    if not n:
        return ""
    found = "1 thing is" if n == 1 else f"{n:,} things are"
    return (
        f"{found} impossible in the credit ledgers, so these balances may be wrong: "
        "`offcut status` and the Data page say what, where, and what to do."
    )


def evidence_words(report: EvidenceReport, currency: str) -> list[str]:
    """What is known, and what would have to be for a commitment."""
    rule = report.rule
    known = (
        f"{counted(report.weeks, 'complete week')} and {counted(report.briefs, 'settled brief')}"
    )
    waste = report.waste_to_asset
    if waste is not None and waste.precision is not None:
        known += f"; {number(waste.ratio)} wasted outputs a usable asset"
        known += f", ±{whole(waste.precision)}" if waste.precision < SAYS_NOTHING else " so far"
    asked = (
        f"a commitment asks for {rule.least_weeks} weeks, {rule.least_briefs} briefs and "
        f"±{whole(rule.precision)} with {whole(rule.confidence)} confidence"
    )
    if report.enough:
        return [f"Enough: {known} ({asked})."]
    words = [f"Not yet enough: {known}; {asked}."]
    missing = [more_briefs(report)] if report.more else []
    return [*words, f"Missing: {'; '.join([*missing, *until_then(report, currency)])}."]


def backtest_words(found: BackTest | None, weeks: int) -> str:
    """How the forecast would have done on the team's own past, of so many complete weeks."""
    if found is None:
        return f"No back-test: that takes {LEAST_WEEKS} complete weeks of demand; here: {weeks}."
    inside = sum(point.inside for point in found.points)
    words = (
        f"Back-test: {inside} of {len(found.points)} times the next {found.weeks_ahead} weeks lay "
        f"in the forecast's 80 % band ({whole(found.coverage)})"
    )
    errors = "; ".join(
        f"{name} {whole(error)}" for name, error in found.errors.items() if error is not None
    )
    thin = " Too few to say more than that it is not absurd." if found.is_thin else ""
    return f"{words}.{thin} {_latest(found)} Mean error as a share of use: {errors}."


def _latest(found: BackTest) -> str:
    """The last forecast in numbers, to be held against what people remember."""
    last = found.points[-1]
    return (
        f"The last of them, for {found.weeks_ahead} weeks from {day(last.first_week)}: "
        f"{last.p10:,.0f} to {last.p90:,.0f} {many(found.credit)}; {last.actual:,.0f} were used."
    )
