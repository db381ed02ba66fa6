"""Decisions made at the Desk: a folder beside the warehouse with a file of JSON lines a day.

What is in it was acknowledged and is never rewritten. An event is known by the id that the browser
gave it, so that sending it again changes nothing. Several servers may write: they wait for each
other. The folder is loaded like any other log; `ingest/sources/desk` reads it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from filelock import FileLock
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from data.errors import WarehouseError
from data.warehouse.file import place_of
from data.warehouse.records import OUTPUTS_LIMIT, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MARK = "offcut_desk"
"""The field that tells such a line from any other: the version of its form."""
PATIENCE_S = 30
TICK = timedelta(microseconds=1)
MOST_SECONDS = 3600.0
"""Who looks at one picture for longer has left the room."""

Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=4000)]
Said = Literal["approved", "rejected", "needs_edit"]
Output = tuple[str, str, int]


class DeskDecision(BaseModel):
    """What a reviewer said of one output at one stage."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    source: Name
    source_id: Name
    output_index: Annotated[int, Field(ge=0, lt=OUTPUTS_LIMIT)]
    decision: Said
    stage: Stage
    reviewer: Word
    reason: Annotated[str, Field(max_length=500)] | None = None
    review_seconds: Annotated[float, Field(ge=0, le=MOST_SECONDS)] | None = None
    at: AwareDatetime

    @property
    def output(self) -> Output:
        """The source, the call's id and the place among its outputs."""
        return self.source, self.source_id, self.output_index


