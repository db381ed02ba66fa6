"""Which output a verdict means whose reference fits none, or several: said by a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from data.errors import QuestionError
from data.relations.texts import relation_sql
from data.review.journal import Journal
from data.review.kept import reviews_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.settings import Settings

FILE = "references.jsonl"
Word = Annotated[str, Field(min_length=1, max_length=4096)]


class ToldReference(BaseModel):
    """The output that a reference of a review source means. The last word on it counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Word
    reference: Word
    output_source: Word
    output_id: Word
    output_index: Annotated[int, Field(ge=0)]
    said_at: AwareDatetime

    @property
    def attempt(self) -> str:
        """The attempt, as a reference that means it alone."""
        return f"{self.output_source}:{self.output_id}"


class LoggedOutput(NamedTuple):
    """An output that a verdict may mean, with what people know it by. Times in UTC."""

    source: str
    source_id: str
    output_index: int
    file_name: str | None
    brief: str | None
    client: str | None
    project: str | None
    model: str | None
    submitted_at: datetime

    @property
    def name(self) -> str:
        """What a command calls it by."""
        return f"{self.source}:{self.source_id}#{self.output_index}"


def references_journal(settings: Settings) -> Journal[ToldReference]:
    """What was said, beside the warehouse."""
    return Journal(reviews_folder(settings) / FILE, ToldReference)


def say_meant(
    settings: Settings, source: str, reference: str, output: LoggedOutput
) -> ToldReference:
    """Write down that this reference of a review source means this output."""
    entry = ToldReference(
        source=source, reference=reference, output_source=output.source,
        output_id=output.source_id, output_index=output.output_index, said_at=datetime.now(UTC),
    )  # fmt: skip
    references_journal(settings).append(entry)
    return entry


def references_in_force(settings: Settings) -> tuple[ToldReference, ...]:
    """The last word on each reference of each source."""
    said = {
        (each.entry.source, each.entry.reference): each.entry
        for each in references_journal(settings).entries()
    }
    return tuple(said.values())


def found_outputs(cursor: DuckDBPyConnection, text: str, *, limit: int) -> list[LoggedOutput]:
    """Outputs whose id, address, file name, brief, client, project or model has this text in it.

    Those of which it is the whole id, file name or brief come first, then the newest.
    """
    rows = cursor.execute(relation_sql("found_outputs"), {"text": text, "most": limit}).fetchall()
    return [LoggedOutput(*row) for row in rows]


def output_called(cursor: DuckDBPyConnection, name: str) -> LoggedOutput:
    """The output that is called so: `SOURCE:ID#INDEX`, or by what it alone has in it.

    Raises QuestionError.
    """
    found = found_outputs(cursor, name, limit=2)
    if not found:
        raise QuestionError(
            f"{name}: no output of a loaded log is called so. Write SOURCE:ID#INDEX: fal:r1#0."
        )
    if len(found) > 1 and found[0].name != name:
        raise QuestionError(
            f"{name}: fits several outputs, such as {found[0].name} and {found[1].name}. Write one."
        )
    return found[0]


def check_reference(cursor: DuckDBPyConnection, source: str, reference: str) -> None:
    """Raise QuestionError where no verdict of that source has this reference."""
    found = cursor.execute(
        "SELECT count(*) FROM verdicts WHERE source = ? AND asset_ref = ?", [source, reference]
    ).fetchone()
    if found == (0,):
        raise QuestionError(
            f"{reference}: no verdict of {source} refers to it. `offcut match verdicts` lists "
            "those that wait, with their sources."
        )
