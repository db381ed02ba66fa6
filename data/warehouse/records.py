"""The canonical records: what a source may yield and what a map may name.

Times are UTC with an offset, money is `Decimal`, ids are text. A field that a log does not know is
`None`, never 0 and never an empty string. That goes for fields with a default too: a default that
was said can correct what was said before, one that was not said hides nothing. Field names are the
column names of the warehouse.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Status = Literal["succeeded", "failed", "blocked", "canceled", "running", "unknown"]
Tier = Literal["generate", "refine", "upscale"]
Operation = Literal[
    "text_to_image",
    "image_to_image",
    "edit",
    "upscale",
    "text_to_video",
    "image_to_video",
    "video_edit",
    "other",
]
Decision = Literal["approved", "rejected", "needs_edit", "pending"]
Stage = Literal["triage", "qc", "client", "audit"]
EntryKind = Literal["purchase", "grant", "consume", "refund", "expire", "adjust", "hold", "release"]
LabourKind = Literal["prompt", "review", "edit", "other"]
Origin = Literal["provider", "gateway", "studio"]
"""Who wrote an attempt log: the provider itself, a gateway between, or the studio's own tool."""

STAGES: tuple[Stage, ...] = get_args(Stage)
OF_SCANS = ("finals", "uses", "folders")
"""Sources of verdicts that scans give: the first two say no more than that an output was used."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
MONEY_LIMIT = Decimal(10) ** 12
MONEY_DECIMALS = 12
COUNT_LIMIT = 1_000_000
OUTPUTS_LIMIT = 1_000
"""Of one attempt: each becomes a row, and no channel gives more than some dozens."""


def _plausible_time(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs an offset (or the map a `timezone`)")
    moment = value.astimezone(UTC)
    if not EARLIEST <= moment < LATEST:
        raise ValueError("a time must lie between the years 2000 and 2099")
    return moment


def _blank_is_unknown(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _plausible_money(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("money must be a finite number")
    if abs(value) >= MONEY_LIMIT:
        raise ValueError("money must be below 1,000,000,000,000")
    return round(value, MONEY_DECIMALS)


Blank = BeforeValidator(_blank_is_unknown)
Text = Annotated[str | None, Blank]
RequiredText = Annotated[str, Field(min_length=1, max_length=4096)]
Moment = Annotated[datetime, Field(strict=False)]
Time = Annotated[datetime | None, Blank]
Money = Annotated[Decimal | None, Blank]
Count = Annotated[int | None, Field(ge=0, le=COUNT_LIMIT), Blank]
Seconds = Annotated[float | None, Field(ge=0, le=31_536_000, allow_inf_nan=False), Blank]
Tokens = Annotated[int | None, Field(ge=0, le=10**12), Blank]
Quantity = Annotated[Decimal | None, Field(ge=0, lt=MONEY_LIMIT), Blank]
"""A number of billed units or credits: never negative, decimal."""


class Record(BaseModel):
    """One canonical row. `table` names the warehouse table it lands in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: ClassVar[str]
    source: RequiredText

    @model_validator(mode="after")
    def _plausible(self) -> Record:
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, datetime):
                _checked(name, _plausible_time, value)
            elif isinstance(value, Decimal):
                _checked(name, _plausible_money, value)
        return self


