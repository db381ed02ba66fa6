"""Prompts as they are stored: by their hash and length, and never quoted anywhere else."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.formats.addresses import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable

GONE = "…"
_KEPT = re.compile(r"offcut:prompt:(?P<sha256>[0-9a-f]{64}):(?P<chars>\d+)")
"""What stands for a prompt in the quarantine."""
QUOTING = ("error_code", "raw_status")
"""Fields of an attempt in which a message may stand that quotes its prompt."""
MARKS = "\"'`"
_QUOTED = re.compile(r"""(?<!\w)(["'`])((?:(?!\1(?!\w)).)*)(\1|\Z)""", re.DOTALL)
"""What stands in quotation marks, also where the text is cut off behind them."""
WORDS = 3
"""So many words are a sentence."""
PIECE = 12
"""Characters in a row that are taken for a quotation."""
SHORTEST = 8
"""A shorter text is a word like any other."""
LONGEST = 100_000


def of_prompt(prompt: str, *, store_prompts: bool) -> dict[str, Any]:
    """What is stored of a prompt: SHA-256 and length of its trimmed, NFC-normalised text."""
    text = _normal(prompt)
    if found := _KEPT.fullmatch(text):
        return {"prompt_sha256": found["sha256"], "prompt_chars": int(found["chars"])}
    kept = {"prompt": without_secrets(text)} if store_prompts else {}
    return {"prompt_sha256": _hash(text), "prompt_chars": _length(text), **kept}


def kept_prompt(prompt: str) -> str:
    """What the quarantine keeps in place of a prompt; `of_prompt` takes it for the prompt."""
    text = _normal(prompt)
    return prompt if _KEPT.fullmatch(text) else f"offcut:prompt:{_hash(text)}:{_length(text)}"


def _normal(prompt: str) -> str:
    return unicodedata.normalize("NFC", prompt).strip()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _length(text: str) -> int:
    """Characters of the prompt, of the parts that are kept by their hash too."""
    parts = list(_KEPT.finditer(text))
    return len(text) + sum(int(each["chars"]) - len(each[0]) for each in parts)


@dataclass
class Echoes:
    """Texts that must not be quoted: whatever shares a piece with them loses it."""

    pieces: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether anything may be quoted."""
        return not (self.pieces or self.short)

    def add(self, texts: Iterable[str]) -> None:
        """Add texts that must not be quoted."""
        for text in texts:
            said = text.strip()[:LONGEST]
            if len(said) >= PIECE:
                self.pieces |= {said[at : at + PIECE] for at in range(len(said) - PIECE + 1)}
            elif len(said) >= SHORTEST:
                self.short.add(said)

    def taken_out_of(self, text: str) -> str:
        """The text with `…` for each quotation."""
        if self.is_empty:
            return text
        for said in sorted(self.short, key=lambda each: (-len(each), each)):
            text = text.replace(said, GONE)
        quoted = bytearray(len(text))
        for at in range(len(text) - PIECE + 1):
            if text[at : at + PIECE] in self.pieces:
                quoted[at : at + PIECE] = b"\1" * PIECE
        return _without(text, quoted) if any(quoted) else text


def _without(text: str, quoted: bytearray) -> str:
    marked = "".join(
        "\0" if is_quoted else each for each, is_quoted in zip(text, quoted, strict=True)
    )
    return re.sub("\0+", GONE, marked)


def without_echo(text: str, prompt: str | None) -> str:
    """A message that must not quote the prompt, where that is known, nor what may be one."""
    echoes = Echoes()
    echoes.add([] if prompt is None else [prompt])
    return without_quotations(echoes.taken_out_of(text))


def without_quotations(text: str) -> str:
    """A message with `…` for whatever it quotes that is no single word."""
    if not any(mark in text for mark in MARKS):
        return text

    def shown(found: re.Match[str]) -> str:
        return f"{found[1]}{GONE}{found[3]}" if is_sentence(found[2]) else found[0]

    return _QUOTED.sub(shown, text)


def is_sentence(text: str) -> bool:
    """Whether it has three words or more."""
    return len(text.split(maxsplit=WORDS - 1)) == WORDS
