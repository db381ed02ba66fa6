"""For whom work was whose log does not tell: by the log, a person, a key or a folder in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from data.errors import QuestionError
from data.relations.texts import relation_sql
from data.review.journal import Journal
from data.review.kept import reviews_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.settings import Settings

FILE = "names.jsonl"
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Part = Literal["folder", "account", "user", "source"]
"""What stands for a client or a project: a folder of logs, a key, a person, the whole log. The
first of them that says something counts."""
PARTS: tuple[Part, ...] = get_args(Part)


class NamedWork(BaseModel):
    """Whose the unnamed work of a part of a log is. The last word on a part counts.

    Neither a client nor a project takes back what was said before. `named` is empty of a whole log.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Word
    part: Part
    named: Annotated[str, StringConstraints(max_length=4096)] = ""
    client: Word | None = None
    project: Word | None = None
    said_at: AwareDatetime


class UnnamedPart(NamedTuple):
    """So many attempts of a part of a log have no client, or no project."""

    part: Part
    named: str
    attempts: int


def names_journal(settings: Settings) -> Journal[NamedWork]:
    """What was said, beside the warehouse."""
    return Journal(reviews_folder(settings) / FILE, NamedWork)


def say_named(
    settings: Settings,
    source: str,
    part: Part,
    named: str = "",
    *,
    client: str | None,
    project: str | None,
) -> NamedWork:
    """Write down for whom a part of a log's unnamed work was."""
    entry = NamedWork(
        source=source, part=part, named="" if part == "source" else named.rstrip("/"),
        client=client, project=project, said_at=datetime.now(UTC),
    )  # fmt: skip
    names_journal(settings).append(entry)
    return entry


def names_in_force(settings: Settings) -> tuple[NamedWork, ...]:
    """The last word on each part of each log, but for those taken back."""
    said = {
        (each.entry.source, each.entry.part, each.entry.named): each.entry
        for each in names_journal(settings).entries()
    }
    return tuple(each for each in said.values() if each.client or each.project)


def unnamed_parts(cursor: DuckDBPyConnection, source: str) -> list[UnnamedPart]:
    """What may stand for the client or project of a log's unnamed work, the largest part first."""
    rows = cursor.execute(relation_sql("unnamed_parts"), [source]).fetchall()
    return [UnnamedPart(*row) for row in rows]


def check_source(cursor: DuckDBPyConnection, source: str) -> None:
    """Raise QuestionError where no log of that name is loaded."""
    known = [name for (name,) in cursor.execute("SELECT source FROM sources").fetchall()]
    if source not in known:
        raise QuestionError(
            f"{source}: no log of that name is loaded. Loaded are: {', '.join(sorted(known))}."
        )