def _checked(name: str, check: Any, value: Any) -> None:
    try:
        check(value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


class Attempt(Record):
    """One request to a generator that could be billed."""

    table: ClassVar[str] = "attempts"
    source_id: RequiredText
    submitted_at: datetime
    status: Status
    operation_id: Text = None
    brief_id: Text = None
    client: Text = None
    project: Text = None
    campaign: Text = None
    team: Text = None
    user: Text = None
    tier: Annotated[Tier | None, Blank] = None
    operation: Annotated[Operation | None, Blank] = None
    channel: Text = None
    provider: Text = None
    model: Text = None
    variant: Text = None
    prompt_sha256: Text = None
    prompt_chars: Count = None
    prompt: Text = None
    seed: Text = None
    requested_width: Count = None
    requested_height: Count = None
    requested_seconds: Seconds = None
    n_requested: Annotated[int | None, Field(ge=1, le=OUTPUTS_LIMIT), Blank] = None
    """How many outputs were asked for; None is meant as 1."""
    n_outputs: Annotated[int | None, Field(ge=0, le=OUTPUTS_LIMIT), Blank] = None
    output_uris: Annotated[tuple[str, ...] | None, Field(max_length=OUTPUTS_LIMIT)] = None
    parent_asset_ids: tuple[str, ...] | None = None
    started_at: Time = None
    completed_at: Time = None
    latency_s: Seconds = None
    queue_s: Seconds = None
    cache_hit: bool | None = None
    raw_status: Text = None
    error_code: Text = None
    provider_request_id: Text = None
    tokens_text_in: Tokens = None
    tokens_image_in: Tokens = None
    tokens_text_out: Tokens = None
    tokens_image_out: Tokens = None
    tokens_video_out: Tokens = None
    tokens_thinking: Tokens = None
    units: Quantity = None
    unit: Text = None
    reported_cost: Annotated[Decimal | None, Field(ge=0), Blank] = None
    currency: Text = None
    credits: Quantity = None
    account: Text = None
    updated_at: Time = None
    tags: tuple[str, ...] | None = None
    seen_at: Time = None
    """When the answer was seen, where that stands for a time nobody said: another field with this
    very moment holds the latest it can have been, and gives way to a known or an earlier one."""
    tokens_cached_in: Tokens = None
    """How many of the tokens that went in came from the provider's cache."""


class Asset(Record):
    """One output file of an attempt, where the log knows more of it than its number."""

    table: ClassVar[str] = "assets"
    attempt_id: RequiredText
    output_index: Annotated[int, Field(ge=0, le=COUNT_LIMIT)] = 0
    asset_id: Text = None
    uri: Text = None
    file_name: Text = None
    sha256: Text = None
    mime: Text = None
    width: Count = None
    height: Count = None
    seconds: Seconds = None
    blocked: bool | None = None
    weight: Annotated[Decimal | None, Field(ge=0), Blank] = None
    parent_asset_ids: tuple[str, ...] | None = None


class Verdict(Record):
    """One decision by one reviewer at one stage on one asset."""

    table: ClassVar[str] = "verdicts"
    asset_ref: RequiredText
    decision: Decision
    decided_at: datetime
    output_index: Count = None
    stage: Annotated[Stage | None, Blank] = None
    """None is meant as `qc`."""
    reason: Text = None
    reviewer: Text = None
    review_seconds: Seconds = None
    verdict_id: Text = None
    """Unique together with what it names: the asset and the output."""
    updated_at: Time = None
    """Of two versions dated alike the later counts, without it the worse decision."""


class LedgerEntry(Record):
    """One booking of a credit account, in credits and in money."""

    table: ClassVar[str] = "ledger_entries"
    account: RequiredText
    kind: EntryKind
    at: datetime
    credits: Money = None
    money: Money = None
    currency: Text = None
    expires_at: Time = None
    promotional: bool | None = None
    """None is meant as no."""
    attempt_ref: Text = None
    entry_id: Text = None
    """Unique within the account; a hold, its release and a refund may bear the id of the charge."""
    updated_at: Time = None
    """Of two versions of an entry the later counts, without it the dearer one."""


class Handover(Record):
    """One asset sent into the assembly tool."""

    table: ClassVar[str] = "handovers"
    asset_ref: RequiredText
    destination: RequiredText
    handed_over_at: datetime
    arrived_at: Time = None
    ok: bool | None = None
    note: Text = None


class Labour(Record):
    """Minutes a person spent."""

    table: ClassVar[str] = "labour"
    kind: LabourKind
    minutes: Annotated[Decimal, Field(ge=0, le=100_000)]
    at: datetime
    person: Text = None
    brief_id: Text = None
    asset_ref: Text = None
    project: Text = None


KINDS: dict[str, type[Record]] = {
    "attempt": Attempt,
    "asset": Asset,
    "verdict": Verdict,
    "ledger": LedgerEntry,
    "handover": Handover,
    "labour": Labour,
}
"""Record kind, as maps spell it, to its model."""
