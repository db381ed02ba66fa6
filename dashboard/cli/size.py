"""`offcut size`: how many credits to commit to, with whom, and at what risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer  # noqa: TC002 (an annotation that is read at run time)

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsOf, Format, Printed
from dashboard.cli.session import Session
from dashboard.cli.size_before_log import Assets, Attempts, Model, Seconds
from dashboard.cli.size_options import (
    Campaigns,
    Channels,
    Confidence,
    Growth,
    HorizonText,
    Instead,
    LeastBriefs,
    LeastWeeks,
    Paths,
    Plans,
    Platforms,
    Precision,
    Save,
    Seasons,
    Seats,
    Seed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.commitments.question import SizingQuestion

commands = Commands()


@commands.command(epilog="Example:  offcut size --horizon 12mo")
def size(
    context: typer.Context,
    plans: Plans = None,
    horizon: HorizonText = "12mo",
    channel: Channels = None,
    platform: Platforms = None,
    growth: Growth = 0.0,
    season: Seasons = None,
    campaign: Campaigns = None,
    instead: Instead = None,
    seats: Seats = None,
    precision: Precision = 25,
    confidence: Confidence = 90,
    least_weeks: LeastWeeks = 8,
    least_briefs: LeastBriefs = 20,
    paths: Paths = 10_000,
    seed: Seed = 1,
    save: Save = None,
    assets: Assets = None,
    attempts: Attempts = None,
    model: Model = None,
    seconds: Seconds = None,
    as_of: AsOf = None,
    printed: Printed = Format.table,
) -> None:
    """Size a credit commitment, or say what is missing to."""
    from dashboard.cli.size_before_log import print_before_log
    from dashboard.cli.size_printed import print_team
    from dashboard.cli.size_progress import size_progress
    from dashboard.cli.size_saved import check_has_log, check_suffix, save_answer
    from data.asking.selection import Selection
    from data.commitments.team_sizing import size_team

    check_suffix(save)
    session: Session = context.obj
    terms = {"plans": plans, "channel": channel, "platform": platform, "instead": instead}
    ahead = {"horizon": horizon, "growth": growth, "season": season, "campaign": campaign}
    rule = (precision, confidence, least_weeks, least_briefs)
    drawn = {"seats": seats, "paths": paths, "seed": seed}
    asked = _asked(session, terms | ahead | drawn, rule)
    selection = Selection.of_options(as_of=as_of, settings=session.settings)
    stated = (assets, attempts, model, seconds)
    if any(each is not None for each in (assets, attempts, model or None, seconds)):
        check_has_log(save)
        print_before_log(session, selection, stated, asked, printed.value)
        return
    with size_progress() as progress:
        team = size_team(session.figures, selection, asked, progress)
    save_answer(team, session.settings.currency, save)
    print_team(team, printed.value)


def _asked(
    session: Session, options: Mapping[str, Any], rule: tuple[float, float, int, int]
) -> SizingQuestion:
    """The question out of the options of `size`. Raises QuestionError naming what is wrong."""
    from data.commitments.question import (
        SizingQuestion,
        campaign_of,
        instead_of,
        rule_of,
        seasons_of,
        weeks_of,
    )
    from data.commitments.terms.quotes_file import quotes_beside, saved_quotes
    from data.settings import config_file

    return SizingQuestion(
        channels=tuple(dict.fromkeys(options["channel"] or ())),
        platforms=tuple(options["platform"] or ()),
        instead=instead_of(options["instead"] or ()),
        plan_files=tuple(options["plans"] or ()),
        quotes=saved_quotes(quotes_beside(config_file(session.config))),
        horizon_weeks=weeks_of(options["horizon"]),
        growth=options["growth"],
        seasonality=seasons_of(options["season"] or ()),
        campaigns=tuple(campaign_of(text) for text in options["campaign"] or ()),
        seats=options["seats"],
        rule=rule_of(*rule),
        paths=options["paths"],
        seed=options["seed"],
    )