class DeskUndo(BaseModel):
    """A reviewer takes a decision of their own back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    undoes: Id
    reviewer: Word
    at: AwareDatetime


class DeskEvent(DeskDecision):
    """A line of the journal. Of one that takes back, `undoes` names the decision it repeats."""

    offcut_desk: Literal[1] = 1
    undoes: Id | None = None
    received_at: AwareDatetime


class Answered(NamedTuple):
    """What became of events: ids that are on the disk, and why others never will be."""

    stored: tuple[str, ...]
    refused: dict[str, str]


def desk_folder(warehouse: Path) -> Path:
    """Where the decisions about a warehouse lie: beside it, under its name."""
    target = place_of(warehouse)
    return target.parent / f"{target.stem}-desk"


def desk_name(warehouse: Path) -> str:
    """What a browser calls the Desk of a warehouse, so that no other is sent its decisions."""
    return hashlib.sha256(os.fsencode(desk_folder(warehouse))).hexdigest()[:16]


class DeskJournal:
    """The events in one folder, which need not be there yet. Safe between threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read before somebody asks."""
        self.folder = folder
        self._lock = Lock()
        self._events: list[DeskEvent] = []
        self._by_id: dict[str, DeskEvent] = {}
        self._undone: set[str] = set()
        self._read_to: dict[str, int] = {}

    def add(self, said: Sequence[DeskDecision | DeskUndo], now: datetime | None = None) -> Answered:
        """Write down what is not there yet. It is on the disk when this returns.

        Raises OSError or WarehouseError where nothing could be written.
        """
        stored: list[str] = []
        refused: dict[str, str] = {}
        with self._lock, self._alone():
            self._refresh()
            fresh = _Fresh(self._by_id, self._undone, self._last_received(now))
            for each in said:
                if problem := fresh.take(each):
                    refused[each.id] = problem
                else:
                    stored.append(each.id)
            self._write(fresh.events)
            self._refresh()
        return Answered(tuple(stored), refused)

    def since(self, moment: datetime | None, limit: int) -> tuple[DeskEvent, ...]:
        """The first events that were received after a moment, at most `limit`; all for None."""
        with self._lock:
            self._refresh()
            if moment is None:
                return tuple(self._events[:limit])
            later = (each for each in self._events if each.received_at > moment)
            return tuple(each for each, _ in zip(later, range(limit), strict=False))

    def latest(self) -> datetime | None:
        """When the last event was received."""
        with self._lock:
            self._refresh()
            return self._events[-1].received_at if self._events else None

    def standing(self) -> tuple[DeskEvent, ...]:
        """The decisions that nobody took back, in the order in which they were received."""
        with self._lock:
            self._refresh()
            return tuple(
                each for each in self._events if each.undoes is None and each.id not in self._undone
            )

    def undone(self) -> frozenset[str]:
        """The ids of the decisions that were taken back."""
        with self._lock:
            self._refresh()
            return frozenset(self._undone)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Among all writers of the folder, which is made where it is not there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{self.folder}.lock", timeout=PATIENCE_S)
        try:
            lock.acquire()
        except TimeoutError as error:
            raise WarehouseError(
                f"{self.folder}: somebody else has been writing there for {PATIENCE_S} s."
            ) from error
        with lock:
            yield

    def _last_received(self, now: datetime | None) -> datetime:
        """The moment for the next event: each is received later than all before it."""
        now = now or datetime.now(UTC)
        return max(now, self._events[-1].received_at + TICK) if self._events else now

    def _write(self, events: Iterable[DeskEvent]) -> None:
        lines = [each.model_dump_json(exclude_none=True).encode() + b"\n" for each in events]
        if not lines:
            return
        path = self.folder / f"{datetime.now(UTC):%Y-%m-%d}.jsonl"
        with path.open("ab") as file:
            begin = b"\n" if _is_cut_off(path) else b""
            file.write(begin + b"".join(lines))
            file.flush()
            os.fsync(file.fileno())

    def _refresh(self) -> None:
        """Read what was written since, a line that is not whole yet aside."""
        found: list[DeskEvent] = []
        for path in sorted(self.folder.glob("*.jsonl")):
            begin = self._read_to.get(path.name, 0)
            if path.stat().st_size <= begin:
                continue
            with path.open("rb") as file:
                file.seek(begin)
                content = file.read()
            whole = content.rfind(b"\n") + 1
            self._read_to[path.name] = begin + whole
            found += filter(None, map(_event, content[:whole].split(b"\n")))
        for each in sorted(found, key=lambda each: each.received_at):
            self._note(each)

    def _note(self, event: DeskEvent) -> None:
        if event.id in self._by_id:
            return
        self._events.append(event)
        self._by_id[event.id] = event
        if event.undoes is not None:
            self._undone.add(event.undoes)


class _Fresh:
    """What a batch adds to what is known."""

    def __init__(
        self, known: dict[str, DeskEvent], undone: set[str], received_at: datetime
    ) -> None:
        self.known, self.undone = known, set(undone)
        self.received_at = received_at
        self.events: list[DeskEvent] = []
        self._added: dict[str, DeskEvent] = {}

    def take(self, said: DeskDecision | DeskUndo) -> str | None:
        """Add it, unless it is there already; why not, where it makes no sense."""
        if said.id in self.known or said.id in self._added:
            return None
        at = min(said.at, self.received_at)
        if isinstance(said, DeskDecision):
            self._add(said.model_dump() | {"at": at})
            return None
        before = self.known.get(said.undoes) or self._added.get(said.undoes)
        if before is None or before.undoes is not None:
            return "There is no such decision to take back."
        if before.reviewer.casefold() != said.reviewer.casefold():
            return f"Only {before.reviewer} can take this decision back."
        if said.undoes not in self.undone:
            self.undone.add(said.undoes)
            later = {"id": said.id, "undoes": said.undoes, "at": max(at, before.at + TICK)}
            self._add(before.model_dump() | later | {"review_seconds": None})
        return None

    def _add(self, fields: dict[str, object]) -> None:
        event = DeskEvent.model_validate(fields | {"received_at": self.received_at})
        self.events.append(event)
        self._added[event.id] = event
        self.received_at += TICK


def _event(line: bytes) -> DeskEvent | None:
    """None for an empty line, and for one that a crash cut off: it was never acknowledged."""
    try:
        return DeskEvent.model_validate_json(line) if line.strip() else None
    except ValidationError:
        return None


def _is_cut_off(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
