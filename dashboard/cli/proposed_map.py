"""A proposed map, as the commands see it: what `ingest.guess.propose` hands over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dashboard.cli.fates import Fates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Guess(Protocol):
    """One guess: what a choice calls it, its value, why, what is doubted, and what else to take."""

    @property
    def key(self) -> str: ...  # noqa: D102

    @property
    def value(self) -> str: ...  # noqa: D102

    @property
    def reason(self) -> str: ...  # noqa: D102

    @property
    def doubt(self) -> str | None: ...  # noqa: D102

    @property
    def options(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def is_chosen(self) -> bool: ...  # noqa: D102


class Proposal(Protocol):
    """A map as TOML, guess by guess; `problem` says why it cannot hold yet."""

    @property
    def record(self) -> str: ...  # noqa: D102

    @property
    def guesses(self) -> tuple[Guess, ...]: ...  # noqa: D102

    @property
    def toml(self) -> str: ...  # noqa: D102

    @property
    def problem(self) -> str | None: ...  # noqa: D102

    @property
    def unread(self) -> tuple[str, ...]: ...  # noqa: D102


class PreviewedAccount(Fates, Protocol):
    """How many records would be read, refused and left out, and why."""

    @property
    def reasons(self) -> Mapping[str, int]: ...  # noqa: D102

    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def error(self) -> str | None: ...  # noqa: D102


class Preview(Protocol):
    """What loading by it would give: the account, and why records would be refused."""

    @property
    def account(self) -> PreviewedAccount: ...  # noqa: D102

    @property
    def reasons(self) -> Mapping[str, int]: ...  # noqa: D102


class Understood(Protocol):
    """One value of one record, as it stands and as it is understood."""

    @property
    def line(self) -> int: ...  # noqa: D102

    @property
    def field(self) -> str: ...  # noqa: D102

    @property
    def column(self) -> str: ...  # noqa: D102

    @property
    def stands(self) -> str: ...  # noqa: D102

    @property
    def understood(self) -> str: ...  # noqa: D102

    @property
    def record(self) -> str: ...  # noqa: D102


class FieldToFill(Protocol):
    """A field of a record kind, and whether every record needs it."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def required(self) -> bool: ...  # noqa: D102


class ProposedMap(Protocol):
    """A proposal for a file, with what comes of it."""

    @property
    def file(self) -> str: ...  # noqa: D102

    @property
    def proposal(self) -> Proposal: ...  # noqa: D102

    @property
    def preview(self) -> Preview | None: ...  # noqa: D102

    @property
    def claimed_by(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def doubts(self) -> tuple[Guess, ...]: ...  # noqa: D102

    @property
    def understood(self) -> tuple[Understood, ...]: ...  # noqa: D102

    @property
    def fields(self) -> Sequence[FieldToFill]: ...  # noqa: D102
