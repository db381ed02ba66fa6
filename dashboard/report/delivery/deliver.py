"""A review delivered to a target: once, unless it is asked for again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.report.delivery.delivered import Delivered
from dashboard.report.delivery.folder import Folder
from dashboard.report.delivery.services import Service
from dashboard.report.delivery.slack import slack_channel
from data.errors import QuestionError, UndeliveredError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Protocol

    from data.review.parts import Review

    class Carrier(Protocol):
        """What takes a review to its target."""

        @property
        def name(self) -> str:
            """The target as it is remembered and said: it holds no secret."""

        def carry(self, review: Review) -> str:
            """Deliver it; what is missing although it was delivered, else "".

            Raises UndeliveredError where the target did not take it.
            """


_WORD = re.compile(r"[\w+.-]{1,20}")


def deliver(
    review: Review,
    target: str,
    environment: Mapping[str, str],
    *,
    reviews: Path,
    again: bool = False,
) -> str:
    """Deliver the review, and say so in a sentence; one delivered before is not sent again.

    `target` is `slack:`, `slack:#channel`, `apprise:NAME` or `folder:PATH`. What was delivered is
    remembered in the folder `reviews`. Raises QuestionError for another target, SettingsError for
    a secret that the environment lacks, UndeliveredError where the target did not take it.
    """
    to = carrier(target, environment)
    with Delivered(reviews) as delivered:
        before = None if again else delivered.at(review, to.name)
        if before:
            return f"{review.name} was delivered to {to.name} at {before}, and is not sent again."
        missing = to.carry(review)
        delivered.remember(review, to.name)
    if missing:
        raise UndeliveredError(f"{review.name} was delivered to {to.name}, but {missing}")
    return f"{review.name} is delivered to {to.name}."


def carrier(target: str, environment: Mapping[str, str]) -> Carrier:
    """What carries to this target. Raises QuestionError or SettingsError, as `deliver` does."""
    kind, _, name = target.partition(":")
    match kind:
        case "slack":
            return slack_channel(name, environment)
        case "apprise":
            return Service.named(name, environment)
        case "folder":
            return Folder.named(name)
    begins = f"this one with {kind}" if _WORD.fullmatch(kind) else "this one with neither"
    raise QuestionError(
        f"A target begins with slack:, apprise: or folder:, {begins}. Name slack:#channel, "
        "folder:PATH, or apprise:NAME for the address that OFFCUT_TARGET_NAME holds: an address "
        "has secrets in it, which the environment keeps."
    )
