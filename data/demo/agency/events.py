"""What happened, before it is written down in anybody's format. Times are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from data.demo.agency.people import Client, Project
    from data.demo.agency.toolbox import Ending, Model


@dataclass(frozen=True, slots=True)
class Brief:
    """One shot, ad slot or catalogue image somebody wants. `week` counts from 1."""

    brief_id: str
    client: Client
    project: Project
    user: str
    starts_at: datetime
    week: int
    scheduled: bool = False
    """Submitted by the overnight batch, not by a person."""
    rated: bool = False
    """Its stills are reviewed with stars."""

    @property
    def guideline(self) -> bool:
        """Whether the client's new brand guideline already applies."""
        change = self.client.guideline_week
        return change is not None and self.week >= change


@dataclass(frozen=True, slots=True)
class Output:
    """One file that came back. `uri` and `file_name` are None where the log carries bytes."""

    asset_id: str
    uri: str | None
    file_name: str | None
    width: int
    height: int
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to a generator."""

    attempt_id: str
    model: Model
    brief: Brief
    operation_id: str
    tier: str
    prompt: str
    submitted_at: datetime
    started_at: datetime
    completed_at: datetime
    ending: Ending
    code: str
    n_requested: int
    outputs: tuple[Output, ...]
    parents: tuple[Output, ...]
    seed: int
    width: int
    height: int
    size: str
    seconds: int | None = None
    flex: bool = False
    draft: bool = False
    draft_of: str | None = None
    gateway: bool = False
    """Also seen by the LiteLLM gateway."""

    @property
    def credits(self) -> int:
        """What the credit channel books for it."""
        return self.model.credits_per_second * (self.seconds or 0)

    def labels(self) -> dict[str, str]:
        """What the studio tags a request with; the same keys in every log."""
        project = self.brief.project
        labels = {
            "client": project.client,
            "project": project.name,
            "campaign": project.campaign,
            "brief": self.brief.brief_id,
            "team": project.team,
            "user": self.brief.user,
            "tier": self.tier,
            "operation_id": self.operation_id,
        }
        if self.parents and self.draft_of is None:
            labels["parents"] = ",".join(parent.asset_id for parent in self.parents)
        return labels


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row of the review sheet."""

    output: Output
    stage: str
    decision: str
    reviewer: str
    decided_at: datetime
    reason: str = ""
    review_s: int | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars somebody gave in the photo browser: -1 (reject), 0 (unrated) to 5."""

    output: Output
    stars: int
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One asset sent to an assembly tool."""

    output: Output
    destination: str
    sent_at: datetime
    arrived_at: datetime
    opened: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Minutes of one person."""

    person: str
    kind: str
    minutes: int
    at: datetime
    brief: Brief
    output: Output | None = None


Event = Attempt | Verdict | Rating | Delivery | Work
