"""The agency's own tables: review sheet, video jobs, deliveries and timesheet, with their maps."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import normalize

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import local
from data.demo.logs.schedule import Lines
from data.demo.logs.spelling import csv_line

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from data.demo.agency.events import Attempt, Delivery, Output, Verdict, Work

DECISIONS = {"approved": "Approved", "rejected": "Rejected", "needs_edit": "Needs edit",
             "pending": "Pending"}  # fmt: skip
STAGES = {"triage": "Triage", "qc": "QC", "client": "Client", "audit": "Audit"}
STRAYS = ("final_FINAL_v3.png", "moodboard/ref-12.jpg", "IMG_2041.HEIC", "old-system-7731#0")
"""References that people wrote into the sheet and that match nothing."""
STRAY_EVERY = 420
STATES = {"succeeded": "DONE", "failed": "FAILED", "blocked": "MODERATED",
          "canceled": "CANCELLED", "lost": "LOST"}  # fmt: skip


def reference(output: Output, stage: str) -> str:
    """What the sheet calls an asset: its id, its address with a token, or its file name."""
    dice = Dice("reference", output.asset_id, stage)
    if output.uri is None or dice.chance(0.55):
        return output.asset_id
    if output.file_name and dice.chance(0.4):
        return output.file_name
    return f"{output.uri}?token={dice.hexes(16)}"


class VerdictSheet(Lines):
    """`review/verdicts.csv`; now and then somebody judges a file that is in no log."""

    def __init__(self, path: Path) -> None:
        """Write the header."""
        columns = "Asset,Stage,Decision,Reviewer,Decided at,Reason,Review seconds"
        super().__init__(path, columns)
        self._rows = 0

    def take(self, at: datetime, item: Verdict) -> None:  # type: ignore[override]
        """Write the row, and a stray one after every so many."""
        self._row(reference(item.output, item.stage), at, item)
        self._rows += 1
        if self._rows % STRAY_EVERY == STRAY_EVERY // 2:
            stray = STRAYS[self._rows // STRAY_EVERY % len(STRAYS)]
            self._row(stray, at, item)

    def _row(self, asset: str, at: datetime, verdict: Verdict) -> None:
        cells = (
            asset,
            STAGES[verdict.stage],
            DECISIONS[verdict.decision],
            verdict.reviewer,
            local(at).isoformat(timespec="seconds"),
            verdict.reason,
            verdict.review_s,
        )
        super().take(at, csv_line(cells))


VIDEO_COLUMNS = (
    "job,queued,began,finished,state,error,model,mode,secs,size,got,clip,made_from,credits,"
    "client,project,campaign,brief,op,tier,team,who,prompt_hash,prompt_len"
)
VIDEO_MAP = """\
# The agency's own log of its Runway jobs. Times are Berlin wall-clock time; prices are in credits.
name = "video jobs"
record = "attempt"
format = "csv"
timezone = "Europe/Berlin"

[columns]
source_id = "job"
submitted_at = "queued"
started_at = "began"
completed_at = "finished"
status = "state"
error_code = "error"
model = "model"
operation = "mode"
requested_seconds = "secs"
variant = "size"
n_outputs = "got"
output_uris = "clip"
parent_asset_ids = "made_from"
credits = "credits"
client = "client"
project = "project"
campaign = "campaign"
brief_id = "brief"
operation_id = "op"
tier = "tier"
team = "team"
user = "who"
prompt_sha256 = "prompt_hash"
prompt_chars = "prompt_len"

[values.status]
DONE = "succeeded"
FAILED = "failed"
MODERATED = "blocked"
CANCELLED = "canceled"
RUNNING = "running"
LOST = "unknown"

[values.operation]
t2v = "text_to_video"
i2v = "image_to_video"
v2v = "video_edit"

[constants]
channel = "runway"
provider = "runway"
account = "fable-and-finch-runway"
"""


def video_job(attempt: Attempt, until: datetime) -> tuple[datetime, str]:
    """The job's row and when it was written; one still running at `until` says so."""
    running = attempt.ending != "lost" and attempt.completed_at > until
    known_end = attempt.ending != "lost" and not running
    labels = attempt.labels()
    prompt = normalize("NFC", attempt.prompt).strip()
    output = attempt.outputs[0] if attempt.outputs and known_end else None
    cells = (
        attempt.attempt_id,
        _wall(attempt.submitted_at),
        _wall(attempt.started_at) if known_end else "",
        _wall(attempt.completed_at) if known_end else "",
        "RUNNING" if running else STATES[attempt.ending],
        attempt.code,
        attempt.model.model_id,
        _mode(attempt),
        attempt.seconds,
        attempt.size,
        (1 if output else 0) if known_end else "",
        output.uri if output else "",
        labels.get("parents", ""),
        attempt.credits,
        *(labels[name] for name in ("client", "project", "campaign", "brief", "operation_id")),
        *(labels[name] for name in ("tier", "team", "user")),
        sha256(prompt.encode()).hexdigest(),
        len(prompt),
    )
    return (attempt.completed_at if known_end else attempt.submitted_at), csv_line(cells)


def _mode(attempt: Attempt) -> str:
    if attempt.tier == "refine":
        return "v2v"
    return "i2v" if attempt.parents else "t2v"


def _wall(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


DELIVERY_COLUMNS = "Asset,Sent to,Sent at,Arrived at,Opened,Note"
DELIVERY_MAP = """\
name = "deliveries"
record = "handover"
format = "csv"
timezone = "Europe/Berlin"

[columns]
asset_ref = "Asset"
destination = "Sent to"
handed_over_at = "Sent at"
arrived_at = "Arrived at"
ok = "Opened"
note = "Note"
"""


def delivery_row(delivery: Delivery) -> str:
    """One delivery, written when it arrived."""
    return csv_line((
        delivery.output.file_name or delivery.output.asset_id,
        delivery.destination,
        _wall(delivery.sent_at),
        _wall(delivery.arrived_at),
        "true" if delivery.opened else "false",
        delivery.note,
    ))  # fmt: skip


TIMESHEET_COLUMNS = "Person,Kind,Minutes,When,Project,Brief,Asset"
TIMESHEET_MAP = """\
name = "timesheet"
record = "labour"
format = "csv"
timezone = "Europe/Berlin"

[columns]
person = "Person"
kind = "Kind"
minutes = "Minutes"
at = "When"
project = "Project"
brief_id = "Brief"
asset_ref = "Asset"
"""


def timesheet_row(work: Work) -> str:
    """One entry of the timesheet."""
    brief = work.brief
    asset = work.output.asset_id if work.output else ""
    return csv_line((
        work.person, work.kind, work.minutes, _wall(work.at), brief.project.name, brief.brief_id,
        asset,
    ))  # fmt: skip
