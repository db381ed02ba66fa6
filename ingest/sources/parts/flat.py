"""A log of flat objects as a source: what it is known by, a payload model, tables; hardly any code.

One object, or one row of a CSV, is one attempt. The subclass says which keys only this log has, the
payload model what of an object is read, `fields` where each field of the attempt stands in it, and
`statuses` what its words for an end mean. What no table can say goes into `derived`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Attempt
from ingest.formats.csv_documents import csv_rows
from ingest.formats.file_names import name_in, without_masks
from ingest.formats.parquet_documents import parquet_rows
from ingest.maps.meanings import OTHERWISE
from ingest.source import Item, Opened, Refused, Source, shortened
from ingest.sources.parts.labels import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from data.warehouse.records import Record
    from ingest.sources.parts.payloads import Payload

    KnownBy = Mapping[str, AbstractSet[str]]
    Words = Mapping[str, str]
    Fields = Mapping[str, "str | tuple[str, ...]"]
    Constants = Mapping[str, Any]

Paths = str | tuple[str, ...]
"""Where a value stands in a payload, or several places to look in turn: see `value_at`."""
BLANK: tuple[Any, ...] = ("", {})
"""What stands for no value, beside None. An empty list is one: it says that there are none."""


@dataclass(frozen=True)
class FlatSource(Source):
    """Base of such sources: JSON lines, lists, list pages, CSV and Parquet of an object a call."""

    known_by: ClassVar[Mapping[str, AbstractSet[str]]]
    """What the log is, in words for `offcut identify`, and the keys that say so; a log may come in
    several forms."""
    payload: ClassVar[type[Payload]]
    fields: ClassVar[Mapping[str, Paths]] = {}
    """Field of the attempt to its place in the payload."""
    statuses: ClassVar[Mapping[str, str]] = {}
    """The log's word for an end to ours. Any other word is refused, unless "*" says what it is."""
    constants: ClassVar[Mapping[str, Any]] = {}
    """Fields that the log never says; or says seldom, for a value of its own goes first."""
    labels: ClassVar[Paths] = ()
    """Where the studio's own labels stand: client, project, brief and so on."""
    page: ClassVar[str] = ""
    """Key under which a list page holds its objects."""

    def identify(self, file: Opened) -> str | None:
        """By the keys of the objects, or by the columns."""
        objects = (each for document in file.first_documents for each in self.unwrap(document))
        tables = set(file.header), set(file.parquet_columns)
        named = [*tables, *(set(each) for each in objects if isinstance(each, dict))]
        found = (words for words, keys in self.known_by.items() if any(n >= keys for n in named))
        return next(found, None)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The rows of a CSV or Parquet file, else JSON."""
        if file.parquet_columns:
            return parquet_rows(file)
        is_csv = any(set(file.header) >= keys for keys in self.known_by.values())
        return csv_rows(file) if is_csv else super().documents(file)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The objects of a list, or of a list page; null there is the place of none."""
        page = document.get(self.page) if isinstance(document, dict) else None
        return super().unwrap(document if page is None else page)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt. Raises Refused without a time, or with a status that nobody foresaw."""
        payload = self.payload.model_validate(item.value)
        found = self.found(payload, file)
        if found.get("submitted_at") is None:
            found["submitted_at"] = found["seen_at"] = file.submitted_at
        if found["submitted_at"] is None:
            place = self.fields.get("submitted_at", "time")
            raise Refused(f"no {place}: a record of {self.name} has one; else pass --submitted-at")
        yield Attempt(source=self.name, **labelled(found, first_at(payload, self.labels)))

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Further fields, which go before those of the tables. May raise Refused or Ignored."""
        del payload
        return {}

    def found(self, payload: Payload, file: Opened) -> dict[str, Any]:
        """The fields of the attempt: constants, what the table finds, what is derived."""
        return {**self.constants, **self._mapped(payload, file), **self.derived(payload)}

    def _mapped(self, payload: Payload, file: Opened) -> dict[str, Any]:
        """What the table of fields finds, its status translated and its outputs counted."""
        read = {name: first_at(payload, paths) for name, paths in self.fields.items()}
        found = {name: value for name, value in read.items() if value is not None}
        if "status" in self.fields:
            found |= {"status": self._status(read["status"], file), "raw_status": read["status"]}
        if "output_uris" in found:
            found |= _outputs(found)
        return found

    def _status(self, written: Any, file: Opened) -> str:
        known = {**self.statuses, **self.told_statuses(file)}
        meant = known.get(str(written), known.get(OTHERWISE))
        if meant is None:
            place = self.fields["status"]
            raise Refused(
                f"{place if isinstance(place, str) else place[0]}: {shortened(written)!r} is none "
                f"of {', '.join(known)}; say what it means in the settings: [sources.{self.name}] "
                f'"status.{shortened(written)}" = "failed"'
            )
        return meant


def _outputs(found: Mapping[str, Any]) -> dict[str, Any]:
    """How many outputs a success has, and their addresses, where each of them has one.

    A log that does not say how many were asked for asked for those that came.
    """
    files = found["output_uris"]
    files = (files,) if isinstance(files, str) else files
    listed = tuple(without_masks((name_in(each or ""), each) for each in files))
    counted = found.get("n_outputs", len(listed) if found.get("status") == "succeeded" else None)
    return {
        "n_outputs": counted,
        "n_requested": found.get("n_requested") or counted or None,
        "output_uris": None if None in listed else listed,
    }


def first_at(payload: Any, paths: Paths) -> Any:
    """What stands at the first of these places that has anything; None where none has."""
    for path in (paths,) if isinstance(paths, str) else paths:
        value = value_at(payload, path)
        if value is not None and value not in BLANK:
            return value
    return None


def value_at(payload: Any, path: str) -> Any:
    """What a payload has at a path of attributes: `size.width`; `images[].url`, of every member.

    Of a list that is not there the members are not known, which is not the same as none.
    """
    step, _, rest = path.partition(".")
    found = getattr(payload, step.removesuffix("[]"))
    if found is None or not rest:
        return found
    if step.endswith("[]"):
        return tuple(value_at(each, rest) for each in found)
    return value_at(found, rest)
