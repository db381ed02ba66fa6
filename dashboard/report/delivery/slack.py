"""Slack as a target: by a webhook, or by a token, which can send the page as a picture too."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from dashboard.report.delivery.folder import file_stem
from dashboard.report.delivery.retries import (
    TryAgainError,
    is_passing,
    seconds_of,
    with_retries,
)
from dashboard.report.needed import needed
from dashboard.report.slack_blocks import slack_blocks, slack_text
from data.errors import SettingsError, UndeliveredError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.review.parts import Review

WEBHOOK, TOKEN, CHANNEL = "OFFCUT_SLACK_WEBHOOK", "OFFCUT_SLACK_TOKEN", "OFFCUT_SLACK_CHANNEL"
API = "https://slack.com/api/"
TIMEOUT_S = 20
_NOT_REACHED = "cannot be reached"
_SILENT = logging.getLogger("offcut.slack")
_SILENT.setLevel(logging.CRITICAL)  # its debug lines hold the webhook's address
_CODE = re.compile(r"[a-z_]{2,60}")
"""Slack says what is wrong in a word; anything else is not repeated."""


def slack_channel(channel: str, environment: Mapping[str, str]) -> SlackWebhook | SlackChannel:
    """What `slack:` or `slack:#channel` means. Raises SettingsError for a missing secret."""
    into = channel or environment.get(CHANNEL, "")
    token, webhook = environment.get(TOKEN, ""), environment.get(WEBHOOK, "")
    if token and into:
        return SlackChannel(into, token)
    if webhook and not channel:
        return SlackWebhook(webhook)
    if webhook:
        raise SettingsError(
            f"slack:{channel}: a webhook posts into its own channel. Name slack: alone, or put a "
            f"token into {TOKEN}."
        )
    raise SettingsError(
        f"The environment has neither {WEBHOOK}, nor {TOKEN} with a channel (slack:#channel, or "
        f"{CHANNEL}): slack:{channel} needs one of them."
    )


@dataclass(frozen=True)
class SlackWebhook:
    """The channel of an incoming webhook."""

    address: str = field(repr=False)
    name: str = "slack:"

    def carry(self, review: Review) -> str:
        """Post the message. Raises UndeliveredError where Slack did not take it."""
        webhook = needed("slack_sdk.webhook", "deliver", "posts to Slack")
        options = {"timeout": TIMEOUT_S, "retry_handlers": [], "logger": _SILENT}
        client = webhook.WebhookClient(self.address, **options)
        text, blocks = slack_text(review), slack_blocks(review)
        with_retries(self.name, lambda: self._post(client, text, blocks))
        return ""

    def _post(self, client: Any, text: str, blocks: list[dict[str, Any]]) -> None:
        answer = _connected(lambda: client.send(text=text, blocks=blocks), self.name)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status_code != 200:
            _refuse(self.name, answer.status_code, str(answer.body), headers.get("retry-after"))


@dataclass(frozen=True)
class SlackChannel:
    """A channel that a token may write to."""

    channel: str
    token: str = field(repr=False)

    @property
    def name(self) -> str:
        """The target as it is remembered."""
        return f"slack:{self.channel}"

    def carry(self, review: Review) -> str:
        """Post the message, then the whole page as a picture in its thread."""
        from dashboard.report.paper.typeset import review_png

        slack = needed("slack_sdk", "deliver", "posts to Slack")
        options = {"base_url": API, "timeout": TIMEOUT_S, "retry_handlers": [], "logger": _SILENT}
        client = slack.WebClient(self.token, **options)
        picture = review_png(review)
        message = {"text": slack_text(review), "blocks": slack_blocks(review), "mrkdwn": False}
        posted = self._call(lambda: client.chat_postMessage(channel=self.channel, **message))
        upload = {
            "channel": posted["channel"],
            "thread_ts": posted["ts"],
            "filename": f"{file_stem(review)}.png",
            "content": picture,
        }
        try:
            self._call(lambda: client.files_upload_v2(**upload))
        except UndeliveredError as error:
            return f"without its picture: {error}"
        return ""

    def _call(self, call: Callable[[], Any]) -> Any:
        return with_retries(self.name, lambda: self._answer(call))

    def _answer(self, call: Callable[[], Any]) -> Any:
        errors = needed("slack_sdk.errors", "deliver", "posts to Slack")
        try:
            return _connected(call, self.name)
        except errors.SlackApiError as error:
            answer = error.response
            headers = {name.lower(): value for name, value in answer.headers.items()}
            said = answer.data.get("error", "") if isinstance(answer.data, dict) else ""
            _refuse(self.name, answer.status_code, said, headers.get("retry-after"))
        except errors.SlackRequestError:
            raise TryAgainError(_NOT_REACHED) from None


def _connected(call: Callable[[], Any], target: str) -> Any:
    """What the call returns. Raises TryAgainError where there is no connection, or no answer."""
    try:
        return call()
    except (OSError, HTTPException):
        raise TryAgainError(_NOT_REACHED) from None
    except ValueError:  # an address that is none
        raise UndeliveredError(
            f"{target} has an address that is none: look at {WEBHOOK}. Nothing was delivered."
        ) from None


def _refuse(target: str, status: int, said: str, retry_after: str | None) -> None:
    word = f", {said}" if _CODE.fullmatch(said) else ""
    if is_passing(status) or said in ("ratelimited", "internal_error", "fatal_error"):
        raise TryAgainError(f"answers {status}{word}", seconds_of(retry_after))
    raise UndeliveredError(
        f"{target} refuses it ({status}{word}): nothing was delivered. Look at the webhook, or at "
        "the token, what it may do, and the channel."
    )
