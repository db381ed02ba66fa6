"""What people said of records that no log tells, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import NOTHING, counted, label

if TYPE_CHECKING:
    from data.told.names import NamedWork, UnnamedPart
    from data.told.references import LoggedOutput

PART_TITLES = {
    "source": "all of {source}",
    "folder": "files in {named}",
    "account": "the key {named}",
    "user": "{named}",
}


def part_words(part: str, named: str, source: str) -> str:
    """`the key k1`, `all of fal`."""
    title = PART_TITLES[part]
    return title.replace("{named}", label(named)).replace("{source}", label(source))


def unnamed_words(each: UnnamedPart, source: str) -> str:
    """`the key k1 · 12 calls`."""
    return f"{part_words(each.part, each.named, source)} · {counted(each.attempts, 'call')}"


def named_words(entry: NamedWork) -> str:
    """What was said, and since when it counts."""
    whose = [label(each) for each in (entry.client, entry.project) if each]
    about = part_words(entry.part, entry.named, entry.source)
    if not whose:
        return f"What was said of {about} is taken back; the figures count that."
    return f"Unnamed work of {about} is of {', '.join(whose)}; the figures count it."


def output_words(each: LoggedOutput) -> str:
    """`hero.png · brief one · Acme · flux · 2026-11-02 · fal:r1#0`: what an output is known by."""
    known = (each.file_name, each.brief, each.client, each.project, each.model)
    texts = [label(text) for text in known if text]
    return " · ".join(
        each for each in (*texts, f"{each.submitted_at:%Y-%m-%d}", label(each.name))
        if each != NOTHING
    )  # fmt: skip
