"""What stands beside every figure: its gaps, and where it is not known, the reason."""

from __future__ import annotations

import csv
import io
import re
from contextlib import ExitStack
from datetime import date
from functools import cache
from types import SimpleNamespace

import pytest

from dashboard.app.parts.columns import columns_of
from dashboard.app.parts.figure_table import _styled, csv_text
from dashboard.app.parts.tiles import tile
from dashboard.cli.tables import print_measures
from dashboard.words.formats import NOTHING, shown
from dashboard.words.gaps import NO_GAPS, gap_words, gaps_beside, unknown_words
from data.asking.measure import fitting, measure, with_gaps
from data.asking.selection import Selection
from data.delivery import DeliverySpec
from data.metrics.catalogue import METRICS, metric
from data.metrics.gaps import GAP_METRICS
from data.settings import Settings
from data.warehouse.file import writing

pytest_plugins = ["tests.hand_made_facts"]

NAMES = {each.name for each in METRICS}
GAPS = sorted({gap for each in METRICS for gap in each.gaps} | {each.name for each in GAP_METRICS})
every_metric = pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)


def busy(facts):
    """A studio where nearly every metric has a value, and models of which some have none."""
    facts.attempt("usable", "rejected", cost="1", model="whole", queue_s=2, render_s=8)
    facts.attempt("usable", "pending", "contributed", cost="2", model="whole", tier="refine")
    facts.attempt(
        *("usable", "not_selected"),
        model="whole",
        tier="upscale",
        computed_cost="1",
        audited=1,
        escaped=0,
        client_decided=2,
        client_rejected=1,
        adherence_known=2,
        adherence_met=1,
        set_passed=True,
        assumed_because="date_assumed",
        outputs_assumed=True,
    )
    facts.attempt("usable", model="whole", at="2026-11-02T05:00")
    facts.attempt("usable", model="whole", at="2026-11-02T06:00")
    facts.attempt("usable", model="whole", at="2026-11-02T07:00")
    facts.attempt("usable", model="whole", at="2026-11-02T08:00", latency_s=3)
    facts.attempt("usable", cost=None, model="unpriced")
    clip = facts.attempt("usable", cost=None, model="unpriced", media="video")
    facts.use(clip, used_seconds=4)
    facts.attempt("pending", cost="0", model="free")
    facts.attempt("pending", cost="1", model="unreviewed", is_reviewed=False)
    facts.attempt(cost="0.2", status="canceled", model="canceled")
    facts.attempt(cost=None, status="running", model="running")
    facts.work("10", model="unpriced")
    facts.work(None, model="whole")
    facts.work("5", model="whole")
    facts.work(None, model="free")
    facts.work(None, model="unrated")
    facts.attempt("usable", model="unrated")
    facts.brief(model="whole", time_to_first_usable_s=20)
    facts.brief(model="whole", n_rerolls=1)
    facts.brief(model="free", n_usable=0, settled=False, n_prompts=0)
    facts.insert(
        "handover_facts",
        handover_no=1,
        attempt_no=1,
        output_index=0,
        destination="Frame.io",
        handed_over_at="2026-11-02",
        handover_s=5,
        ok=True,
    )
    for each in GAP_METRICS:
        facts.insert("gaps", gap=each.name, n=3, money="1.5")


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory):
    """One with something of everything, one with nothing, one with credits nobody bought."""
    from tests.hand_made_facts import Facts

    folder = tmp_path_factory.mktemp("gaps")
    with ExitStack() as opened:
        made = {
            name: Facts(opened.enter_context(writing(folder / f"{name}.duckdb")))
            for name in ("busy", "empty", "unbought")
        }
        for facts in made.values():
            facts.clear()
        busy(made["busy"])
        for gap in ("unattributed_consumption", "held_credits"):
            made["unbought"].insert("gaps", gap=gap, n=3, money=None)
        yield made


@pytest.fixture(scope="module", params=["busy", "empty"])
def asked(request, warehouses):
    """A function: metric → its figures in a warehouse, the gaps to show beside it among them."""
    facts = warehouses[request.param]

    @cache
    def ask(name):
        return measure(facts.con, with_gaps([name]), settings=facts.settings)

    return ask


