"""How the times of a log are to be read: since 1970, in a form of their own, by which clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.guess.vocabulary import language_name, listed, noted
from ingest.maps.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.guess.columns import Column
    from ingest.guess.proposal import Draft

UTC = "UTC"


def guess_times(draft: Draft) -> None:
    """Decide the units, the form and the zone of the times that are read."""
    timed = {
        name: column
        for name, column in _columns(draft)
        if fields_of(draft.record)[name].shape == "time" and column.time is not None
    }
    for name, column in timed.items():
        assert column.time is not None
        if column.time.unit != "iso":
            unit = draft.decide(f"units.{name}", column.time.unit, "numbers of that size")
            draft.say("units", name, unit)
    _guess_form(draft, timed)
    if any(each.time and each.time.needs_zone for each in timed.values()):
        _guess_zone(draft, list(timed.values()))


def _columns(draft: Draft) -> list[tuple[str, Column]]:
    found = ((name, draft.sample.column(each)) for name, each in draft.columns.items())
    return [(name, column) for name, column in found if column is not None]


def _guess_form(draft: Draft, timed: dict[str, Column]) -> None:
    """The one form that a map has for all times that are not ISO 8601."""
    written = {
        name: each.time.formats for name, each in timed.items() if each.time and each.time.formats
    }
    if not written:
        return
    fitting = [form for form in next(iter(written.values()))
               if all(form in forms for forms in written.values())]  # fmt: skip
    if not fitting:  # one column has a time of day, the other has none
        fitting = list(next(iter(written.values())))
    fitting.sort(key=lambda form: _is_foreign(form, draft.language))
    doubt = None
    if len({_order(form) for form in fitting}) > 1:
        doubt = "no date of the log tells whether the day or the month comes first"
    form = draft.decide("time_format", fitting[0], "it fits every time", doubt=doubt,
                        options=fitting)  # fmt: skip
    draft.top["time_format"] = form
    for name, each in timed.items():
        unfit = each.time and each.time.unit == "iso" and form not in each.time.formats
        if unfit and not fields_of(draft.record)[name].required:
            draft.columns.pop(name)
            draft.decide(name, "", f"{each.name!r} writes its times otherwise than {form}",
                         doubt="a map has one form for all of its times")  # fmt: skip


def _order(form: str) -> str:
    return "month" if form.startswith(("%m", "%b", "%B")) else "day"


def _is_foreign(form: str, language: str) -> bool:
    return (_order(form) == "month") != (language == "en")


def _guess_zone(draft: Draft, timed: Sequence[Column]) -> None:
    said = next((zone for each in timed if (zone := noted("zone_words", each.all_words))), None)
    usual = listed("zones", draft.language)
    if said is not None:
        zone = draft.decide("timezone", said, "the name of its column says so", options=usual)
    else:
        own = draft.settings.timezone
        guessed = own if own != UTC else usual[0]
        speaks = language_name(draft.language)
        reason = (
            "it is that of the settings" if own != UTC else f"its columns are named in {speaks}"
        )
        zone = draft.decide(
            "timezone", guessed, reason, doubt="its times carry no offset",
            options=(*usual, own, UTC),
        )  # fmt: skip
    if zone != UTC:
        draft.top["timezone"] = zone
