"""One Replicate prediction object, and what its output and errors mean."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from ingest.formats.file_names import name_in, without_masks
from ingest.sources.parts.operations import media
from ingest.sources.parts.payloads import Payload, Rfc3339

State = Literal["starting", "processing", "succeeded", "failed", "canceled", "aborted"]
STATUSES: dict[str, str] = {
    "starting": "running",
    "processing": "running",
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "canceled",
    "aborted": "canceled",
}
POLICY = re.compile(
    r"NSFW|flagged|(?<!case[ -])\bsensitive\b(?! to\b)|moderat\w+|safety|prohibited|E005",
    re.IGNORECASE,
)
CODE = re.compile(r"\bE\d{3,4}\b")
FIRST_WORDS = re.compile(r"[^\n]{0,80}")
TEXT_MODELS = re.compile(
    r"llama(?!gen)|mistral|mixtral|vicuna|falcon|gemma|deepseek(?!.*janus)|claude|gpt-?[345](?!.*image)|granite"
    r"|-instruct\b|-chat\b|(?<!\d)(?:65|70|72|405)b\b|whisper|embed",
    re.IGNORECASE,
)
"""Models that write text. Asked only while a prediction runs or where it left no output."""
MEDIA_MODELS = re.compile(
    r"flux|sdxl|\bsd-?\d|diffusion|imag|photo|video|kontext|upscal|t2[iv]|i2[iv]", re.IGNORECASE
)
"""Names of models that make media, whatever else is in them."""
HIDDEN = {None, "", "hidden"}


class Metrics(Payload):
    """Seconds on the hardware, and what official models are billed by."""

    predict_time: float | None = None
    image_count: int | None = None


class Prediction(Payload):
    """One prediction object."""

    id: str
    status: State
    created_at: Rfc3339 = None
    started_at: Rfc3339 = None
    completed_at: Rfc3339 = None
    model_name: str | None = Field(None, validation_alias="model")
    version: str | None = None
    input: dict[str, Any] | None = None
    output: Any = None
    error: Any = None
    logs: str | None = None
    metrics: Metrics | None = None
    data_removed: bool | None = None

    @property
    def model(self) -> str | None:
        """By name; a community model that was run by its version has only that."""
        return self.model_name or (None if self.version in HIDDEN else self.version)

    @property
    def files(self) -> list[str]:
        """The outputs, by address or inline."""
        parts = self.output.items() if isinstance(self.output, dict) else [("", self.output)]
        return without_masks(
            (f"{key} {name_in(file)}", file) for key, value in parts for file in media(value)
        )

    @property
    def n_files(self) -> int | None:
        """How many outputs there were, also where they are erased by now."""
        counted = self.metrics.image_count if self.metrics else None
        return len(self.files) or counted or None

    @property
    def is_text(self) -> bool:
        """Whether it wrote text. Its output tells once it has ended; before, the model's name."""
        if self.files:
            return False
        if self.output and self.status == "succeeded":
            return True
        name = (self.model_name or "").rpartition("/")[2]
        return TEXT_MODELS.search(name) is not None and not MEDIA_MODELS.search(name)

    @property
    def outcome(self) -> dict[str, Any]:
        """Status, number of outputs, error.

        A success without outputs has failed, unless they were erased or left out of a list page.
        """
        found: dict[str, Any] = {"status": STATUSES[self.status], "raw_status": self.status}
        if self.status == "failed":
            return found | self._failure
        if self.status != "succeeded":
            return found
        left_out = not self.input or "output" not in self.model_fields_set
        if self.files or self.data_removed or left_out:
            return found | {"n_outputs": self.n_files}
        return found | {"status": "failed", "n_outputs": 0, "error_code": "NO_OUTPUT"}

    @property
    def _failure(self) -> dict[str, Any]:
        """The code in the error's text, else the filter's word, else how the text begins."""
        text = self.error if isinstance(self.error, str) else ""
        refused, code = POLICY.search(text), CODE.search(text)
        named = code or refused or FIRST_WORDS.match(text)
        status = "blocked" if refused else "failed"
        return {"status": status, "n_outputs": 0, "error_code": named[0] if named else None}
