"""One call as a gateway or a tracer saw it pass by: which of its facts follow from what was seen.

Where it went, what was sent and what came back are kept or not, as the log was set up. What makes
no media is left out by its kind; an answer that was kept and holds no picture did not succeed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest.source import Ignored
from ingest.sources.parts import asked
from ingest.sources.parts.answers import pictures_in
from ingest.sources.parts.asked import Asked
from ingest.sources.parts.operations import inputs_of
from ingest.sources.parts.routed import billed_by, biller_of, code_in, failure, made_by, no_media
from ingest.sources.parts.tokens import COUNT_BESIDE, Usage, tokens_of

if TYPE_CHECKING:
    from data.warehouse.records import Operation, Status

OPEN = {"unknown", "running"}
ACCEPTED = 400
"""HTTP statuses below it say that the call was served."""
NOT_COUNTED = Usage()
FROM_A_PICTURE: dict[Operation, Operation] = {
    "text_to_image": "image_to_image",
    "text_to_video": "image_to_video",
}


@dataclass(frozen=True)
class RoutedCall:
    """What was seen of a call. Bodies are empty where they were not kept."""

    kind: str
    """What the log calls such calls, for those that are left out."""
    biller: str | None
    model: str | None
    usage: Usage = NOT_COUNTED
    url: str | None = None
    method: str = "POST"
    sent: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    code: int | None = None
    """Of HTTP."""
    is_success: bool | None = None
    is_cached: bool | None = None
    ends: dict[int, Status] = field(default_factory=dict)
    """What codes of the log's own mean."""
    wrong: str = ""
    """What the log says went wrong, in words or codes."""
    came: list[str] | None = None
    """The pictures that came, by address, where the log tells of them elsewhere."""
    thinks_beside: frozenset[str] = COUNT_BESIDE
    """Channels that the log knows to count thoughts beside what came out."""
    makes: str | None = None
    """The kind of what came out, where the log names it."""

    def fields(self) -> dict[str, Any]:
        """Fields of the attempt. Raises Ignored for a poll and for what makes no media."""
        made, status = self.operation, self.status
        came = {} if self.pictures is None else asked.outputs_of(self.pictures)
        return {
            **billed_by(self.biller or biller_of(self.model)),
            **asked.asked_for(self.asked),
            **self._tokens,
            **(came if status == "succeeded" or self.is_empty else {}),
            "operation": made,
            "status": status,
            "model": self.model,
            "raw_status": None if self.code is None else str(self.code),
            "error_code": "NO_OUTPUT" if self.is_empty else self._error_code,
            "cache_hit": self.is_cached,
            "provider_request_id": None if self.is_cached else self.answer_id,
            "prompt": self.asked.prompt or asked.last_said(self.sent.get("messages")),
        }

    @property
    def _tokens(self) -> dict[str, int | None]:
        return tokens_of(
            self.usage,
            channel=billed_by(self.biller or biller_of(self.model))["channel"],
            beside=self.thinks_beside,
            clip=self.is_clip,
            only_text=self.pictures == [],
        )

    @cached_property
    def operation(self) -> Operation:
        """What was made. Raises Ignored for a poll and for a call that makes no media."""
        if self.method == "GET":
            raise Ignored("a poll of what another call asked for")
        made = asked.operation_at(self.url)
        if made is None and not asked.never_media(self.url):
            shows = self.usage.made.image_tokens or self.makes == "image" or self.pictures
            made = made_by(self.model) or ("text_to_image" if shows else None)
        if made is None:
            raise no_media(self.kind)
        given = inputs_of({k: v for k, v in self.sent.items() if k != "messages"})
        from_picture = given.pictures or self.asked.input_reference
        return FROM_A_PICTURE.get(made, made) if from_picture or self._saw_pictures else made

    @property
    def _saw_pictures(self) -> bool:
        return bool(self.usage.given.image_tokens)

    @property
    def is_clip(self) -> bool:
        """Whether it made a video; its answer says no more than that the job was accepted."""
        return "video" in self.operation

    @cached_property
    def pictures(self) -> list[str] | None:
        """The pictures that came, by address; None where that is not known."""
        if self.came is not None or "/videos" in (self.url or ""):
            return self.came
        return pictures_in(self.answer)

    @property
    def is_empty(self) -> bool:
        """Whether it was served, and brought nothing."""
        return self._end == "succeeded" and self.pictures == [] and not self.is_clip

    @property
    def status(self) -> Status:
        """How it ended; unknown where nothing says so."""
        return "failed" if self.is_empty else self._end

    @cached_property
    def _end(self) -> Status:
        if self.code in self.ends:
            return self.ends[self.code]
        is_served = self.code is not None and 0 < self.code < ACCEPTED and not self.wrong
        if self.is_success or (self.is_success is None and is_served):
            return "succeeded"
        if self.is_success is None and self.code is None and not self.wrong:
            return "unknown"
        said = " ".join((*self.error.values(), self.wrong))
        return failure({str(self.code), *said.split()}, said)

    @cached_property
    def error(self) -> dict[str, str]:
        """What the answer says went wrong."""
        found = self.answer.get("error")
        error = found if isinstance(found, dict) else {}
        named = {key: error.get(key) for key in ("code", "type", "message")}
        return {key: value for key, value in named.items() if isinstance(value, str)}

    @property
    def _error_code(self) -> str | None:
        if self.status == "succeeded":
            return None
        return self.error.get("code") or self.error.get("type") or code_in(self.wrong)

    @cached_property
    def asked(self) -> Asked:
        """The parameters, where the request was kept."""
        return Asked.model_validate(self.sent)

    @property
    def answer_id(self) -> str | None:
        """By which the provider's own log knows the call."""
        found = self.answer.get("id") or self.answer.get("responseId")
        return found if isinstance(found, str) else None

    @property
    def tells_its_end(self) -> bool:
        """Whether the log knows when it ended: not of a video, nor of a call of unknown end."""
        return not self.is_clip and self.status not in OPEN

    def seconds(self, milliseconds: float | None) -> float | None:
        """How long it took, where the log knows when it ended."""
        return None if milliseconds is None or not self.tells_its_end else milliseconds / 1000
