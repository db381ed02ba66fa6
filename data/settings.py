"""The settings of a team: one TOML file, every field with a default that means something.

Looked for as `--config FILE`, else `offcut.toml` in the working folder, else `offcut.toml` in the
user's config folder, else the defaults below. Environment variables `OFFCUT_<FIELD>` win over it.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from data.delivery import DeliverySpec
from data.errors import SettingsError, unknown_zone, validation_sentence
from data.lake.whereabouts import warehouse_at
from data.media import MediaSettings
from data.target import Target
from data.thresholds import ReviewThresholds
from data.wall_clock import Weekday
from data.warehouse.records import Decision, Stage
from data.warehouse.zones import zone_names, zone_of
from data.watch import WatchSettings

DEFAULT_WAREHOUSE = Path("data/warehouse.duckdb")
CONFIG_NAME = "offcut.toml"
Rate = Annotated[Decimal | None, Field(ge=0, le=10_000)]
VerdictRule = Literal["latest", "majority", "strict"]
Days = Annotated[float, Field(gt=0, le=3650)]
AMOUNT_OF_MEMORY = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,6})?) ?([MG])i?B", re.IGNORECASE)
LEAST_MEMORY_MB = 100
DECIDING = (
    "timezone",
    "currency",
    "selection_window_days",
    "verdict_window_days",
    "usable_from_stage",
    "verdict_rule",
    "final_rejection_reopens",
    "reviewer_rate_per_hour",
    "editor_rate_per_hour",
    "creator_rate_per_hour",
    "delivery",
)
"""The settings that stored relations depend on."""
PLACES = {
    "media": ("outputs", "finals", "references"),
    "watch": ("folders", "review_out"),
}
"""Of the tables that have them, the lists of paths, which are relative to the file."""


class LakeSettings(BaseModel):
    """What is kept of a lake, and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    grace_hours: Annotated[float, Field(ge=0, le=8_760)] = 24
    """How long facts stay that gave way to others: readers may be at them."""

    @property
    def grace(self) -> timedelta:
        """The same as a span of time."""
        return timedelta(hours=self.grace_hours)


Meaning = Decision | Literal["nothing"]
"""What a word of a review tool means to a team."""


