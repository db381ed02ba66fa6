"""The demo folder: which file an event goes to, and the order in which to load the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.demo.agency.events import Attempt, Delivery, Event, Rating, Verdict, Work
from data.demo.logs import ark, fal, gemini, litellm, replicate, sheets
from data.demo.logs.credit_ledger import CreditLedger
from data.demo.logs.readme import README
from data.demo.logs.schedule import Lines, Schedule, Sink
from data.demo.logs.sheets import VerdictSheet
from data.demo.logs.sidecars import Sidecars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from data.demo.agency.events import Brief

FILES = (
    "gemini/exchanges.jsonl",
    "replicate/predictions.jsonl",
    "fal/webhooks.jsonl",
    "ark/tasks.jsonl",
    "litellm/spend_logs.jsonl",
    "studio/video_jobs.csv",
    "credits/ledger.csv",
    "review/verdicts.csv",
    "review/selects",
    "labour/timesheet.csv",
    "handover/deliveries.csv",
)
"""In the order in which a user would load them."""
MAPS = {
    "studio/video_jobs.map.toml": sheets.VIDEO_MAP,
    "labour/timesheet.map.toml": sheets.TIMESHEET_MAP,
    "handover/deliveries.map.toml": sheets.DELIVERY_MAP,
}
LOGS: dict[str, tuple[str, Callable[[Attempt], Iterable[tuple[datetime, str]]]]] = {
    "gemini": ("gemini/exchanges.jsonl", gemini.lines),
    "replicate": ("replicate/predictions.jsonl", replicate.lines),
    "fal": ("fal/webhooks.jsonl", fal.lines),
    "ark": ("ark/tasks.jsonl", ark.seedance_lines),
    "seedream": ("ark/tasks.jsonl", ark.seedream_lines),
    "openai": ("litellm/spend_logs.jsonl", litellm.lines),
}
HEADERS = {
    "studio/video_jobs.csv": sheets.VIDEO_COLUMNS,
    "labour/timesheet.csv": sheets.TIMESHEET_COLUMNS,
    "handover/deliveries.csv": sheets.DELIVERY_COLUMNS,
}


class Logbook:
    """Writes events into the providers' and the agency's own files."""

    def __init__(self, folder: Path, starts_at: datetime, until: datetime, scale: float) -> None:
        """Open every file below `folder`; what happens after `until` is never written."""
        self._until = until
        self.schedule = Schedule(until)
        _forget_earlier_demo(folder)
        self._write_words(folder)
        self._lines = {
            name: Lines(folder / name, *filter(None, [HEADERS.get(name)]))
            for name in FILES
            if name.endswith(".jsonl") or name in HEADERS
        }
        self._verdicts = VerdictSheet(folder / "review/verdicts.csv")
        self._stars = Sidecars(folder / "review/selects")
        self._credits = CreditLedger(folder / "credits/ledger.csv", starts_at, until, scale)

    def _write_words(self, folder: Path) -> None:
        for name, text in {"README.txt": README, **MAPS}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")

    def begin(self, brief: Brief) -> None:
        """Note what starting a brief leaves in the gateway's log."""
        for at, line in litellm.chat_lines(brief):
            self.schedule.put(at, self._lines["litellm/spend_logs.jsonl"], line)

    def note(self, event: Event) -> None:
        """Note one event."""
        if isinstance(event, Attempt):
            self._note_attempt(event)
        elif isinstance(event, Verdict):
            self.schedule.put(event.decided_at, self._verdicts, event)
        elif isinstance(event, Rating):
            self.schedule.put(event.rated_at, self._stars, event)
        elif isinstance(event, Delivery):
            row = sheets.delivery_row(event)
            self.schedule.put(event.arrived_at, self._lines["handover/deliveries.csv"], row)
        else:
            self._note_work(event)

    def _note_work(self, work: Work) -> None:
        row = sheets.timesheet_row(work)
        self.schedule.put(work.at, self._lines["labour/timesheet.csv"], row)

    def _note_attempt(self, attempt: Attempt) -> None:
        if attempt.model.log == "runway":
            self._note_video_job(attempt)
            return
        name, lines = LOGS[attempt.model.log]
        for at, line in lines(attempt):
            self.schedule.put(at, self._lines[name], line)
        if attempt.gateway and attempt.ending == "succeeded":
            for at, line in litellm.lines(attempt):
                self.schedule.put(at, self._lines["litellm/spend_logs.jsonl"], line)

    def _note_video_job(self, attempt: Attempt) -> None:
        at, row = sheets.video_job(attempt, self._until)
        self.schedule.put(at, self._lines["studio/video_jobs.csv"], row)
        self.schedule.put(attempt.submitted_at, self._credits, ("consume", attempt))
        if attempt.ending == "failed":
            self.schedule.put(attempt.completed_at, self._credits, ("refund", attempt))

    def close(self) -> None:
        """Write what is left and close every file."""
        self.schedule.run_out()
        sinks: tuple[Sink, ...] = (self._verdicts, self._stars, self._credits)
        for sink in (*self._lines.values(), *sinks):
            sink.close()


def _forget_earlier_demo(folder: Path) -> None:
    """Remove the sidecars of an earlier demo here: their names differ from seed to seed."""
    words = folder / "README.txt"
    if words.exists() and words.read_text(encoding="utf-8", errors="replace") == README:
        for path in (folder / "review/selects").glob("*.xmp"):
            path.unlink()
