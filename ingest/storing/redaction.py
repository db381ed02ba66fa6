"""What the quarantine may keep of a record: its text without prompts, signatures and passwords.

The text stays as it was written but for the values that are taken out, broken text too, so that it
can be read again. A prompt leaves its hash and length behind, which a replay takes for it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ingest.formats.addresses import without_secrets
from ingest.formats.csv_documents import delimiter_of
from ingest.storing.plain_records import names_of_plain
from ingest.storing.prompts import GONE, Echoes, is_sentence, kept_prompt, without_quotations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.maps.map import Map

PROMPTS = re.compile(".*prompt.*", re.IGNORECASE)
"""Names that speak of prompts: all below them is one."""
TEXTS = re.compile(
    "texts?|contents?|messages|captions?|instructions?|system|lyrics|logs|input|parameters",
    re.IGNORECASE,
)
"""Names under which logs keep a prompt, or quote it, where a text stands there."""
ABOUT_PROMPTS = re.compile(
    r".*(?:tokens?|hash|sha256|md5|id|chars|len|length|details|feedback|url|uri|version)",
    re.IGNORECASE,
)
SECRETS = re.compile(
    r".*(?:authorization|api[-_]?key|password|passwd|secret|access[-_]?token|refresh[-_]?token"
    r"|cookie|signature|credentials?)",
    re.IGNORECASE,
)
"""Names under which keys and passwords stand; what they say is no use to a record."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]|[^\s"{}\[\]:,]+|[\s:,]+', re.DOTALL)
_LITERAL = re.compile(r"-?[\d.]+(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity|\W+")
_PROPERTY = r"[\w.-]*:?[\w.-]*(?:prompt|usercomment|parameters|caption|dc:description)[\w.-]*"
_XML = re.compile(
    rf"""(<({_PROPERTY})(?:\s[^>]*)?>)(.*?)(?=</\2>|\Z)|(\s{_PROPERTY}\s*=\s*["'])([^"']*)""",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_NAME = 100
"""A longer one is looked at each time it comes, for it is not kept in memory."""
_NESTED = re.compile(r"""\s*(?:\{\s*["}]|\[\s*["{\[\]])""")
"""How JSON in a text begins."""


def columns_of_prompts(map_: Map | None) -> frozenset[str]:
    """What a map calls its prompts: whole columns, and the last steps of paths."""
    columns = () if map_ is None else map_.columns.get("prompt", ())
    steps = (step for column in columns for step in (column, *column.split(".")[-1:]))
    return frozenset(step.removesuffix("[]").lower() for step in steps if not step.isdecimal())


class Named(NamedTuple):
    """What the name of a field says of its values."""

    is_secret: bool
    is_prompt: bool
    is_all_prompt: bool


@dataclass(frozen=True)
class Redaction:
    """How the rejected records of one file are kept."""

    store_prompts: bool = False
    prompt_columns: frozenset[str] = frozenset()
    """What the file's map calls its prompts, in small letters."""

    def kept(self, raw: bytes, reason: str) -> tuple[bytes, str]:
        """A record's bytes, and why it was rejected, as the quarantine may keep them."""
        text = raw.decode("utf-8", "surrogateescape")
        words = _Words(self)
        written = words.read(text)
        if words.has_learnt:  # what must not be quoted elsewhere in it
            written = words.read(text)
        return written.encode("utf-8", "surrogateescape"), words.unquoted(reason)

    def is_harmless(self, text: str) -> bool:
        """Whether it is a record of short texts, none of which is a prompt or a secret."""
        names = names_of_plain(text)
        return names is not None and not any(any(self.of(name)) for name in ("", *names))

    def of(self, name: str) -> Named:
        """What a name says of the values below it."""
        return _named(self, name) if len(name) <= LONGEST_NAME else self._of(name)

    def _of(self, name: str) -> Named:
        is_secret = SECRETS.fullmatch(name) is not None
        return Named(is_secret, self.is_prompt(name), self.is_all_prompt(name))

    def is_prompt(self, name: str) -> bool:
        """Whether a text of this name is a prompt, or quotes one."""
        named = _spelled(name)
        leads_there = (each.partition(".")[0] == named.lower() for each in self.prompt_columns)
        is_text = not self.store_prompts and (TEXTS.fullmatch(named) or any(leads_there))
        return self.is_all_prompt(name) or bool(is_text)

    def is_all_prompt(self, name: str) -> bool:
        """Whether whatever stands below a field of this name is prompt."""
        named = _spelled(name)
        if self.store_prompts:
            return False
        says_so = PROMPTS.fullmatch(named) and not ABOUT_PROMPTS.fullmatch(named)
        return bool(says_so) or named.lower() in self.prompt_columns


@lru_cache(maxsize=1000)
def _named(rules: Redaction, name: str) -> Named:
    """The same few names come in every record."""
    return rules._of(name)  # noqa: SLF001


@dataclass
class _Words:
    """The text of one record on its way into the quarantine."""

    rules: Redaction
    taken: list[str] = field(default_factory=list)
    echoes: Echoes = field(default_factory=Echoes)
    has_prompt: bool = False
    is_json: bool = False
    is_broken: bool = False
    """JSON that cannot be read again: what its texts are is anybody's guess."""

    @property
    def has_learnt(self) -> bool:
        """Whether the same text would be written otherwise now."""
        return self.has_prompt or not self.echoes.is_empty

    def read(self, text: str) -> str:
        """The text without what must not be kept; notes down what that was."""
        if self.rules.is_harmless(text):
            self.is_json = True
            return text
        begins = text.lstrip("\ufeff \t\r\n\0")[:1]
        if begins == "<":
            return self._xml(text)
        written = self._table(text) if begins not in {"{", "["} and "\n" in text else None
        if written is None:
            self.is_json, self.is_broken = True, not _is_json(text)
            written = self._json(text)
        self.echoes.add(self.taken)
        self.taken.clear()
        return written

    def unquoted(self, text: str) -> str:
        """A sentence about the record without what was taken out of it."""
        left = self.echoes.taken_out_of(without_secrets(text))
        if self.rules.store_prompts or self.has_prompt or not self.is_json:
            return left
        return without_quotations(left)

    def _value(self, name: str, text: str) -> str:
        if not text.strip():
            return text
        named = self.rules.of(name)
        if named.is_secret:
            self.taken.append(text)
            return GONE
        if not named.is_all_prompt and _NESTED.match(text):
            return self._json(text)
        if named.is_prompt:
            self.has_prompt = True
            self.taken.append(text)
            return kept_prompt(text)
        if self.is_broken and not self.rules.store_prompts and is_sentence(text):
            return GONE
        return self.unquoted(without_secrets(text, self.taken))

    # --- JSON ---------------------------------------------------------------------------------

    def _json(self, text: str) -> str:
        """JSON token by token: whatever is no JSON is left out but for its place."""
        written: list[str] = []
        names = [""]
        for found in _TOKEN.finditer(text):
            token = found[0]
            match token[0]:
                case '"':
                    after = text[found.end() : found.end() + 80].lstrip()[:1]
                    token = self._string(token, names, is_name=after == ":")
                case "{" | "[":
                    names.append(names[-1])
                case "}" | "]":
                    names[1:] = names[1:-1]
                case _:
                    token = self._bare(token)
            written.append(token)
        return "".join(written)

    def _string(self, token: str, names: list[str], *, is_name: bool) -> str:
        said = _decoded(token)
        if is_name:
            names[-1] = self._named(said, names[-2:-1])
            kept = without_secrets(said, self.taken)
        else:
            kept = self._value(names[-1], said)
        return token if kept == said else json.dumps(kept, ensure_ascii=False)

    def _named(self, said: str, above: list[str]) -> str:
        """The name that decides about a value: that of what holds it, if all of it goes."""
        for each in above:
            named = self.rules.of(each)
            if named.is_secret or named.is_all_prompt:
                return each
        return said

    def _bare(self, token: str) -> str:
        is_known = self.rules.store_prompts or token.isspace() or _LITERAL.fullmatch(token)
        return without_secrets(token, self.taken) if is_known else GONE

    # --- tables -------------------------------------------------------------------------------

    def _table(self, text: str) -> str | None:
        """A row below its header; None where that cannot be told."""
        head, _, below = text.partition("\n")
        delimiter = delimiter_of(head)
        try:
            (names,) = csv.reader([head.rstrip("\r")], delimiter=delimiter)
            rows = list(csv.reader(io.StringIO(below, newline=""), delimiter=delimiter))
        except (ValueError, csv.Error):
            return None
        if not rows:
            return None
        cells = [cell for row in rows for cell in row]
        kept = [self._value(name.strip(), cell) for name, cell in zip(names, cells, strict=False)]
        if len(rows) != 1 or len(cells) != len(names):
            kept = self._astray(names, cells)
        bare = without_secrets(head, self.taken)
        return bare + (text[len(head) :] if kept == cells else f"\n{_row(kept, delimiter)}")

    def _astray(self, names: list[str], cells: list[str]) -> list[str]:
        """A row whose cells do not stand below their names: those before any prompt."""
        moved = max(0, len(names) - len(cells))
        prompts = (place for place, name in enumerate(names) if self.rules.is_prompt(name))
        first = next(prompts, None)
        safe = cells if first is None else cells[: max(0, first - moved)]
        if not self.rules.store_prompts:
            safe = _before_braces(safe)
        self.taken += cells[len(safe) :]
        left = [self.echoes.taken_out_of(without_secrets(cell, self.taken)) for cell in safe]
        return left + [GONE] * (len(cells) - len(left))

    # --- XML ----------------------------------------------------------------------------------

    def _xml(self, text: str) -> str:
        def without(found: re.Match[str]) -> str:
            opening, said = found[1] or found[4], found[3] if found[1] else found[5]
            if self.rules.store_prompts or not said.strip():
                return found[0]
            self.taken.append(said)
            return opening + kept_prompt(said)

        return without_secrets(_XML.sub(without, text), self.taken)


def _is_json(text: str) -> bool:
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _spelled(name: str) -> str:
    return name.replace("\0", "").strip()


def _decoded(token: str) -> str:
    if "\\" not in token:
        return token[1:].removesuffix('"')
    try:
        said = json.loads(token, strict=False)
    except ValueError:
        return token[1:].removesuffix('"')
    return str(said)


def _before_braces(cells: list[str]) -> list[str]:
    odd = (place for place, cell in enumerate(cells) if _NESTED.match(cell))
    return cells[: next(odd, len(cells))]


def _row(cells: Iterable[str], delimiter: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="").writerow(cells)
    return written.getvalue()
