"""What a file may tell of the program that made it, where that is written, and what says so."""

from __future__ import annotations

from typing import NamedTuple


class Embedded(NamedTuple):
    """One way in which programs write into their files what they made."""

    program: str
    where: str
    evidence: str


EMBEDDED = (
    Embedded(
        "ComfyUI",
        "the graphs `prompt` and `workflow`: text of PNG, EXIF of WebP, metadata of clips",
        "recorded pictures; clips and WebP from the program's code",
    ),
    Embedded(
        "AUTOMATIC1111, Forge and alike",
        "`parameters`: text of PNG, EXIF of JPEG and WebP, the lowest bits of the alpha channel",
        "recorded pictures",
    ),
    Embedded("InvokeAI", "`invokeai_metadata`, `sd-metadata`, `Dream`", "recorded pictures"),
    Embedded("Fooocus", "`parameters` as JSON", "recorded pictures"),
    Embedded("SwarmUI", "`sui_image_params`", "documentation; no picture was seen"),
    Embedded("NovelAI", "`Software`, `Description`, `Comment`", "recorded pictures"),
    Embedded(
        "Midjourney and other services",
        "names and job ids in fields of software, author and credit",
        "hearsay",
    ),
    Embedded(
        "any that signs its files",
        "C2PA content credentials, IPTC's digital source type, China's AIGC label",
        "manifests of the C2PA tools' own tests; the AIGC label second hand",
    ),
)
