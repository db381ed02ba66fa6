"""A review, built once: all its parts in the order in which the meeting reads them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from data.asking.side_by_side import side_by_side
from data.review.content.bridge import bridge, loaded_bridge
from data.review.content.change_words import headline, of_before
from data.review.content.disclosure import disclosure
from data.review.content.found import findings_part, levers_part, trials_part
from data.review.content.gaps_part import gaps_part
from data.review.content.money_by_week import money_by_week
from data.review.content.not_comparable import not_comparable
from data.review.content.stop_lines import stop_lines
from data.review.content.stop_lines_by import stop_lines_by
from data.review.content.trends import metrics_part, trends, weeks_part
from data.review.content.young_weeks import young_weeks
from data.review.decisions import decisions_journal, decisions_part, watched_parts
from data.review.dismissals import dismissals_journal, is_quiet
from data.review.facts import Facts
from data.review.findings.rules import findings
from data.review.levers.rules import levers, trials
from data.review.parts import Part, Review
from data.review.published import published_reviews
from data.review.restating.restated import restated
from data.review.scoreboard import scoreboard
from data.review.targets import targets_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.asking.figures import Figures
    from data.review.asked import Asked
    from data.review.findings.finding import Finding

OF_THE_WEEK: tuple[Callable[[Facts], Part | None], ...] = (
    *(bridge, loaded_bridge, metrics_part, weeks_part),
    *(money_by_week, young_weeks, stop_lines, stop_lines_by),
)
AT_LAST: tuple[Callable[[Facts], Part | None], ...] = (not_comparable, gaps_part, disclosure)


@dataclass(frozen=True)
class Built:
    """A review, and the findings it was built from."""

    review: Review
    found: tuple[Finding, ...]


def build_review(figures: Figures, asked: Asked) -> Built:
    """Everything that is said of a period. Raises what asking raises."""
    facts = Facts(figures, asked)
    return end_review(facts, begin_review(facts))


def begin_review(facts: Facts) -> Built:
    """All but what to try, which takes as long as the rest together. Raises what asking raises."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        rest = beside.submit(_parts, facts)
        found = findings(facts, _quiet(facts))
        told = (findings_part(facts, found), *rest.result())
    parts = tuple(part for part in told if part is not None)
    said = headline(facts, facts.once(trends).state("cost_per_usable_asset"))
    bare = bare_review(facts.figures, facts.asked)
    return Built(replace(bare, headline=said, parts=parts), tuple(found))


def end_review(facts: Facts, begun: Built) -> Built:
    """A review that was begun, with what to try: levers take the places of the least findings."""
    quiet = _quiet(facts)
    to_try = levers(facts, quiet)
    found = begun.found[: facts.thresholds.most_findings - len(to_try)]
    tried = (levers_part(facts, to_try), trials_part(facts, trials(facts, quiet)))
    known = tuple(part for part in tried if part is not None)
    parts = (findings_part(facts, found), *known, *begun.review.parts[1:])
    return Built(replace(begun.review, parts=parts), (*found, *to_try))


def _quiet(facts: Facts) -> Callable[[str], bool]:
    dismissed = dismissals_journal(facts.settings).entries()
    return lambda key: is_quiet(key, facts.asked.as_of, dismissed)


def bare_review(figures: Figures, asked: Asked) -> Review:
    """What the review is called and about, without anything said."""
    settings = figures.settings
    name = asked.name(settings)
    return Review(
        name=name,
        title=f"Review of {name}",
        headline="",
        first_day=asked.days.first,
        last_day=asked.days.last,
        compared_with=of_before(Facts(figures, asked)),
        as_of=asked.as_of,
        currency=settings.currency,
        parts=(),
        notice=settings.notice,
        selection=tuple(
            f"{name}={value or ''}" for name, values in asked.filters.filters for value in values
        ),
    )


def _parts(facts: Facts) -> list[Part | None]:
    of_the_week = side_by_side(partial(tell, facts) for tell in OF_THE_WEEK)
    return [
        *of_the_week,
        *_remembered(facts),
        *side_by_side(partial(tell, facts) for tell in AT_LAST),
    ]


def _remembered(facts: Facts) -> Iterator[Part]:
    """Targets, decisions, what was restated of the review before, and claims that came due."""
    figures, reviewed = facts.figures, facts.asked.selection
    if facts.settings.targets:
        yield targets_part(figures, reviewed)
    decisions = decisions_journal(facts.settings).entries()
    if decisions:
        yield decisions_part(decisions, figures, reviewed)
        yield from watched_parts(decisions, figures, reviewed)
    shelf = published_reviews(facts.settings)
    last = shelf.before(reviewed)
    if last is not None:
        yield restated(last, figures, facts.asked.as_of)
    claims = scoreboard(shelf.first_versions(), figures, reviewed)
    if claims.rows:
        yield claims
