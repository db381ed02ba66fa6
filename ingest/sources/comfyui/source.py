"""ComfyUI: its history, and recorded calls of partner nodes, which cost credits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Asset, Attempt
from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.comfyui.history import Entry
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import Payload, header, numbered, text_of
from ingest.sources.parts.recorded import Call, RecordedSource, call_in
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.warehouse.records import Origin, Record
    from ingest.sources.parts.flat import Constants, KnownBy

OF_AN_ENTRY = {"prompt", "outputs"}
CREDITS = "x-comfy-credits-used"
PROXY = re.compile(r"/proxy/([\w-]+)/(?:v\d[\w.]*/)?([\w./-]+)$")


class Anything(Payload):
    """A partner's answer, whatever it is."""


class PartnerCall(Call):
    """The same with what was recorded of the call."""

    answer: Anything


class PartnerNode(RecordedSource):
    """A call of a partner node: what it cost stands in a header, in Comfy's credits."""

    name = "comfyui"
    title = "ComfyUI partner nodes"
    origin = "provider"
    where = "-"
    payload = PartnerCall
    addresses = re.compile(r"^\w+://[\w.-]*comfy\.org/proxy/")
    known_by: ClassVar[KnownBy] = {}
    constants: ClassVar[Constants] = {"status": "succeeded", "channel": "comfy"}

    def asked(self, call: Any) -> Mapping[str, Any]:
        """The partner and the model by the address."""
        found = PROXY.search(call.path)
        given = call.request or {}
        path = found[2] if found else None
        model = given.get("model") or given.get("model_name") or path
        model = model if isinstance(model, str) else path
        return {
            "provider": found[1] if found else None,
            "model": model,
            "operation": operation_of(f"{model} {path}", inputs_of(given)) if given else None,
        }

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """The credits that the header names."""
        written = header(payload.headers, CREDITS)
        try:
            credits_used = Decimal(written) if written else None
        except InvalidOperation:
            raise Refused(f"{CREDITS}: {shortened(written)} is no number") from None
        return known({"credits": credits_used})


@dataclass(frozen=True)
class ComfyUi(Source):
    """Reads both."""

    name: ClassVar[str] = "comfyui"
    title: ClassVar[str] = "ComfyUI: history of runs, recorded calls of partner nodes"
    origin: ClassVar[Origin] = "studio"
    where: ClassVar[str] = (
        "GET /history of the server, before it restarts: it keeps 10,000 runs in memory alone."
    )
    evidence: ClassVar[str] = "the server's code and documentation; no recorded history"
    partner: ClassVar[PartnerNode] = PartnerNode()

    def identify(self, file: Opened) -> str | None:
        """By entries that have a prompt and outputs, or by the address of a partner's call."""
        documents = [each for document in file.first_documents for each in self.unwrap(document)]
        if any(map(_is_entry, documents)):
            return "ComfyUI's history (prompt, outputs)"
        return next(filter(None, map(self.partner.claim, documents)), None)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The entries of a history, each with its id."""
        if isinstance(document, dict) and document and all(map(_is_bare, document.values())):
            return [{**entry, "prompt_id": key} for key, entry in document.items()]
        return super().unwrap(document)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items."""
        return numbered(super().documents(file))

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and what it saved."""
        if _is_entry(item.value):
            return _run(Entry.model_validate(item.value), file)
        if isinstance(item.value, dict) and self.partner.claim(item.value):
            if header(call_in(item.value).get("headers"), CREDITS) is None:
                raise Ignored("a partner's answer without credits: a poll, or an upload")
            return self.partner.records(item, file)
        raise Refused(f"no run of ComfyUI: {shortened(item.value)}")


def _run(entry: Entry, file: Opened) -> Iterator[Record]:
    files, graph, started_at = entry.files, entry.graph, _started_at(entry)
    status = entry.ending
    if status is None:
        raise Ignored("a run that has not ended")
    if status == "succeeded" and not files:
        raise Ignored("previews alone: nothing was saved")
    submitted_at = entry.extra.create_time or started_at or file.submitted_at
    if submitted_at is None:
        raise Refused("no time: older versions note none; pass --submitted-at")
    width, height, n_asked = graph.size
    error = entry.events.get("execution_error")
    fields = {
        "submitted_at": submitted_at,
        "started_at": started_at,
        "completed_at": entry.ended_at,
        "status": status,
        "raw_status": entry.status.status_str if entry.status else None,
        "error_code": error.exception_type if error else None,
        "cache_hit": True if entry.is_cached else None,
        "model": graph.model,
        "seed": graph.seed,
        "prompt": graph.prompt,
        "requested_width": width,
        "requested_height": height,
        "n_requested": n_asked or len(files) or None,
        "n_outputs": len(files) if status == "succeeded" else 0,
        "output_uris": tuple(each.place for each in files) or None,
        "operation": graph.operation(clip=entry.is_clip) if graph.nodes else None,
        "units": _seconds(entry, started_at),
        "unit": "gpu_second",
    }
    yield Attempt(
        source="comfyui", source_id=entry.prompt_id, channel="comfyui", provider="comfyui",
        **labelled(fields, entry.labels or entry.extra.labels),
    )  # fmt: skip
    for index, saved in enumerate(files):
        yield Asset(
            source="comfyui", attempt_id=entry.prompt_id, output_index=index, uri=saved.place,
            file_name=saved.filename,
        )  # fmt: skip


def _started_at(entry: Entry) -> Any:
    event = entry.events.get("execution_start")
    return event.timestamp if event else None


def _seconds(entry: Entry, started_at: Any) -> Decimal | None:
    """How long the machine worked; nothing of a run that was cached."""
    if started_at is None or entry.ended_at is None or entry.ended_at < started_at:
        return None
    return Decimal(str((entry.ended_at - started_at).total_seconds()))


def _is_bare(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() >= OF_AN_ENTRY
        and isinstance(value["outputs"], dict)
    )


def _is_entry(value: Any) -> bool:
    return _is_bare(value) and bool(text_of(value.get("prompt_id")))
