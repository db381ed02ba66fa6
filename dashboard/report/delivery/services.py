"""Everything that apprise can write to (mail, Teams, ntfy and so on) as a target."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dashboard.report.cells import caption, sentences
from dashboard.report.delivery.folder import file_stem
from dashboard.report.delivery.retries import TryAgainError, is_passing, with_retries
from dashboard.report.findings import NAME, Finding, findings
from dashboard.report.needed import needed
from dashboard.report.page.html import review_html
from dashboard.words.formats import label
from data.errors import QuestionError, SettingsError, UndeliveredError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import StringIO

    from data.review.parts import Review

PREFIX = "OFFCUT_TARGET_"
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_WEB_STATUS = re.compile(r"^Failed to .*\berror=(\d{3})\b", re.MULTILINE)
_MAIL_STATUS = re.compile(r"^Socket Exception: .*?\((5\d\d), b", re.MULTILINE)
"""A mail server's answer that stays the same: no such login, no such mailbox."""


@dataclass(frozen=True)
class Service:
    """A service, by the name of its address in the environment."""

    name: str
    variable: str
    address: str = field(repr=False)

    @classmethod
    def named(cls, name: str, environment: Mapping[str, str]) -> Service:
        """The service of `apprise:NAME`. Raises QuestionError or SettingsError."""
        if not _NAME.fullmatch(name):
            raise QuestionError(
                "apprise: is followed by a name of letters, digits, - and _: apprise:OPS for the "
                f"address that {PREFIX}OPS holds. An address itself has secrets in it."
            )
        variable = PREFIX + name.upper().replace("-", "_")
        address = environment.get(variable, "").strip()
        if not address:
            raise SettingsError(
                f"apprise:{name}: the environment has no {variable}. Put an address into it, such "
                "as mailtos://user:password@example.com?to=team@example.com."
            )
        return cls(f"apprise:{name}", variable, address)

    def carry(self, review: Review) -> str:
        """Send the message with the page attached. Raises UndeliveredError, SettingsError."""
        apprise = needed("apprise", "deliver", "carries it")
        with _quiet(apprise) as said, TemporaryDirectory(prefix="offcut-") as folder:
            carrier = self._carrier(apprise)
            page = Path(folder) / f"{file_stem(review)}.html"
            page.write_text(review_html(review), "utf-8")
            message = {
                "title": label(review.title),
                "body": message_text(review),
                "body_format": apprise.NotifyFormat.TEXT,
                "attach": str(page),
            }
            with_retries(self.name, lambda: self._send(carrier, message, said))
        return ""

    def _carrier(self, apprise: Any) -> Any:
        asset = apprise.AppriseAsset(app_id="Offcut", app_desc="Offcut", async_mode=False)
        carrier = apprise.Apprise(asset=asset)
        if not carrier.add(self.address) or len(carrier) != 1:
            raise SettingsError(
                f"{self.variable} has to hold one address that apprise knows, and holds "
                f"{len(carrier) or 'none'}. Give each target a name of its own."
            )
        return carrier

    def _send(self, carrier: Any, message: dict[str, Any], said: StringIO) -> None:
        said.seek(0)
        said.truncate()
        if carrier.notify(**message):
            return
        web, mail = (each.search(said.getvalue()) for each in (_WEB_STATUS, _MAIL_STATUS))
        refused = mail or (web if web and not is_passing(int(web[1])) else None)
        if refused:
            raise UndeliveredError(
                f"{self.name} refuses it ({refused[1]}): nothing was delivered. Look at the "
                f"address in {self.variable}."
            )
        raise TryAgainError(f"answers {web[1]}" if web else "does not take it")


def message_text(review: Review) -> str:
    """The headline and the findings, a line each, as plain text."""
    lines = [label(review.headline), caption(review)]
    if review.notice:
        lines.append(label(review.notice))
    part = review.part(NAME)
    if part is not None:
        found = findings(review, part)
        lines += ["", label(part.title), *sentences(part)]
        lines += [f"{number}. {_line(each)}" for number, each in enumerate(found, 1)]
    return "\n".join([*lines, "", "The whole review is attached."])


def _line(found: Finding) -> str:
    detail = f"({found.detail})" if found.detail else ""
    return " ".join(filter(None, (found.money, found.sentence, detail)))


@contextmanager
def _quiet(apprise: Any) -> Iterator[StringIO]:
    """What apprise logs, for us alone: addresses can stand in it."""
    log = logging.getLogger("apprise")
    before = log.propagate
    log.propagate = False
    try:
        with apprise.LogCapture(level=logging.DEBUG, fmt="%(message)s") as said:
            yield said
    finally:
        log.propagate = before
