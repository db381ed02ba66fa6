"""A team's answer out of its warehouse: each channel's credits sized, and its balances burnt down.

team = size_team(figures, Selection(), SizingQuestion())
team.channels[0].sizing.recommendation.sentence
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.commitments.asking import Asking
from data.commitments.channel_sizing import channels_known, elsewhere, size_channel
from data.commitments.holdings import balances
from data.commitments.question import SizingQuestion
from data.commitments.terms.book import SHIPPED, PlanBook
from data.credits.problem_list import ledger_problems
from data.errors import QuestionError, unknown_name
from data.pricing.currencies import rates_in_force

if TYPE_CHECKING:
    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.commitments.futures.burn_down import BurnDown
    from data.commitments.progress import Progress
    from data.commitments.sizing import Sizing

NO_CHANNEL = (
    "There is nothing to commit to yet: no channel of the log has plans in the plan book, and no "
    "credit ledger has consumption. Load a credit ledger with `offcut ingest`, or name a channel "
    "and give its plans."
)


@dataclass(frozen=True)
class ChannelSizing:
    """One channel's work, its own platform's plans and those of others that could do it."""

    channel: str
    sizing: Sizing

    @property
    def sentence(self) -> str:
        """The recommendation, or what to name so that there can be one."""
        found, sizing = self.sizing.recommendation, self.sizing
        if sizing.plans or sizing.on_demand or sizing.as_you_go or sizing.left_out:
            return found.sentence
        missing = (
            f"No plan or pack is known that pays for the work on {self.channel}: name a platform "
            f"that could do it and which of its models would, or give a quote."
        )
        return f"{found.sentence} {missing}" if found.answer == "not yet" else missing


@dataclass(frozen=True)
class TeamSizing:
    """Channels apart, since one's credits do not pay another's work; and what is held today."""

    channels: tuple[ChannelSizing, ...]
    balances: tuple[BurnDown, ...]
    incomplete: tuple[tuple[str, str], ...]
    """Plans of these platforms that nobody can size, and what is missing to do so."""
    n_ledger_problems: int = 0
    note: str = ""
    """That no channel has anything to commit to, where that is so and none was named."""


def size_team(
    figures: Figures, selection: Selection, asked: SizingQuestion, progress: Progress | None = None
) -> TeamSizing:
    """Size every channel asked about. Raises QuestionError or SettingsError naming what is wrong.

    Of the selection only its moment counts: demand is of the whole log up to then. What is priced
    in another currency than the reporting one is converted by the rate of that day.
    """
    cursor, at = figures.cursor(selection), figures.as_of(selection)
    rates = rates_in_force(figures.book.rates, figures.settings.currency, at.date())
    book = PlanBook.load((SHIPPED, *asked.plan_files), asked.quotes, rates)
    asking = Asking(cursor, figures.settings, at, book, asked, figures.book)
    offered = _channels(asking)
    channels = offered or tuple(channels_known(cursor))
    sized = tuple(ChannelSizing(name, size_channel(asking, name, progress)) for name in channels)
    named = {*channels, *elsewhere(asking, channels)}
    missing = [plan for plan in book.incomplete if plan.platform in named]
    return TeamSizing(
        channels=sized,
        balances=balances(cursor, at, figures.settings),
        incomplete=tuple((plan.title, plan.missing) for plan in missing),
        n_ledger_problems=len(ledger_problems(cursor, at)),
        note="" if offered else NO_CHANNEL,
    )


def sizable(figures: Figures, selection: Selection) -> tuple[str, ...]:
    """All channels, those first that are sized when none is named."""
    cursor, at = figures.cursor(selection), figures.as_of(selection)
    asked = SizingQuestion()
    first = _channels(Asking(cursor, figures.settings, at, PlanBook.load(), asked, figures.book))
    return tuple(dict.fromkeys([*first, *channels_known(cursor)]))


def committing_channels(figures: Figures, selection: Selection) -> tuple[str, ...]:
    """The channels of the log whose platform sells plans."""
    known = channels_known(figures.cursor(selection))
    return tuple(
        sorted(
            name for name, each in PlanBook.load().platforms.items() if each.plans and name in known
        )
    )


def _channels(asking: Asking) -> tuple[str, ...]:
    known = channels_known(asking.cursor)
    for name in asking.asked.channels:
        if name not in known:
            raise QuestionError(unknown_name("channel of this log", name, known))
    platforms = asking.book.platforms
    sold = {name for name, each in platforms.items() if each.plans or each.packs}
    sized = [name for name, consumes in known.items() if consumes or name in sold]
    committing = {name for name in sized if known[name] or platforms[name].plans}
    return asking.asked.channels or tuple(sorted(sized, key=lambda name: name not in committing))
