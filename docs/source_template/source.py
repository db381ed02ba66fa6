"""Atelier, a service that does not exist: the smallest whole source, to be copied and changed.

Say here what is odd about the format. A job is one attempt; `price` is what was billed for it.
"""

from __future__ import annotations

from decimal import Decimal

from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.payloads import Payload, Rfc3339


class File(Payload):
    """One output."""

    url: str | None = None


class Job(Payload):
    """A job. Only fields that are used are named; a value of another kind refuses the record."""

    job_id: str
    state: str
    queued_at: Rfc3339 = None
    finished_at: Rfc3339 = None
    engine: str | None = None
    files: tuple[File, ...] | None = None
    price: Decimal | None = None
    labels: object = None


KNOWN_BY = {"Atelier jobs (job_id, queued_at, engine)": {"job_id", "queued_at", "engine"}}
FIELDS = {
    "source_id": "job_id",
    "status": "state",
    "submitted_at": "queued_at",
    "completed_at": "finished_at",
    "model": "engine",
    "output_uris": "files[].url",
    "reported_cost": "price",
}
STATUSES = {"waiting": "running", "done": "succeeded", "refused": "blocked", "error": "failed"}
CONSTANTS = {"channel": "atelier", "currency": "USD"}


class Atelier(FlatSource):
    """Reads job lists: one object a line, a list of them, or a page of `GET /v1/jobs`."""

    name = "atelier"
    title = "Atelier jobs: lists, list pages, JSON lines"
    origin = "provider"
    where = "GET https://atelier.example/v1/jobs, before jobs are deleted after a month."
    known_by = KNOWN_BY
    page = "jobs"
    payload = Job
    fields = FIELDS
    statuses = STATUSES
    constants = CONSTANTS
    labels = "labels"
