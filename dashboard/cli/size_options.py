"""The options of `offcut size`, as typed; `data.commitments.question` reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Names = list[str] | None

Plans = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A TOML file of plans or a quote; repeatable."),
]
HorizonText = Annotated[
    str, typer.Option(metavar="TIME", help="How far to look ahead: 12mo, 26w, 1y.")
]
Channels = Annotated[
    Names,
    typer.Option(metavar="NAME", help="Whose work; repeatable. [those with credits or plans]"),
]
Platforms = Annotated[
    Names,
    typer.Option(metavar="NAME", help="Also compare this platform's plans; repeatable."),
]
Growth = Annotated[float, typer.Option(metavar="NUMBER", help="Per year: 0.1 is a tenth more.")]
Seasons = Annotated[
    Names,
    typer.Option(metavar="MONTH=FACTOR", help="dec=1.5 is half as much again."),
]
Campaigns = Annotated[
    Names,
    typer.Option(metavar="ASSETS@DAY", help="Work to come on top; repeatable."),
]
Instead = Annotated[
    Names,
    typer.Option(metavar="MODEL", help="MODEL, or OURS=MODEL, that does the work elsewhere."),
]
Seats = Annotated[
    int | None,
    typer.Option(metavar="NUMBER", help="People to use it. [as quotes say, else 1]"),
]
Precision = Annotated[
    float,
    typer.Option(metavar="PERCENT", help="Waste per usable asset has to be known to ± this …"),
]
Confidence = Annotated[float, typer.Option(metavar="PERCENT", help="… with this confidence.")]
LeastWeeks = Annotated[
    int,
    typer.Option(metavar="NUMBER", help="Complete weeks that a commitment asks for."),
]
LeastBriefs = Annotated[
    int,
    typer.Option(metavar="NUMBER", help="Settled briefs that a commitment asks for."),
]
Paths = Annotated[int, typer.Option(metavar="NUMBER", help="How many futures are drawn.")]
Seed = Annotated[int, typer.Option(metavar="NUMBER", help="Same seed, same answer.", min=0)]
Save = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the answer to take away: FILE.md or FILE.json."),
]
