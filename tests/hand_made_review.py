"""A review made by hand: every kind of chart and of cell, and names that want to be obeyed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from data.review.parts import Chart, Column, Part, Review

HOSTILE = (
    "<script>alert(1)</script>",
    '=cmd|"/c calc"!A1',
    "a|b `c` \\| d",
    '#sym.arrow #image("/etc/passwd") $x$',
    "*b* _i_ ~s~ [link](https://evil.example) <https://evil.example>",
    "petrichor\u202eniks\u202c",
    "</svg><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "' + datum.x + '\\u0027",
    "@here <!channel> & co",
)
"""Names as a log may hold them."""
LONG = "spring-campaign-hero-shot-" * 6 + "final"
WEEKS = [date(2026, 9, 28), *(date(2026, 10, day) for day in (5, 12, 19, 26)), date(2026, 11, 2)]

FINDINGS = Part(
    "findings",
    "What moved beyond chance",
    ("Ranked by the money of the change.",),
    (
        Column("size", "a week", "money"),
        Column("sentence", "finding"),
        Column("low", "from", "money"),
        Column("high", "to", "money"),
        Column("n", "briefs", "count"),
    ),
    tuple(
        {"size": size, "sentence": sentence, "low": low, "high": high, "n": n}
        for size, sentence, low, high, n in (
            (
                Decimal("412.201234567891"),
                (
                    "petrichor-skin re-rolls where it could edit: 3.1 generations a usable asset, "
                    "1.4 the week before."
                ),
                Decimal("210.5"),
                Decimal("655.000001"),
                34,
            ),
            (Decimal("-38.7"), f"{HOSTILE[0]} waits less.", None, None, 12),
            (None, f"{HOSTILE[4]} and {HOSTILE[3]}", Decimal(0), Decimal("0.0387"), 0),
        )
    ),
)
BRIDGE = Part(
    "bridge",
    "From last week to this",
    ("Cost per usable asset rose from $3.12 to $4.87.",),
    (Column("step", "step"), Column("money", "cost per usable", "money_per")),
    (
        {"step": "Last week", "money": Decimal("3.12")},
        {"step": "petrichor-skin: yield", "money": Decimal("1.90")},
        {"step": HOSTILE[0], "money": Decimal("0.25")},
        {"step": HOSTILE[0], "money": Decimal("-0.55")},
        {"step": LONG, "money": Decimal("0.15")},
        {"step": "breakage", "money": None},
        {"step": "This week", "money": Decimal("4.87")},
    ),
    Chart("bridge", "step", ("money",)),
)
FIGURES = Part(
    "metrics",
    "Five figures",
    (),
    (
        Column("metric", "figure"),
        Column("now", "this week", "ratio", "unit"),
        Column("before", "last week", "ratio", "unit"),
        Column("change", "change", "ratio", "unit"),
        Column("variation", "variation"),
        Column("target", "target", "ratio", "unit"),
    ),
    (
        {
            "metric": "Cost per usable asset",
            "now": Decimal("4.87"),
            "before": Decimal("3.12"),
            "change": Decimal("1.75"),
            "variation": "worse",
            "target": Decimal(4),
            "unit": "money_per",
        },
        {
            "metric": "Discard rate",
            "now": 0.715,
            "before": 0.652,
            "change": 0.063,
            "variation": "common",
            "target": None,
            "unit": "rate",
        },
        {
            "metric": "Latency, p95",
            "now": 252.4,
            "before": 12703.0,
            "change": -12450.6,
            "variation": "better",
            "target": 300.0,
            "unit": "seconds",
        },
        {
            "metric": "Usable assets",
            "now": 1204,
            "before": 1188,
            "change": -16,
            "variation": "",
            "target": None,
            "unit": "count",
        },
        {
            "metric": "Attempts per usable asset",
            "now": 3.1,
            "before": None,
            "change": None,
            "variation": None,
            "target": None,
            "unit": None,
        },
    ),
)
LINES = ("usable", "contributed", "rejected", "not_selected", "pending", "failed")
MONEY_BY_WEEK = Part(
    "weeks",
    "Where the money went by week",
    (),
    (
        Column("week", "week of", "day"),
        *(Column(line, line.replace("_", " "), "money") for line in LINES),
    ),
    tuple(
        {
            "week": week,
            **{line: Decimal(f"{140 - 17 * n + 6 * place}.37") for n, line in enumerate(LINES)},
        }
        | ({"pending": None} if place < 4 else {})
        | ({"failed": Decimal("-4.5")} if place == 2 else {})
        for place, week in enumerate(WEEKS)
    ),
    Chart("stacked", "week", LINES),
)
YOUNG_WEEKS = Part(
    "projected",
    "Young weeks projected",
    ("The last week is three days old: what is settled reads lower than it will.",),
    (
        Column("week", "week of", "day"),
        Column("cost", "projected cost per usable", "money_per"),
        Column("settled", "settled so far", "money_per"),
        Column("low", "from", "money_per"),
        Column("high", "to", "money_per"),
    ),
    tuple(
        {
            "week": week,
            "cost": None if place == 1 else Decimal("3.1") + Decimal(place) / 4,
            "settled": Decimal("3.1") + Decimal(place) / 5,
            "low": None if place < 3 else Decimal("2.9") + Decimal(place) / 8,
            "high": None if place < 3 else Decimal("3.4") + Decimal(place) / 2,
            "target": Decimal("4.25"),
        }
        for place, week in enumerate(WEEKS)
    ),
    Chart("lines", "week", ("cost", "settled"), "low", "high", "target"),
)
CLIENTS = Part(
    "clients",
    "By client",
    (f"{HOSTILE[2]} is new.", "The others are as they were."),
    (
        Column("client", "client"),
        Column("since", "since", "day"),
        Column("spend", "spend", "money"),
        Column("usable", "usable assets", "count"),
        Column("discards", "discard rate", "rate"),
        Column("wait", "wait, p95", "seconds"),
    ),
    tuple(
        {
            "client": name,
            "since": None if n % 3 == 0 else date(2026, 1, 1 + n),
            "spend": None if n == 3 else Decimal("1234567.891234567891") / (10**n) * (-1) ** n,
            "usable": None if n == 4 else 12345 // (n + 1),
            "discards": None if n == 5 else n / 17,
            "wait": None if n == 6 else 0.42 * 7**n,
        }
        for n, name in enumerate([*HOSTILE, LONG, None])
    ),
    Chart("lines", "client", ("usable",)),
)
DECISIONS = Part(
    "decisions",
    "Decisions of last week",
    ("None was taken.",),
    (Column("decision", "decision"), Column("owner", "owner"), Column("by", "by", "day")),
)
NOTE = Part("note", "A note beside the totals", ("People are 94 % of the cost.",))
CARD = Part(
    "card",
    "Disclosure",
    ("From these and the files, every figure can be made again.",),
    (Column("what", "what"), Column("value", "value")),
    (
        {"what": "prices as of", "value": "2026-11-01"},
        {
            "what": "warehouse",
            "value": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
    ),
    is_small_print=True,
)


def hand_made_review() -> Review:
    """Small print stands third, so that a form which does not move it to the end is seen."""
    return Review(
        name="2026-W45",
        title="Week 45 of 2026",
        headline="A usable asset cost $4.87, $1.75 more than the week before: petrichor-skin's "
        f"re-rolls explain $1.90 of it, {HOSTILE[0]} nothing.",
        first_day=date(2026, 11, 2),
        last_day=date(2026, 11, 8),
        compared_with="the week before, at equal age",
        as_of=datetime(2026, 11, 9, 8, 0),
        currency="USD",
        parts=(
            FINDINGS,
            BRIDGE,
            CARD,
            FIGURES,
            MONEY_BY_WEEK,
            YOUNG_WEEKS,
            CLIENTS,
            DECISIONS,
            NOTE,
        ),
        notice=f"Two accounts are missing until Friday. {HOSTILE[6]}",
        selection=("media=image", f"client={HOSTILE[4]}"),
    )
