"""`offcut size`: how many credits to commit to, with whom, and at what risk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsOf, Format, Printed
from dashboard.cli.session import Session
from dashboard.cli.size_before_log import Assets, Attempts, Model, Seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.commitments.question import SizingQuestion

commands = Commands()

Names = list[str] | None


@commands.command(epilog="Example:  offcut size --horizon 12mo")
def size(
    context: typer.Context,
    plans: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A TOML file of plans or a quote; repeatable."),
    ] = None,
    horizon: Annotated[
        str, typer.Option(metavar="TIME", help="How far to look ahead: 12mo, 26w, 1y.")
    ] = "12mo",
    channel: Annotated[
        Names,
        typer.Option(metavar="NAME", help="Whose work; repeatable. [those with credits or plans]"),
    ] = None,
    platform: Annotated[
        Names, typer.Option(metavar="NAME", help="Also compare this platform's plans; repeatable.")
    ] = None,
    growth: Annotated[
        float, typer.Option(metavar="NUMBER", help="Per year: 0.1 is a tenth more.")
    ] = 0.0,
    season: Annotated[
        Names, typer.Option(metavar="MONTH=FACTOR", help="dec=1.5 is half as much again.")
    ] = None,
    campaign: Annotated[
        Names, typer.Option(metavar="ASSETS@DAY", help="Work to come on top; repeatable.")
    ] = None,
    instead: Annotated[
        Names,
        typer.Option(metavar="MODEL", help="MODEL, or OURS=MODEL, that does the work elsewhere."),
    ] = None,
    seats: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="People to use it. [as quotes say, else 1]")
    ] = None,
    precision: Annotated[
        float,
        typer.Option(metavar="PERCENT", help="Waste per usable asset has to be known to ± this …"),
    ] = 25,
    confidence: Annotated[
        float, typer.Option(metavar="PERCENT", help="… with this confidence.")
    ] = 90,
    least_weeks: Annotated[
        int, typer.Option(metavar="NUMBER", help="Complete weeks that a commitment asks for.")
    ] = 8,
    least_briefs: Annotated[
        int, typer.Option(metavar="NUMBER", help="Settled briefs that a commitment asks for.")
    ] = 20,
    paths: Annotated[
        int, typer.Option(metavar="NUMBER", help="How many futures are drawn.")
    ] = 10_000,
    seed: Annotated[int, typer.Option(metavar="NUMBER", help="Same seed, same answer.", min=0)] = 1,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the answer to take away: FILE.md or FILE.json."),
    ] = None,
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