def spaces(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- what is declared -------------------------------------------------------------------------


@every_metric
def test_gaps_are_other_metrics(each):
    assert set(each.gaps) <= NAMES - {each.name}
    assert len(set(each.gaps)) == len(each.gaps)


@every_metric
def test_a_reason_is_a_few_words_and_a_count_needs_none(each):
    assert len(set(each.reasons)) == len(each.reasons)
    for reason in each.reasons:
        assert re.fullmatch(r"[a-z][^.\N{NO-BREAK SPACE}]{8,48}[^.]", reason)
    assert each.unknown_because == (each.reasons[0] if each.reasons else "")
    if each.unit == "count":
        assert each.reasons == ()


@pytest.mark.parametrize("gap", GAPS)
def test_every_gap_can_be_put_into_words(gap):
    unit = metric(gap).unit
    for value in (1, 12):
        said = gap_words(gap, value, "USD")
        assert shown(value, unit) in said
        assert len(said) > len(shown(value, unit))


def test_a_metric_can_be_unknown_for_each_of_its_reasons_and_for_no_other(warehouses):
    found = {each.name: set() for each in METRICS}
    pieces = Settings(delivery=DeliverySpec(pieces={"audio": 1}))
    asked = [
        *((facts, facts.settings) for facts in warehouses.values()),
        (warehouses["busy"], pieces),
    ]
    for facts, settings in asked:
        for by in ([], ["model"], ["outcome"]):
            names = [each.name for each in fitting(by)]
            table = measure(facts.con, names, by=by, settings=settings)
            for place, row in enumerate(table.rows):
                for name in names:
                    because = table.evidence(place, name).unknown_because
                    assert (row[name] is None) == bool(because), (row, name)
                    found[name] |= {because} if because else set()
    assert found == {each.name: set(each.reasons) for each in METRICS}


# --- as a tile, a column, a line --------------------------------------------------------------


@every_metric
def test_it_stands_as_a_tile(each, asked):
    table = asked(each.name)
    (row,) = table.rows
    drawn = tile(each.name, row, "USD", evidence=table.evidence(0, each.name))
    assert (drawn.value == NOTHING) == (row[each.name] is None)
    for gap in (gap for gap in each.gaps if row[gap]):
        assert gap_words(gap, row[gap], "USD") in spaces(drawn.beside)
    if row[each.name] is None:
        assert spaces(drawn.beside).split(" · ")[0] in each.reasons
        assert spaces(tile(each.name, row, "USD").beside).startswith(each.unknown_because)


@every_metric
def test_it_stands_as_a_column(each, asked):
    table = asked(each.name)
    (column,) = columns_of(each.name)
    assert column.help.startswith(each.meaning)
    assert all(reason in column.help for reason in each.reasons)
    value = table.rows[0][each.name]
    page = _styled(table.rows, [column], "USD").to_html()
    assert re.findall("<td[^>]*>(.*)</td>", page) == [shown(value, each.unit)]
    written = csv.reader(io.StringIO(csv_text(table.rows, [column])))
    assert [*written] == [[each.name], ["" if value is None else str(value)]]


@every_metric
def test_it_stands_as_a_line_of_the_command_line(each, asked, capsys):
    table = asked(each.name)
    print_measures(table, "table", "USD")
    lines = [line for line in capsys.readouterr().out.splitlines() if line.split()[0] == each.name]
    value, evidence = table.rows[0][each.name], table.evidence(0, each.name)
    (printed,) = (" ".join(line.split()) for line in lines)
    because = f" {evidence.unknown_because}" if value is None else ""
    assert printed == f"{each.name} {shown(value, each.unit)} {each.title}{because}"


# --- which reason it is -----------------------------------------------------------------------


def why(facts, name):
    return measure(facts.con, [name], settings=facts.settings).evidence(0, name).unknown_because


def test_a_cost_per_usable_asset_is_unknown_for_want_of_assets_or_of_prices(facts):
    name = "cost_per_usable_asset"
    facts.attempt("pending", cost=None)
    assert why(facts, name) == "nothing usable yet"
    facts.attempt("usable", cost=None)
    assert why(facts, name) == "no known price"
    facts.attempt("usable", cost="1")
    assert why(facts, name) == ""


def test_a_tile_says_the_reason_that_holds_rather_than_the_usual_one(facts):
    name = "cost_per_usable_asset"
    facts.attempt("usable", cost=None)
    table = measure(facts.con, with_gaps([name]), settings=facts.settings)
    row, evidence = table.rows[0], table.evidence(0, name)
    assert spaces(gaps_beside(name, row, "USD", evidence)) == "no known price · 1 unpriced"
    assert spaces(gaps_beside(name, row, "USD")) == "nothing usable yet · 1 unpriced"


def test_what_people_cost_on_top_is_unknown_for_want_of_rates_prices_or_assets(facts):
    name = "fully_loaded_cost_per_usable_asset"
    assert why(facts, name) == "nothing usable yet"
    facts.attempt("usable", cost=None)
    assert why(facts, name) == why(facts, "fully_loaded_cost") == "no known price"
    facts.attempt("usable", cost="1")
    facts.work(None)
    assert why(facts, name) == why(facts, "fully_loaded_cost") == "people's work has no rates"


def test_a_time_is_not_reached_yet_or_nobody_waits(facts):
    p50, above = "time_to_first_usable_s_p50", "time_to_first_usable_s_p50_above"
    assert why(facts, p50) == why(facts, above) == "nothing was asked for"
    facts.brief(n_usable=0, settled=False)
    assert why(facts, p50) == "fewer than half of the briefs have one yet"
    facts.brief(time_to_first_usable_s=5)
    assert (why(facts, p50), why(facts, above)) == ("", "half of the briefs have one")


# --- which gaps can be asked with it ----------------------------------------------------------


def test_gaps_are_asked_with_their_metric_each_once():
    assert with_gaps(["usable_assets", "discard_rate", "pending_share"]) == (
        *("usable_assets", "discard_rate", "pending_share"),
        *("unreviewed_outputs", "disputed_assets", "usable_with_rejected_final"),
        *("attempts_from_files", "unknown_attempts", "outputs_assumed_attempts"),
    )


def test_gaps_of_the_whole_warehouse_stand_beside_figures_of_all_of_it_only():
    verdicts = ("unmatched_verdicts", "ambiguous_verdicts")
    part = Selection(first_day=date(2026, 11, 2))
    assert with_gaps(["escape_rate"]) == ("escape_rate", *verdicts)
    assert with_gaps(["escape_rate"], ["model"]) == ("escape_rate",)
    assert with_gaps(["escape_rate"], selection=part) == ("escape_rate",)
    assert with_gaps(["escape_rate", *verdicts], selection=part) == ("escape_rate", *verdicts)


@pytest.mark.parametrize("by", [[], ["model"], ["week", "media"], ["outcome"], ["outcome", "day"]])
def test_whatever_can_be_split_can_be_split_with_its_gaps(by, warehouses):
    facts = warehouses["busy"]
    names = with_gaps([each.name for each in fitting(by)], by)
    table = measure(facts.con, names, by=by, settings=facts.settings)
    assert set(table.metrics) == {each.name for each in fitting(by)}
    for row in table.rows:
        for each in fitting(by):
            tile(each.name, row, "USD")


def test_nothing_is_missing_is_said_only_where_somebody_looked():
    row = SimpleNamespace(one={"discard_rate": 0.5, "pending_share": 0.0}, two={"discard_rate": 1})
    assert gaps_beside("discard_rate", row.one, "USD") == NO_GAPS
    assert gaps_beside("discard_rate", row.two, "USD") == ""
    assert gaps_beside("constraint_adherence", {"constraint_adherence": 0.5}, "USD") == ""


def test_reasons_in_words():
    assert unknown_words(["nothing usable yet", "no known price"]) == (
        "–: nothing usable yet, or no known price"
    )
    assert unknown_words([]) == ""


# --- groups on the command line ---------------------------------------------------------------


def test_groups_say_below_why_some_have_no_figure(warehouses, capsys):
    facts = warehouses["busy"]
    names = ["attempts", "cost_per_usable_asset", "spend"]
    print_measures(measure(facts.con, names, by=["model"], settings=facts.settings), "table", "USD")
    assert capsys.readouterr().err.splitlines() == [
        (
            "cost_per_usable_asset –: nobody is known to review this work, or nothing usable yet, "
            "or no known price."
        ),
        "spend –: no known price.",
    ]
