"""Issues of CVAT: a frame with an open issue needs an edit; a resolved one is open for a decision.

An issue names the number of a frame, and only the job's own data tell which file that is. So both
are kept in one document, {"issues": …, "data_meta": …}; issues alone are refused until then. The
state of a job speaks of its annotations, not of one picture: it is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Verdict
from ingest.source import Item, Opened, Refused, Source
from ingest.sources.cvat.payload import FILE, Issue, with_files
from ingest.sources.parts.payloads import opened_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN_BY = {"id", "job", "frame", "resolved"}


class Cvat(Source):
    """Reads issues, alone or with the data of their job."""

    name = "cvat"
    title = "CVAT issues, with the files of their job"
    origin = "studio"
    where = (
        'One document a job, {"issues": …, "data_meta": …}: GET /api/issues?job_id=N and '
        "GET /api/jobs/N/data/meta."
    )

    evidence = "issues and comments quoted in public; no whole export"

    def identify(self, file: Opened) -> str | None:
        """By issues: the job, the frame, whether it is resolved."""
        objects = (each for document in file.first_documents for each in self.unwrap(document))
        known = any(isinstance(each, dict) and set(each) >= KNOWN_BY for each in objects)
        return "issues of CVAT (job, frame, resolved)" if known else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The issues of a job, a page or a list."""
        return [each for part in opened_pages(document, "results") for each in with_files(part)]

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """What an issue says of its frame."""
        issue = Issue.model_validate(item.value)
        if (reference := item.value.get(FILE)) is None:
            raise Refused(
                f"frame {issue.frame} of job {issue.job}: which file that is stands in GET "
                f'/api/jobs/{issue.job}/data/meta; keep it with the issues, as "data_meta"'
            )
        changed_at = issue.updated_date if issue.resolved else None
        decided_at = changed_at or issue.created_date or file.submitted_at
        if decided_at is None:
            raise Refused("no created_date: pass --submitted-at")
        yield Verdict(
            source=self.name,
            asset_ref=reference,
            decision="pending" if issue.resolved else "needs_edit",
            decided_at=decided_at,
            reviewer=issue.owner and issue.owner.username,
            reason=issue.said,
            verdict_id=issue.id,
        )
