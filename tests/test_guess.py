"""The guesser on twenty logs that were written before it: right without a touch, or it doubts.

`tests/samples/unknown/NN_name.*` with `NN_name.expected.json`: the record kind, how many records
are no business of ours, and the rows. A person is played by choosing, among what the guesser offers
for what it doubts, whatever brings the rows nearer to those.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.settings import Settings
from ingest.guess.guess import guess
from ingest.guess.preview import preview
from ingest.maps.fields import fields_of
from ingest.opening.find import Opening, find

UNKNOWN = Path(__file__).parent / "samples" / "unknown"
LOGS = sorted(each for each in UNKNOWN.iterdir() if not each.name.endswith(".expected.json"))
ALL_ROWS = 10_000
RIGHT_AT_ONCE, MOST_CHOICES = 16, 5
FACTS = ("record", "ignored", "costs_are_estimates")


def expected_of(log):
    return json.loads((UNKNOWN / f"{log.name.split('.')[0]}.expected.json").read_text("utf-8"))


def opened(log, folder):
    return Opening(folder, Settings()).open(next(iter(find([str(log)]))))


def as_read(log, proposal):
    """What the proposed map makes of a log, in the form of the expectation."""
    assert proposal.map is not None, proposal.problem
    found = preview(log, proposal.map, Settings(), limit=ALL_ROWS)
    rows = [{name: each for name, each in row.items() if name != "line"} for row in found.rows]
    return {
        "record": proposal.record,
        "ignored": found.account.ignored,
        "costs_are_estimates": proposal.map.costs_are_estimates,
        "rejected": found.account.rejected,
        "rows": rows,
    }


def differences(found, expected):
    """The names of what differs: facts, fields, or `rows` where their number does."""
    wanted = {"rejected": 0, "ignored": 0, "costs_are_estimates": False, **expected}
    names = {name for name in (*FACTS, "rejected") if found[name] != wanted[name]}
    fields = fields_of(wanted["record"])
    ours, theirs = (
        sorted(row_key(row, fields) for row in each["rows"]) for each in (found, wanted)
    )
    if ours == theirs:
        return names
    if len(ours) != len(theirs):
        return names | {"rows"}
    columns = {name for row in (*found["rows"], *wanted["rows"]) for name in row}
    unlike = {name for name in columns if values_of(name, found) != values_of(name, wanted)}
    return names | (unlike or {"rows"})


def row_key(row, fields):
    """A row to compare: seconds rounded, what is at its default left out."""
    known = {
        name: round(each, 6) if isinstance(each, float) else each
        for name, each in row.items()
        if name not in fields or each != fields[name].default
    }
    return json.dumps(known, sort_keys=True, ensure_ascii=False)


def values_of(name, read):
    """All values of a field, in an order of their own."""
    return sorted(row_key({name: row.get(name)}, {}) for row in read["rows"])


def distance(log, proposal, expected):
    if proposal.map is None:
        return 99
    return len(differences(as_read(log, proposal), expected))


def corrected(log, folder, expected):
    """The choices a person needs: doubt by doubt, the option that brings the rows nearest."""
    file, choices = opened(log, folder), {}
    while True:
        proposal = guess(file, Settings(), choices)
        best = distance(log, proposal, expected)
        if best == 0 or len(choices) > MOST_CHOICES:
            return proposal, choices, best
        tried = [
            (distance(log, guess(file, Settings(), choices | {each.key: option}), expected),
             each.key, option)
            for each in proposal.doubts for option in each.options if option != each.value
        ]  # fmt: skip
        nearest = min(tried, default=(best, "", ""))
        if nearest[0] >= best:
            return proposal, choices, best
        choices[nearest[1]] = nearest[2]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """By log: what differs without a touch, the choices that mend it, what differs after them."""
    folder, found = tmp_path_factory.mktemp("guessed"), {}
    for log in LOGS:
        expected = expected_of(log)
        proposal = guess(opened(log, folder), Settings())
        at_once = differences(as_read(log, proposal), expected)
        _, choices, left = corrected(log, folder, expected) if at_once else (None, {}, 0)
        found[log.name] = (at_once, choices, left)
    return found


def test_there_are_twenty_logs():
    assert len(LOGS) == 20


def test_most_are_right_without_a_touch(outcomes):
    wrong = {name: sorted(at_once) for name, (at_once, _, _) in outcomes.items() if at_once}
    assert len(LOGS) - len(wrong) >= RIGHT_AT_ONCE, wrong


@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.stem)
def test_what_is_wrong_is_doubted_and_a_few_choices_mend_it(log, outcomes):
    at_once, choices, left = outcomes[log.name]
    assert left == 0, (at_once, choices)
    assert len(choices) <= MOST_CHOICES
