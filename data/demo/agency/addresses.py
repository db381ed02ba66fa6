"""The ids providers give to requests, and where they put the files that come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.demo.agency.dice import LOWER, Dice
from data.demo.agency.events import Output
from data.demo.agency.office_hours import local

if TYPE_CHECKING:
    from data.demo.agency.events import Attempt

ARK_HOST = "https://ark-content-generation-ap-southeast-1.tos-ap-southeast-1.volces.com"


def output_places(
    attempt: Attempt, shapes: tuple[tuple[int, int, bool], ...], dice: Dice
) -> Attempt:
    """The attempt with its id and its outputs; `shapes` is (width, height, blocked) of each."""
    attempt_id = _attempt_id(attempt, dice)
    outputs = []
    for index, (width, height, blocked) in enumerate(shapes):
        uri, file_name = _place(attempt, attempt_id, index, dice)
        asset_id = f"{attempt_id}#{index}"
        outputs.append(Output(asset_id, uri, file_name, width, height, blocked))
    return replace(attempt, attempt_id=attempt_id, outputs=tuple(outputs))


def _attempt_id(attempt: Attempt, dice: Dice) -> str:
    log = attempt.model.log
    if log == "gemini":
        return f"{dice.word(11)}-{dice.word(4)}_{dice.word(6)}"
    if log == "replicate":
        return dice.word(26, LOWER)
    if log == "ark":
        china = attempt.submitted_at + timedelta(hours=8)
        return f"cgt-{china:%Y%m%d%H%M%S}-{dice.word(5, LOWER)}"
    if log == "seedream":
        return f"02{int(attempt.submitted_at.timestamp() * 1000)}{dice.hexes(24)}"
    if log == "runway":
        return f"vj-{local(attempt.submitted_at):%y%m%d}-{dice.hexes(7)}"
    return dice.uuid()


def _place(
    attempt: Attempt, attempt_id: str, index: int, dice: Dice
) -> tuple[str | None, str | None]:
    """(address, file name), where the log carries an address and the name is one of a kind."""
    log = attempt.model.log
    if log == "fal":
        name = f"{dice.word(21)}.{'jpeg' if 'flux' in attempt.model.model_id else 'png'}"
        folder = dice.pick(("lion", "panda", "koala", "tiger", "zebra", "monkey", "rabbit"))
        return f"https://v3.fal.media/files/{folder}/{name}", name
    if log == "replicate":
        return f"https://replicate.delivery/xezq/{dice.word(38)}/out-{index}.webp", None
    if log == "ark":
        name = f"{attempt_id.removeprefix('cgt-')}{dice.hexes(8)}.mp4"
        return f"{ARK_HOST}/{attempt.model.model_id}/{name}", name
    if log == "seedream":
        name = f"{attempt_id}_{index}.jpeg"
        return f"{ARK_HOST}/seedream-4-5/{name}", name
    if log == "runway":
        name = f"{attempt_id}.mp4"
        return f"https://dam.fable-and-finch.example/clips/{name}", name
    return None, None
