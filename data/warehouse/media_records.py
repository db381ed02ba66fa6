"""What a scan yields: media files as they lie on disk, and what is used in timelines and layouts.

They are facts of files, not of a log: a file has one row by its path, found anew by each scan, and
what is used belongs to the container that it is used in. Times are UTC with an offset, lengths are
seconds. What cannot be told from a file is `None`, never 0.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MediaKind = Literal["image", "video", "audio", "document"]
MediaRole = Literal["output", "final", "reference"]
ContainerKind = Literal["timeline", "project", "layered", "layout", "picture"]
"""`picture`: a plain picture whose metadata name what it was made from."""
Provenance = Literal["c2pa", "aigc_label", "iptc", "metadata", "none"]
"""What in the file tells where it comes from, the strongest first; `none` where nothing does.

Whether that is a model, `is_labelled_generated` says: cameras sign their pictures too."""

Text = Annotated[str | None, Field(max_length=4096)]
Length = Annotated[float | None, Field(ge=0, allow_inf_nan=False)]
Pixels = Annotated[int | None, Field(ge=0)]


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileFacts(_Fact):
    """What one media file says of itself, wherever it lies."""

    kind: MediaKind
    width: Pixels = None
    height: Pixels = None
    """As it is shown: after the turn that its metadata ask for."""
    seconds: Length = None
    frame_rate: Length = None
    codec: Text = None
    """`png`, `jpeg`, `webp`, `h264`, `prores`…: what encodes it, lower case."""
    colour_mode: Text = None
    """`RGB`, `RGBA`, `CMYK`, `L`, or a clip's pixel format."""
    bit_depth: Annotated[int | None, Field(ge=1, le=64)] = None
    """Of one channel."""
    profile: Text = None
    """The name of its colour profile."""
    has_alpha: bool | None = None
    has_audio: bool | None = None
    generator: Text = None
    """The program or service that its metadata name as its maker, where that one generates."""
    model: Text = None
    """As the generator calls it: the name of a checkpoint or of a service's model."""
    embedded_ids: tuple[str, ...] = ()
    """Ids and addresses in its metadata: of requests, jobs, documents, instances."""
    prompt_sha256: Text = None
    seed: Text = None
    made_with: dict[str, str] = {}
    """Sampler, steps and the like, as the generator says; our `operation` where it tells that."""
    provenance: Provenance = "none"
    is_labelled_generated: bool = False
    """Whether a label or its metadata say that a model made it, or a part of it."""
    fingerprint: bytes | None = None
    """By `ingest.media.fingerprints`; None where the file has no picture, or one without detail."""
    made_from: tuple[Use, ...] = ()
    """What its metadata name as its ingredients or ancestors."""
    notes: tuple[str, ...] = ()
    """What could not be read, or does not fit together, a sentence each."""


class Use(_Fact):
    """A media file placed in a container, as the container tells it."""

    media_ref: Annotated[str, Field(min_length=1, max_length=4096)]
    """The path as it is written there, else a name or id."""
    media_sha256: Text = None
    """Of the very bytes, where the container holds them."""
    media_ids: tuple[str, ...] = ()
    """Other names for it: document and instance ids."""
    fingerprint: bytes | None = None
    """Of the picture in the container, or of its thumbnail."""
    track: Text = None
    enabled: bool = True
    seconds_used: Length = None
    """Seconds of the medium's own that are shown; None for a still, and where it is not known."""
    source_start_s: Length = None
    source_end_s: Length = None
    """Where in the medium these seconds lie, from its first frame; None with `seconds_used`."""
    is_on_screen: bool | None = None
    """Whether nothing opaque lies on top, where that is known."""


class Container(_Fact):
    """One timeline, project, layered file or layout, and what is placed in it."""

    kind: ContainerKind
    name: Annotated[str, Field(min_length=1, max_length=4096)]
    """Of the sequence where the file has several, else of the file."""
    uses: tuple[Use, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be read for certain, a sentence each."""
