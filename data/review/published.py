"""Published reviews: the figures as they were said then, with what tells later changes apart.

`reviews/2026-W46.json` beside the warehouse is the first one of that week, `2026-W46.2.json` what
was published of it next; none is ever overwritten. One of a part of the work has eight digits of
its filters in the name. The price book it stood on is kept once in `reviews/prices`.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from data.asking.loads import given_so_far
from data.asking.selection import Selection
from data.errors import validation_sentence
from data.resolving.rules import rules_hash
from data.review.base_figures import Sums, sums_of
from data.review.kept import reviews_folder, write_once, writing_in
from data.review.kept_book import keep_book
from data.review.predictions import Prediction
from data.settings import DECIDING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.asking.figures import Figures
    from data.settings import Settings

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,60}")


class Loads(BaseModel):
    """What the warehouse had been given: files, the number of the last one, records by fate."""

    model_config = ConfigDict(frozen=True)

    files: int
    last_file_no: int
    records_new: int
    records_updated: int
    records_rejected: int


class Stamp(BaseModel):
    """What the figures stood on."""

    model_config = ConfigDict(frozen=True)

    as_of: datetime
    """The moment they stood at, UTC."""
    loads: Loads
    price_book: str
    settings_hash: str
    settings: dict[str, JsonValue]
    """Those that decide the relations, so that they can be asked under again."""
    rules: str
    version: str
    """Of Offcut."""


class Segment(BaseModel):
    """The sums of one client; of all where `client` is None and `is_total`."""

    model_config = ConfigDict(frozen=True)

    client: str | None
    is_total: bool = False
    sums: Sums


class PublishedReview(BaseModel):
    """One review as it was published."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    name: Annotated[str, Field(pattern=NAME.pattern)]
    version: int
    first_day: date
    last_day: date
    where: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    """The filters it was narrowed to."""
    published_at: datetime
    currency: str
    stamp: Stamp
    segments: tuple[Segment, ...]
    predictions: tuple[Prediction, ...] = ()
    """What its findings and levers claim of the weeks to come."""
    review: JsonValue = None
    """The review as it was drawn, in its JSON form."""

    @property
    def selection(self) -> Selection:
        """The days and filters, without a moment."""
        return Selection(self.first_day, self.last_day, self.where)


class Shelf(NamedTuple):
    """The published reviews in the order of their days and versions, and what could not be read."""

    reviews: tuple[PublishedReview, ...]
    unreadable: tuple[str, ...]

    def latest(self, name: str, selection: Selection) -> PublishedReview | None:
        """What was said last under that name of the same part of the work."""
        same = (r for r in self.reviews if (r.name, r.where) == (name, selection.filters))
        return max(same, key=lambda review: review.version, default=None)

    def before(self, selection: Selection) -> PublishedReview | None:
        """What was said last of the latest days before these, of the same part of the work."""
        first = selection.first_day
        earlier = [
            review
            for review in self.reviews
            if review.where == selection.filters and (first is None or review.last_day < first)
        ]
        return max(earlier, key=lambda each: (each.last_day, each.version), default=None)

    def first_versions(self) -> tuple[PublishedReview, ...]:
        """What was said first each time: claims are held to it."""
        return tuple(review for review in self.reviews if review.version == 1)


def publish(
    figures: Figures,
    selection: Selection,
    *,
    name: str,
    at: datetime,
    predictions: Sequence[Prediction] = (),
    review: JsonValue = None,
    once: bool = False,
) -> tuple[PublishedReview, Path] | None:
    """Keep a review of these days as one more version of its name; it and its file.

    With `once` nothing is kept, and None given, where the same was said last.
    `selection` has both days; its moment is that of the figures. `at` is when it was published.
    """
    assert selection.first_day is not None
    assert selection.last_day is not None
    folder = reviews_folder(figures.settings)
    segments, stamp = _segments(figures, selection), stamp_of(figures, selection)
    with writing_in(folder):
        if once and _is_said(figures, selection, name, segments, stamp):
            return None
        keep_book(folder, figures)
        version, path = _next(folder, name, selection)
        record = PublishedReview(
            name=name,
            version=version,
            first_day=selection.first_day,
            last_day=selection.last_day,
            where=selection.filters,
            published_at=at,
            currency=figures.settings.currency,
            stamp=stamp,
            segments=segments,
            predictions=tuple(predictions),
            review=review,
        )
        write_once(path, f"{record.model_dump_json(indent=1)}\n".encode())
    return record, path


def _is_said(
    figures: Figures,
    selection: Selection,
    name: str,
    segments: tuple[Segment, ...],
    stamp: Stamp,
) -> bool:
    """Whether what was said last are the same sums on the same ground, whatever the moment."""
    last = published_reviews(figures.settings).latest(name, selection)
    if last is None or last.segments != segments:
        return False
    return last.stamp.model_copy(update={"as_of": stamp.as_of}) == stamp


def stamp_of(figures: Figures, selection: Selection) -> Stamp:
    """What figures of the selection stand on now."""
    settings = figures.settings
    return Stamp(
        as_of=figures.as_of(selection),
        loads=Loads(**given_so_far(figures.open())._asdict()),
        price_book=figures.book.hash,
        settings_hash=settings.resolution_hash,
        settings=settings.model_dump(mode="json", include=set(DECIDING)),
        rules=rules_hash(),
        version=program_version(),
    )


def program_version() -> str:
    """Of Offcut as it is installed; empty where it is not."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("offcut")
    except PackageNotFoundError:
        return ""


def _segments(figures: Figures, selection: Selection) -> tuple[Segment, ...]:
    total, by_client = sums_of(figures, selection)
    clients = (Segment(client=client, sums=sums) for client, sums in by_client.items())
    return Segment(client=None, is_total=True, sums=total), *clients


def _next(folder: Path, name: str, selection: Selection) -> tuple[int, Path]:
    """The number of the next version, and its file."""
    stem = f"{name}{_part(selection)}"
    version = 1
    while (path := folder / f"{stem}{f'.{version}' if version > 1 else ''}.json").exists():
        version += 1
    return version, path


def _part(selection: Selection) -> str:
    if not selection.filters:
        return ""
    return f"-{hashlib.sha256(repr(selection.filters).encode()).hexdigest()[:8]}"


def published_reviews(settings: Settings) -> Shelf:
    """All that was published beside the warehouse."""
    found, told = [], []
    for path in sorted(reviews_folder(settings).glob("*.json")):
        try:
            found.append(PublishedReview.model_validate_json(path.read_bytes()))
        except ValidationError as error:
            told.append(f"{path} is left out, it is no published review: {_first(error)}.")
    found.sort(key=lambda each: (each.first_day, each.last_day, each.name, each.version))
    return Shelf(tuple(found), tuple(told))


def _first(error: ValidationError) -> str:
    return validation_sentence(error).split("; ")[0]
