"""Emoji on messages with a file: the days of a Slack export, and pages of a channel's history.

Each reaction is an item. It is about every file of its message, or where that has none about each
picture and clip its text links to. A reaction has no time: it is dated by its message, the earliest
that it can be. One that was taken back is missing from later exports, and nothing tells that it was
there. Of two decisions of one person on one message the later export's counts, if --submitted-at
says when each was made, else the worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Verdict
from ingest.source import Ignored, Item, Opened, Source, shortened
from ingest.sources.parts.payloads import opened_pages
from ingest.sources.slack.payload import TIMESTAMP, Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.settings import Settings
    from data.warehouse.records import Decision

EMOJI: dict[str, Decision] = {
    "white_check_mark": "approved",
    "heavy_check_mark": "approved",
    "ballot_box_with_check": "approved",
    "+1": "approved",
    "thumbsup": "approved",
    "x": "rejected",
    "negative_squared_cross_mark": "rejected",
    "no_entry": "rejected",
    "no_entry_sign": "rejected",
    "-1": "rejected",
    "thumbsdown": "rejected",
    "art": "needs_edit",
    "pencil": "needs_edit",
    "pencil2": "needs_edit",
    "wrench": "needs_edit",
    "eyes": "pending",
    "hourglass": "pending",
    "hourglass_flowing_sand": "pending",
}
"""What is meant where the settings say nothing else, under [slack.decisions]."""


class Slack(Source):
    """Reads lists of messages."""

    name = "slack"
    title = "Slack reactions to files: days of an export, pages of a channel's history"
    origin = "studio"
    where = (
        "A workspace export, one folder a channel with one file a day; or conversations.history."
    )
    read_with = ("slack",)
    dated_by = (
        "reactions have no time, so that each is dated by its message; pass --submitted-at with "
        "the day of the export, for a later one to correct it."
    )

    evidence = "documentation; no export with reactions was seen"

    def identify(self, file: Opened) -> str | None:
        """By messages: their type, and a time as only Slack writes it."""
        objects = (each for document in file.first_documents for each in self.unwrap(document))
        return "messages of Slack (type, ts)" if any(map(_is_message, objects)) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """Each reaction, in the message it is on; a message without is one item, too."""
        messages = opened_pages(document, "messages")
        return [each for message in messages for each in _reactions(message)]

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """A verdict of each person on each file."""
        message = Message.model_validate(item.value)
        if not message.reactions:
            raise Ignored("a message without a reaction")
        (reaction,) = message.reactions
        decision = _decision(reaction.emoji, file.settings)
        if not (shown := message.shown):
            raise Ignored("a decision on a message that shows no file, or no longer")
        for reference in shown:
            for person in dict.fromkeys(reaction.users) or (None,):
                yield Verdict(
                    source=self.name,
                    asset_ref=reference,
                    decision=decision,
                    decided_at=message.sent_at,
                    stage=file.settings.slack.stage,
                    reviewer=person,
                    verdict_id=f"{message.ts} {person or 'unnamed'}",
                    updated_at=file.submitted_at,
                )


def _is_message(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("type") != "message":
        return False
    return isinstance(value.get("ts"), str) and TIMESTAMP.fullmatch(value["ts"]) is not None


def _reactions(message: Any) -> list[Any]:
    given = message.get("reactions") if isinstance(message, dict) else None
    if not isinstance(given, list) or len(given) < 2:
        return [message]
    return [message | {"reactions": [each]} for each in given]


def _decision(emoji: str, settings: Settings) -> Decision:
    own = {name.strip(":").lower(): meaning for name, meaning in settings.slack.decisions.items()}
    meaning = own.get(emoji, EMOJI.get(emoji))
    if meaning is None or meaning == "nothing":
        raise Ignored(
            f":{shortened(emoji, 40)}: decides nothing; if it does, say so in [slack.decisions]"
        )
    return meaning