class ReviewTool(BaseModel):
    """How to read the decisions people make in one tool: a table such as `[slack]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decisions: dict[str, Meaning] = {}
    """Its words, values or emoji and what they mean; these go before what is known anyway."""
    stage: Stage | None = None
    """Where in the review it is used; None is meant as `qc`."""


class ReviewToolFields(ReviewTool):
    """The same of a tool that keeps decisions in fields people name themselves."""

    fields: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """What they are called; the first that a record has decides."""


class Settings(BaseSettings):
    """What decides the figures besides the data.

    Rates are money per hour in `currency`; without one, that work's cost is not known (not 0).
    """

    model_config = SettingsConfigDict(env_prefix="OFFCUT_", extra="forbid", frozen=True)

    timezone: str = "UTC"
    week_starts_on: Weekday = "monday"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    selection_window_days: Days = 3
    verdict_window_days: Days = 14
    usable_from_stage: Stage = "qc"
    verdict_rule: VerdictRule | dict[Stage, VerdictRule] = "latest"
    """Whose word stands where several reviewers decide at one stage; for all, or by stage."""
    final_rejection_reopens: bool = True
    """Whether a client's or auditor's no to what was made from an asset takes back its approval."""
    reviewer_rate_per_hour: Rate = None
    editor_rate_per_hour: Rate = None
    creator_rate_per_hour: Rate = None
    store_prompts: bool = False
    approve_from_rating: Annotated[int, Field(ge=1, le=5)] = 4
    reject_to_rating: Annotated[int, Field(ge=-1, le=4)] = -1
    frameio: ReviewToolFields = ReviewToolFields()
    label_studio: ReviewToolFields = ReviewToolFields()
    langfuse: ReviewToolFields = ReviewToolFields()
    slack: ReviewTool = ReviewTool()
    as_of: datetime | None = None
    prices_folder: Path | None = None
    allocate_by: Annotated[str, Field(min_length=1)] = "client"
    """By what the money of shared credits is shared out: client, project or tag:NAME, say."""
    notice: str = ""
    """Said with all figures, on every page and after every command: that they are a draft, say."""
    warehouse: Path = DEFAULT_WAREHOUSE
    quarantine_days: Annotated[float, Field(gt=0, le=36_500)] = 90
    """How long the text of rejected records is kept for a replay; a later load clears it."""
    review: ReviewThresholds = ReviewThresholds()
    """From where on the weekly review speaks of something."""
    memory_limit: str | None = None
    """How much of the memory each process may use for its work; None is half of what there is."""
    targets: tuple[Target, ...] = ()
    """What figures of some of the work are to keep to, each week or month."""
    sources: dict[str, dict[str, str]] = {}
    """What sources take for granted, corrected; `offcut sources` lists the names."""
    media: MediaSettings = MediaSettings()
    """Which folders `offcut scan` looks through, and what being found there says."""
    delivery: DeliverySpec = DeliverySpec()
    """What delivered files have to be."""
    lake: LakeSettings = LakeSettings()
    """What becomes of a lake that several load into."""
    watch: WatchSettings = WatchSettings()
    """What loads by itself, and when."""
    pages_ahead: bool = True
    """Whether the web app works its pages out before somebody comes: at its start, after a load."""
    person_figures: bool = False
    """Whether reviews that are passed on may show figures about one person."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in zone_names():
            raise ValueError(unknown_zone(name, zone_names()))
        return name

    @field_validator("warehouse", mode="before")
    @classmethod
    def _a_lake_is_its_manifest(cls, written: str | Path) -> Path:
        return warehouse_at(written)

    @field_validator("memory_limit")
    @classmethod
    def _amount_of_memory(cls, written: str | None) -> str | None:
        amount = AMOUNT_OF_MEMORY.fullmatch(written or "")
        if written and not amount:
            raise ValueError("is no amount of memory; write it as 800MB or 1.2GB")
        if amount and float(amount[1]) * 1000 ** "MG".index(amount[2].upper()) < LEAST_MEMORY_MB:
            raise ValueError(f"is too little memory; allow for {LEAST_MEMORY_MB}MB or more")
        return written or None

    @property
    def zone(self) -> tzinfo:
        """The reporting time zone."""
        return zone_of(self.timezone)

    @property
    def selection_window(self) -> timedelta:
        """How long after a brief's first usable approval an undecided asset is passed over."""
        return timedelta(days=self.selection_window_days)

    @property
    def verdict_window(self) -> timedelta:
        """How long after it was ready an undecided asset counts as passed over, whatever else."""
        return timedelta(days=self.verdict_window_days)

    def rule_of(self, stage: Stage) -> VerdictRule:
        """The rule of one stage."""
        rule = self.verdict_rule
        return rule.get(stage, "latest") if isinstance(rule, dict) else rule

    @property
    def resolution_hash(self) -> str:
        """Identity of the settings that stored relations depend on."""
        deciding = {name: str(getattr(self, name)) for name in DECIDING}
        deciding |= {"use": f"{self.media.finals_mean} {self.media.use_means}"}
        return hashlib.sha256(repr(sorted(deciding.items())).encode()).hexdigest()[:16]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment; `load_settings` adds the file below both."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings


def config_file(named: Path | None) -> Path | None:
    """The config file in force: the named one, the working folder's, the user's, or none."""
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"{named}: no such config file. Pass an existing TOML file.")
        return named
    places = (Path(CONFIG_NAME), user_config_path("offcut") / CONFIG_NAME)
    return next((place for place in places if place.is_file()), None)


def load_settings(named: Path | None = None, **given: Any) -> Settings:
    """Settings from file, environment and arguments (which win).

    Raises SettingsError with the file and field that do not hold.
    """
    file = config_file(named)
    try:
        written = _written(file) if file else {}
        return Settings(**(written | given))
    except ValidationError as error:
        raise SettingsError(f"{file or 'settings'}: {validation_sentence(error)}") from error
    except ValueError as error:
        raise SettingsError(f"{file}: not a TOML file: {error}") from error
    except RecursionError as error:
        raise SettingsError(f"{file}: nested too deeply. Settings are plain lines.") from error


def _written(file: Path) -> dict[str, Any]:
    """The file's fields but for those the environment sets; paths are relative to the file."""
    fields = TomlConfigSettingsSource(Settings, file)()
    for name in ("warehouse", "prices_folder"):
        if isinstance(fields.get(name), str):
            fields[name] = file.parent / fields[name]
    for table, lists in PLACES.items():
        if isinstance(written := fields.get(table), dict):
            fields[table] = written | {
                name: _from(file.parent, written[name]) for name in lists if name in written
            }
    return {k: v for k, v in fields.items() if f"OFFCUT_{k}".upper() not in os.environ}


def _from(folder: Path, paths: Any) -> Any:
    if not isinstance(paths, list):
        return paths
    return [str(folder / Path(each).expanduser()) for each in paths]
