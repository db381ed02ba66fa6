"""Where a file comes from: what its metadata, labels and credentials say, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.media.reading.generators import generation_of
from ingest.media.reading.generators.generation import Generation
from ingest.media.reading.measures import clean
from ingest.media.reading.provenance.aigc_label import AigcLabel, aigc_label
from ingest.media.reading.provenance.content_credentials import Credentials, content_credentials
from ingest.media.reading.provenance.source_types import says_generated
from ingest.media.reading.provenance.xmp_lineage import ID_CHARS, XmpLineage, xmp_lineage
from ingest.storing.prompts import of_prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PIL.Image import Image

    from data.warehouse.media_records import Provenance, Use
    from ingest.media.reading.file_kinds import FileKind
    from ingest.media.reading.measures import Reading

NAME_CHARS = 200
SILENT = Generation("")


@dataclass(frozen=True)
class Origin:
    """The fields of `FileFacts` that tell where a file comes from, by the same names."""

    generator: str | None
    model: str | None
    embedded_ids: tuple[str, ...]
    prompt_sha256: str | None
    seed: str | None
    made_with: Mapping[str, str]
    provenance: Provenance
    is_labelled_generated: bool
    made_from: tuple[Use, ...]
    notes: tuple[str, ...]


def origin_of(
    path: Path,
    found: FileKind,
    reading: Reading,
    fingerprint: Callable[[Image], bytes | None] | None,
) -> Origin:
    """Everything the file says of its origin, the strongest first."""
    xmp = xmp_lineage(reading.xmp)
    texts = {**xmp.texts, **reading.texts}
    said = Said(
        content_credentials(path, found.mime, fingerprint),
        aigc_label(texts),
        xmp,
        generation_of(texts),
    )
    made = said.made or SILENT
    return Origin(
        generator=_short(said.generator),
        model=_short(made.model),
        embedded_ids=said.ids,
        prompt_sha256=_hash(made.prompt or xmp.texts.get("xmp:AIPromptInformation")),
        seed=_short(made.seed),
        made_with={name: _short(value) or "" for name, value in made.made_with.items()},
        provenance=said.provenance,
        is_labelled_generated=said.is_generated,
        made_from=(*said.credentials.made_from, *xmp.made_from),
        notes=(*reading.notes, *said.credentials.notes, *xmp.notes, *_not_asked(said.elsewhere)),
    )


@dataclass(frozen=True)
class Said:
    """What speaks of a file's origin, the strongest first."""

    credentials: Credentials
    label: AigcLabel | None
    xmp: XmpLineage
    made: Generation | None

    @property
    def generator(self) -> str | None:
        """As the strongest names it that names one."""
        return (
            self.credentials.generator
            or (self.made.generator if self.made else None)
            or (self.label.generator if self.label else None)
            or self.xmp.texts.get("xmp:AISystemUsed")
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the generation first: an output has no more than that."""
        made = self.made.ids if self.made else ()
        label = self.label.ids if self.label else ()
        found = (*made, *self.credentials.ids, *label, *self.xmp.ids, self.elsewhere or "")
        return tuple(dict.fromkeys(kept for each in found if (kept := clean(each)[:ID_CHARS])))

    @property
    def elsewhere(self) -> str | None:
        """Where credentials are kept that the file itself does not hold."""
        return None if self.credentials.is_there else self.xmp.credentials_at

    @property
    def provenance(self) -> Provenance:
        """The strongest that is there, whatever it says."""
        if self.credentials.is_there:
            return "c2pa"
        if self.label is not None:
            return "aigc_label"
        if self.xmp.source_types:
            return "iptc"
        return "metadata" if self.is_named else "none"

    @property
    def is_named(self) -> bool:
        """Whether a generator is named; a label alone names whoever answers for the content."""
        return bool(
            self.credentials.generator or self.made or self.xmp.texts.get("xmp:AISystemUsed")
        )

    @property
    def is_generated(self) -> bool:
        """Whether any says that a model made it; a generator's own name says so."""
        return (
            self.credentials.is_generated
            or says_generated(self.xmp.source_types)
            or (self.label is not None and self.label.is_generated)
            or self.is_named
        )


def _not_asked(where: str | None) -> tuple[str, ...]:
    return (f"its content credentials are kept at {where}, which was not asked.",) if where else ()


def _short(text: str | None) -> str | None:
    return clean(text)[:NAME_CHARS] or None if text else None


def _hash(prompt: str | None) -> str | None:
    """As logs are stored: the two are compared."""
    return of_prompt(prompt, store_prompts=False)["prompt_sha256"] if prompt else None
