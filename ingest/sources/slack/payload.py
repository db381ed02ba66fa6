"""Messages of a Slack export, as far as people react to the files in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from ingest.formats.addresses import address
from ingest.formats.file_names import is_media
from ingest.formats.times import from_epoch
from ingest.sources.parts.payloads import Payload

if TYPE_CHECKING:
    from datetime import datetime

TIMESTAMP = re.compile(r"\d{9,10}\.\d{1,6}")
LINK = re.compile(r"<(https?://[^|>\s]{1,2000})[|>]")
GONE = {"tombstone", "hidden_by_limit"}


def _timestamp(text: str) -> str:
    if not TIMESTAMP.fullmatch(text):
        raise ValueError("a message has a time such as 1736582400.905399")
    return text


class Reaction(Payload):
    """An emoji with those who gave it; `users` may be shorter than `count`."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    users: tuple[str, ...] = ()

    @property
    def emoji(self) -> str:
        """Its name without the tone of skin."""
        return self.name.strip(":").split("::")[0].lower()


class SharedFile(Payload):
    """A file in a message; one that was deleted has no name left."""

    name: str | None = None
    mode: str | None = None


class Message(Payload):
    """A message. `ts` is its id in its channel, too."""

    type: str
    ts: Annotated[str, AfterValidator(_timestamp)]
    text: str | None = None
    files: tuple[SharedFile, ...] | None = None
    reactions: tuple[Reaction, ...] | None = None

    @property
    def sent_at(self) -> datetime:
        """When it was sent."""
        return from_epoch(float(self.ts))

    @property
    def shown(self) -> list[str]:
        """What it shows: names of its files, else addresses of media in its text."""
        files = [each.name for each in self.files or () if each.name and each.mode not in GONE]
        linked = [address(each) for each in LINK.findall(self.text or "")]
        return list(dict.fromkeys(files or filter(is_media, linked)))
