"""`/api/verdicts`: decisions of the Desk come in, and tell the other browsers what was decided.

A browser keeps each event until it is told that it is stored, so an answer says of each of them
whether it is on the disk, or why it never will be. Only pages of ours can post.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.serve.guard import is_from_our_page
from dashboard.serve.pieces import GUARDED
from data.desk_journal import DeskDecision, DeskUndo, desk_name
from data.errors import OffcutError, validation_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from dashboard.serve.served import Served

BIGGEST_BODY = 256 * 1024
MOST_EVENTS = 200
"""In one batch, either way; the rest follows in the next."""
TOLD = {"id", "source", "source_id", "output_index", "decision", "stage", "reviewer", "undoes"}
HEADERS = GUARDED | {"cache-control": "no-store"}
CLOCKS_AGREE = timedelta(seconds=2)
_EVENT: TypeAdapter[DeskDecision | DeskUndo] = TypeAdapter(DeskDecision | DeskUndo)
_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


class Batch(BaseModel):
    """What a browser sends to the Desk of one warehouse; `sent_at` is what its clock says then."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    desk: str
    sent_at: AwareDatetime
    events: Annotated[list[Any], Field(max_length=MOST_EVENTS)]


class _RefusedError(Exception):
    """The request as a whole makes no sense, or may not be made."""

    def __init__(self, status: int, sentence: str) -> None:
        """With the status to answer."""
        super().__init__(sentence)
        self.status = status


def verdicts_route(served: Served) -> Route:
    """Both ways of asking."""

    async def verdicts(request: Request) -> Response:
        try:
            if request.method == "POST":
                _check_sender(request)
                batch = _batch(await _body(request))
                return _json(await run_in_threadpool(_stored, served, batch))
            since = _moment(request.query_params.get("since"))
            return _json(await run_in_threadpool(_told, served, since))
        except _RefusedError as refused:
            return _json({"error": str(refused)}, refused.status)
        except OffcutError as error:
            return _json({"error": str(error)}, 503)
        except OSError as error:
            why = f"Decisions cannot be written down: {error.strerror or error}."
            return _json({"error": why}, 507)

    return Route("/api/verdicts", verdicts, methods=["GET", "POST"])


def _check_sender(request: Request) -> None:
    if not is_from_our_page(request):
        raise _RefusedError(403, "Only a page of this web app can send decisions.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _RefusedError(415, "Decisions are sent as application/json.")


async def _body(request: Request) -> bytes:
    """The content, of which no more is taken in than there may be."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > BIGGEST_BODY:
            raise _RefusedError(413, f"A batch of decisions is at most {BIGGEST_BODY:,} bytes.")
    return bytes(read)


def _batch(content: bytes) -> Batch:
    try:
        return Batch.model_validate_json(content)
    except ValidationError as error:
        raise _RefusedError(422, f"No batch of decisions: {validation_sentence(error)}.") from error


def _moment(written: str | None) -> datetime | None:
    try:
        return None if not written else _MOMENT.validate_strings(written)
    except ValidationError as error:
        raise _RefusedError(422, f"since {written!r:.60} is no moment with an offset.") from error


def _stored(served: Served, batch: Batch) -> dict[str, Any]:
    if batch.desk != desk_name(served.settings.warehouse):
        raise _RefusedError(409, "The web app shows another warehouse now. Load the page again.")
    now = datetime.now(UTC)
    events, refused = _read(batch.events, _fast_by(batch.sent_at, now))
    answered = served.journal.add(events, now)
    return {"stored": answered.stored, "refused": refused | answered.refused}


def _fast_by(sent_at: datetime, now: datetime) -> timedelta:
    """How much the browser's clock is ahead, as far as that matters."""
    ahead = sent_at - now
    return ahead if abs(ahead) > CLOCKS_AGREE else timedelta(0)


def _read(
    events: Sequence[Any], ahead: timedelta
) -> tuple[list[DeskDecision | DeskUndo], dict[str, str]]:
    """The events by our clock, and why some are none."""
    read: list[DeskDecision | DeskUndo] = []
    refused: dict[str, str] = {}
    for each in events:
        try:
            event = _EVENT.validate_python(each)
            read.append(event.model_copy(update={"at": event.at - ahead}))
        except ValidationError as error:
            named = each.get("id") if isinstance(each, dict) else None
            refused[str(named)[:64]] = validation_sentence(error)
        except OverflowError:
            refused[event.id] = "at: beyond the calendar"
    return read, refused


def _told(served: Served, since: datetime | None) -> dict[str, Any]:
    events = served.journal.since(since, MOST_EVENTS)
    now = datetime.now(UTC)
    told = [
        each.model_dump(mode="json", include=TOLD)
        | {"received_at": each.received_at.isoformat(), "age_s": (now - each.at).total_seconds()}
        for each in events
    ]
    return {"events": told}


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status, HEADERS)
