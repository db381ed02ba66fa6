"""A recommendation to take away: Markdown for people, one record for programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from dashboard.words.commitment_card import card_of
from dashboard.words.commitment_rows import TITLES, bases, figure_words, rows_of, telling
from dashboard.words.commitments import backtest_words, evidence_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.commitments.demand.evidence import EvidenceReport
    from data.commitments.offers.pilot import Pilot
    from data.commitments.team_sizing import ChannelSizing, TeamSizing
    from data.commitments.terms.plan import PlanTerms

    Row = dict[str, Any]

SUFFIXES = (".md", ".json")
_READ_BY_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~])")


def takeaway(team: TeamSizing, currency: str, suffix: str) -> str:
    """The whole answer as a file of that suffix: `.md` or `.json`."""
    if suffix == ".json":
        records = [_record(each, currency) for each in team.channels]
        return json.dumps(records, indent=2, ensure_ascii=False, default=str) + "\n"
    return "\n\n".join(line for each in team.channels for line in _page(each, currency)) + "\n"


# --- Markdown ---------------------------------------------------------------------------------


def _page(channel: ChannelSizing, currency: str) -> Iterator[str]:
    sizing, found = channel.sizing, channel.sizing.recommendation
    yield f"# Credits for {_plain(channel.channel)}"
    yield _plain(channel.sentence)
    numbers = card_of(sizing, currency)
    if numbers:
        yield "\n".join(f"- **{n.title}**: {_plain(n.value)}. {_plain(n.beside)}" for n in numbers)
    yield from _listed("Why, and what it risks", found.because)
    yield from _listed("Cautions", found.cautions)
    rows = rows_of(channel)
    if rows:
        yield "## What was compared"
        yield "\n".join(_table(rows, currency))
        for base in bases(rows):
            yield f"The savings rate is against {_plain(base)}, in the same futures."
    yield from _listed("Left out", [f"{each.title}: {each.reason}" for each in sizing.left_out])
    tested = backtest_words(sizing.backtest, sizing.weeks)
    yield from _listed("Evidence", [*evidence_words(sizing.evidence, currency), tested])


def _listed(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield f"## {title}"
        yield "\n".join(f"- {_plain(each)}" for each in sentences)


def _table(rows: Sequence[Row], currency: str) -> Iterator[str]:
    names = telling(rows)
    yield _line([TITLES[name] for name in names])
    yield _line(["---" if name == "offer" else "---:" for name in names])
    for row in rows:
        mark = "→ " if row["recommended"] else ""
        cells = [_plain(figure_words(name, row[name], currency)) for name in names]
        yield _line([mark + cells[0], *cells[1:]])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: Any) -> str:
    """Names stay text: nothing in them is read as Markdown, and none breaks a line."""
    return _READ_BY_MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


# --- a record ---------------------------------------------------------------------------------


def _record(channel: ChannelSizing, currency: str) -> Row:
    sizing, found = channel.sizing, channel.sizing.recommendation
    chosen = found.outcome
    offers = [] if chosen is None else [chosen.offer]
    return {
        "channel": channel.channel,
        "answer": found.answer,
        "sentence": channel.sentence,
        "why": found.why,
        "risk": found.risk,
        "because": found.because,
        "cautions": found.cautions,
        "currency": currency,
        "starts_on": sizing.horizon.starts_on,
        "ends_on": sizing.horizon.ends_on,
        "credits_a_month": chosen and chosen.offer.credits_a_month,
        "due_now": chosen and chosen.offer.due_now,
        "evidence": _evidence(sizing.evidence),
        "pilot": found.pilot and _pilot(found.pilot),
        "terms": [_terms(plan) for offer in offers if (plan := offer.plan)],
        "compared": rows_of(channel),
        "left_out": [{"offer": each.title, "reason": each.reason} for each in sizing.left_out],
        "paths": sizing.paths,
        "seed": sizing.seed,
    }


def _terms(plan: PlanTerms) -> Row:
    return plan.model_dump(mode="json", exclude_defaults=True)


def _evidence(report: EvidenceReport) -> Row:
    waste, rule, more = report.waste_to_asset, report.rule, report.more
    return {
        "enough": report.enough,
        "reasons": report.reasons,
        "weeks": report.weeks,
        "briefs": report.briefs,
        "waste_to_asset": waste and waste.ratio,
        "waste_to_asset_low": waste and waste.low,
        "waste_to_asset_high": waste and waste.high,
        "confidence": rule.confidence,
        "precision": rule.precision,
        "least_weeks": rule.least_weeks,
        "least_briefs": rule.least_briefs,
        "more_briefs": {"fewest": more.fewest, "likely": more.likely, "most": more.most},
    }


def _pilot(pilot: Pilot) -> Row:
    bought = pilot.purchase
    return {
        "briefs": pilot.briefs,
        "weeks": pilot.weeks,
        "credits": pilot.credits,
        "in_hand": pilot.in_hand,
        "buy": bought and bought.title,
        "cost": bought and bought.cost,
    }
