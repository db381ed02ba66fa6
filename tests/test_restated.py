"""A published week is compared with how it stands now, and every cause has its line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.review.base_figures import Sums
from data.review.published import publish, published_reviews
from data.review.restating.restated import restated
from data.review.restating.states import FIGURES, State, lines_of, split_states

pytest_plugins = ["tests.review_studio"]

THEN = datetime(2026, 11, 17, 9, tzinfo=UTC)
"""The Tuesday after week 46."""
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PRICED = """
channel = "in-house"

[[price]]
model = "veo"
unit = "image"
price = "0.10"
currency = "USD"
valid_from = 2026-01-01
source = "the studio"
checked_on = 2026-01-01
certainty = "high"
"""
SINCE_NOVEMBER = (
    PRICED.partition("\n\n")[2].replace("0.10", "0.15").replace("-01-01\ns", "-11-01\ns")
)
RAISED = f"{PRICED}\n{SINCE_NOVEMBER}"
HEADER = "id,at,done,state,client,user,model,cost,outputs\n"
VEO = f"{HEADER}v,2026-11-11T09:00:00Z,2026-11-11T09:00:20Z,OK,bolt,ana,veo,,10\n"
VERDICTS = "asset,decision,decided at,stage,reviewer\n"
LEDGER = "Account,Type,Date,Credits,Amount,Currency,Expires,Promo,Job ID,Transaction ID\n"


def price(weeks, text):
    folder = weeks.folder / "prices" / "prices"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "in-house.toml").write_text(text)
    return {"prices_folder": weeks.folder / "prices"}


def published(weeks, number=46, as_of=THEN, **settings):
    with weeks.asked(**settings) as figures:
        selection = weeks.week(number, as_of=as_of)
        return publish(figures, selection, name=f"2026-W{number}", at=as_of)


def compared(weeks, record, **settings):
    with weeks.asked(as_of=NOW, **settings) as figures:
        return restated(record, figures)


def lines(part, metric, group="all"):
    """(then, now, difference) of a figure, and its lines by cause."""
    rows = [row for row in part.rows if (row["metric"], row["group"]) == (metric, group)]
    if not rows:
        return None
    first = tuple(rows[0][name] for name in ("then", "now", "difference"))
    return first, {row["cause"]: row["change"] for row in rows}


# --- what was published -----------------------------------------------------------------------


def test_a_published_review_keeps_its_figures_and_what_they_stood_on(weeks):
    record, path = published(weeks)
    assert path == weeks.folder / "reviews" / "2026-W46.json"
    total, acme, bolt = record.segments
    assert (total.is_total, acme.client, bolt.client) == (True, "acme", "bolt")
    assert total.sums == Sums(
        spend=Decimal(4), attempts=2, requested=2, outputs=8, usable=4, accepted=4, discarded=4
    )
    assert (acme.sums.spend, bolt.sums.spend) == (Decimal(3), Decimal(1))
    assert (record.stamp.loads.files, record.stamp.loads.records_new) == (2, 8 + 32)
    assert record.stamp.as_of == THEN.replace(tzinfo=None)
    assert published_reviews(weeks.settings()).reviews == (record,)
    (book,) = (path.parent / "prices").iterdir()
    assert book.name == f"{record.stamp.price_book[:16]}.zip"
    assert book.stat().st_size < 60_000


def test_publishing_again_adds_a_version_and_overwrites_none(weeks):
    first, path = published(weeks)
    before = path.read_bytes()
    second, other = published(weeks, as_of=NOW)
    assert (other.name, path.read_bytes()) == ("2026-W46.2.json", before)
    shelf = published_reviews(weeks.settings())
    assert shelf.reviews == (first, second)
    assert shelf.latest("2026-W46", weeks.week(46)) == second
    assert shelf.first_versions() == (first,)
    assert shelf.latest("2026-W45", weeks.week(45)) is None
    assert (shelf.before(weeks.week(47)), shelf.before(weeks.week(46))) == (second, None)


def test_several_who_publish_at_once_each_have_a_version(weeks):
    with ThreadPoolExecutor(3) as pool:
        made = [*pool.map(lambda _: published(weeks), range(3))]
    assert sorted(record.version for record, _ in made) == [1, 2, 3]
    assert {path for _, path in made} == set(made[0][1].parent.glob("*.json"))
    assert len(published_reviews(weeks.settings()).reviews) == 3


def test_a_review_of_a_part_is_no_version_of_the_whole(weeks):
    whole, _ = published(weeks)
    with weeks.asked() as figures:
        of_acme = weeks.week(46, filters=(("client", ("acme",)),))
        part, path = publish(figures, of_acme, name="2026-W46", at=NOW)
    assert (part.version, path.name != "2026-W46.json") == (1, True)
    shelf = published_reviews(weeks.settings())
    assert shelf.latest("2026-W46", weeks.week(46)) == whole
    assert shelf.latest("2026-W46", of_acme) == part
    assert shelf.before(weeks.week(47)) == whole


def test_a_file_that_is_no_review_is_told(weeks):
    record, path = published(weeks)
    path.with_name("2026-W40.json").write_text('{"name": "2026-W40"}')
    shelf = published_reviews(weeks.settings())
    assert shelf.reviews == (record,)
    assert "2026-W40.json is left out" in shelf.unreadable[0]


# --- told apart -------------------------------------------------------------------------------


def test_nothing_changed_is_said(weeks):
    record, _ = published(weeks)
    part = compared(weeks, record)
    assert part.rows == ()
    published_on, *rest = part.sentences
    assert published_on == (
        "2026-W46 was published on 2026-11-17 with figures as of 2026-11-17; here they stand as of "
        "2026-11-24."
    )
    assert rest == ["No file was loaded since.", "Nothing of it has been restated."]


def test_a_late_log_and_the_verdicts_on_it(weeks):
    """$2 and four outputs more; two approved the day after publishing, so two are passed over."""
    record, _ = published(weeks)
    job = "x,2026-11-12T09:00:00Z,2026-11-12T09:00:20Z,OK,acme,ana,flux,2,4\n"
    weeks.ingest("late.csv", HEADER + job, map_file="studio.map.toml")
    said = (f"x#{n},approved,2026-11-18T09:00:00Z,qc,mia\n" for n in (0, 1))
    weeks.ingest("said.csv", VERDICTS + "".join(said))
    part = compared(weeks, record)
    assert "Loaded since: late.csv, said.csv." in part.sentences
    assert lines(part, "spend") == ((Decimal(4), Decimal(6), Decimal(2)), {"new logs": Decimal(2)})
    assert lines(part, "usable_assets") == ((4, 6, 2), {"late verdicts": 2})
    assert lines(part, "pending") == ((0, 0, 0), {"new logs": 4, "late verdicts": -4})
    assert lines(part, "discarded") == ((4, 6, 2), {"late verdicts": 2})
    # $4 for 4, then $6 for 4, then $6 for 6
    assert lines(part, "cost_per_usable_asset") == (
        (Decimal(1), Decimal(1), Decimal(0)),
        {"new logs": Decimal("0.5"), "late verdicts": Decimal("-0.5")},
    )
    assert lines(part, "spend", "client acme")[1] == {"new logs": Decimal(2)}
    assert lines(part, "spend", "client bolt") is None


def test_a_client_that_is_new_comes_from_nothing_and_one_that_is_gone_ends_there(weeks):
    record, _ = published(weeks)
    job = "acme46,2026-11-10T09:00:00Z,2026-11-10T09:00:20Z,OK,newt,ana,flux,3,4\n"
    said = "".join(f"acme46#{n},approved,2026-11-11T12:00:00Z,qc,mia\n" for n in range(3))
    (weeks.folder / "w.duckdb").unlink()
    jobs = (weeks.folder / "jobs.csv").read_text()
    kept = [line for line in jobs.splitlines(keepends=True) if not line.startswith("acme46,")]
    weeks.ingest("jobs.csv", "".join(kept) + job, map_file="studio.map.toml")
    weeks.ingest("verdicts.csv", (weeks.folder / "verdicts.csv").read_text() + said)
    part = compared(weeks, record)
    three = Decimal(3)
    assert lines(part, "spend", "client acme") == (
        (three, Decimal(0), -three),
        {"new logs": -three},
    )
    assert lines(part, "spend", "client newt") == ((Decimal(0), three, three), {"new logs": three})
    assert lines(part, "usable_assets", "client newt") == ((0, 3, 3), {"late verdicts": 3})
    assert lines(part, "spend") is None


def test_a_verdict_of_before_that_was_loaded_since_is_late_too(weeks):
    record, _ = published(weeks)
    weeks.ingest("said.csv", VERDICTS + "bolt46#1,approved,2026-11-16T09:00:00Z,client,kim\n")
    part = compared(weeks, record)
    assert lines(part, "usable_assets") == ((4, 5, 1), {"late verdicts": 1})
    assert lines(part, "discarded") == ((4, 3, -1), {"late verdicts": -1})
    assert lines(part, "spend") is None


def test_a_window_that_passed_since_is_a_late_verdict(weeks):
    """Four undecided outputs beside an approval: passed over three days after it."""
    job = "x,2026-11-15T09:00:00Z,2026-11-15T09:00:20Z,OK,acme,ana,flux,2,4\n"
    weeks.ingest("jobs2.csv", HEADER + job, map_file="studio.map.toml")
    weeks.ingest("said.csv", VERDICTS + "x#0,approved,2026-11-16T09:00:00Z,qc,mia\n")
    record, _ = published(weeks)
    part = compared(weeks, record)
    assert lines(part, "pending") == ((3, 0, -3), {"late verdicts": -3})
    assert lines(part, "discarded") == ((4, 7, 3), {"late verdicts": 3})


@pytest.mark.parametrize("refunded", ["2026-11-16", "2026-11-20"])
def test_a_refund_is_one_whenever_it_was_booked(weeks, refunded):
    record, _ = published(weeks)
    row = f"studio,Refund,{refunded}T10:00:00Z,,0.50,USD,,,bolt46,t1\n"
    weeks.ingest("credits.csv", LEDGER + row)
    part = compared(weeks, record)
    assert lines(part, "spend") == (
        (Decimal(4), Decimal("3.5"), Decimal("-0.5")),
        {"refunds": Decimal("-0.5")},
    )
    assert lines(part, "cost_per_usable_asset")[1] == {"refunds": Decimal("-0.125")}


def test_a_call_that_was_still_running_ends_late(weeks):
    job = "x,2026-11-15T23:00:00Z,2026-11-17T23:00:20Z,OK,acme,ana,flux,2,4\n"
    weeks.ingest("jobs2.csv", HEADER + job, map_file="studio.map.toml")
    record, _ = published(weeks)
    part = compared(weeks, record)
    assert lines(part, "pending") == ((0, 4, 4), {"late ends": 4})


def test_prices_new_logs_and_settings_are_told_apart(weeks):
    """Ten outputs at $0.10, ten more loaded later, each then $0.15; only client approvals count."""
    weeks.ingest("veo.csv", VEO, map_file="studio.map.toml")
    cheap = price(weeks, PRICED)
    record, _ = published(weeks, **cheap)
    assert record.segments[0].sums.spend == Decimal(5)
    weeks.ingest("veo2.csv", VEO.replace("\nv,", "\nw,"), map_file="studio.map.toml")
    dear = price(weeks, RAISED)
    part = compared(weeks, record, **dear, usable_from_stage="client")
    # 4 + 1, then 4 + 2 x 1, then 4 + 2 x 1.50
    assert lines(part, "spend") == (
        (Decimal(5), Decimal(7), Decimal(2)),
        {"new logs": Decimal(1), "prices": Decimal(1)},
    )
    assert lines(part, "usable_assets") == ((4, 0, -4), {"settings": -4})
    (known, changes) = lines(part, "cost_per_usable_asset")
    assert (known, changes) == (
        (Decimal("1.25"), None, None),
        {"new logs, prices, settings": None},
    )


def test_a_book_that_was_not_kept_leaves_prices_and_logs_together(weeks):
    weeks.ingest("veo.csv", VEO, map_file="studio.map.toml")
    record, path = published(weeks, **price(weeks, PRICED))
    for kept in (path.parent / "prices").iterdir():
        kept.unlink()
    weeks.ingest("veo2.csv", VEO.replace("\nv,", "\nw,"), map_file="studio.map.toml")
    part = compared(weeks, record, **price(weeks, RAISED))
    assert lines(part, "spend")[1] == {"new logs or prices": Decimal(2)}


def test_other_rules_are_told_where_nothing_was_loaded(weeks):
    record, _ = published(weeks)
    record = record.model_copy(update={"stamp": record.stamp.model_copy(update={"rules": "old"})})
    total = record.segments[0]
    less = total.model_copy(update={"sums": total.sums.model_copy(update={"spend": Decimal(3)})})
    record = record.model_copy(update={"segments": (less, *record.segments[1:])})
    assert lines(compared(weeks, record), "spend")[1] == {"rules": Decimal(1)}
    weeks.ingest("more.csv", HEADER.strip() + "\n", map_file="studio.map.toml")
    assert lines(compared(weeks, record), "spend")[1] == {"new logs or rules": Decimal(1)}


def test_a_setting_that_is_gone_leaves_it_with_what_was_loaded(weeks):
    record, _ = published(weeks)
    gone = {"settings_hash": "old", "settings": record.stamp.settings | {"mood": "good"}}
    record = record.model_copy(update={"stamp": record.stamp.model_copy(update=gone)})
    part = compared(weeks, record, usable_from_stage="client")
    assert lines(part, "usable_assets")[1] == {"new logs or settings": -4}


def test_a_warehouse_that_was_built_anew_is_told(weeks):
    record, _ = published(weeks)
    (weeks.folder / "w.duckdb").unlink()
    weeks.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    part = compared(weeks, record)
    assert part.sentences[1].startswith("The warehouse holds fewer files than it did then")
    assert lines(part, "usable_assets") == ((4, 0, -4), {"late verdicts": -4})


def test_another_currency_is_not_compared(weeks):
    record, _ = published(weeks)
    part = compared(weeks, record, currency="EUR")
    assert part.sentences == (
        "It was published in USD and figures are in EUR now: they are not compared.",
    )


# --- whatever the figures ---------------------------------------------------------------------

counts = st.integers(0, 50)
money = st.none() | st.decimals(-1000, 10**9, places=12)
sums = st.builds(
    Sums,
    spend=money,
    refunds=st.decimals(0, 1000, places=12),
    **dict.fromkeys(
        ("attempts", "requested", "outputs", "usable", "accepted", "discarded", "pending"), counts
    ),
    unpriced=counts,
    unknown=counts,
)
causes = st.sampled_from(["new logs", "prices", "settings", "late ends"])


@given(then=sums, later=st.lists(st.tuples(causes, sums, st.booleans()), min_size=1, max_size=4))
def test_the_lines_of_a_figure_sum_to_its_difference(then, later):
    states = [State("", then)]
    for cause, after, is_split in later:
        last = states[-1]
        states += split_states(last, after, cause) if is_split else [State(cause, after)]
    assert states[-1].sums == later[-1][1]
    for figure in FIGURES:
        before, now = figure.of(then), figure.of(later[-1][1])
        found = lines_of(states, figure.of)
        if before is None or now is None:
            assert [line.change for line in found] in ([], [None])
        else:
            assert sum(line.change for line in found) == now - before
            assert all(line.change for line in found)
        assert len({line.cause for line in found}) == len(found)
